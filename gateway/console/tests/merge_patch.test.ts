import { describe, expect, it } from "vitest";
import { merged } from "../src/core/merge_patch";

// The examples of RFC 7396, appendix A.
const EXAMPLES: [unknown, unknown, unknown][] = [
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [["a", "b"], ["c", "d"], ["c", "d"]],
  [{ a: "b" }, ["c"], ["c"]],
  [{ a: "foo" }, null, null],
  [{ a: "foo" }, "bar", "bar"],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: "b", c: null }, { a: "b" }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

describe("a merge patch", () => {
  it.each(EXAMPLES)("%j patched with %j is %j", (target, patch, result) => {
    expect(merged(target, patch)).toEqual(result);
  });

  it("leaves what it does not touch the very same object, and changes nothing in place", () => {
    const before = { hosts: { ann: { volume: 1 }, ben: { volume: 2 } }, cues: { c: 1 } };
    const copy = structuredClone(before);
    const after = merged(before, { hosts: { ann: { volume: 3 } } });
    expect(after.cues).toBe(before.cues);
    expect(after.hosts.ben).toBe(before.hosts.ben);
    expect(after.hosts.ann).not.toBe(before.hosts.ann);
    expect(before).toEqual(copy);
  });

  it("cannot reach an object's prototype", () => {
    merged({}, JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
