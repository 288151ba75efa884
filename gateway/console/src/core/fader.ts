/** A fader's way: even steps of 1 dB where one works, of 2 dB further down, and silence at its end. */
export const MUTE_DB = -60;
export const MOST_DB = 12;
const FINE_FROM_DB = -20;
const LEAST_DB = -40;

const STEPS: readonly number[] = [
  MUTE_DB,
  ...Array.from({ length: (FINE_FROM_DB - LEAST_DB) / 2 }, (_, at) => LEAST_DB + 2 * at),
  ...Array.from({ length: MOST_DB - FINE_FROM_DB + 1 }, (_, at) => FINE_FROM_DB + at),
];

export const LAST_STEP = STEPS.length - 1;

export function db_of_step(step: number): number {
  return STEPS[Math.min(Math.max(Math.round(step), 0), LAST_STEP)] ?? 0;
}

/** The nearest step; only what is silent stands at the end of silence. */
export function step_of_db(db: number): number {
  if (db <= MUTE_DB) return 0;
  let best = 1;
  for (let step = 2; step <= LAST_STEP; step += 1) {
    if (Math.abs((STEPS[step] ?? 0) - db) < Math.abs((STEPS[best] ?? 0) - db)) best = step;
  }
  return best;
}

/** Where 0 dB stands on the way, 0..1. */
export const ZERO_SHARE = step_of_db(0) / LAST_STEP;
