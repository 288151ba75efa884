/** Clips: phrases of the show that are said in place of a rule's words, in one language. */
import { RULES, type Rule } from "./assistant";
import type { Phrase } from "./document";

/** Rules that speak into an ear: that a source is silent is for operators alone. */
export const CLIP_RULES: readonly Rule[] = RULES.filter((rule) => rule !== "source_stale");

/** "rule/language" -> id of a phrase. */
export type Clips = Readonly<Record<string, string>>;

export interface Clip {
  /** Where the binding stands; of the whole language where it has none of its own: "stock_low/zh" for zh-Hant. */
  key: string;
  phrase: string;
  /** It is bound to a wider language than the one asked for. */
  shared: boolean;
  /** What can be said of it; gone: bound to a phrase that is no more. */
  state: "none" | "gone" | Phrase["state"];
}

/** What is recorded for Cantonese is bound to Traditional Chinese, in which it is written; what is bound to all of Chinese is Mandarin. */
const wider = (language: string): string => (primary(language) === "yue" ? "zh-Hant" : primary(language));

export const primary = (language: string): string => language.toLowerCase().split("-")[0] ?? language;

/** What is said for a rule in a language, as the gateway finds it. */
export function clip_of(clips: Clips, phrases: Readonly<Record<string, Phrase>>, rule: string, language: string): Clip {
  const own = `${rule}/${language}`;
  const wide = `${rule}/${wider(language)}`;
  const key = (clips[own] ?? "") === "" && (clips[wide] ?? "") !== "" ? wide : own;
  const phrase = clips[key] ?? "";
  const state = phrase === "" ? "none" : (phrases[phrase]?.state ?? "gone");
  return { key, phrase, shared: key !== own, state };
}

/** How many rules can be said by a clip in this language now. */
export function clips_ready(clips: Clips, phrases: Readonly<Record<string, Phrase>>, language: string): number {
  return CLIP_RULES.filter((rule) => clip_of(clips, phrases, rule, language).state === "ready").length;
}

/** How many rules are bound to what cannot be said: a phrase that was removed, or one without a sound. */
export function clips_broken(clips: Clips, phrases: Readonly<Record<string, Phrase>>, language: string): number {
  return CLIP_RULES.filter((rule) => ["gone", "failed"].includes(clip_of(clips, phrases, rule, language).state)).length;
}

/** Whether a clip is said before any voice of the language, as the gateway orders them: it goes before a speech service, unless that was chosen. */
export function clips_go_first(one: { ok: boolean; engine: string; chosen: string }): boolean {
  return one.chosen === "clip" || !one.ok || (one.engine === "http" && one.chosen !== "http");
}

/** Under which language a choice is changed: one that is taken back may have been made for the whole language. */
export function choice_key(by_language: Readonly<Record<string, string>>, language: string, id: string): string {
  const wide = primary(language);
  return id === "" && !(language in by_language) && wide in by_language ? wide : language;
}

/** Phrases to choose from: those of this language first, each in the order of their keys. */
export function phrases_for(phrases: Readonly<Record<string, Phrase>>, language: string): { id: string; phrase: Phrase; own: boolean }[] {
  return Object.entries(phrases)
    .map(([id, phrase]) => ({ id, phrase, own: primary(phrase.language) === primary(language) }))
    .sort((a, b) => Number(b.own) - Number(a.own) || a.phrase.order - b.phrase.order || a.phrase.label.localeCompare(b.phrase.label));
}
