import { describe, expect, it } from "vitest";
import { CEILING_DB, ceiling_curve, gain_of, volume_gain } from "../../src/phone/ceiling";
import { type Figures, Teller } from "../../src/phone/teller";

const figures = (more: Partial<Figures> = {}): Figures => ({
  totalSamplesReceived: 0,
  concealedSamples: 0,
  packetsReceived: 0,
  packetsLost: 0,
  jitterBufferDelay: 0,
  jitterBufferEmittedCount: 0,
  rtt_ms: null,
  rtp: null,
  ...more,
});

describe("what is told of what was played", () => {
  it("is what happened since the look before", () => {
    const teller = new Teller();
    expect(teller.look(figures({ rtp: 100 }), 0, false)).toBeNull();
    const told = teller.look(
      figures({
        totalSamplesReceived: 12_000,
        concealedSamples: 480,
        packetsReceived: 24,
        packetsLost: 1,
        jitterBufferDelay: 480,
        jitterBufferEmittedCount: 12_000,
        rtt_ms: 3.21,
        rtp: 12_100,
      }),
      250,
      false,
    );
    expect(told).toEqual({
      n: 1,
      position: 12_100,
      samples: 12_000,
      concealed: 480,
      received: 24,
      lost: 1,
      delay_ms: 40,
      rtt_ms: 3.2,
      ago_ms: 0,
      muted: false,
    });
  });

  it("is nothing after the page was asleep, and goes on with the next number", () => {
    const teller = new Teller();
    teller.look(figures(), 0, false);
    expect(teller.look(figures({ totalSamplesReceived: 480_000 }), 10_000, false)).toBeNull();
    expect(teller.look(figures({ totalSamplesReceived: 492_000 }), 10_250, true)?.n).toBe(1);
  });

  it("never says that less than nothing was lost", () => {
    const teller = new Teller();
    teller.look(figures({ packetsLost: 3 }), 0, false);
    expect(teller.look(figures({ totalSamplesReceived: 12_000, packetsLost: 2 }), 250, false)?.lost).toBe(0);
  });

  it("counts samples where the browser tells no RTP time, modulo 2**32", () => {
    const teller = new Teller();
    teller.look(figures({ totalSamplesReceived: 2 ** 32 - 12_000 }), 0, false);
    expect(teller.look(figures({ totalSamplesReceived: 2 ** 32 + 5 }), 250, false)?.position).toBe(5);
  });
});

describe("the ceiling", () => {
  it("lets nothing past, whatever comes in", () => {
    const most = gain_of(CEILING_DB);
    const curve = ceiling_curve();
    expect(Math.max(...curve)).toBeLessThanOrEqual(most + 1e-6);
    expect(Math.min(...curve)).toBeGreaterThanOrEqual(-most - 1e-6);
    expect(curve[0]).toBeCloseTo(-most, 6);
    expect(curve[(curve.length - 1) / 2]).toBe(0);
  });

  it("cannot be raised", () => {
    expect(Math.max(...ceiling_curve(0))).toBeCloseTo(gain_of(CEILING_DB), 6);
    expect(Math.max(...ceiling_curve(-20))).toBeCloseTo(gain_of(-20), 3);
  });

  it("takes no volume above what there is, and nonsense is silence", () => {
    expect(volume_gain(1000, 0)).toBeCloseTo(gain_of(12), 6);
    expect(volume_gain(0, 500)).toBe(1);
    expect(volume_gain(Number.NaN, 0)).toBe(0);
    expect(volume_gain(-60, -40)).toBe(0);
  });
});
