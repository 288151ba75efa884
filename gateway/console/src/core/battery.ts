/** The charge of a battery over time, ready to be drawn: thinned, and broken where nobody knows. */

export type BatteryPoint = readonly [at_ms: number, percent: number | null, volts: number | null];

export interface Charge {
  at_ms: number;
  value: number;
}

export interface BatteryCurve {
  unit: "percent" | "volts";
  /** Each a stretch without a gap. */
  runs: readonly (readonly Charge[])[];
}

/** The gateway keeps one a minute; what is further apart was not known in between. */
const GAP_MS = 10 * 60_000;

/** Percent, or volts where no percent is known. ``most``: so many points are enough. */
export function battery_curve(points: readonly BatteryPoint[], from_ms: number, to_ms: number, most: number): BatteryCurve {
  const unit = points.some(([, percent]) => percent !== null) || !points.some(([, , volts]) => volts !== null) ? "percent" : "volts";
  const bucket_ms = Math.max(1, (to_ms - from_ms) / most);
  const runs: Charge[][] = [];
  let bucket = -1;
  let last_ms = Number.NEGATIVE_INFINITY;
  for (const [at_ms, percent, volts] of [...points].sort((a, b) => a[0] - b[0])) {
    const value = unit === "percent" ? percent : volts;
    if (value === null || at_ms < from_ms || at_ms > to_ms) continue;
    const run = at_ms - last_ms > Math.max(GAP_MS, 2 * bucket_ms) ? undefined : runs.at(-1);
    const here = Math.floor((at_ms - from_ms) / bucket_ms);
    if (run === undefined) runs.push([{ at_ms, value }]);
    else if (here === bucket && run.length > 1) run[run.length - 1] = { at_ms, value };
    else run.push({ at_ms, value });
    bucket = here;
    last_ms = at_ms;
  }
  return { unit, runs };
}

/** The range of a scale for volts: half volts around what was seen. */
export function volt_range(runs: BatteryCurve["runs"]): [least: number, most: number] {
  const all = runs.flat().map((one) => one.value);
  if (all.length === 0) return [3, 4.5];
  const least = Math.floor(Math.min(...all) * 2) / 2;
  const most = Math.ceil(Math.max(...all) * 2) / 2;
  return most > least ? [least, most] : [least - 0.5, most + 0.5];
}

/** The points with what is known now at their end; a minute's second point takes the place of its first. */
export function with_now(points: readonly BatteryPoint[], now: BatteryPoint): readonly BatteryPoint[] {
  if (now[1] === null && now[2] === null) return points;
  const last = points.at(-1);
  if (last !== undefined && now[0] <= last[0]) return points;
  return last !== undefined && now[0] - last[0] < 60_000 && points.length > 1 ? [...points.slice(0, -1), now] : [...points, now];
}
