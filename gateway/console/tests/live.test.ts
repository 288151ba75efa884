import { describe, expect, it } from "vitest";
import { EVENTS_KEPT, Missed, type Live, told } from "../src/core/live";
import type { Hello } from "../src/core/messages";
import { host, role, show } from "./show";

const event = (n: number) => ({ n, at: `2026-01-01T00:00:${String(n % 60).padStart(2, "0")}Z`, code: "x", level: "info" as const, en: "e", zh: "z" });
const hello = (over: Partial<Hello> = {}): Hello => ({
  t: "hello",
  seq: 7,
  you: { id: "me", name: "Me", role: role(), owner: false, connection: "1" },
  keep_ms: 250,
  lost_ms: 1000,
  state: show({ ann: host(), ben: host() }),
  events: [event(1)],
  ...over,
});
const greeted = (over: Partial<Hello> = {}): Live => told(null, hello(over)) as Live;

describe("the live document", () => {
  it("is nothing before the hello", () => {
    expect(told(null, { t: "patch", seq: 1, patch: {} })).toBeNull();
  });

  it("follows patches in their order", () => {
    const live = told(greeted(), { t: "patch", seq: 8, patch: { hosts: { ann: { muted: true } } } });
    expect(live?.state.hosts["ann"]?.muted).toBe(true);
    expect(live?.seq).toBe(8);
  });

  it("takes a missing patch for a reason to start anew, and one that was seen for nothing", () => {
    expect(() => told(greeted(), { t: "patch", seq: 9, patch: {} })).toThrow(Missed);
    const live = greeted();
    expect(told(live, { t: "patch", seq: 7, patch: { hosts: null } })).toBe(live);
  });

  it("shows null where a patch took a figure away, since a merge patch cannot say null", () => {
    const first = told(greeted(), { t: "patch", seq: 8, patch: { hosts: { ann: { calling_since: "2026-01-01T00:00:00Z" } } } });
    const then = told(first, { t: "patch", seq: 9, patch: { hosts: { ann: { calling_since: null } } } });
    expect(then?.state.hosts["ann"]?.calling_since).toBeNull();
  });

  it("keeps the objects of hosts that did not change", () => {
    const before = greeted();
    const after = told(before, { t: "patch", seq: 8, patch: { hosts: { ann: { muted: true } } } });
    expect(after?.state.hosts["ben"]).toBe(before.state.hosts["ben"]);
  });

  it("takes a show that a gateway describes in part only", () => {
    const live = told(null, hello({ state: { hosts: { ann: { label: "Ann" } } } as never }));
    expect(live?.state.hosts["ann"]).toMatchObject({ label: "Ann", hearing: [], groups: [], trouble: null });
    expect(live?.state.talks).toEqual({});
  });

  it("knows each event once over a reconnection, and a bounded number of them", () => {
    let live = greeted();
    live = told(live, { t: "event", event: event(2) }) as Live;
    live = told(live, hello({ events: [event(1), event(2), event(3)] })) as Live;
    expect(live.events.map((one) => one.n)).toEqual([1, 2, 3]);
    for (let n = 4; n < EVENTS_KEPT + 50; n += 1) live = told(live, { t: "event", event: { ...event(n), at: String(n) } }) as Live;
    expect(live.events.length).toBe(EVENTS_KEPT);
    expect(live.events.at(-1)?.n).toBe(EVENTS_KEPT + 49);
  });

  it("takes changed rights at once, whichever way they are packed", () => {
    const flat = told(greeted(), { t: "you", role: role({ may_latch: true }) });
    expect(flat?.you.role?.may_latch).toBe(true);
    const packed = told(greeted(), { t: "you", you: { owner: true } });
    expect(packed?.you).toMatchObject({ owner: true, name: "Me" });
  });
});
