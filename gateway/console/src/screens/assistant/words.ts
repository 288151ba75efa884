/** Names of rules, languages and facts, with something sensible for what this console does not know. */
import { RULES, type Suggestion } from "../../core/assistant";
import type { Both } from "../../core/document";
import { language, sentence } from "../../shared/words";
import { say } from "../../words/assistant";

export function rule_name(rule: string | null | undefined): string {
  if (rule == null || rule === "") return say("own");
  return (RULES as readonly string[]).includes(rule) ? say(`rule_${rule as (typeof RULES)[number]}`) : rule;
}

/** "zh-Hant" as people read it. */
export function language_name(code: string): string {
  try {
    return new Intl.DisplayNames([language.value === "zh" ? "zh-CN" : "en"], { type: "language", languageDisplay: "standard" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** What the gateway tells, as people read it: 12850 -> "12,850". */
/** What the gateway tells, as people read it: 12850 -> "12,850". */
export function both_or_text(value: string | number | Both | null | undefined): string {
  if (value == null) return "";
  if (typeof value === "number") return new Intl.NumberFormat(language.value === "zh" ? "zh-CN" : "en-GB", { maximumFractionDigits: 2 }).format(value);
  return typeof value === "object" ? sentence(value) : String(value);
}

export function why_of(one: Suggestion): string {
  return both_or_text(one.why);
}
