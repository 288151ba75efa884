/** Which keys a person may press. The gateway decides; this only spares people a key that would be refused. */
import { LADDER, type LiveDocument, type Mode, type Priority, type Role, type Talk, type You } from "./document";
import { ALL, hosts_of } from "./targets";

export type Ability =
  | "may_latch"
  | "may_page_all"
  | "may_speak_as_assistant"
  | "may_feed"
  | "may_listen"
  | "may_adjust"
  | "may_phrases"
  | "may_review"
  | "may_administer";

export const ABILITIES: readonly Ability[] = [
  "may_latch",
  "may_page_all",
  "may_listen",
  "may_adjust",
  "may_phrases",
  "may_review",
  "may_speak_as_assistant",
  "may_feed",
  "may_administer",
];

export type Refusal = "target" | "one_host" | "page_all" | "latch";

export function may(you: Pick<You, "role" | "owner"> | null, ability: Ability): boolean {
  if (you === null) return false;
  return you.owner || you.role?.[ability] === true;
}

export function highest(you: Pick<You, "role" | "owner">): Priority {
  return you.owner ? "emergency" : (you.role?.priority ?? "direct");
}

const rung = (priority: Priority): number => LADDER.indexOf(priority);

/** Rungs of the ladder this person may speak on. */
export function rungs(you: Pick<You, "role" | "owner">): Priority[] {
  return LADDER.filter((one) => one !== "assistant" && rung(one) <= rung(highest(you)));
}

/** One rung up, as far as this person may go. */
export function raised(you: Pick<You, "role" | "owner">, priority: Priority): Priority {
  return LADDER[Math.min(rung(priority) + 1, rung(highest(you)))] ?? priority;
}

/** The wanted rung, or the highest allowed below it. */
export function capped(you: Pick<You, "role" | "owner">, priority: Priority): Priority {
  return rung(priority) > rung(highest(you)) ? highest(you) : priority;
}

export function higher(a: Priority, b: Priority): boolean {
  return rung(a) > rung(b);
}

/** Why these targets may not be spoken to in this mode; null when they may. */
export function refusal(
  you: Pick<You, "role" | "owner">,
  state: LiveDocument,
  names: readonly string[],
  mode: Mode,
): Refusal | null {
  if (you.owner) return null;
  const role: Role | null = you.role;
  if (role === null) return "target";
  const wanted = hosts_of(state, names);
  const allowed = new Set(hosts_of(state, role.talk_to));
  if (wanted.some((id) => !allowed.has(id))) return "target";
  if (names.includes(ALL) && !role.may_page_all) return "page_all";
  if (role.talk_one_at_a_time && (wanted.length > 1 || names.includes(ALL))) return "one_host";
  if ((mode === "latch" || mode === "tap") && !role.may_latch) return "latch";
  return null;
}

/** Whether they may end the talk: their own, a phrase that they might say there too, and with the right to adjust anybody's. */
export function may_end(you: Pick<You, "id" | "role" | "owner">, state: LiveDocument, talk: Talk): boolean {
  if (talk.who === you.id || may(you, "may_adjust")) return true;
  if (talk.phrase == null) return false;
  const too_high = talk.priority === "assistant" ? !may(you, "may_speak_as_assistant") : higher(talk.priority, highest(you));
  const everybody = talk.hosts.length > 1 && talk.hosts.length === Object.keys(state.hosts).length;
  return !too_high && (!everybody || may(you, "may_page_all")) && refusal(you, state, talk.hosts, "hold") === null;
}
