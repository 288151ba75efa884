// Two clocks for the VM: the machine's own, and one that stands still until somebody waits.

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/**
 * Milliseconds of the machine's monotonic clock, counted from the start; with a `speed` below 1 they last longer, so
 * that a busy machine's lateness weighs less.
 */
export class RealClock {
  constructor(speed = 1) {
    this.startNs = process.hrtime.bigint();
    this.speed = speed;
  }

  nowMs() {
    return (Number(process.hrtime.bigint() - this.startNs) / 1e6) * this.speed;
  }

  /** Blocks this thread; other threads go on. */
  sleepMs(ms) {
    if (ms > 0) Atomics.wait(sleeper, 0, 0, ms / this.speed);
  }

  /** The same instant on the clock that Python calls time.monotonic_ns() (where both read CLOCK_MONOTONIC). */
  monotonicNs(ms) {
    return this.startNs + BigInt(Math.round((ms / this.speed) * 1e6));
  }
}

/** Time as an argument: it moves by what is slept, and by a microsecond per look, so that a waiting loop ends. */
export class VirtualClock {
  constructor() {
    this.ms = 0;
  }

  nowMs() {
    this.ms += 0.001;
    return this.ms;
  }

  sleepMs(ms) {
    if (ms > 0) this.ms += ms;
  }

  monotonicNs(ms) {
    return BigInt(Math.round(ms * 1e6));
  }
}
