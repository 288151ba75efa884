import { expect, test } from "vitest";
import { Pulse } from "../../src/phone/pulse";

function looks(pulse: Pulse, from_ms: number, packets: (at_ms: number) => number, for_ms: number, every_ms = 250): boolean[] {
  const found: boolean[] = [];
  for (let at = from_ms; at <= from_ms + for_ms; at += every_ms) found.push(pulse.stalled(packets(at), at));
  return found;
}

test("sound that flows is alive, and dead two seconds after the last packet", () => {
  const pulse = new Pulse();
  pulse.again(0);
  expect(looks(pulse, 250, (at) => at / 20, 10_000)).not.toContain(true);
  const after = looks(pulse, 10_500, () => 512, 3000);
  expect(after.indexOf(true) * 250).toBe(2250); // the first look saw the last packets
});

test("a connection without a single packet is dead as well, and a new one begins anew", () => {
  const pulse = new Pulse();
  pulse.again(0);
  expect(looks(pulse, 250, () => 0, 3000)).toContain(true);
  pulse.again(3250);
  expect(looks(pulse, 3500, () => 0, 1500)).not.toContain(true);
});

test("a page that was asleep does not take its own sleep for a broken connection", () => {
  const pulse = new Pulse();
  pulse.again(0);
  expect(pulse.stalled(10, 250)).toBe(false);
  expect(pulse.stalled(10, 60_000)).toBe(false);
  expect(pulse.stalled(10, 60_250)).toBe(false);
});
