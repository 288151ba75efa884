import { describe, expect, it } from "vitest";
import { forecast } from "../src/core/busy";
import { hearing, host, show } from "./show";

const of = (hosts: Parameters<typeof show>[0], ids = Object.keys(hosts), priority: "direct" | "announcement" | "emergency" = "direct") =>
  forecast(show(hosts), ids, priority, "me");

describe("what pressing a key would do", () => {
  it("an idle host is free", () => {
    expect(of({ ann: host() })).toMatchObject({ effect: "free", names: [], deaf: 0, of: 1 });
  });

  it("equal priorities are mixed", () => {
    expect(of({ ann: host({ hearing: [hearing("bo")] }) })).toMatchObject({ effect: "mixed", names: ["BO"] });
  });

  it("a higher priority dims, also the assistant", () => {
    expect(of({ ann: host({ hearing: [hearing("bo")] }) }, ["ann"], "emergency").effect).toBe("dims");
    expect(of({ ann: host({ hearing: [hearing("helper", "assistant")] }) }).effect).toBe("dims");
  });

  it("a lower priority waits under", () => {
    expect(of({ ann: host({ hearing: [hearing("bo", "announcement"), hearing("qi")] }) })).toMatchObject({ effect: "under", names: ["BO", "QI"] });
  });

  it("private talk shows that the host is busy, and with whom", () => {
    expect(of({ ann: host({ hearing: [hearing("bo", "direct", { private: true })] }) })).toMatchObject({ effect: "private", names: ["BO"] });
  });

  it("one's own talk is no obstacle", () => {
    expect(of({ ann: host({ hearing: [hearing("me")] }) }).effect).toBe("talking");
    expect(of({ ann: host({ hearing: [hearing("me"), hearing("bo")] }) })).toMatchObject({ effect: "mixed", names: ["BO"] });
  });

  it("of several hosts the gravest is told, each name once, and how many cannot hear", () => {
    const hosts = {
      ann: host({ hearing: [hearing("bo")] }),
      ben: host({ hearing: [hearing("bo"), hearing("qi", "emergency")] }),
      cid: host({ state: "offline" }),
      dan: host({ muted: true }),
    };
    expect(of(hosts)).toEqual({ effect: "under", names: ["BO", "QI"], deaf: 2, of: 4 });
  });

  it("a host for whom my voice is muted cannot hear me, whatever else goes on there", () => {
    const hosts = { ann: host({ hearing: [hearing("me")] }), ben: host() };
    const told = (ids: string[], silenced: string[]) => forecast(show(hosts), ids, "direct", "me", new Set(), new Set(silenced));
    expect(told(["ann"], ["ann"])).toMatchObject({ effect: "silenced", deaf: 1, of: 1 });
    expect(told(["ann", "ben"], ["ben"])).toMatchObject({ effect: "talking", deaf: 1, of: 2 });
    expect(told(["ann", "ben"], [])).toMatchObject({ deaf: 0 });
  });

  it("nobody there is absent; somebody there but muted is muted", () => {
    expect(of({ ann: host({ state: "lost" }) }).effect).toBe("absent");
    expect(of({}).effect).toBe("absent");
    expect(of({ ann: host({ muted: true }), ben: host({ state: "away" }) }).effect).toBe("muted");
  });
});
