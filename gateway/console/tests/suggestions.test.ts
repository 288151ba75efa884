import { beforeEach, describe, expect, it } from "vitest";
import type { Suggestion } from "../src/core/assistant";
import { Aim, Asked, SETTLED_MS, Seen, chosen, countdown, facts_of, going, muted_ms, next_of, past, restorable, same_moment, says_itself, sayable_again, unsaid, urgent_ones, waiting } from "../src/core/suggestions";

const at = (s: number): string => new Date(Date.UTC(2026, 0, 1) + s * 1000).toISOString();
const one = (over: Partial<Suggestion> = {}): Suggestion => ({ rule: "question", hosts: ["ann"], language: "en", text: "x", state: "proposed", at: at(0), ...over });

describe("the order of suggestions", () => {
  const all = {
    old: one({ at: at(1) }),
    young: one({ at: at(9) }),
    urgent: one({ at: at(5), urgent: true }),
    made: one({ at: at(0), state: "making" }),
    queued: one({ state: "queued", at: at(2) }),
    said: one({ state: "speaking", at: at(3) }),
    gone: one({ state: "done", at: at(1) }),
    held: one({ state: "held", at: at(4) }),
  };

  it("of those that wait is urgent first, then the oldest, so that a new one moves none of them", () => {
    expect(waiting(all)).toEqual(["urgent", "made", "old", "young"]);
    expect(waiting({ ...all, newer: one({ at: at(20) }) })).toEqual(["urgent", "made", "old", "young", "newer"]);
  });

  it("of those on their way is what is spoken, then what will be; of those that are over the newest first", () => {
    expect(going(all)).toEqual(["said", "queued"]);
    expect(past(all)).toEqual(["held", "gone"]);
  });

  it("keeps the chosen one under the keys until it is decided, or an urgent one comes", () => {
    const calm = { old: all.old, young: all.young, made: all.made };
    expect(chosen(calm, null)).toBe("old");
    expect(chosen(calm, "young")).toBe("young");
    expect(chosen({ ...calm, urgent: all.urgent }, "young")).toBe("urgent");
    expect(chosen({ ...calm, young: one({ state: "queued" }) }, "young")).toBe("old");
    expect(chosen({ made: all.made }, null)).toBeNull();
  });

  it("lets a person turn to another although an urgent one waits, until a new urgent one comes", () => {
    expect(chosen(all, "young", urgent_ones(all))).toBe("young");
    expect(chosen({ ...all, newer: one({ at: at(20), urgent: true }) }, "young", urgent_ones(all))).toBe("newer");
    expect(chosen({ ...all, newer: one({ at: at(20), urgent: true }) }, "urgent", new Set())).toBe("urgent");
  });

  it("is walked along from one that can be decided to the next, without leaving its ends", () => {
    expect(next_of(all, "urgent", 1)).toBe("old");
    expect(next_of(all, "urgent", -1)).toBe("urgent");
    expect(next_of(all, "young", 1)).toBe("young");
    expect(next_of({}, null, 1)).toBeNull();
  });
});

it("what was skipped can be brought back until its time is over", () => {
  const skipped = one({ state: "rejected", expires: at(90) });
  expect([restorable(skipped, Date.parse(at(89))), restorable(skipped, Date.parse(at(90)))]).toEqual([true, false]);
  expect(restorable(one({ state: "cut", expires: at(90) }), 0)).toBe(false);
  expect(restorable(one({ state: "rejected", expires: at(90), text: "" }), 0)).toBe(false);
});

it("what is said of one moment in two languages belongs together while both may still be said", () => {
  const all = {
    en: one({ moment: "m" }),
    zh: one({ moment: "m", language: "zh-Hans" }),
    over: one({ moment: "m", state: "done" }),
    other: one({ moment: "n" }),
    own: one({}),
    words: one({}),
  };
  expect(same_moment(all, "en")).toEqual([all.zh]);
  expect(same_moment(all, "own")).toEqual([]);
});

it("facts do not say the name of the product twice", () => {
  const fact = (value: string | number) => ({ name: { en: "n", zh: "n" }, value });
  expect(facts_of(one({ label: "Tote", facts: [fact("Tote"), fact(3)] }))).toEqual([fact(3)]);
  expect(facts_of(one({ label: null, facts: [fact("Tote")] }))).toEqual([fact("Tote")]);
});

describe("time that runs out", () => {
  it("is told in whole seconds, rounded up, and as a part of all of it", () => {
    expect(countdown(Date.parse(at(10)) + 100, at(0), at(40))).toEqual({ seconds: 30, share: 0.7475 });
    expect(countdown(Date.parse(at(50)), at(0), at(40))).toEqual({ seconds: 0, share: 0 });
    expect(countdown(0, at(0), null)).toBeNull();
    expect(countdown(Date.parse(at(0)) - 900, at(0), at(40))).toEqual({ seconds: 40, share: 1 });
  });

  it("ends in speech only for what nobody has to approve", () => {
    expect(says_itself(one({ says_at: at(6) }))).toBe(true);
    expect(says_itself(one({ says_at: at(6), state: "done" }))).toBe(false);
    expect(says_itself(one())).toBe(false);
  });
});

describe("what is asked of the gateway", () => {
  let asked: Asked;
  beforeEach(() => (asked = new Asked()));

  it("is asked once, however often somebody clicks", () => {
    expect(asked.take("a", "approve")).toBe(true);
    expect(asked.take("a", "approve")).toBe(false);
    expect(asked.take("a", "skip")).toBe(false);
    expect(asked.take("b", "approve")).toBe(true);
  });

  it("may be asked again when it was refused", () => {
    asked.take("a", "approve");
    asked.free("a");
    expect(asked.take("a", "approve")).toBe(true);
  });

  it("is forgotten once the gateway has moved on, and not before", () => {
    asked.take("a", "approve");
    asked.keep({ a: one() });
    expect(asked.of("a")).toBe("approve");
    asked.keep({ a: one({ state: "queued" }) });
    expect(asked.of("a")).toBeNull();
    asked.take("a", "cancel");
    asked.keep({ a: one({ state: "speaking" }) });
    expect(asked.of("a")).toBe("cancel");
    asked.keep({ a: one({ state: "cut" }) });
    expect(asked.of("a")).toBeNull();
    asked.take("b", "approve");
    asked.keep({});
    expect(asked.of("b")).toBeNull();
  });
});

describe("a key", () => {
  it("does not send what has only just come under the finger", () => {
    const seen = new Seen();
    expect(seen.look({ a: one(), made: one({ state: "making" }) }, 1000)).toEqual(["a"]);
    expect(seen.look({ a: one() }, 1100)).toEqual([]);
    expect(seen.settled("a", 1000 + SETTLED_MS - 1)).toBe(false);
    expect(seen.settled("a", 1000 + SETTLED_MS)).toBe(true);
    expect(seen.settled("never", 9e9)).toBe(false);
    seen.look({}, 5000);
    expect(seen.look({ a: one() }, 6000)).toEqual(["a"]);
  });

  it("does not decide what only took the place of another under the finger", () => {
    const aim = new Aim();
    aim.look("a", 0);
    aim.look("a", 5000);
    expect(aim.settled("a", 5000)).toBe(true);
    aim.look("b", 5100);
    expect(aim.settled("a", 5100)).toBe(false);
    expect(aim.settled("b", 5100 + SETTLED_MS - 1)).toBe(false);
    expect(aim.settled("b", 5100 + SETTLED_MS)).toBe(true);
    aim.look("c", 9000, true);
    aim.look("c", 9000);
    expect(aim.settled("c", 9000)).toBe(true);
  });
});

it("what was cut off or skipped may be said all the same, what is no longer true may not", () => {
  expect((["cut", "rejected", "expired", "done", "held"] as const).map((state) => sayable_again(one({ state })))).toEqual([true, true, false, false, false]);
});

it("the assistant is muted until the time it was told, and not a moment longer", () => {
  expect([muted_ms(null, 0), muted_ms({ muted_until: null }, 0), muted_ms({ muted_until: at(60) }, Date.parse(at(20))), muted_ms({ muted_until: at(60) }, Date.parse(at(60)))]).toEqual([0, 0, 40_000, 0]);
});

it("what is urgent and could not be said is left to a person, as long as it is of use", () => {
  const failed = one({ state: "failed", urgent: true, expires: at(90) });
  const all = { a: one({ state: "failed", expires: at(90) }), b: failed, c: { ...failed, state: "expired" as const } };
  expect([unsaid(all, Date.parse(at(10))), unsaid(all, Date.parse(at(90)))]).toEqual([["b"], []]);
});
