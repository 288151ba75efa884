import { describe, expect, it } from "vitest";
import { NoPrompt, Refused, enter, run, run_and_leave, type Manner } from "../../src/usb/prompt";
import { Cut, FakeChip, Wire } from "./fake_prompt";

const echo = (code: string): string => `ran ${code.length}\r\n`;
const fresh = (): Manner => ({ paste: null });
const WAYS = [
  ["pieces", { paste: "refused" }],
  ["old pieces", { paste: "unknown" }],
  ["a narrow window", { paste: 32 }],
  ["a wide window", { paste: 4096 }],
] as const;

describe("the raw prompt", () => {
  it("is found below a program that prints, and after a boot.py that does", () => {
    const chip = new FakeChip(echo, { running: "tick\r\n>>> raw\r\n", boot: "started\r\n> " });
    for (const piece of [1, 3, Infinity]) {
      const wire = new Wire(chip, piece);
      wire.talk(enter(1000));
      expect(wire.talk(run("1", fresh(), 1000))).toBe("ran 1\r\n");
    }
  });

  it("is none where nobody answers, or something else", () => {
    expect(() => new Wire(new FakeChip(echo, { silent: true })).talk(enter(1000))).toThrow(NoPrompt);
    const chip = new FakeChip(echo);
    chip.receive = () => chip.outbox.push(new TextEncoder().encode("ets Jul 29 2019 12:21:46 waiting for download\r\n"));
    expect(() => new Wire(chip).talk(enter(1000))).toThrow(NoPrompt);
  });

  it.each(WAYS)("takes long code in %s, in whatever pieces the answer comes", (_, how) => {
    const code = `print("${"é>OK".repeat(400)}")\n`;
    for (const piece of [1, 7, Infinity]) {
      const chip = new FakeChip(() => "one>\r\nOK\r\n", how);
      const wire = new Wire(chip, piece);
      const manner = fresh();
      wire.talk(enter(1000));
      expect(wire.talk(run(code, manner, 1000))).toBe("one>\r\nOK\r\n");
      expect(wire.talk(run("2", manner, 1000))).toBe("one>\r\nOK\r\n");
      expect(chip.ran).toEqual([code, "2"]);
      expect(manner.paste).toBe(typeof how.paste === "number");
    }
  });

  it.each(WAYS)("hands back what the chip raised, and goes on, in %s", (_, how) => {
    const chip = new FakeChip((code) => {
      if (code === "bad") throw new Error("OSError: [Errno 28] ENOSPC");
      return "good";
    }, how);
    const wire = new Wire(chip);
    const manner = fresh();
    wire.talk(enter(1000));
    let caught: unknown;
    try {
      wire.talk(run("bad", manner, 1000));
    } catch (wrong) {
      caught = wrong;
    }
    expect(caught).toBeInstanceOf(Refused);
    expect((caught as Refused).last_line).toBe("OSError: [Errno 28] ENOSPC");
    expect((caught as Refused).no_space).toBe(true);
    expect(wire.talk(run("good", manner, 1000))).toBe("good");
  });

  it("lets a chip without flow control rest between the pieces, so that it loses nothing", () => {
    const wire = new Wire(new FakeChip(echo, { paste: "refused" }));
    wire.talk(enter(1000));
    const before = wire.paused_ms;
    wire.talk(run("x".repeat(1000), { paste: false }, 1000));
    expect(wire.paused_ms - before).toBe(40);
  });

  it.each(WAYS)("is found again wherever the cable was pulled, in %s", (_, how) => {
    const code = "y".repeat(90);
    const whole = new Wire(new FakeChip(echo, how));
    whole.talk(enter(1000));
    whole.talk(run(code, fresh(), 1000));
    for (let cut = 0; cut < whole.sent; cut += 1) {
      const broken = new Wire(new FakeChip(echo, how));
      broken.cut = cut;
      expect(() => {
        broken.talk(enter(1000));
        broken.talk(run(code, fresh(), 1000));
      }, String(cut)).toThrow(Cut);
      const again = new Wire(new FakeChip(echo, { ...how, running: "half an answ" }));
      again.talk(enter(1000));
      expect(again.talk(run(code, fresh(), 1000))).toBe("ran 90\r\n");
    }
  });

  it("does not wait for what a reset answers", () => {
    const chip = new FakeChip(echo, { paste: "refused" });
    const wire = new Wire(chip);
    wire.talk(enter(1000));
    wire.talk(run_and_leave("machine.reset()", fresh()));
    expect(chip.ran).toEqual(["machine.reset()"]);
  });

  it("says so where a chip goes silent in the middle", () => {
    const chip = new FakeChip(echo, { paste: 16 });
    const wire = new Wire(chip);
    wire.talk(enter(1000));
    const say = chip.outbox.push.bind(chip.outbox);
    let answers = 0;
    chip.outbox.push = (...parts) => ((answers += 1) > 2 ? 0 : say(...parts));
    expect(() => wire.talk(run("z".repeat(100), fresh(), 1000))).toThrow(NoPrompt);
  });
});
