import { describe, expect, it } from "vitest";
import {
  type Bodypack,
  type Rollout,
  type Update,
  behind,
  ceiling_now,
  firmware_of,
  groups_of,
  lower_ceilings,
  packs_in_order,
  progress_of,
  trace_quality,
  with_group,
} from "../src/core/bodypacks";
import { type FleetLive, fleet_of, fleet_told } from "../src/core/fleet";
import { Missed } from "../src/core/live";

const UPDATE: Update = { version: "1", build: "b", board: "esp32_s3", machine: "m", on_trial: false, current: false };

function pack(id: string, over: Partial<Bodypack> = {}): Bodypack {
  const [made] = fleet_of({ bodypacks: [{ id, show: "main", state: "online", ...over }] }).bodypacks;
  if (made === undefined) throw new Error("none");
  return made;
}

describe("the list", () => {
  it("has those that wait for somebody first, then those that are there, numbers by their value", () => {
    const packs = [pack("a", { state: "offline" }), pack("h-10"), pack("h-9"), pack("z", { state: "pending" }), pack("x", { label: "B" })];
    expect(packs_in_order(packs).map((one) => one.id)).toEqual(["z", "x", "h-9", "h-10", "a"]);
  });

  it("offers the groups of one show alone, each once", () => {
    const packs = [pack("a", { groups: ["hosts", "left"] }), pack("b", { groups: ["hosts"] }), pack("c", { show: "other", groups: ["guests"] })];
    expect(groups_of(packs, "main")).toEqual(["hosts", "left"]);
    expect([with_group(["hosts"], " left "), with_group(["hosts"], "hosts"), with_group(["hosts"], "  ")]).toEqual([["hosts", "left"], ["hosts"], ["hosts"]]);
  });
});

describe("the ceiling", () => {
  it("is the lower one of what it says and what it was told", () => {
    expect(ceiling_now(pack("a", { ceiling_db: -6, ceiling_wanted_db: -12 }))).toBe(-12);
    expect(ceiling_now(pack("a", { ceiling_db: -18, ceiling_wanted_db: -12 }))).toBe(-18);
    expect([ceiling_now(pack("a", { ceiling_db: -6 })), ceiling_now(pack("a"))]).toEqual([-6, null]);
  });

  it("can be chosen lower, and never as it is or higher", () => {
    for (let now_db = 0; now_db >= -35; now_db -= 0.25) {
      const lower = lower_ceilings(now_db);
      expect(lower.every((one) => one < now_db && one >= -30 && Number.isInteger(one))).toBe(true);
      expect(lower.length > 0).toBe(now_db > -30);
      expect(lower).toEqual([...lower].sort((a, b) => b - a));
    }
    expect(lower_ceilings(-27.5)).toEqual([-28, -29, -30]);
  });
});

describe("firmware", () => {
  it("is told apart: behind, under way, failed, unknown", () => {
    expect(firmware_of(pack("a"), "2")).toBe("unknown");
    expect(firmware_of(pack("a", { update: { ...UPDATE, current: true, state: "failed" } }), "2")).toBe("current");
    expect(firmware_of(pack("a", { update: { ...UPDATE, state: "failed" } }), "2")).toBe("failed");
    expect(firmware_of(pack("a", { update: { ...UPDATE, state: "fetching" } }), "2")).toBe("under_way");
    expect(firmware_of(pack("a", { update: { ...UPDATE, state: "waiting" } }), "2")).toBe("older");
  });

  it("is told by its version while the gateway has not built it, of boards that take updates", () => {
    const unbuilt = (over: Partial<Update>, version: string): string => firmware_of(pack("a", { version, update: { ...UPDATE, current: null, ...over } }), "2");
    expect([unbuilt({}, "1"), unbuilt({}, "2"), unbuilt({ machine: null }, "1")]).toEqual(["older", "unknown", "unknown"]);
  });

  it("is offered to those that are there and have another one", () => {
    const packs = [
      pack("here", { update: UPDATE }), pack("gone", { state: "offline", update: UPDATE }),
      pack("same", { update: { ...UPDATE, current: true } }), pack("silent"),
    ];
    expect(behind(packs, "2").map((one) => one.id)).toEqual(["here"]);
  });

  it("that is being rolled out goes from nothing to all, and is whole only when it is", () => {
    const rollout = (...rows: [Update["state"], number][]): Rollout => ({
      id: "u", version: "2", state: "running", at_once: 1, stages: [],
      hosts: Object.fromEntries(rows.map(([state, percent], at) => [`h${at}`, { ...UPDATE, state: state ?? "waiting", percent }])),
    });
    expect(progress_of(rollout(["waiting", 0], ["waiting", 0]))).toEqual({ done: 0, all: 2, failed: 0, under_way: false, share: 0 });
    expect(progress_of(rollout(["done", 100], ["fetching", 50]))).toMatchObject({ done: 1, under_way: true, share: 0.75 });
    expect(progress_of(rollout(["done", 100], ["trying", 100])).share).toBeLessThan(1);
    expect(progress_of(rollout(["done", 100], ["failed", 80]))).toMatchObject({ failed: 1, under_way: false, share: 0.5 });
    expect(progress_of(rollout(["done", 100], ["done", 100])).share).toBe(1);
    expect(progress_of(rollout()).share).toBe(0);
  });
});

it("a trace is judged by what a listener notices", () => {
  const judge = (lost_percent: number, delay_p95_ms: number | null, packets = 6000): string => trace_quality({ packets, lost_percent, delay_p95_ms });
  expect([judge(0.1, 12), judge(3, 12), judge(0, 45), judge(20, 12), judge(0, 90)]).toEqual(["good", "fair", "fair", "poor", "poor"]);
  expect([judge(0, null), judge(100, null, 0)]).toEqual(["unknown", "unknown"]);
  const told = { packets: 10, lost_percent: 6, delay_p95_ms: 5 };
  expect([trace_quality({ ...told, good: true }), trace_quality({ ...told, lost_percent: 0, good: false })]).toEqual(["fair", "poor"]);
});

describe("the live document", () => {
  const hello = { t: "hello", seq: 4, state: { broker: "embedded", bodypacks: { a: { label: "A", state: "online" as const } }, rollout: null } } as const;
  const first = fleet_told(null, hello) as FleetLive;

  it("may have its bodypacks by name or as a list", () => {
    expect(fleet_of(first.document).bodypacks[0]).toMatchObject({ id: "a", label: "A", battery: null, groups: [], trouble: null });
    expect(fleet_of({ bodypacks: [{ id: "b", battery: { percent: 5 } as never }] }).bodypacks[0]?.battery).toEqual({ percent: 5, volts: null, minutes: null });
    expect(fleet_of({ knocking: [{ id: null, reason: "password", ip: null, count: 1, seen_ms: 1 }] }).knocking[0]?.id).toBeNull();
    expect(fleet_of({})).toEqual({ broker: "embedded", bodypacks: [], knocking: [], rollout: null });
  });

  it("is patched in order, and what a patch takes away is unknown again", () => {
    const second = fleet_told(first, { t: "patch", seq: 5, patch: { bodypacks: { a: { rssi_dbm: -60, battery: { percent: 80 } } } } });
    const third = fleet_told(second, { t: "patch", seq: 6, patch: { bodypacks: { a: { rssi_dbm: null }, b: { state: "pending" } } } });
    expect(fleet_of(third?.document ?? {}).bodypacks.map((one) => [one.id, one.rssi_dbm, one.battery?.percent])).toEqual([["a", null, 80], ["b", null, undefined]]);
    expect(fleet_told(third, { t: "patch", seq: 6, patch: { bodypacks: null } })).toBe(third);
    expect(() => fleet_told(third, { t: "patch", seq: 8, patch: {} })).toThrow(Missed);
    expect(fleet_told(null, { t: "patch", seq: 1, patch: {} })).toBeNull();
  });

  it("keeps what did not change the same object, so that it is not drawn anew", () => {
    const second = fleet_told(first, { t: "patch", seq: 5, patch: { bodypacks: { b: { state: "pending" } } } });
    expect(fleet_of(second?.document ?? {}).bodypacks[0]).toBe(fleet_of(first.document).bodypacks[0]);
  });
});
