/** What a talk key shows, from the gateway's document: on air, waiting, refused, or what pressing it would do. */
import { useComputed } from "@preact/signals";
import { type Effect, forecast } from "../../core/busy";
import { silent_at } from "../../core/mix";
import type { Refusal } from "../../core/rights";
import { hosts_of } from "../../core/targets";
import type { KeyName } from "../../live/talker";
import { usePanel } from "./context";

export interface KeyLight {
  /** up: nothing of mine; asked: pressed, not answered; waiting: accepted, not heard yet; air: the engine speaks it. */
  phase: "up" | "asked" | "waiting" | "air";
  latched: boolean;
  ends_at: string | null;
  private: boolean;
  refusal: Refusal | null;
  refused: boolean;
  effect: Effect;
  names: string[];
  deaf: number;
  of: number;
}

export function useKeyLight(name: KeyName): KeyLight {
  const { desk, talker } = usePanel();
  return useComputed<KeyLight>(() => {
    const state = desk.state.value;
    const you = desk.you.value;
    const key = desk.keys.value.get(name);
    const talk = key?.cue == null ? undefined : state.talks[key.cue];
    const refusal = talker.refusal_of(name);
    const ids = hosts_of(state, talker.targets(name));
    const priority = talker.priority_of(name);
    // An emergency is never heard softer for what the mix says.
    const silenced = priority === "emergency" ? undefined : silent_at(state.sources[talker.voice.value || talker.publisher.source.value]);
    const told = forecast(state, ids, priority, you?.id ?? "", undefined, silenced);
    return {
      phase: key === undefined || key.phase === "idle" ? "up" : key.phase === "asked" ? "asked" : talk?.on_air === true ? "air" : "waiting",
      latched: key !== undefined && !key.pressed && key.phase === "talking",
      ends_at: talk?.ends_at ?? null,
      private: talk?.private ?? talker.is_private(name),
      refusal,
      refused: refusal !== null,
      effect: name === "reply" ? "free" : told.effect,
      names: told.names,
      deaf: told.deaf,
      of: told.of,
    };
  }).value;
}

/** Hosts who call, the latest first. */
export function reply_targets(hosts: Readonly<Record<string, { calling_since: string | null }>>): string[] {
  return Object.entries(hosts)
    .filter(([, host]) => host.calling_since !== null)
    .sort(([, a], [, b]) => (b.calling_since ?? "").localeCompare(a.calling_since ?? ""))
    .map(([id]) => id);
}
