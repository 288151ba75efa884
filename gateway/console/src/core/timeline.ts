/** Cues as bars: a lane per host, a row within it for each that overlaps, a width for how long it lasted. */
import type { Cue } from "./document";

export interface Bar {
  cue: string;
  /** Of the window, 0..1. */
  from: number;
  to: number;
  row: number;
  /** Still being said. */
  open: boolean;
  who: string;
  heard_percent: number | null;
  acknowledged: boolean;
  private: boolean;
}

export interface Lane {
  host: string;
  rows: number;
  bars: Bar[];
}

const SHORTEST = 0.004;

export function lanes(
  cues: Readonly<Record<string, Cue>>,
  hosts: readonly string[],
  now_ms: number,
  window_ms: number,
): Lane[] {
  const begin = now_ms - window_ms;
  const timed = Object.entries(cues)
    .map(([id, cue]) => ({ id, cue, at: Date.parse(cue.started ?? cue.asked) }))
    .filter(({ at, cue }) => Number.isFinite(at) && (cue.ended === null || cue.ended === undefined || Date.parse(cue.ended) > begin))
    .sort((a, b) => a.at - b.at);
  return hosts.map((host) => {
    const ends: number[] = [];
    const bars: Bar[] = [];
    for (const { id, cue, at } of timed) {
      if (!cue.hosts.includes(host)) continue;
      const open = cue.ended === null || cue.ended === undefined;
      const from = Math.min(Math.max((at - begin) / window_ms, 0), 1);
      const until = open ? 1 : (Date.parse(cue.ended ?? "") - begin) / window_ms;
      const to = Math.min(Math.max(until, from + SHORTEST), 1);
      let row = ends.findIndex((end) => end <= from);
      if (row < 0) row = ends.length;
      ends[row] = to;
      const receipt = cue.receipts[host];
      bars.push({
        cue: id,
        from,
        to,
        row,
        open,
        who: cue.who ?? cue.name,
        heard_percent: receipt?.heard_percent ?? null,
        acknowledged: receipt?.acknowledged != null,
        private: cue.private,
      });
    }
    return { host, rows: Math.max(ends.length, 1), bars };
  });
}

/** Marks of the axis: full steps that leave between 4 and 8 of them. */
export function marks(now_ms: number, window_ms: number): { at: number; ms: number }[] {
  const steps = [15, 30, 60, 120, 300, 600, 1800, 3600].map((seconds) => seconds * 1000);
  const step = steps.find((one) => window_ms / one <= 8) ?? window_ms / 6;
  const found: { at: number; ms: number }[] = [];
  for (let ms = Math.ceil((now_ms - window_ms) / step) * step; ms <= now_ms; ms += step) {
    found.push({ at: (ms - now_ms + window_ms) / window_ms, ms });
  }
  return found;
}

/** One of eight colours for a person, the same on every screen: each of the first eight people has their own. */
export function colour_of(who: string, people: readonly string[]): number {
  const at = people.indexOf(who);
  if (at >= 0) return at % 8;
  let sum = 7;
  for (const letter of who) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return sum % 8;
}
