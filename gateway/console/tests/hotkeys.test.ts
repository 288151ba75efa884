import { beforeEach, describe, expect, it } from "vitest";
import { Keyboard, bound, conflicts, defaults, printed, type Stroke } from "../src/core/hotkeys";

const given = defaults(["ann", "ben"], ["stage"], ["p1"]);
let keyboard: Keyboard;
beforeEach(() => (keyboard = new Keyboard()));
const stroke = (code: string, over: Partial<Stroke> = {}): Stroke => ({ code, repeat: false, foreign: false, writing: false, now_ms: 0, ...over });

describe("given keys", () => {
  it("are digits for hosts, A for all, G and a digit for groups, R to reply, space for the selected key", () => {
    expect(given).toMatchObject({ "host:ann": "Digit1", "host:ben": "Digit2", all: "KeyA", "group:stage": "KeyG Digit1", reply: "KeyR", selected: "Space", "phrase:p1": "F1" });
  });

  it("do not contradict each other with nine of everything", () => {
    const many = Array.from({ length: 20 }, (_, n) => `n${n}`);
    expect(conflicts(defaults(many, many, many)).size).toBe(0);
  });
});

describe("chosen keys", () => {
  it("go before the given ones, which make room", () => {
    const all = bound(given, { "host:ben": "Digit1" });
    expect(all["host:ben"]).toBe("Digit1");
    expect(all["host:ann"]).toBeUndefined();
  });

  it("may be none", () => {
    expect(bound(given, { all: "" })["all"]).toBeUndefined();
  });

  it("that two actions share are told of both, and so is a key that begins another's pair", () => {
    expect(conflicts({ a: "KeyX", b: "KeyX" })).toEqual(new Map([["a", ["b"]], ["b", ["a"]]]));
    expect(conflicts({ a: "KeyG", b: "KeyG Digit1" }).get("a")).toEqual(["b"]);
    expect(conflicts({ a: "F1", b: "F10" }).size).toBe(0);
  });
});

describe("the keyboard", () => {
  it("presses once while a key is held, whatever the system repeats", () => {
    expect(keyboard.down(stroke("Digit1"), given)).toEqual({ kind: "press", action: "host:ann", finger: "key Digit1" });
    expect(keyboard.down(stroke("Digit1", { repeat: true }), given)).toEqual({ kind: "taken" });
    expect(keyboard.up("Digit1")).toEqual({ action: "host:ann", finger: "key Digit1" });
    expect(keyboard.up("Digit1")).toBeNull();
  });

  it("takes no notice of a repeat whose beginning it did not see", () => {
    expect(keyboard.down(stroke("Digit1", { repeat: true }), given)).toBeNull();
  });

  it("leaves writing and the browser's own shortcuts alone", () => {
    expect(keyboard.down(stroke("KeyA", { writing: true }), given)).toBeNull();
    expect(keyboard.down(stroke("KeyA", { foreign: true }), given)).toBeNull();
  });

  it("takes two keys in a row for a group, and the second one talks while held", () => {
    expect(keyboard.down(stroke("KeyG"), given)).toEqual({ kind: "taken" });
    keyboard.up("KeyG");
    expect(keyboard.down(stroke("Digit1", { now_ms: 400 }), given)).toMatchObject({ kind: "press", action: "group:stage" });
    expect(keyboard.up("Digit1")?.action).toBe("group:stage");
  });

  it("forgets the first of two after a while", () => {
    keyboard.down(stroke("KeyG"), given);
    expect(keyboard.down(stroke("Digit1", { now_ms: 5000 }), given)).toMatchObject({ action: "host:ann" });
  });

  it("lets go of the right key even when bindings change while it is held", () => {
    keyboard.down(stroke("Digit1"), given);
    expect(keyboard.down(stroke("Digit1"), { all: "Digit1" })).toEqual({ kind: "taken" });
    expect(keyboard.up("Digit1")?.action).toBe("host:ann");
  });

  it("holds nothing after the focus is lost", () => {
    keyboard.down(stroke("Digit1"), given);
    keyboard.blur();
    expect(keyboard.up("Digit1")).toBeNull();
  });
});

it("prints keys as they are printed on keyboards", () => {
  expect(printed("KeyG Digit1")).toBe("G 1");
  expect(printed("Escape")).toBe("Esc");
});
