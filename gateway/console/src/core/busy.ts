/**
 * What pressing a key would do, told before it is pressed: equal priorities are mixed, a higher one dims the lower,
 * a lower one waits under the higher, and people always cut the assistant off.
 */
import type { Hearing, LiveDocument, Priority } from "./document";
import { higher } from "./rights";
import { reachable } from "./targets";

export type Effect = "free" | "mixed" | "dims" | "under" | "private" | "muted" | "silenced" | "absent" | "talking";

export interface Forecast {
  effect: Effect;
  /** Who is heard there now, without oneself; each person once. */
  names: string[];
  /** How many of the targets cannot hear it: not connected, muted, or this voice is muted for them. */
  deaf: number;
  of: number;
}

/** From what matters least to what one has to know first, among those who can hear. */
const WEIGHT: readonly Effect[] = ["free", "talking", "dims", "mixed", "private", "under"];

function for_one(others: readonly Hearing[], priority: Priority): Effect {
  if (others.some((one) => higher(one.priority, priority))) return "under";
  if (others.some((one) => one.private)) return "private";
  if (others.some((one) => one.priority === priority)) return "mixed";
  return others.length > 0 ? "dims" : "free";
}

export function forecast(
  state: LiveDocument,
  ids: readonly string[],
  priority: Priority,
  my_id: string,
  my_cues: ReadonlySet<string> = new Set(),
  silenced: ReadonlySet<string> = new Set(),
): Forecast {
  const names = new Set<string>();
  let worst: Effect = "free";
  let absent = 0;
  let muted = 0;
  let unheard = 0;
  for (const id of ids) {
    const host = state.hosts[id];
    if (host === undefined || !reachable(host)) {
      absent += 1;
      continue;
    }
    const others = host.hearing.filter((one) => one.who !== my_id || !(my_cues.size === 0 || my_cues.has(one.cue)));
    const mine = host.hearing.length > others.length;
    if (host.muted) {
      muted += 1;
      continue;
    }
    if (silenced.has(id)) {
      unheard += 1;
      continue;
    }
    const effect: Effect = mine && others.length === 0 ? "talking" : for_one(others, priority);
    others.forEach((one) => names.add(one.name));
    if (WEIGHT.indexOf(effect) > WEIGHT.indexOf(worst)) worst = effect;
  }
  const deaf = absent + muted + unheard;
  if (deaf === ids.length) worst = unheard > 0 ? "silenced" : muted > 0 ? "muted" : "absent";
  return { effect: worst, names: [...names], deaf, of: ids.length };
}
