/**
 * Show data as the gateway pushes it: one airing's numbers, products and questions. Times are ISO 8601; those of facts
 * are show time, which runs faster in a replay. Money is in minor units. A merge patch cannot say null: what is not
 * known is null or absent.
 */
import type { Both } from "./document";

export type AiringKind = "live" | "demo" | "replay";

export interface Airing {
  id: string;
  kind: AiringKind;
  began: string;
  ended?: string | null;
  title?: string | null;
  /** Show seconds a second. */
  speed: number;
  /** Show time when this was told. */
  now: string;
}

export interface Figure {
  value?: number | null;
  at?: string | null;
  src?: string | null;
  stale?: boolean;
  /** Of money. */
  currency?: string | null;
  /** Of money: of orders that were paid, or of all that were placed. */
  state?: "paid" | "created" | null;
}

export interface SourceSight {
  last?: string | null;
  stale: boolean;
  facts: number;
}

/** One of each for every 10 s. from: show time of the first, where it was told. */
export interface Minute {
  from?: string;
  viewers: (number | null)[];
  orders: (number | null)[];
  comments: (number | null)[];
}

export interface Board {
  airing: Airing;
  on_air: boolean;
  quiet: boolean;
  scene?: string;
  pinned?: string;
  currency?: string | null;
  numbers: Record<string, Figure>;
  formulas?: Record<string, Both>;
  sources?: Record<string, SourceSight>;
  /** Either lists by what, or a row (viewers, orders, comments) for each 10 s; see `minute_of`. */
  minute?: unknown;
}

export interface Product {
  label: string;
  slot?: number | null;
  price_minor?: number | null;
  currency?: string | null;
  stock?: number | null;
  stock_at?: string | null;
  stock_low?: number | null;
  /** The most there was in this airing. */
  stock_first?: number | null;
  pinned?: boolean;
  impressions?: number | null;
  clicks?: number | null;
  orders?: number | null;
  units?: number | null;
  gmv_minor?: number | null;
  ctr?: number | null;
  cvr?: number | null;
  orders_per_min?: number | null;
  minutes_left?: number | null;
  /** Orders of each of the last 30 minutes. */
  spark?: (number | null)[];
  offer_ends?: string | null;
}

export interface Question {
  /** "": nobody named it yet. */
  topic: string;
  label?: Both | null;
  product?: string | null;
  languages: Record<string, number>;
  /** Different people, older ones counting less. */
  users: number;
  users_2min: number;
  raw: number;
  share?: number | null;
  example: string;
  first: string;
  last: string;
  answered?: string | null;
  sent?: string | null;
}

/** What GET /airings/…/series answers. */
export interface Series {
  step_ms: number;
  from: string;
  values: Record<string, (number | null)[]>;
  cues?: CueMark[];
}

export interface CueMark {
  at: string;
  id: string;
  rule?: string | null;
  who?: string | null;
  text?: string | null;
  hosts?: string[];
}
