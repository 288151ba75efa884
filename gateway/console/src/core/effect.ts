/** Whether cues worked: the range of an effect on a line from a quarter to four times, and three verdicts. */
import type { Both } from "./document";

export type Verdict = "helps" | "hurts" | "unknown";

export interface RuleEffect {
  rule: string;
  n_sent: number;
  n_held: number;
  ratio?: number | null;
  low?: number | null;
  high?: number | null;
  verdict: Verdict;
  more_needed?: number | null;
  /** Never held back: no coin is tossed, and nothing can be told. */
  always?: boolean;
  sentence: Both;
}

export interface Counted {
  orders?: number | null;
  clicks?: number | null;
}
export interface ManualEffect {
  cue?: string;
  at_ms?: number | null;
  text?: string | null;
  who?: string | null;
  before?: Counted;
  after?: Counted;
}

export interface Effect {
  rules: RuleEffect[];
  /** Of one airing alone. */
  manual?: ManualEffect[];
  caveat?: Both;
}

/** The ends of the line, as in the report. */
export const LEAST = 0.25;
export const MOST = 4;

/** Where a ratio stands on a line of equal steps for equal factors: 0..1; 1.0 stands in the middle. */
export function place(ratio: number): number {
  if (!(ratio > 0)) return 0;
  return Math.min(Math.max(Math.log(ratio / LEAST) / Math.log(MOST / LEAST), 0), 1);
}

export function factor(ratio: number | null | undefined): string {
  return ratio == null || !Number.isFinite(ratio) ? "–" : `×${ratio.toFixed(2)}`;
}

/** Orders per hundred clicks, "5/104" where the clicks are too few to say so. */
export function counted(one: Counted | undefined): string {
  if (one?.orders == null) return "–";
  return one.clicks == null ? String(one.orders) : `${one.orders}/${one.clicks}`;
}
