/** How far higher speech dims what lies under it, and how that sounds over time: the slopes of the gateway's own ducker. */
export type Depth = 0 | -6 | -12 | -18 | -24 | "mute";
export const DEPTHS: readonly Depth[] = [0, -6, -12, -18, -24, "mute"];

export interface Ducking {
  /** The programme under any speech. */
  programme: Depth;
  /** Direct talk under an announcement. */
  speech: Depth;
  attack_ms: number;
  hold_ms: number;
  release_ms: number;
  by: "key" | "activity";
  threshold_db: number;
}

/** Linear, 1 is not dimmed at all. */
export function factor_of(depth: Depth): number {
  return depth === "mute" ? 0 : 10 ** (depth / 20);
}

/** The factor so long after speech began: one slope, on which the whole way to silence would take attack_ms. */
export function going_down(depth: Depth, { attack_ms }: Pick<Ducking, "attack_ms">, at_ms: number): number {
  return at_ms <= 0 ? 1 : Math.max(factor_of(depth), 1 - at_ms / attack_ms);
}

/** The factor so long after the last word. */
export function coming_up(depth: Depth, { hold_ms, release_ms }: Pick<Ducking, "hold_ms" | "release_ms">, at_ms: number): number {
  return at_ms <= hold_ms ? factor_of(depth) : Math.min(1, factor_of(depth) + (at_ms - hold_ms) / release_ms);
}

/** When it is all the way down after speech began, and up again after the last word, in ms. */
export function times_of(depth: Depth, ducking: Ducking): { down_ms: number; up_ms: number } {
  const way = 1 - factor_of(depth);
  return { down_ms: way * ducking.attack_ms, up_ms: way === 0 ? 0 : ducking.hold_ms + way * ducking.release_ms };
}

export function same(a: Ducking, b: Ducking): boolean {
  return (Object.keys(a) as (keyof Ducking)[]).every((name) => a[name] === b[name]);
}
