import { describe, expect, it } from "vitest";
import type { Cue } from "../src/core/document";
import { colour_of, lanes, marks } from "../src/core/timeline";

const NOW = Date.parse("2026-01-01T12:00:00Z");
const at = (s: number): string => new Date(NOW - s * 1000).toISOString();
const cue = (from_s: number, to_s: number | null, hosts: string[], over: Partial<Cue> = {}): Cue => ({
  who: "bo", name: "Bo", source: "m", to: hosts, hosts, priority: "direct", mode: "hold", private: false, asked: at(from_s),
  started: at(from_s), ended: to_s === null ? null : at(to_s), state: "done", receipts: {}, recording: false, ...over,
});

describe("the timeline", () => {
  it("places bars by time in the lanes of their hosts", () => {
    const [ann, ben] = lanes({ c: cue(60, 30, ["ann"]) }, ["ann", "ben"], NOW, 120_000);
    expect(ann?.bars).toHaveLength(1);
    expect(ann?.bars[0]).toMatchObject({ from: 0.5, to: 0.75, row: 0, open: false });
    expect(ben).toMatchObject({ rows: 1, bars: [] });
  });

  it("gives cues that overlap rows of their own, and uses a row again when it is free", () => {
    const [ann] = lanes({ a: cue(100, 50, ["ann"]), b: cue(80, 60, ["ann"]), c: cue(40, 20, ["ann"]) }, ["ann"], NOW, 120_000);
    expect(ann?.rows).toBe(2);
    expect(ann?.bars.map((bar) => [bar.cue, bar.row])).toEqual([["a", 0], ["b", 1], ["c", 0]]);
  });

  it("shows what is still said up to now, cuts what began before the window, and leaves out what ended before it", () => {
    const [ann] = lanes({ old: cue(500, 400, ["ann"]), long: cue(300, 60, ["ann"]), now: cue(10, null, ["ann"]) }, ["ann"], NOW, 120_000);
    expect(ann?.bars.map((bar) => [bar.cue, bar.from, bar.to, bar.open])).toEqual([
      ["long", 0, 0.5, false],
      ["now", 1 - 10 / 120, 1, true],
    ]);
  });

  it("tells what was heard and acknowledged by the host of the lane", () => {
    const receipts = { ann: { state: "done", heard_percent: 93, delay_ms: 60, acknowledged: at(5) } };
    const all = lanes({ c: cue(60, 30, ["ann", "ben"], { receipts }) }, ["ann", "ben"], NOW, 120_000);
    expect(all[0]?.bars[0]).toMatchObject({ heard_percent: 93, acknowledged: true });
    expect(all[1]?.bars[0]).toMatchObject({ heard_percent: null, acknowledged: false });
  });

  it("a cue that never started stands where it was asked for", () => {
    const [ann] = lanes({ c: cue(60, 59, ["ann"], { started: null }) }, ["ann"], NOW, 120_000);
    expect(ann?.bars[0]?.from).toBe(0.5);
  });

  it("has between three and eight marks, at round times", () => {
    for (const minutes of [2, 10, 30, 60]) {
      const found = marks(NOW + 7000, minutes * 60_000);
      expect(found.length).toBeGreaterThanOrEqual(3);
      expect(found.length).toBeLessThanOrEqual(9);
      expect(found.every((mark) => mark.ms % 15_000 === 0)).toBe(true);
    }
  });

  it("gives the first eight people colours of their own", () => {
    const people = ["a", "b", "c", "d", "e", "f", "g", "h"];
    expect(new Set(people.map((one) => colour_of(one, people))).size).toBe(8);
    expect(colour_of("somebody", people)).toBe(colour_of("somebody", people));
  });
});
