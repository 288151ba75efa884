import { beforeEach, describe, expect, it } from "vitest";
import { GatewayTime } from "../src/core/gateway_time";

describe("the gateway's clock", () => {
  let time: GatewayTime;
  beforeEach(() => (time = new GatewayTime()));

  it("is this browser's as long as both may agree", () => {
    expect(time.ahead_ms).toBe(0);
    time.told(10_000, 10_400, 10_420);
    expect(time.ahead_ms).toBe(0);
    time.told(Number.NaN, 0, 0);
    expect(time.ahead_ms).toBe(0);
  });

  it("is known to some seconds after one answer, and better after more", () => {
    time.told(130_000, 10_500, 10_520);
    expect(Math.abs(time.ahead_ms - 120_000)).toBeLessThan(1500);
    for (let at = 0; at < 10; at += 1) time.told(130_000 + at * 1000, 10_990 + at * 1000, 10_995 + at * 1000);
    expect(Math.abs(time.ahead_ms - 120_000)).toBeLessThan(1000);
  });

  it("is not lost over one answer that was made long before it came", () => {
    time.told(10_000, 10_400, 10_420);
    time.told(12_000, 29_400, 29_420);
    time.told(30_000, 30_400, 30_420);
    expect(time.ahead_ms).toBe(0);
  });

  it("is told anew after somebody set either, as soon as two answers say so", () => {
    time.told(130_000, 10_500, 10_520);
    time.told(11_000, 11_400, 11_420);
    expect(time.ahead_ms).toBeGreaterThan(100_000);
    time.told(12_000, 12_400, 12_420);
    expect(time.ahead_ms).toBe(0);
  });
});
