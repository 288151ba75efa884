/** Lists that change by themselves under a hand: what moved just now is not what was aimed at. Places are pixels. */
import { SETTLED_MS } from "./suggestions";

/** Less than this is no motion. */
const STILL_PX = 4;

/** Where each of a list's entries lies, and since when. */
export class Places {
  private readonly known = new Map<string, { place: number; since_ms: number }>();
  private first = true;

  /** What is there when the list is first seen has always been there. */
  look(seen: ReadonlyMap<string, number>, now_ms: number): void {
    for (const [id, place] of seen) {
      const before = this.known.get(id);
      if (before !== undefined && Math.abs(before.place - place) < STILL_PX) continue;
      this.known.set(id, { place, since_ms: this.first ? Number.NEGATIVE_INFINITY : now_ms });
    }
    for (const id of this.known.keys()) if (!seen.has(id)) this.known.delete(id);
    this.first = false;
  }

  /** Whether a person who presses it now can have seen it where it is. */
  settled(id: string, now_ms: number): boolean {
    const found = this.known.get(id);
    return found === undefined || now_ms - found.since_ms >= SETTLED_MS;
  }
}

/** The order while a hand is over the list: what was shown stays where it is as long as it is there; new ones come after. */
export function held(shown: readonly string[], wanted: readonly string[], there: (id: string) => boolean): string[] {
  const kept = shown.filter(there);
  const known = new Set(kept);
  return [...kept, ...wanted.filter((id) => !known.has(id))];
}
