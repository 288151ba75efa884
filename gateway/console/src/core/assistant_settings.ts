/** How the assistant of a show is set, beside its rules: manners, languages, voices, rephrasing. As GET answers it. */
import type { Both } from "./document";

export interface Manners {
  gap_s: number;
  most_per_hour: number;
  ttl_s: number;
  pause_deadline_s: number;
}

/** Field, least, most. */
export const MANNERS = [
  ["gap_s", 0, 600],
  ["most_per_hour", 0, 240],
  ["ttl_s", 5, 300],
  ["pause_deadline_s", 0, 60],
] as const satisfies readonly (readonly [keyof Manners, number, number])[];
export const DELAY_S = [0, 30] as const;

export interface Service {
  /** false: kept, and asked nothing. */
  on: boolean;
  /** "" where it is not for this person to see. */
  url: string;
  model: string;
  voice: string;
  /** Only told, never shown. */
  key?: string;
  has_key?: boolean;
  languages: string[];
  deadline_s: number;
}

/** What was set up for voices. As GET /voices/setup answers it. */
export interface VoiceSetup {
  by_language: Record<string, string>;
  /** "rule/language" -> id of a phrase. */
  clips: Record<string, string>;
  pace: number;
  service: Service | null;
  piper: { installed: boolean; folder: string; voices: { name: string; language: string; trouble: Both | null }[] };
}

/** What PUT takes of voices: single entries, "" takes one away; a service without its key keeps the one it has. */
export interface VoiceChange {
  choose?: Record<string, string>;
  bind?: Record<string, string>;
  http?: Service | null;
}

/** What a voice said, as POST /assistant/preview and /voices/trial answer it. */
export interface Heard {
  seconds: number;
  took_ms: number;
  /** base64. */
  wav: string;
}

export interface AssistantSettings {
  hosts: string[];
  delay_s: number;
  manners: Manners & Record<string, number>;
  languages: Record<string, string>;
  rephrase: { url: string; model: string; has_key?: boolean; unasked: string[] };
}

/** Of one language: what speaks it now, and what else could. As GET /voices answers it. */
export interface SpokenBy {
  language: string;
  ok: boolean;
  engine: string;
  voice: string;
  /** "": the best there is. */
  chosen: string;
  trouble?: Both | null;
  choices: VoiceChoice[];
}

export interface VoiceChoice {
  id: string;
  engine: string;
  voice: string;
  licence: string;
  /** null: nobody knows before hearing it. */
  intelligible?: boolean | null;
  ok: boolean;
  trouble?: Both | null;
  quality?: string;
  sha256?: string;
  /** Of clips: how many rules have one. */
  rules?: number;
}

/** The languages of the assistant's own words. */
export const SPOKEN = ["zh-Hans", "zh-Hant", "en", "es", "id", "th", "vi", "pt", "ja"] as const;
