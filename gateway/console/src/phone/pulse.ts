/**
 * Whether sound still arrives. The gateway sends without a pause, also while nobody talks: silence on the wire means
 * that something broke, long before ICE gives up (a host cannot tell a dead earpiece from a quiet one).
 */
const STALLED_MS = 2000;
/** Looks that are further apart than this: the page was asleep, and knows nothing of the time between. */
const ASLEEP_MS = 1000;

export class Pulse {
  private packets = -1;
  private grown_at = 0;
  private looked_at = 0;

  /** Of a new connection. */
  again(now_ms: number): void {
    this.packets = -1;
    this.grown_at = this.looked_at = now_ms;
  }

  /** packets: received so far. True when none has come for too long. */
  stalled(packets: number, now_ms: number): boolean {
    if (packets !== this.packets || now_ms - this.looked_at > ASLEEP_MS) this.grown_at = now_ms;
    this.packets = packets;
    this.looked_at = now_ms;
    return now_ms - this.grown_at > STALLED_MS;
  }
}
