import { describe, expect, it } from "vitest";
import { DEPTHS, type Ducking, coming_up, factor_of, going_down, same, times_of } from "../src/core/ducking";

const GIVEN: Ducking = { programme: -18, speech: -12, attack_ms: 20, hold_ms: 300, release_ms: 400, by: "key", threshold_db: -45 };

describe("a dim over time", () => {
  it("goes down on one slope, whose whole way takes the attack", () => {
    expect([-5, 0, 10, 20, 500].map((ms) => going_down("mute", GIVEN, ms))).toEqual([1, 1, 0.5, 0, 0]);
    expect(going_down(-6, GIVEN, 5)).toBeCloseTo(0.75);
    expect(going_down(-6, GIVEN, 19)).toBeCloseTo(0.501, 3);
    expect(going_down(0, GIVEN, 19)).toBe(1);
  });

  it("is held after the last word, and comes up on a slope whose whole way takes the release", () => {
    expect([0, 300, 500, 700, 9000].map((ms) => coming_up("mute", GIVEN, ms))).toEqual([0, 0, 0.5, 1, 1]);
    expect(coming_up(-6, GIVEN, 400)).toBeCloseTo(0.751, 3);
  });

  it("takes the shorter the less deep it is, and no time where nothing is dimmed", () => {
    expect(times_of("mute", GIVEN)).toEqual({ down_ms: 20, up_ms: 700 });
    expect(times_of(0, GIVEN)).toEqual({ down_ms: 0, up_ms: 0 });
    const ways = DEPTHS.map((depth) => times_of(depth, GIVEN).down_ms);
    expect([...ways].sort((a, b) => a - b)).toEqual(ways);
    for (const depth of DEPTHS) {
      const { down_ms, up_ms } = times_of(depth, GIVEN);
      expect(going_down(depth, GIVEN, down_ms)).toBeCloseTo(factor_of(depth), 9);
      expect(coming_up(depth, GIVEN, up_ms)).toBeCloseTo(1, 9);
    }
  });

  it("is the same as another where every figure is", () => {
    expect(same(GIVEN, { ...GIVEN })).toBe(true);
    for (const name of Object.keys(GIVEN) as (keyof Ducking)[]) expect(same(GIVEN, { ...GIVEN, [name]: "other" } as Ducking)).toBe(false);
  });
});
