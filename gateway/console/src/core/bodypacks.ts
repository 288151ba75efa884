/** The bodypacks of the studio as their owners see them, and what follows from what is known of them. */
import type { Both } from "./document";
import { type Quality, loss_quality } from "./figures";

export type Phase = "waiting" | "asked" | "fetching" | "on_air" | "restarting" | "trying" | "done" | "failed";

/** What one runs, and where it is in the roll-out; phase and sentence are absent where it is in none. */
export interface Update extends Partial<Both> {
  version: string | null;
  build: string | null;
  board: string | null;
  machine: string | null;
  on_trial: boolean | null;
  /** Whether it runs what is installed at the gateway; null: not known. */
  current: boolean | null;
  state?: Phase;
  percent?: number;
  code?: string;
}

export interface TraceSummary {
  id: string;
  at_ms: number;
  seconds: number;
  packets: number;
  lost_percent: number;
  delay_p50_ms: number | null;
  delay_p95_ms: number | null;
  delay_worst_ms?: number | null;
  /** Of the lost ones, those that came when they were asked for again. */
  resent?: number;
  /** "done", "stopped", or why it is shorter than was asked for. */
  ended?: string;
  /** The gateway's own judgement: people hear nothing of it. */
  good?: boolean;
}

export interface Bodypack {
  id: string;
  label: string;
  show: string;
  groups: string[];
  language: string;
  /** It stands in the configuration file. */
  declared: boolean;
  /** pending: it never said hello. */
  state: "pending" | "online" | "offline";
  last_seen_ms: number | null;
  on_air: boolean;
  version: string | null;
  board: string | null;
  ip: string | null;
  rssi_dbm: number | null;
  /** The public name of its device key. */
  key: string | null;
  /** As it says itself. */
  ceiling_db: number | null;
  /** What it was told and has not yet said itself. */
  ceiling_wanted_db: number | null;
  battery: { percent: number | null; volts: number | null; minutes: number | null } | null;
  trace: TraceSummary | null;
  tracing: boolean;
  /** What keeps it from hearing. */
  trouble: Both | null;
  update: Update | null;
}

/** Somebody at the broker's door that was not let in. id null: the broker does not tell the name. */
export interface Knock {
  id: string | null;
  reason: "unknown" | "password";
  ip: string | null;
  count: number;
  seen_ms: number;
}

export interface Rollout {
  id: string;
  version: string;
  state: "running" | "paused" | "stopped" | "done";
  at_once: number;
  stages: string[][];
  hosts: Record<string, Update>;
}

export const PHASES_UNDER_WAY: readonly Phase[] = ["asked", "fetching", "on_air", "restarting", "trying"];
/** As the gateway has it: nothing softer is of use in an ear. */
export const LEAST_CEILING_DB = -30;
/** Of a trace: from here on a listener notices, and from there on words are late. */
const NOTICED_LATE_MS = 30;
const LATE_MS = 60;

const RANK: Record<Bodypack["state"], number> = { pending: 0, online: 1, offline: 2 };
const { compare } = new Intl.Collator("en", { numeric: true });

export const name_of = (pack: Pick<Bodypack, "id" | "label">): string => pack.label || pack.id;

/** Those that wait for somebody first, then those that are there; the same on every screen. */
export function packs_in_order(packs: readonly Bodypack[]): Bodypack[] {
  return [...packs].sort((a, b) => RANK[a.state] - RANK[b.state] || compare(name_of(a), name_of(b)) || compare(a.id, b.id));
}

/** Every group that any of them is in. */
export function groups_of(packs: readonly Bodypack[], show: string): string[] {
  return [...new Set(packs.flatMap((pack) => (pack.show === show ? pack.groups : [])))].sort(compare);
}

/** The groups with one more; the same ones where it is none, or there already. */
export function with_group(groups: readonly string[], text: string): string[] {
  const name = text.trim();
  return name === "" || groups.includes(name) ? [...groups] : [...groups, name];
}

/** The ceiling that counts now: what it was told may be lower than what it says. */
export function ceiling_now(pack: Pick<Bodypack, "ceiling_db" | "ceiling_wanted_db">): number | null {
  const known = [pack.ceiling_db, pack.ceiling_wanted_db].filter((one) => one !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** The ceilings one may choose, the highest first: lower ones alone. */
export function lower_ceilings(now_db: number): number[] {
  const highest = Math.ceil(now_db) - 1;
  return Array.from({ length: Math.max(0, highest - LEAST_CEILING_DB + 1) }, (_, at) => highest - at);
}

export type Firmware = "unknown" | "current" | "older" | "under_way" | "failed";

/** ``here``: the version of the gateway, which tells where the gateway has not built that board's firmware yet. */
export function firmware_of(pack: Bodypack, here: string): Firmware {
  const { update } = pack;
  if (update?.state !== undefined && PHASES_UNDER_WAY.includes(update.state)) return "under_way";
  if (update?.state === "failed" && update.current !== true) return "failed";
  if (update?.current === true) return "current";
  const other = update?.machine != null && pack.version !== null && here !== "" && pack.version !== here;
  return update?.current === false || other ? "older" : "unknown";
}

/** Those that a roll-out would bring something new, and that are there for it. */
export function behind(packs: readonly Bodypack[], here: string): Bodypack[] {
  return packs.filter((pack) => pack.state === "online" && ["older", "failed"].includes(firmware_of(pack, here)));
}

export interface Progress {
  done: number;
  all: number;
  failed: number;
  under_way: boolean;
  /** Of everything there is to do, 0..1. */
  share: number;
}

export function progress_of(rollout: Rollout): Progress {
  const rows = Object.values(rollout.hosts);
  const count = (phase: Phase): number => rows.filter((row) => row.state === phase).length;
  const share = (row: Update): number => {
    if (row.state === "done") return 1;
    return row.state === "waiting" || row.state === "failed" ? 0 : Math.min((row.percent ?? 0) / 100, 0.98);
  };
  const sum = rows.reduce((so_far, row) => so_far + share(row), 0);
  return {
    done: count("done"),
    all: rows.length,
    failed: count("failed"),
    under_way: rows.some((row) => row.state !== undefined && PHASES_UNDER_WAY.includes(row.state)),
    share: rows.length === 0 ? 0 : sum / rows.length,
  };
}

/** What a trace says of the way to the bodypack, in a word; the gateway says whether anybody hears of it. */
export function trace_quality(trace: Pick<TraceSummary, "packets" | "lost_percent" | "delay_p95_ms" | "good">): Quality {
  if (trace.packets === 0 || trace.delay_p95_ms === null) return "unknown";
  if (trace.good === false) return "poor";
  const late = trace.delay_p95_ms;
  const lost = loss_quality(trace.lost_percent);
  if (trace.good === undefined && (lost === "poor" || late > LATE_MS)) return "poor";
  return lost !== "good" || late > NOTICED_LATE_MS ? "fair" : "good";
}
