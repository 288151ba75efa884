import { expect, test } from "vitest";
import type { Cue, Talk } from "../src/core/document";
import { type Runs, begun, forgotten, running } from "../src/core/phrase_runs";

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
