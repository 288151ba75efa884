import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Source, Talk } from "../src/core/document";
import { LAST_STEP, MOST_DB, MUTE_DB, ZERO_SHARE, db_of_step, step_of_db } from "../src/core/fader";
import { gain_at, heard_by, silent_at, sources_in_order } from "../src/core/mix";
import { Latest } from "../src/live/latest";

function source(over: Partial<Source> = {}): Source {
  return { label: "", kind: "microphone", state: "open", who: null, gain_db: 0, trouble: null, ...over };
}

function talk(over: Partial<Talk>): Talk {
  return {
    who: "a", name: "A", role: null, source: "desk", to: [], hosts: [], priority: "direct", mode: "hold", private: false,
    since: "2026-01-01T00:00:00Z", on_air: true, ends_at: null, ...over,
  };
}

describe("a fader", () => {
  it("begins in silence, ends at its most, and rises all the way", () => {
    expect([db_of_step(0), db_of_step(LAST_STEP), db_of_step(-3), db_of_step(99)]).toEqual([MUTE_DB, MOST_DB, MUTE_DB, MOST_DB]);
    for (let step = 1; step <= LAST_STEP; step += 1) expect(db_of_step(step)).toBeGreaterThan(db_of_step(step - 1));
  });

  it("stands at the step of what it set, and at the nearest one of what others set", () => {
    for (let step = 0; step <= LAST_STEP; step += 1) expect(step_of_db(db_of_step(step))).toBe(step);
    expect(db_of_step(step_of_db(-3.4))).toBe(-3);
    expect(db_of_step(step_of_db(24))).toBe(MOST_DB);
    expect(db_of_step(ZERO_SHARE * LAST_STEP)).toBe(0);
  });

  it("shows as silent only what is", () => {
    expect([step_of_db(-59), step_of_db(-41), step_of_db(-60), step_of_db(Number.NEGATIVE_INFINITY)]).toEqual([1, 1, 0, 0]);
  });
});

describe("the mix", () => {
  it("has people first and the programme last, numbers by their value", () => {
    const sources = {
      feed: source({ kind: "programme" }), "mic-b-10": source({ kind: "webrtc" }), "mic-b-9": source({ kind: "webrtc" }), desk: source(),
    };
    expect(sources_in_order(sources)).toEqual(["desk", "mic-b-9", "mic-b-10", "feed"]);
  });

  it("is 0 dB where nothing was set", () => {
    expect([gain_at(undefined, "a"), gain_at(source(), "a"), gain_at(source({ at: { a: -9 } }), "a"), gain_at(source({ at: { a: -9 } }), "b")]).toEqual([0, 0, -9, 0]);
  });

  it("knows for whom a source is silent, and not merely soft", () => {
    expect([...silent_at(source({ at: { a: -60, b: -59, c: 3 } }))]).toEqual(["a"]);
    expect(silent_at(source()).size + silent_at(undefined).size).toBe(0);
  });

  it("shows where a source is on air, and not where its key is merely down", () => {
    const talks = { 1: talk({ hosts: ["a", "b"] }), 2: talk({ hosts: ["c"], on_air: false }), 3: talk({ source: "other", hosts: ["d"] }) };
    expect([...heard_by(talks, "desk")]).toEqual(["a", "b"]);
  });
});

describe("what a fader says", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is sent one at a time, in order, at its pace, and the last is where it stands", async () => {
    const sent: [number, number][] = [];
    let free: () => void = () => undefined;
    const latest = new Latest<number>((value) => {
      sent.push([value, performance.now()]);
      return new Promise<void>((resolve) => (free = resolve));
    }, 150);
    const begun = performance.now();
    let settled = false;
    void latest.want(1).then(() => (settled = true));
    await vi.advanceTimersByTimeAsync(0);
    for (const value of [2, 3, 4]) void latest.want(value);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toEqual([[1, begun]]);
    free();
    await vi.advanceTimersByTimeAsync(149);
    expect(sent.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent[1]).toEqual([4, begun + 1150]);
    expect(settled).toBe(false);
    free();
    await vi.advanceTimersByTimeAsync(150);
    expect(settled).toBe(true);
    void latest.want(5);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.map(([value]) => value)).toEqual([1, 4, 5]);
  });

  it("is dropped where the gateway refuses, and can be said again", async () => {
    let refuses = true;
    const sent: number[] = [];
    const latest = new Latest<number>(async (value) => {
      sent.push(value);
      if (refuses) throw new Error("no");
    }, 10);
    const first = latest.want(1);
    await expect(first).rejects.toThrow("no");
    refuses = false;
    const second = latest.want(2);
    await vi.advanceTimersByTimeAsync(20);
    await second;
    expect(sent).toEqual([1, 2]);
  });
});
