import { describe, expect, it } from "vitest";
import { AGAIN_MS, type Box, Personal, SETTLE_MS, type Shelf, type Values, travels } from "../src/core/personal";
import { why_not } from "../src/screens/door/why_not";
import { language } from "../src/shared/words";

/** What the gateway keeps of one person. */
class Kept implements Shelf {
  values: Values = {};
  away = false;
  full = false;
  writes = 0;

  async read(): Promise<Values> {
    if (this.away) throw new Error("away");
    return structuredClone(this.values);
  }

  async write(values: Values): Promise<void> {
    if (this.away || this.full) throw new Error(this.full ? "full" : "away");
    this.writes += 1;
    this.values = structuredClone(values);
  }
}

class Storage implements Box {
  readonly all = new Map<string, unknown>();
  get = (key: string): unknown => structuredClone(this.all.get(key));
  set = (key: string, value: unknown): void => void this.all.set(key, structuredClone(value));
  keys = (): string[] => [...this.all.keys()];
}

/** A browser with its storage, and a clock that goes when it is told to. */
class Browser {
  readonly box: Storage;
  readonly personal: Personal;
  private waiting: { task: () => void; at: number } | null = null;
  private now = 0;

  constructor(kept: Kept, box = new Storage()) {
    this.box = box;
    const later = (task: () => void, ms: number) => {
      const one = { task, at: this.now + ms };
      this.waiting = one;
      return () => void (this.waiting = this.waiting === one ? null : this.waiting);
    };
    this.personal = new Personal(kept, box, later, () => (kept.full ? "drop" : "again"));
  }

  choose(key: string, value: unknown): void {
    this.box.set(key, value);
    this.personal.changed(key);
  }

  async pass(ms: number): Promise<void> {
    this.now += ms;
    while (this.waiting !== null && this.waiting.at <= this.now) {
      const { task } = this.waiting;
      this.waiting = null;
      task();
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    }
  }
}

const PANEL = "panel.ann.main";

describe("personal settings", () => {
  it("are found by another browser of the same person", async () => {
    const kept = new Kept();
    const [one, two] = [new Browser(kept), new Browser(kept)];
    await one.personal.begin("ann");
    one.choose("theme", "dark");
    one.choose(PANEL, { keys: { all: "KeyQ" } });
    await one.pass(SETTLE_MS);
    expect(kept.writes).toBe(1);
    await two.personal.begin("ann");
    expect([two.box.get("theme"), two.box.get(PANEL)]).toEqual(["dark", { keys: { all: "KeyQ" } }]);
  });

  it("of two browsers that are open at once, do not undo each other's", async () => {
    const kept = new Kept();
    const [one, two] = [new Browser(kept), new Browser(kept)];
    await Promise.all([one.personal.begin("ann"), two.personal.begin("ann")]);
    one.choose(PANEL, { keys: { all: "KeyQ" } });
    await one.pass(SETTLE_MS);
    two.choose("theme", "light");
    await two.pass(SETTLE_MS);
    expect(kept.values).toEqual({ theme: "light", [PANEL]: { keys: { all: "KeyQ" } } });
    one.choose("theme", "dark");
    await one.pass(SETTLE_MS);
    expect(kept.values["theme"]).toBe("dark");
  });

  it("stay with the browser where they are the browser's: microphones, phones, what another person chose", async () => {
    const kept = new Kept();
    const one = new Browser(kept);
    one.box.set("panel.ben.main", { mode: "latch" });
    one.box.set("theme", "dark");
    await one.personal.begin("ann");
    for (const key of ["microphone.device", "microphone.wanted", "phone.volume_db", "panel.ben.main"]) one.choose(key, 1);
    await one.pass(SETTLE_MS);
    expect([kept.writes, kept.values]).toEqual([0, {}]);
    expect(travels("panel.ann.x", "ann") && !travels("panel.annabel.x", "ann")).toBe(true);
  });

  it("that were chosen before the gateway kept them go there at the next sign-in", async () => {
    const kept = new Kept();
    const one = new Browser(kept);
    one.box.set(PANEL, { mode: "latch" });
    await one.personal.begin("ann");
    await one.pass(SETTLE_MS);
    expect(kept.values).toEqual({ [PANEL]: { mode: "latch" } });
  });

  it("serve from the browser's own copy while the gateway is away, and go there when it is back", async () => {
    const kept = new Kept();
    kept.away = true;
    const one = new Browser(kept);
    one.box.set(PANEL, { mode: "tap" });
    await one.personal.begin("ann");
    expect(one.box.get(PANEL)).toEqual({ mode: "tap" });
    one.choose("theme", "dark");
    await one.pass(SETTLE_MS);
    expect(kept.writes).toBe(0);
    kept.away = false;
    await one.pass(AGAIN_MS);
    expect(kept.values).toEqual({ theme: "dark" });
  });

  it("that a closed page could not send are neither lost nor overwritten", async () => {
    const kept = new Kept();
    kept.values = { theme: "light", [PANEL]: { mode: "hold" } };
    const one = new Browser(kept);
    await one.personal.begin("ann");
    one.choose("theme", "dark");
    const reopened = new Browser(kept, one.box);
    await reopened.personal.begin("ann");
    expect([reopened.box.get("theme"), reopened.box.get(PANEL)]).toEqual(["dark", { mode: "hold" }]);
    await reopened.pass(SETTLE_MS);
    expect(kept.values["theme"]).toBe("dark");
  });

  it("of one person are never sent as another's", async () => {
    const [of_ann, of_ben] = [new Kept(), new Kept()];
    const one = new Browser(of_ann);
    await one.personal.begin("ann");
    one.choose("theme", "dark");
    one.personal.end();
    const two = new Browser(of_ben, one.box);
    await two.personal.begin("ben");
    await two.pass(SETTLE_MS + AGAIN_MS);
    expect([of_ann.writes, of_ben.writes]).toEqual([0, 0]);
  });

  it("that are too large are not sent again and again", async () => {
    const kept = new Kept();
    kept.full = true;
    const one = new Browser(kept);
    await one.personal.begin("ann");
    one.choose("theme", "dark");
    await one.pass(SETTLE_MS);
    kept.full = false;
    await one.pass(10 * AGAIN_MS);
    expect(kept.writes).toBe(0);
    one.choose("theme", "light");
    await one.pass(SETTLE_MS);
    expect(kept.values).toEqual({ theme: "light" });
  });
});

describe("why the organisation's sign-in did not work", () => {
  it("is said in words, and nothing that somebody wrote into an address is repeated", () => {
    language.value = "en";
    expect(why_not("oidc_refused")).toContain("cancelled");
    expect(why_not("something_new")).toContain("something_new");
    expect(why_not("<b>call 555</b>")).not.toContain("call");
    expect(why_not("other")).toContain("(other)");
    language.value = "zh";
    expect(why_not("oidc_refused")).toContain("取消");
    language.value = "en";
  });
});
