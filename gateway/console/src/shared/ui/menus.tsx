/** Language and theme, as every page offers them. */
import { LANGUAGES, LANGUAGE_NAMES, catalogue, language, type Language } from "../words";
import { THEMES, choose_theme, theme, type Theme } from "../theme";
import { Segments } from "./field";

const say = catalogue({
  language: ["Language", "语言"],
  theme: ["Appearance", "外观"],
  auto: ["Auto", "自动"],
  light: ["Light", "浅色"],
  dark: ["Dark", "深色"],
});

export function LanguageSwitch({ set }: { set: (wanted: Language) => void }) {
  return (
    <Segments
      label={say("language")}
      value={language.value}
      choices={LANGUAGES.map((one) => ({ value: one, label: one === "zh" ? "中文" : "EN", title: LANGUAGE_NAMES[one] }))}
      set={set}
    />
  );
}

export function ThemeSwitch() {
  return (
    <Segments<Theme>
      label={say("theme")}
      value={theme.value}
      choices={THEMES.map((one) => ({ value: one, label: say(one) }))}
      set={choose_theme}
    />
  );
}
