import { describe, expect, it } from "vitest";
import { type BatteryPoint, battery_curve, volt_range, with_now } from "../src/core/battery";
import { marks, path_of, round_up, time_marks } from "../src/core/chart";
import { type TracePoint, columns_of, longest_gap_ms, top_of } from "../src/core/trace";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("a scale", () => {
  it("ends at a round number that is not below", () => {
    for (let value = 0.013; value < 5000; value *= 1.07) {
      const top = round_up(value);
      expect(top).toBeGreaterThanOrEqual(value * (1 - 1e-9));
      expect(top).toBeLessThanOrEqual(value * 2);
    }
    expect([round_up(20), round_up(21), round_up(0), round_up(78)]).toEqual([20, 30, 1, 80]);
  });

  it("has marks from 0 on, within it, about as many as wanted", () => {
    for (const most of [1, 7, 20, 59.99, 80, 300]) {
      const found = marks(most, 5);
      expect(found[0]).toBe(0);
      expect(Math.max(...found)).toBeLessThanOrEqual(most);
      expect(found.length).toBeGreaterThanOrEqual(3);
      expect(found.length).toBeLessThanOrEqual(6);
    }
    expect(marks(60, 6)).toEqual([0, 10, 20, 30, 40, 50, 60]);
  });

  it("of time has full hours or midnights where people live", () => {
    const shift = 8 * HOUR; // China
    const from = Date.UTC(2026, 0, 1, 3, 7);
    const { at, days } = time_marks(from, from + 24 * HOUR, 12, shift);
    expect(days).toBe(false);
    expect(at.every((ms) => ms >= from && ms <= from + 24 * HOUR && (ms + shift) % (2 * HOUR) === 0)).toBe(true);
    const month = time_marks(from, from + 720 * HOUR, 8, shift);
    expect(month.days).toBe(true);
    expect(month.at.every((ms) => (ms + shift) % (24 * HOUR) === 0)).toBe(true);
    expect(month.at.length).toBeLessThanOrEqual(8);
  });

  it("is walked by a path", () => {
    expect([path_of([]), path_of([[1, 2.04], [3.26, 4]])]).toEqual(["", "M1.0 2.0L3.3 4.0"]);
  });
});

describe("a battery's curve", () => {
  const minutely = (count: number, value: (at: number) => number): BatteryPoint[] => Array.from({ length: count }, (_, at) => [at * MINUTE, value(at), null]);

  it("breaks where nobody knows, and is thinned between", () => {
    const points = minutely(1440, (at) => 100 - at / 20).filter(([at_ms]) => at_ms < 300 * MINUTE || at_ms > 420 * MINUTE);
    const { unit, runs } = battery_curve(points, 0, 1440 * MINUTE, 200);
    expect(unit).toBe("percent");
    expect(runs.length).toBe(2);
    expect(runs.flat().length).toBeLessThanOrEqual(205);
    expect(runs[0]?.[0]).toEqual({ at_ms: 0, value: 100 });
    expect(runs.at(-1)?.at(-1)?.at_ms).toBe(1439 * MINUTE);
  });

  it("does not break where points are sparse because the time is long", () => {
    const points: BatteryPoint[] = Array.from({ length: 360 }, (_, at) => [at * 2 * HOUR, 50, 3.7]);
    expect(battery_curve(points, 0, 720 * HOUR, 400).runs.length).toBe(1);
  });

  it("is of volts where no percent is known, and empty where nothing is", () => {
    const volts: BatteryPoint[] = [[0, null, 3.71], [MINUTE, null, 3.7]];
    expect(battery_curve(volts, 0, HOUR, 100)).toEqual({ unit: "volts", runs: [[{ at_ms: 0, value: 3.71 }, { at_ms: MINUTE, value: 3.7 }]] });
    expect(volt_range([[{ at_ms: 0, value: 3.71 }, { at_ms: 1, value: 4.1 }]])).toEqual([3.5, 4.5]);
    expect(volt_range([[{ at_ms: 0, value: 3.5 }]])).toEqual([3, 4]);
    expect(battery_curve([[0, null, null]], 0, HOUR, 100).runs).toEqual([]);
    expect(battery_curve([[-5, 5, null], [2 * HOUR, 5, null]], 0, HOUR, 100).runs).toEqual([]);
  });

  it("takes what is known now at its end, one a minute", () => {
    const points = minutely(3, () => 50);
    expect(with_now(points, [2.5 * MINUTE, 49, null])).toEqual([...points.slice(0, 2), [2.5 * MINUTE, 49, null]]);
    expect(with_now(points, [4 * MINUTE, 49, null]).length).toBe(4);
    expect(with_now(points, [4 * MINUTE, null, null])).toBe(points);
    expect(with_now(points, [MINUTE, 1, null])).toBe(points);
  });
});

describe("a trace", () => {
  const points: TracePoint[] = Array.from({ length: 6000 }, (_, at) => [at * 10, at % 100 < 3 ? null : 2 + (at % 7)]);

  it("as columns loses no packet and no loss", () => {
    for (const count of [1, 7, 300, 6000]) {
      const columns = columns_of(points, count);
      expect(columns.length).toBe(count);
      expect(columns.reduce((sum, one) => sum + one.packets, 0)).toBe(6000);
      expect(columns.reduce((sum, one) => sum + one.lost, 0)).toBe(180);
      for (const one of columns) {
        if (one.low_ms === null) continue;
        expect(one.low_ms).toBeLessThanOrEqual(one.middle_ms ?? -1);
        expect(one.middle_ms).toBeLessThanOrEqual(one.high_ms ?? -1);
      }
    }
    expect(columns_of(points, 300)[0]).toMatchObject({ from_ms: 0, to_ms: 200, packets: 20, lost: 3, low_ms: 2, high_ms: 8 });
  });

  it("of which nothing came, or which is empty, is told as that", () => {
    expect(columns_of([[0, null], [10, null]], 1)[0]).toMatchObject({ packets: 2, lost: 2, low_ms: null, middle_ms: null, high_ms: null });
    expect([columns_of([], 10), columns_of([[0, 1]], 1).length, longest_gap_ms([])]).toEqual([[], 1, 0]);
    expect([top_of([]), top_of([[0, null]])]).toEqual([20, 20]);
  });

  it("has a scale that a single straggler does not flatten, and knows its longest gap", () => {
    expect(top_of([...points, [60_000, 900]])).toBe(20);
    expect(longest_gap_ms(points)).toBe(30);
    expect(longest_gap_ms([[0, 1], [10, null], [20, null], [30, 1], [40, null]])).toBe(20);
  });
});
