import { describe, expect, it } from "vitest";
import { capped, may, raised, refusal, rungs } from "../src/core/rights";
import { hosts_of, in_order } from "../src/core/targets";
import { host, role, show } from "./show";

const state = show({ ann: host(), ben: host(), stage: host() }, { stage: ["ann", "ben"], right: ["ben", "gone"] });
const you = (over: Parameters<typeof role>[0] = {}, owner = false) => ({ role: role(over), owner });

describe("targets", () => {
  it("are hosts before groups, groups, and everybody; names of nothing are nobody", () => {
    expect(hosts_of(state, ["stage"])).toEqual(["stage"]);
    expect(hosts_of(state, ["right", "ben", "nobody"])).toEqual(["ben"]);
    expect(hosts_of(state, ["all"])).toEqual(["ann", "ben", "stage"]);
  });

  it("stand in the order of their ids, numbers by their value", () => {
    expect(in_order({ "host-10": 1, "host-9": 1, "a-1": 1 })).toEqual(["a-1", "host-9", "host-10"]);
  });
});

describe("rights", () => {
  it("an owner may do everything, nobody nothing", () => {
    expect(may({ role: null, owner: true }, "may_administer")).toBe(true);
    expect(may(null, "may_listen")).toBe(false);
    expect(refusal({ role: null, owner: true }, state, ["all"], "latch")).toBeNull();
    expect(refusal({ role: null, owner: false }, state, ["ann"], "hold")).toBe("target");
  });

  it("talk goes only to those named in the role", () => {
    const some = you({ talk_to: ["right"] });
    expect(refusal(some, state, ["ben"], "hold")).toBeNull();
    expect(refusal(some, state, ["ann"], "hold")).toBe("target");
    expect(refusal(some, state, ["ann", "ben"], "hold")).toBe("target");
  });

  it("calling everyone, latching, and more than one host are rights of their own", () => {
    expect(refusal(you(), state, ["all"], "hold")).toBe("page_all");
    expect(refusal(you({ may_page_all: true }), state, ["all"], "hold")).toBeNull();
    expect(refusal(you(), state, ["ann"], "latch")).toBe("latch");
    expect(refusal(you(), state, ["ann"], "timed")).toBeNull();
    expect(refusal(you({ talk_one_at_a_time: true }), state, ["right", "ann"], "hold")).toBe("one_host");
    expect(refusal(you({ talk_one_at_a_time: true }), state, ["ann"], "hold")).toBeNull();
  });

  it("priority rises one rung at a time and never above the role", () => {
    const ops = you({ priority: "announcement" });
    expect(rungs(ops)).toEqual(["direct", "announcement"]);
    expect(raised(ops, "direct")).toBe("announcement");
    expect(raised(ops, "announcement")).toBe("announcement");
    expect(capped(you(), "announcement")).toBe("direct");
    expect(raised({ role: null, owner: true }, "announcement")).toBe("emergency");
  });
});
