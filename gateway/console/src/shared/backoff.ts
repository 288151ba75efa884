/** How long to wait before trying again: doubling from 0.25 s to 5 s, with a little chance so that not all come at once. */
export class Backoff {
  private tries = 0;

  constructor(
    private readonly first_ms = 250,
    private readonly longest_ms = 5000,
    private readonly chance: () => number = Math.random,
  ) {}

  next_ms(): number {
    const plain = Math.min(this.first_ms * 2 ** this.tries, this.longest_ms);
    this.tries = Math.min(this.tries + 1, 16);
    return Math.round(plain * (0.75 + 0.5 * this.chance()));
  }

  reset(): void {
    this.tries = 0;
  }
}
