import { expect, test } from "vitest";
import type { Cue, Talk } from "../src/core/document";
import { type Runs, begun, forgotten, running, said } from "../src/core/phrase_runs";
import { host, role, show } from "./show";

const NOTHING = { talks: {}, cues: {} };
const going = { talks: { c1: {} as Talk }, cues: {} };
const over = { talks: {}, cues: { c1: { ended: "2026-01-01T00:00:05Z" } as Cue } };

test("a phrase is said from the press of its key until the document says that its talk is over", () => {
  let runs: Runs = {};
  expect(running(runs, "hi", NOTHING, 0)).toBeNull();
  runs = begun(runs, "hi", null, 0);
  expect(running(runs, "hi", NOTHING, 10_000)).toBe("asked");
  runs = begun(runs, "hi", "c1", 100);
  expect(running(runs, "hi", NOTHING, 200)).toBe("c1"); // answered, and not yet in the document
  expect(running(runs, "hi", going, 60_000)).toBe("c1");
  expect(running(runs, "hi", over, 300)).toBeNull();
  expect(running(runs, "bye", going, 300)).toBeNull();
});

test("a talk of which the document never tells is not taken to go on for ever", () => {
  const runs = begun({}, "hi", "c1", 100);
  expect(running(runs, "hi", NOTHING, 3000)).toBeNull();
  expect(running(forgotten(runs, "hi"), "hi", going, 200)).toBeNull();
});

const talk = (who: string, hosts: string[], over: Partial<Talk> = {}): Talk => ({
  who, name: who.toUpperCase(), role: null, source: "file-1", to: hosts, hosts, priority: "direct", mode: "hold",
  private: false, since: "2026-01-01T00:00:00Z", on_air: true, ends_at: null, phrase: "hi", ...over,
});
const room = (talks: Record<string, Talk>) => ({ ...show({ ann: host(), ben: host(), zoe: host() }), talks });
const sue = (over: Parameters<typeof role>[0] = {}) => ({ id: "sue", role: role(over), owner: false });

test("what somebody else began is ended by the key of whoever might say it there too", () => {
  const state = room({ c7: talk("dan", ["ann"]), c8: talk("dan", ["zoe"], { phrase: "bye" }), c9: talk("dan", ["ann"], { phrase: null }) });
  expect(said({}, "hi", state, sue(), ["ann"], 0)).toEqual({ ends: ["c7"], by: ["DAN"] });
  expect(said({}, "hi", state, sue(), [], 0).ends).toEqual(["c7"]);
  expect(said({}, "hi", state, null, ["ann"], 0).ends).toEqual([]);
});

test("a phrase that others say to others leaves the key free to say it", () => {
  const state = room({ c7: talk("dan", ["ann"]) });
  expect(said({}, "hi", state, sue(), ["ben"], 0)).toEqual({ ends: [], by: ["DAN"] });
  expect(said(begun({}, "hi", "c7", 0), "hi", state, sue(), ["ben"], 0)).toEqual({ ends: ["c7"], by: [] });
});

test("another page of one's own is no stranger", () => {
  expect(said({}, "hi", room({ c7: talk("sue", ["ann"]) }), sue({ talk_to: [] }), ["ann"], 0)).toEqual({ ends: ["c7"], by: [] });
});

test.each([
  ["nobody there", { talk_to: ["ben"] }, {}, false],
  ["not so high", {}, { priority: "announcement" as const }, false],
  ["not as the assistant", {}, { priority: "assistant" as const }, false],
  ["as the assistant", { may_speak_as_assistant: true }, { priority: "assistant" as const }, true],
  ["not everybody", {}, { hosts: ["ann", "ben", "zoe"] }, false],
  ["everybody", { may_page_all: true }, { hosts: ["ann", "ben", "zoe"] }, true],
  ["one at a time", { talk_one_at_a_time: true }, { hosts: ["ann", "ben"] }, false],
  ["whoever adjusts", { talk_to: ["ben"], may_adjust: true }, { priority: "emergency" as const }, true],
])("who may speak to %s", (_, rights, over, ends) => {
  const state = room({ c7: talk("dan", ["ann"], over) });
  expect(said({}, "hi", state, sue(rights), ["ann"], 0).ends).toEqual(ends ? ["c7"] : []);
});
