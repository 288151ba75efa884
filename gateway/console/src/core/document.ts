/** The live document of one show, as the gateway pushes it. Times are ISO 8601 in UTC, levels dB relative to full scale. */
import type { Assistant, Suggestion } from "./assistant";
import type { Ducking } from "./ducking";
import type { Board, Product, Question } from "./showdata";

export type Priority = "assistant" | "direct" | "announcement" | "emergency";
export type Mode = "hold" | "latch" | "tap" | "timed";
export const MODES: readonly Mode[] = ["hold", "latch", "tap", "timed"];
/** Lowest first. The assistant's rung is not for people. */
export const LADDER: readonly Priority[] = ["assistant", "direct", "announcement", "emergency"];

export interface Both {
  en: string;
  zh: string;
}
export interface Trouble extends Both {
  code: string;
}

export interface Role {
  id: string;
  label: string;
  talk_to: string[];
  priority: Priority;
  may_latch: boolean;
  may_page_all: boolean;
  may_speak_as_assistant: boolean;
  may_feed: boolean;
  may_listen: boolean;
  may_adjust: boolean;
  may_phrases: boolean;
  may_review: boolean;
  may_administer: boolean;
  talk_one_at_a_time: boolean;
}

export interface Hearing {
  cue: string;
  who: string | null;
  name: string;
  priority: Priority;
  private: boolean;
  since: string;
}

export interface Host {
  label: string;
  kind: "bodypack" | "phone";
  groups: string[];
  language: string;
  colour?: string | null;
  state: "online" | "offline" | "lost" | "away";
  hearing: Hearing[];
  volume_db: number | null;
  max_volume_db?: number | null;
  muted: boolean;
  programme_db: number | null;
  ducking_db: number | "off" | null;
  battery_percent: number | null;
  battery_left_min: number | null;
  charging: boolean | null;
  rssi_dbm: number | null;
  loss_percent: number | null;
  rtt_ms: number | null;
  delay_ms: number | null;
  buffer_ms: number | null;
  last_receipt: { cue: string; state: string; heard_percent: number | null; delay_ms: number | null } | null;
  acknowledged: { cue: string; at: string } | null;
  calling_since: string | null;
  trouble: Trouble | null;
  heard_at: string | null;
  /** among: the hosts of whom one leaks; this one alone where that is known. */
  leak: { at: string; db: number; among: string[] } | null;
}

export interface Source {
  label: string;
  kind: "microphone" | "webrtc" | "programme" | "phrase" | "assistant" | "file";
  state: string;
  who: string | null;
  gain_db: number;
  /** Host -> how much louder or softer it hears this source than the others do; absent where there is no difference. */
  at?: Record<string, number>;
  trouble: Trouble | null;
}

export interface Talk {
  who: string | null;
  name: string;
  role: string | null;
  source: string;
  to: string[];
  hosts: string[];
  priority: Priority;
  mode: Mode;
  private: boolean;
  since: string;
  on_air: boolean;
  ends_at: string | null;
  /** The phrase that is said. */
  phrase?: string | null;
}

export interface Person {
  name: string;
  role: string | null;
  online: boolean;
  mic: "none" | "connecting" | "ready" | "lost";
}

export interface Phrase {
  label: string;
  language: string;
  text: string;
  seconds: number | null;
  kind: "typed" | "recorded";
  colour: string | null;
  order: number;
  state: "ready" | "making" | "failed";
}

export interface Receipt {
  state: string;
  heard_percent: number | null;
  delay_ms: number | null;
  acknowledged: string | null;
}

export interface Cue {
  who: string | null;
  name: string;
  source: string;
  to: string[];
  hosts: string[];
  priority: Priority;
  mode: Mode | string;
  private: boolean;
  asked: string;
  started: string | null;
  ended: string | null;
  state: string;
  reason?: string | null;
  text?: string | null;
  receipts: Record<string, Receipt>;
  recording: boolean;
}

export interface LiveDocument {
  show: { id: string; label: string; on_air: boolean };
  gateway: { studio: string; version: string; mqtt: boolean; media: boolean; capture: boolean; webrtc: boolean; ducking?: Ducking };
  hosts: Record<string, Host>;
  groups: Record<string, string[]>;
  sources: Record<string, Source>;
  talks: Record<string, Talk>;
  people: Record<string, Person>;
  phrases: Record<string, Phrase>;
  cues: Record<string, Cue>;
  recording: { on: boolean; notice: Both };
  /** Absent while nothing is on. */
  board?: Board | null;
  products: Record<string, Product>;
  questions: Record<string, Question>;
  suggestions: Record<string, Suggestion>;
  /** Absent where the gateway has no assistant for this show. */
  assistant?: Assistant | null;
}

export interface LiveEvent extends Both {
  n: number;
  at: string;
  code: string;
  level: "info" | "warning" | "error";
  host?: string | null;
  cue?: string | null;
}

export interface You {
  id: string;
  name: string;
  role: Role | null;
  owner: boolean;
  connection: string;
}
