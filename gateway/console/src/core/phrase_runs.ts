/** Which phrases this page has begun to say, which others say, and what the next press of a phrase's key ends. */
import type { LiveDocument, You } from "./document";
import { may_end } from "./rights";

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

export interface Said {
  /** What a press of the key ends: what was begun on this page, and what reaches the chosen hosts and this person may
   * end, whoever began it. "asked" among them: begun here, and not answered yet. */
  ends: string[];
  /** Whoever else says it now. */
  by: string[];
}

/** The phrase as it is being said now. targets: the hosts that are chosen; none: whoever hears it. */
export function said(
  runs: Runs,
  phrase: string,
  state: LiveDocument,
  you: Pick<You, "id" | "role" | "owner"> | null,
  targets: readonly string[],
  now_ms: number,
): Said {
  const own = running(runs, phrase, state, now_ms);
  const ends = own === null ? [] : [own];
  const by = new Set<string>();
  for (const [cue, talk] of Object.entries(state.talks)) {
    if (talk.phrase !== phrase || cue === own) continue;
    if (talk.who !== you?.id) by.add(talk.name);
    const reaches = targets.length === 0 || talk.hosts.some((host) => targets.includes(host));
    if (reaches && you !== null && may_end(you, state, talk)) ends.push(cue);
  }
  return { ends, by: [...by] };
}
