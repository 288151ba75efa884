/** Scales and marks of the console's charts. */

/** A round number, at least ``value``: 1, 2, 3, 4, 5, 6, 8, 10 times a power of ten. */
export function round_up(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 3, 4, 5, 6, 8, 10].find((one) => one * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}

/** Marks from 0 to ``most``, a round step apart, about so many. */
export function marks(most: number, wanted: number): number[] {
  const rough = most / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((one) => one * power >= rough * (1 - 1e-9)) ?? 10) * power;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const TIME_STEPS = [5 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS, DAY_MS, 2 * DAY_MS, 5 * DAY_MS, 10 * DAY_MS];

/** Full hours, or midnights, between two times. ``shift_ms``: what local time is ahead of UTC. */
export function time_marks(from_ms: number, to_ms: number, wanted: number, shift_ms: number): { at: number[]; days: boolean } {
  const step = TIME_STEPS.find((one) => (to_ms - from_ms) / one <= wanted) ?? 10 * DAY_MS;
  const at: number[] = [];
  for (let time = Math.ceil((from_ms + shift_ms) / step) * step; time - shift_ms <= to_ms; time += step) at.push(time - shift_ms);
  return { at, days: step >= DAY_MS };
}

/** An SVG path through the points, in tenths of a pixel. */
export function path_of(points: readonly (readonly [x: number, y: number])[]): string {
  return points.length === 0 ? "" : `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
}
