/**
 * Sentences for people, in every language the console speaks.
 *
 * A catalogue maps a key to (English, Chinese), as the gateway's own catalogues do. A key without both does not
 * compile, nor does a call that forgets a fact: the facts a sentence needs are read from its {placeholders}.
 */
import { signal } from "@preact/signals";

export type Language = "en" | "zh";
export const LANGUAGES: readonly Language[] = ["zh", "en"];
export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", zh: "简体中文" };

/** What is spoken now. Whoever reads it while drawing is drawn again when it changes. */
export const language = signal<Language>("en");

type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Pair = readonly [en: string, zh: string];
type Facts<S extends string> = { [Name in Names<S>]: string | number };
type Rest<S extends string> = [Names<S>] extends [never] ? [] : [facts: Facts<S>];

export type Say<T extends Record<string, Pair>> = (<K extends keyof T & string>(
  key: K,
  ...facts: Rest<T[K][0]>
) => string) & { readonly entries: T };

export function fill(text: string, facts: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in facts ? String(facts[name]) : whole));
}

export function catalogue<const T extends Record<string, Pair>>(entries: T): Say<T> {
  const say = (key: keyof T & string, facts?: Record<string, string | number>): string => {
    const pair = entries[key] as Pair;
    return fill(pair[language.value === "zh" ? 1 : 0], facts);
  };
  return Object.assign(say, { entries }) as unknown as Say<T>;
}

/** What came from the gateway in both languages, in the one that is spoken. */
export function sentence(both: { en: string; zh: string }): string {
  return language.value === "zh" ? both.zh : both.en;
}

/** The first language of the list that there is: "zh-CN" is zh. */
export function language_of(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split("-")[0];
    if (base === "zh" || base === "en") return base;
  }
  return "en";
}
