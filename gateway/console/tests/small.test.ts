import { describe, expect, it } from "vitest";
import * as figures from "../src/core/figures";
import { speech_seconds } from "../src/core/speech_length";
import { Backoff } from "../src/shared/backoff";
import { wav_of } from "../src/sound/recorder";

describe("figures", () => {
  it("are dashes where nothing is known", () => {
    expect([figures.whole(null), figures.tenth(undefined), figures.db(null)]).toEqual(["–", "–", "–"]);
  });

  it("say 100 % only of all of it", () => {
    expect([100, 99.97, 99.5, 42.2].map(figures.heard_percent)).toEqual([100, 99, 99, 42]);
  });

  it("round to what one can tell apart", () => {
    expect([figures.tenth(0.24, " %"), figures.tenth(18.4, " %"), figures.db(-6.2), figures.db(3), figures.db(0)]).toEqual(["0.2 %", "18 %", "−6 dB", "+3 dB", "0 dB"]);
    expect([figures.clock(95), figures.clock(7500)]).toEqual(["1:35", "2:05:00"]);
  });

  it("count time back in one unit, and never forward", () => {
    const now = Date.parse("2026-01-01T00:00:00Z");
    expect(figures.ago(now, "2025-12-31T23:58:00Z")).toEqual({ unit: "min", count: 2 });
    expect(figures.ago(now, "2026-01-01T00:00:05Z")).toEqual({ unit: "s", count: 0 });
    expect(figures.ago(now, null)).toBeNull();
  });

  it("fill a meter from -60 to 0 dB", () => {
    expect([undefined, -90, -60, -30, 0, 6, Number.NEGATIVE_INFINITY].map(figures.share_of_meter)).toEqual([0, 0, 0, 0.5, 1, 1, 0]);
  });

  it("judge what a technician would", () => {
    expect([figures.heard_quality(100), figures.heard_quality(93), figures.heard_quality(50), figures.heard_quality(null)]).toEqual(["good", "fair", "poor", "unknown"]);
    expect([figures.rssi_quality(-50), figures.rssi_quality(-80)]).toEqual(["good", "poor"]);
    expect([figures.battery_quality(10, false), figures.battery_quality(10, true)]).toEqual(["poor", "good"]);
    expect([figures.loss_quality(0), figures.loss_quality(30), figures.delay_quality(60), figures.delay_quality(400)]).toEqual(["good", "poor", "good", "poor"]);
  });
});

describe("how long a sentence takes", () => {
  it("is nothing for nothing, and grows with Chinese signs and English words alike", () => {
    expect(speech_seconds("  ")).toBe(0);
    expect(speech_seconds("引导一下用户抓紧下单")).toBeGreaterThan(2);
    expect(speech_seconds("引导一下用户抓紧下单")).toBeLessThan(4);
    expect(speech_seconds("A little slower, please.")).toBeGreaterThan(1);
  });
});

describe("backing off", () => {
  it("doubles up to a bound, spread by a quarter, and begins anew", () => {
    const plain = new Backoff(250, 5000, () => 0.5);
    expect(Array.from({ length: 7 }, () => plain.next_ms())).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
    plain.reset();
    expect(plain.next_ms()).toBe(250);
    expect(new Backoff(1000, 5000, () => 0).next_ms()).toBe(750);
    expect(new Backoff(1000, 5000, () => 1).next_ms()).toBe(1250);
  });
});

describe("a recorded phrase", () => {
  it("is a WAV of 16 bits whose samples are bounded", async () => {
    const bytes = new DataView(await wav_of(Float32Array.of(0, 1, -1, 2, -2), 48_000).arrayBuffer());
    const text = (at: number, length: number): string => String.fromCharCode(...new Uint8Array(bytes.buffer, at, length));
    expect([text(0, 4), text(8, 8), text(36, 4)]).toEqual(["RIFF", "WAVEfmt ", "data"]);
    expect([bytes.getUint32(4, true), bytes.getUint32(24, true), bytes.getUint32(40, true)]).toEqual([46, 48_000, 10]);
    expect([0, 1, 2, 3, 4].map((n) => bytes.getInt16(44 + n * 2, true))).toEqual([0, 32767, -32767, 32767, -32767]);
  });
});
