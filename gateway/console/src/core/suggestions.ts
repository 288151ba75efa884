/** Suggestions of the assistant: which wait for a person, in which order, for how long, and that none is sent twice. */
import type { Assistant, ShownFact, Suggestion, SuggestionState } from "./assistant";

export type Suggestions = Readonly<Record<string, Suggestion>>;

const WAITING: ReadonlySet<SuggestionState> = new Set(["making", "proposed"]);
const GOING: ReadonlySet<SuggestionState> = new Set(["approved", "queued", "speaking"]);

/** What came under a finger shorter ago than this was not aimed at: no key and no click decides it. */
export const SETTLED_MS = 700;
/** The hand is still over a list for so long after its last motion: until then nothing in it changes places. */
export const HAND_STILL_MS = 1200;
/** For so long, what was sent can be taken back from the message at the screen's edge. */
export const TAKE_BACK_MS = 3000;

export const waits = (one: Suggestion): boolean => WAITING.has(one.state);
export const goes = (one: Suggestion): boolean => GOING.has(one.state);
export const over = (one: Suggestion): boolean => !waits(one) && !goes(one);

/** May be sent as it is: its words are there, and it would be said by itself at the earliest later. */
export const sendable = (one: Suggestion): boolean => one.state === "proposed";
/** A queued one that no person approved counts down to being said by itself. */
export const says_itself = (one: Suggestion): boolean => one.says_at != null && (one.state === "queued" || one.state === "proposed" || one.state === "approved");
/** The coin said to stay silent; a person may have it said all the same. */
export const sayable_anyway = (one: Suggestion): boolean => one.state === "held";
/** It was cut off, or sent away by mistake: its words may be said all the same, as a person's own. */
export const sayable_again = (one: Suggestion): boolean => one.state === "cut" || one.state === "rejected";

/** It was sent away by mistake, and its time is not over: it can be a card again. */
export const restorable = (one: Suggestion, now_ms: number): boolean => one.state === "rejected" && one.text !== "" && time(one.expires) > now_ms;

/** What else is to be said of its moment, to hosts of other languages. */
export const same_moment = (all: Suggestions, id: string): Suggestion[] =>
  Object.entries(all)
    .filter(([other, one]) => other !== id && one.moment != null && one.moment === all[id]?.moment && (waits(one) || goes(one)))
    .map(([, one]) => one);

/** Milliseconds for which the assistant is still silent; 0 when it may speak. */
export function muted_ms(assistant: Pick<Assistant, "muted_until"> | null | undefined, now_ms: number): number {
  return Math.max(0, time(assistant?.muted_until) - now_ms);
}

/** Urgent ones that could not be said and are still of use, newest first: a person has to say it. */
export function unsaid(all: Suggestions, now_ms: number): string[] {
  return past(all).filter((id) => all[id]?.state === "failed" && all[id].urgent === true && time(all[id].expires) > now_ms);
}

/** Its facts but the name of the product, which stands above them. */
export const facts_of = (one: Suggestion): ShownFact[] => (one.facts ?? []).filter((fact) => one.label == null || fact.value !== one.label);

const time = (iso: string | null | undefined): number => {
  const at = iso == null ? Number.NaN : Date.parse(iso);
  return Number.isFinite(at) ? at : 0;
};

/** Those a person has to decide, urgent ones first, then the oldest, so that nothing moves under a finger. */
export function waiting(all: Suggestions): string[] {
  return Object.keys(all)
    .filter((id) => all[id] !== undefined && waits(all[id]))
    .sort((a, b) => Number(all[b]?.urgent === true) - Number(all[a]?.urgent === true) || time(all[a]?.at) - time(all[b]?.at) || a.localeCompare(b));
}

/** Those on their way to an ear: what is spoken first, then what will be. */
export function going(all: Suggestions): string[] {
  const rank = (one: Suggestion | undefined): number => (one?.state === "speaking" ? 0 : one?.state === "queued" ? 1 : 2);
  return Object.keys(all)
    .filter((id) => all[id] !== undefined && goes(all[id]))
    .sort((a, b) => rank(all[a]) - rank(all[b]) || time(all[a]?.says_at ?? all[a]?.at) - time(all[b]?.says_at ?? all[b]?.at) || a.localeCompare(b));
}

/** What is over, newest first. */
export function past(all: Suggestions): string[] {
  return Object.keys(all)
    .filter((id) => all[id] !== undefined && over(all[id]))
    .sort((a, b) => time(all[b]?.at) - time(all[a]?.at) || b.localeCompare(a));
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Which one the keys mean: the one chosen as long as it waits, unless an urgent one came since; else the first. passed:
 * urgent ones that were there when somebody chose another.
 */
export function chosen(all: Suggestions, now: string | null, passed: ReadonlySet<string> = NONE): string | null {
  const list = waiting(all).filter((id) => all[id]?.state === "proposed");
  if (now === null || !list.includes(now)) return list[0] ?? null;
  if (all[now]?.urgent === true) return now;
  return list.find((id) => all[id]?.urgent === true && !passed.has(id)) ?? now;
}

export const urgent_ones = (all: Suggestions): ReadonlySet<string> => new Set(waiting(all).filter((id) => all[id]?.urgent === true));

/** The neighbour of it that can be decided, staying at the ends. */
export function next_of(all: Suggestions, now: string | null, step: 1 | -1): string | null {
  const list = waiting(all).filter((id) => all[id]?.state === "proposed");
  const at = now === null ? -1 : list.indexOf(now);
  return list[Math.min(Math.max(at < 0 ? 0 : at + step, 0), list.length - 1)] ?? null;
}

export interface Countdown {
  seconds: number;
  /** Of all of it, what is left: 1..0. */
  share: number;
}

/** How long until `until`, of the time from `from` on; null where no end is known. */
export function countdown(now_ms: number, from: string | null | undefined, until: string | null | undefined): Countdown | null {
  if (until == null || !Number.isFinite(Date.parse(until))) return null;
  const whole_ms = Math.max(1, time(until) - (from == null ? now_ms : time(from)));
  // The clock of the screen ticks once a second: what is newer than its last tick has no more than all of its time.
  const left_ms = Math.min(Math.max(0, time(until) - now_ms), whole_ms);
  return { seconds: Math.ceil(left_ms / 1000), share: left_ms / whole_ms };
}

/** What was asked of the gateway about each suggestion: the same is not asked again until it was refused. */
export class Asked {
  private readonly asked = new Map<string, string>();

  /** Whether to ask now. False: this, or something else, has been asked of it already. */
  take(id: string, verb: string): boolean {
    if (this.asked.has(id)) return false;
    this.asked.set(id, verb);
    return true;
  }

  /** It was refused or did not arrive: it may be asked again. */
  free(id: string): void {
    this.asked.delete(id);
  }

  of(id: string): string | null {
    return this.asked.get(id) ?? null;
  }

  /** Whatever the gateway has moved on with needs no memory. */
  keep(all: Suggestions): void {
    for (const [id, verb] of this.asked) {
      const one = all[id];
      if (one === undefined || (verb === "approve" || verb === "skip" ? !waits(one) : verb === "cancel" ? !goes(one) && !waits(one) : !over(one))) this.asked.delete(id);
    }
  }
}

/** When each was first seen here, so that a key does not send what has only just come. */
export class Seen {
  private readonly first = new Map<string, number>();

  look(all: Suggestions, now_ms: number): string[] {
    const fresh = waiting(all).filter((id) => all[id]?.state === "proposed" && !this.first.has(id));
    for (const id of fresh) this.first.set(id, now_ms);
    for (const id of this.first.keys()) if (!(id in all)) this.first.delete(id);
    return fresh;
  }

  settled(id: string, now_ms: number): boolean {
    const at = this.first.get(id);
    return at !== undefined && now_ms - at >= SETTLED_MS;
  }
}

/** What the keys are on, and since when it lies there without anybody having put them on it. */
export class Aim {
  private id: string | null = null;
  private since_ms = Number.NEGATIVE_INFINITY;

  /** by_hand: a person put the keys there, and need not look first. */
  look(id: string | null, now_ms: number, by_hand = false): void {
    if (id === this.id) return;
    this.id = id;
    this.since_ms = by_hand ? Number.NEGATIVE_INFINITY : now_ms;
  }

  settled(id: string, now_ms: number): boolean {
    return id === this.id && now_ms - this.since_ms >= SETTLED_MS;
  }
}
