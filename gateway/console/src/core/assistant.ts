/** The assistant as the gateway pushes it: suggestions, and how it is set. Times are wall time, of facts show time. */
import type { Both } from "./document";

export const RULES = [
  "stock_low",
  "sold_out",
  "viewers_peak",
  "slow_product",
  "comment_spike",
  "question",
  "order_surge",
  "order_slump",
  "deadline",
  "source_stale",
] as const;
export type Rule = (typeof RULES)[number];

export const RULE_MODES = ["off", "suggest", "auto"] as const;
export type RuleMode = (typeof RULE_MODES)[number];

export const STATES = ["making", "proposed", "approved", "queued", "speaking", "done", "cut", "expired", "rejected", "held", "failed"] as const;
export type SuggestionState = (typeof STATES)[number];

export interface ShownFact {
  name: Both;
  value: string | number | Both;
  at?: string | null;
}

export interface Suggestion {
  /** Absent where a person wrote it. */
  rule?: string | null;
  /** The same for all that is said of one moment, each in its own language. */
  moment?: string | null;
  product?: string | null;
  label?: string | null;
  hosts: string[];
  language: string;
  text: string;
  spoken_s?: number | null;
  engine?: string | null;
  voice?: string | null;
  state: SuggestionState;
  why?: Both | null;
  mode?: RuleMode | string;
  facts?: ShownFact[];
  /** The longer text, for the prompter. */
  card?: string | null;
  at: string;
  expires?: string | null;
  /** In auto mode: when it will be said unless somebody stops it. */
  says_at?: string | null;
  by?: string | null;
  held?: boolean;
  urgent?: boolean;
  rephrased?: boolean;
  /** Its figures are made up. */
  demo?: boolean;
  trouble?: ({ code?: string } & Both) | null;
  /** Host -> cue. */
  cue?: Record<string, string>;
}

export interface VoiceSight {
  engine?: string | null;
  voice?: string | null;
  ok: boolean;
  trouble?: Both | null;
}

export interface LinkSight extends Both {
  state: "off" | "connecting" | "connected" | "trouble";
  /** ms since the epoch. */
  last?: number | null;
}

export interface Assistant {
  muted_until?: string | null;
  gap_s: number;
  most_per_hour: number;
  spoken_last_hour: number;
  /** How long an automatic one counts down. */
  delay_s?: number;
  voice?: Record<string, VoiceSight>;
  rules?: Record<string, { mode: RuleMode; holdout_percent: number }>;
  replay?: { speed: number; at: string; ends: string } | null;
  links?: Record<string, LinkSight>;
}

/** One figure that can be set. step: 1 and above means whole numbers only. */
export interface FigureForm {
  name: string;
  label: Both;
  unit: Both;
  low: number;
  high: number;
  step: number;
  default: number;
}

export interface RuleForm {
  label: Both;
  about: Both;
  modes: RuleMode[];
  never_held: boolean;
  thresholds: FigureForm[];
  cooldown_s: FigureForm;
  holdout_percent: FigureForm;
}

export interface RuleSettings {
  mode: RuleMode;
  cooldown_s: number;
  holdout_percent: number;
  thresholds: Record<string, number>;
}

/** What GET /assistant/rules answers. */
export interface RuleBook {
  general: Record<string, number>;
  rules: Record<string, RuleSettings>;
  forms: { general: FigureForm[]; rules: Record<string, RuleForm> };
}

/** What a rehearsal answers: moments in which a rule would have fired, and how often of each. */
export interface Rehearsed {
  hours: number;
  rules: Record<string, { fired: number; held_back: number; per_hour: number }>;
  fired: Fired[];
  more: number;
}

export interface Fired {
  at: string;
  rule: string;
  product?: string | null;
  facts?: Record<string, string | number>;
  held_back_by?: string | null;
}

/** What was suggested once, as the store has it. Times are ms since the epoch. */
export interface KeptSuggestion {
  id: string;
  at_ms: number;
  rule: string;
  product: string;
  /** The product's name then. */
  label?: string | null;
  hosts: string[];
  language: string;
  text: string;
  seconds: number;
  state: SuggestionState;
  why?: string | null;
  /** Why it went no further, as people read it. */
  reason?: Both | null;
  decided_by?: string | null;
  /** Name of who decided. */
  by?: string | null;
  mode: string;
}
