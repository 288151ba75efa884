/**
 * What was played, read from the browser's statistics: figures that only grow become what happened since last time.
 *
 * The gateway makes receipts of it (core/phone_ear.py there). What a browser does not say is not made up here.
 */
import type { Played } from "./messages";

const RATE_HZ = 48_000;
const UINT32 = 2 ** 32;
/** More than this between two looks: the page was asleep, and what it played meanwhile is not known. */
const ASLEEP_MS = 3000;

export interface Figures {
  totalSamplesReceived: number;
  concealedSamples: number;
  packetsReceived: number;
  packetsLost: number;
  jitterBufferDelay: number;
  jitterBufferEmittedCount: number;
  rtt_ms: number | null;
  /** RTP timestamp of what is played now; null where the browser does not say: then samples are counted. */
  rtp: number | null;
}

export class Teller {
  private before: Figures | null = null;
  private at_ms = 0;
  private number = 0;

  /** Of a new connection: figures begin anew, numbers do not. */
  again(): void {
    this.before = null;
  }

  look(now: Figures, at_ms: number, muted: boolean): Played | null {
    const before = this.before;
    const asleep = at_ms - this.at_ms > ASLEEP_MS;
    this.before = now;
    this.at_ms = at_ms;
    if (before === null || asleep) return null;
    const samples = grown(before.totalSamplesReceived, now.totalSamplesReceived);
    if (samples <= 0 || samples > (RATE_HZ * ASLEEP_MS) / 1000) return null;
    const emitted = grown(before.jitterBufferEmittedCount, now.jitterBufferEmittedCount);
    const waited_s = Math.max(0, now.jitterBufferDelay - before.jitterBufferDelay);
    this.number += 1;
    return {
      n: this.number,
      position: Math.floor(now.rtp ?? now.totalSamplesReceived) % UINT32,
      samples,
      concealed: Math.min(samples, grown(before.concealedSamples, now.concealedSamples)),
      received: grown(before.packetsReceived, now.packetsReceived),
      lost: grown(before.packetsLost, now.packetsLost),
      delay_ms: emitted > 0 ? Math.min(60_000, Math.round((waited_s / emitted) * 10_000) / 10) : 0,
      ...(now.rtt_ms === null ? {} : { rtt_ms: Math.min(60_000, Math.round(now.rtt_ms * 10) / 10) }),
      ago_ms: 0,
      muted,
    };
  }
}

/** packetsLost may fall when a late packet comes after all; that is no loss, and no gain. */
function grown(before: number, now: number): number {
  return Math.max(0, Math.round(now - before));
}

/** The figures of the one audio stream of a connection; null while there is none. */
export function figures_of(report: RTCStatsReport, rtp: number | null): Figures | null {
  let inbound: Record<string, unknown> | null = null;
  let rtt_ms: number | null = null;
  report.forEach((entry: Record<string, unknown>) => {
    if (entry["type"] === "inbound-rtp" && entry["kind"] === "audio") inbound = entry;
    const round_trip = entry["currentRoundTripTime"];
    if (entry["type"] === "candidate-pair" && entry["state"] === "succeeded" && typeof round_trip === "number") {
      rtt_ms = round_trip * 1000;
    }
  });
  if (inbound === null) return null;
  const number = (name: string): number => {
    const value = (inbound as Record<string, unknown>)[name];
    return typeof value === "number" ? value : 0;
  };
  return {
    totalSamplesReceived: number("totalSamplesReceived"),
    concealedSamples: number("concealedSamples"),
    packetsReceived: number("packetsReceived"),
    packetsLost: number("packetsLost"),
    jitterBufferDelay: number("jitterBufferDelay"),
    jitterBufferEmittedCount: number("jitterBufferEmittedCount"),
    rtt_ms,
    rtp,
  };
}
