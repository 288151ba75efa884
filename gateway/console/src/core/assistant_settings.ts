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
  url: string;
  model: string;
  voice: string;
  /** Only told, never shown. */
  key?: string;
  has_key?: boolean;
  languages: string[];
  deadline_s: number;
}

export interface VoiceSettings {
  by_language: Record<string, string>;
  clips: Record<string, string>;
  http: Service | null;
  pace: number;
}

export interface AssistantSettings {
  hosts: string[];
  delay_s: number;
  manners: Manners & Record<string, number>;
  languages: Record<string, string>;
  voices: VoiceSettings;
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
