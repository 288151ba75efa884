import { beforeEach, describe, expect, it } from "vitest";
import { KeyMachine, type Wish } from "../src/core/key_machine";

const hold: Wish = { to: ["ann"], mode: "hold" };
const latch: Wish = { to: ["ann"], mode: "latch" };
let keys: KeyMachine;
beforeEach(() => (keys = new KeyMachine()));
const phase = (name = "host:ann") => keys.view().get(name)?.phase ?? "idle";

/** Pressed and answered. */
function talking(wish: Wish, cue = "c1"): void {
  const [down] = keys.press("host:ann", "mouse", wish, 0);
  keys.answered((down as { id: number }).id, cue, 20);
  keys.talks({ [cue]: {} }, 40);
}

describe("a talk key", () => {
  it("goes down and up", () => {
    expect(keys.press("host:ann", "mouse", hold, 0)).toEqual([{ t: "down", id: 1, key: "k1", to: ["ann"], mode: "hold" }]);
    expect(phase()).toBe("asked");
    expect(keys.release("host:ann", "mouse")).toEqual([{ t: "up", key: "k1" }]);
  });

  it("is pressed once, however often the finger says so, and by how many fingers", () => {
    keys.press("host:ann", "mouse", hold, 0);
    expect(keys.press("host:ann", "mouse", hold, 5)).toEqual([]);
    expect(keys.press("host:ann", "key Digit1", hold, 9)).toEqual([]);
    expect(keys.release("host:ann", "mouse")).toEqual([]);
    expect(keys.release("host:ann", "key Digit1")).toEqual([{ t: "up", key: "k1" }]);
    expect(keys.release("host:ann", "key Digit1")).toEqual([]);
  });

  it("talks from the answer until its cue leaves the gateway's talks", () => {
    talking(hold);
    expect(phase()).toBe("talking");
    keys.release("host:ann", "mouse");
    expect(phase()).toBe("talking");
    keys.talks({}, 100);
    expect(phase()).toBe("idle");
  });

  it("waits for its cue to appear, but not for ever", () => {
    const [down] = keys.press("host:ann", "mouse", latch, 0);
    keys.answered((down as { id: number }).id, "c1", 10);
    keys.release("host:ann", "mouse");
    keys.talks({}, 500);
    expect(phase()).toBe("talking");
    keys.talks({}, 2500);
    expect(phase()).toBe("idle");
  });

  it("is idle again when it is refused, and tells which it was", () => {
    const [down] = keys.press("host:ann", "mouse", hold, 0);
    expect(keys.refused((down as { id: number }).id)).toBe("host:ann");
    keys.release("host:ann", "mouse");
    expect(phase()).toBe("idle");
    expect(keys.keep()).toBeNull();
  });

  it("gives up on an answer that never comes", () => {
    keys.press("host:ann", "mouse", hold, 0);
    keys.release("host:ann", "mouse");
    keys.talks({}, 6000);
    expect(phase()).toBe("idle");
  });

  it("of the latching kind stays after the finger left, and the next press ends it without being a new talk", () => {
    talking(latch);
    keys.release("host:ann", "mouse");
    expect(keys.keep()).toEqual({ t: "keep", keys: ["k1"] });
    const [down] = keys.press("host:ann", "mouse", latch, 500);
    expect(down).toMatchObject({ t: "down", key: "k1" });
    expect(phase()).toBe("talking");
    keys.talks({}, 600);
    expect(phase()).toBe("idle");
  });

  it("replies without naming anybody", () => {
    expect(keys.press("reply", "mouse", { to: [], mode: "hold", reply: true }, 0)).toEqual([{ t: "reply", id: 1, key: "k1", mode: "hold" }]);
  });
});

describe("keys and the world", () => {
  it("keep is said for what is held or latched, and for nothing else", () => {
    expect(keys.keep()).toBeNull();
    talking(hold);
    keys.press("all", "mouse", { to: ["all"], mode: "hold" }, 50);
    expect(keys.keep()).toEqual({ t: "keep", keys: ["k1", "k2"] });
    keys.release("host:ann", "mouse");
    keys.talks({}, 100);
    expect(keys.keep()).toEqual({ t: "keep", keys: ["k2"] });
  });

  it("a page that loses the focus lets every key go", () => {
    talking(hold);
    expect(keys.release_all(900)).toEqual([{ t: "up", key: "k1" }]);
    expect(keys.release("host:ann", "mouse")).toEqual([]);
  });

  it("leaves latched keys alone when the focus goes", () => {
    talking(latch);
    keys.release("host:ann", "mouse");
    expect(keys.release_all(900)).toEqual([]);
    expect(phase()).toBe("talking");
  });

  it("does not latch a tap that was cut short by losing the focus, even if it was not answered yet", () => {
    const [down] = keys.press("host:ann", "mouse", { to: ["ann"], mode: "tap" }, 0);
    expect(keys.release_all(100)).toEqual([{ t: "up", key: "k1" }]);
    expect(keys.answered((down as { id: number }).id, "c9", 150)).toEqual([{ t: "stop", id: 2, cue: "c9" }]);
  });

  it("silence ends latched talks too", () => {
    talking(latch);
    keys.release("host:ann", "mouse");
    expect(keys.silence()).toEqual([{ t: "stop", id: 2, cue: "c1" }]);
  });

  it("a lost connection takes the fingers off: they have to come down anew", () => {
    talking(hold);
    keys.disconnected();
    expect(keys.view().size).toBe(0);
    expect(keys.release("host:ann", "mouse")).toEqual([]);
    expect(keys.press("host:ann", "mouse", hold, 5000)).toHaveLength(1);
  });

  it("names of keys on the wire are short whatever the key is called", () => {
    const name = `host:${"x".repeat(32)}`;
    const [down] = keys.press(name, "mouse", hold, 0);
    expect((down as { key: string }).key.length).toBeLessThanOrEqual(32);
  });
});
