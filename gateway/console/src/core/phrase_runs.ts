/** Which phrases this page has begun to say and what became of them: a key pressed while its phrase is said ends it. */
import type { LiveDocument } from "./document";

/** Until the gateway's document tells of a cue that it has just answered with. */
const UNTOLD_MS = 2000;

export interface Run {
  /** null: asked for, not answered yet. */
  cue: string | null;
  at_ms: number;
}

export type Runs = Readonly<Record<string, Run>>;

/** The cue that says the phrase now; "asked": none is known yet; null: it is not being said, as far as this page knows. */
export function running(
  runs: Runs,
  phrase: string,
  state: Pick<LiveDocument, "talks" | "cues">,
  now_ms: number,
): string | null {
  const run = runs[phrase];
  if (run === undefined) return null;
  if (run.cue === null) return "asked";
  if (state.talks[run.cue] !== undefined) return run.cue;
  const over = state.cues[run.cue]?.ended != null;
  return !over && state.cues[run.cue] === undefined && now_ms - run.at_ms < UNTOLD_MS ? run.cue : null;
}

export function begun(runs: Runs, phrase: string, cue: string | null, now_ms: number): Runs {
  return { ...runs, [phrase]: { cue, at_ms: now_ms } };
}

export function forgotten(runs: Runs, phrase: string): Runs {
  const { [phrase]: _, ...others } = runs;
  return others;
}
