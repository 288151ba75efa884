/**
 * The gateway's clock as far as its answers tell it. A studio without the internet has computers that disagree about the
 * time, and a suggestion that runs out in 90 s would have run out minutes ago on one of them. Milliseconds.
 */

/** A Date header tells whole seconds, and a server makes it once a second: so old it may be. */
const HEADER_MS = 2500;

interface Span {
  low_ms: number;
  high_ms: number;
}

const apart = (one: Span, other: Span): boolean => one.low_ms > other.high_ms || one.high_ms < other.low_ms;
const both = (one: Span, other: Span): Span => ({ low_ms: Math.max(one.low_ms, other.low_ms), high_ms: Math.min(one.high_ms, other.high_ms) });

export class GatewayTime {
  /** Within which the gateway is ahead. */
  private known: Span = { low_ms: Number.NEGATIVE_INFINITY, high_ms: Number.POSITIVE_INFINITY };
  private doubt: Span | null = null;

  /** An answer of that time came; it was asked for and arrived at these times of this browser's clock. */
  told(header_ms: number, asked_ms: number, came_ms: number): void {
    if (!Number.isFinite(header_ms)) return;
    const told: Span = { low_ms: header_ms - came_ms, high_ms: header_ms + HEADER_MS - asked_ms };
    if (!apart(told, this.known)) {
      this.known = both(told, this.known);
      this.doubt = null;
    } else if (this.doubt !== null && !apart(told, this.doubt)) {
      // Two say so: one of the clocks was set. One alone may come from a gateway that was held up.
      this.known = both(told, this.doubt);
      this.doubt = null;
    } else this.doubt = told;
  }

  /** How far the gateway is ahead; nothing where both may well agree. */
  get ahead_ms(): number {
    const { low_ms, high_ms } = this.known;
    return low_ms <= 0 && high_ms >= 0 ? 0 : Math.round((low_ms + high_ms) / 2);
  }
}
