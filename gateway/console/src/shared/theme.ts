/** Light, dark, or as the system has it; and the language of the page, which screen readers need to know. */
import { effect, signal } from "@preact/signals";
import { remember, remembered } from "./preferences";
import { language, language_of, type Language } from "./words";

export type Theme = "auto" | "light" | "dark";
export const THEMES: readonly Theme[] = ["auto", "light", "dark"];

export const theme = signal<Theme>("auto");

export function choose_theme(wanted: Theme): void {
  theme.value = wanted;
  remember("theme", wanted);
}

export function choose_language(wanted: Language): void {
  language.value = wanted;
  remember("language", wanted);
}

/** The theme as it is remembered by now. */
export function take_theme(): void {
  const wanted = remembered<Theme>("theme", theme.value);
  if (THEMES.includes(wanted)) theme.value = wanted;
}

/** Called once by each page, before anything is drawn. */
export function dress_the_page(): void {
  take_theme();
  language.value = language_of([remembered<string>("language", ""), ...navigator.languages]);
  effect(() => {
    document.documentElement.dataset["theme"] = theme.value;
  });
  effect(() => {
    document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
  });
}
