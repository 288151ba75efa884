/** A link trace, ready to be drawn: thousands of packets as a few hundred columns, and none of those lost forgotten. */
import { round_up } from "./chart";

/** delay_ms null: lost. */
export type TracePoint = readonly [sent_ms: number, delay_ms: number | null];

export interface Column {
  from_ms: number;
  to_ms: number;
  packets: number;
  lost: number;
  /** Of those that came; null where none did. */
  low_ms: number | null;
  middle_ms: number | null;
  high_ms: number | null;
}

const LEAST_TOP_MS = 20;

/** From the first packet to the last in ``count`` equal parts; parts without a packet have none. */
export function columns_of(points: readonly TracePoint[], count: number): Column[] {
  const first = points[0]?.[0];
  const last = points.at(-1)?.[0];
  if (first === undefined || last === undefined || count < 1) return [];
  const frame_ms = points.length > 1 ? (last - first) / (points.length - 1) : 1;
  const wide_ms = (last + frame_ms - first) / count;
  const delays: number[][] = Array.from({ length: count }, () => []);
  const lost = new Array<number>(count).fill(0);
  for (const [sent_ms, delay_ms] of points) {
    const at = Math.min(count - 1, Math.max(0, Math.floor((sent_ms - first) / wide_ms)));
    if (delay_ms === null) lost[at] = (lost[at] ?? 0) + 1;
    else delays[at]?.push(delay_ms);
  }
  return delays.map((some, at) => {
    some.sort((a, b) => a - b);
    return {
      from_ms: first + at * wide_ms,
      to_ms: first + (at + 1) * wide_ms,
      packets: some.length + (lost[at] ?? 0),
      lost: lost[at] ?? 0,
      low_ms: some[0] ?? null,
      middle_ms: some[Math.floor((some.length - 1) / 2)] ?? null,
      high_ms: some.at(-1) ?? null,
    };
  });
}

/** The upper end of the scale: all but the very latest packets lie below it, and those are drawn at it. */
export function top_of(points: readonly TracePoint[]): number {
  const delays = points.flatMap(([, delay_ms]) => (delay_ms === null ? [] : [delay_ms])).sort((a, b) => a - b);
  const most = delays[Math.min(delays.length - 1, Math.ceil(0.998 * delays.length))] ?? 0;
  return round_up(Math.max(most, LEAST_TOP_MS));
}

/** The longest stretch in which every packet was lost, ms. */
export function longest_gap_ms(points: readonly TracePoint[]): number {
  let longest = 0;
  let begun: number | null = null;
  const frame_ms = points.length > 1 ? ((points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0)) / (points.length - 1) : 0;
  for (const [sent_ms, delay_ms] of points) {
    if (delay_ms !== null) begun = null;
    else longest = Math.max(longest, sent_ms - (begun ??= sent_ms) + frame_ms);
  }
  return longest;
}
