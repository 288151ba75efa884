/** Names of rules, languages and facts, with something sensible for what this console does not know. */
import { RULES, type Suggestion } from "../../core/assistant";
import type { Both } from "../../core/document";
import { language, sentence } from "../../shared/words";
import { label_of } from "../../core/targets";
import { say } from "../../words/assistant";
import { say as voice_says } from "../../words/voices";
import type { Room } from "../room";

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

/** A voice, on a card as on the page of voices. What eSpeak NG calls its own, and the id of a clip, tell people nothing. */
export function voice_name(engine: string | null | undefined, voice: string | null | undefined): string {
  return [engine_name(engine ?? ""), engine === "espeak" || engine === "clip" ? "" : voice].filter(Boolean).join(" · ");
}

export function engine_name(engine: string): string {
  return engine === "piper" || engine === "openjtalk" || engine === "espeak" || engine === "clip" || engine === "http" ? voice_says(`engine_${engine}`) : engine;
}

/** To whom it is said. */
export function names_of(room: Room, one: Suggestion): string {
  const { hosts } = room.desk.state.value;
  return one.hosts.map((host) => label_of(hosts, host)).join(", ");
}

/** What the gateway tells, as people read it: 12850 -> "12,850". */
export function both_or_text(value: string | number | Both | null | undefined): string {
  if (value == null) return "";
  if (typeof value === "number") return new Intl.NumberFormat(language.value === "zh" ? "zh-CN" : "en-GB", { maximumFractionDigits: 2 }).format(value);
  return typeof value === "object" ? sentence(value) : String(value);
}

export function why_of(one: Suggestion): string {
  return both_or_text(one.why);
}
