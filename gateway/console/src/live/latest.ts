/**
 * Says to the gateway what is wanted last, one request at a time: however fast a fader moves, requests keep their order
 * and the last one is where it stands.
 */
export class Latest<T> {
  private waiting: { value: T } | null = null;
  private running: Promise<void> | null = null;

  /** pace_ms: from one request to the next, at least. */
  constructor(
    private readonly send: (value: T) => Promise<unknown>,
    private readonly pace_ms: number,
  ) {}

  /** Settled when nothing waits any longer; rejected when the gateway refused, and then nothing waits either. */
  want(value: T): Promise<void> {
    this.waiting = { value };
    this.running ??= this.run();
    return this.running;
  }

  private async run(): Promise<void> {
    try {
      await null; // what is wanted in the same breath is one wish
      while (this.waiting !== null) {
        const { value } = this.waiting;
        this.waiting = null;
        await this.send(value);
        await new Promise((resolve) => setTimeout(resolve, this.pace_ms));
      }
    } finally {
      this.waiting = null;
      this.running = null;
    }
  }
}
