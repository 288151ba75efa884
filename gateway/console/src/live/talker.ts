/** How this person talks: mode of each key, priority, privately or not, with which voice. Kept per person and show. */
import { computed, signal } from "@preact/signals";
import { type Bindings, bound, conflicts, defaults } from "../core/hotkeys";
import type { Mode, Priority } from "../core/document";
import type { Wish } from "../core/key_machine";
import { capped, may, raised, refusal, type Refusal } from "../core/rights";
import { ALL, in_order } from "../core/targets";
import { remember, remembered } from "../shared/preferences";
import type { Microphone } from "../sound/microphone";
import type { Publisher } from "../sound/publisher";
import type { Desk } from "./desk";

export type KeyName = `host:${string}` | `group:${string}` | "all" | "reply";

interface Kept {
  mode: Mode;
  modes: Record<string, Mode>;
  seconds: number;
  keys: Record<string, string>;
  dense: boolean | null;
  /** null: open where the window is high enough. */
  timeline: boolean | null;
}

const NEW: Kept = { mode: "hold", modes: {}, seconds: 10, keys: {}, dense: null, timeline: null };

export class Talker {
  readonly kept = signal<Kept>(NEW);
  readonly priority = signal<Priority>("direct");
  readonly shift = signal(false);
  readonly privately = signal(false);
  /** "": the browser's own microphone; else a microphone of the studio. */
  readonly voice = signal("");
  readonly selected = signal<string | null>(null);
  readonly last = signal<KeyName | null>(null);

  readonly given = computed<Bindings>(() => {
    const { hosts, groups, phrases } = this.desk.state.value;
    const in_turn = Object.keys(phrases).sort((a, b) => (phrases[a]?.order ?? 0) - (phrases[b]?.order ?? 0));
    return defaults(in_order(hosts), Object.keys(groups).sort(), in_turn, may(this.desk.you.value, "may_speak_as_assistant"));
  });
  readonly bindings = computed(() => bound(this.given.value, this.kept.value.keys));
  readonly conflicts = computed(() => conflicts(this.bindings.value));

  constructor(
    readonly desk: Desk,
    readonly publisher: Publisher,
    readonly microphone: Microphone,
    private readonly person: string,
  ) {
    this.kept.value = { ...NEW, ...remembered<Partial<Kept>>(this.place(), {}) };
  }

  keep(change: Partial<Kept>): void {
    this.kept.value = { ...this.kept.value, ...change };
    remember(this.place(), this.kept.value);
  }

  set_mode(key: KeyName, mode: Mode | null): void {
    const modes = { ...this.kept.value.modes };
    if (mode === null) delete modes[key];
    else modes[key] = mode;
    this.keep({ modes });
  }

  /** What was chosen for the key, or for all keys; hold where this person may not latch. */
  mode_of(key: KeyName): Mode {
    const mode = this.kept.value.modes[key] ?? this.kept.value.mode;
    const latches = mode === "latch" || mode === "tap";
    return latches && !may(this.desk.you.value, "may_latch") ? "hold" : mode;
  }

  targets(key: KeyName): string[] {
    if (key === "all") return [ALL];
    if (key === "reply") return [];
    return [key.slice(key.indexOf(":") + 1)];
  }

  priority_of(key: KeyName): Priority {
    const you = this.desk.you.value;
    if (you === null) return "direct";
    let wanted = this.priority.value;
    if (key === "all" && wanted === "direct") wanted = "announcement";
    wanted = capped(you, wanted);
    return this.shift.value ? raised(you, wanted) : wanted;
  }

  is_private(key: KeyName): boolean {
    if (key === "all" || key.startsWith("group:")) return false;
    const you = this.desk.you.value;
    return this.privately.value || (you !== null && !you.owner && you.role?.talk_one_at_a_time === true);
  }

  refusal_of(key: KeyName): Refusal | null {
    const you = this.desk.you.value;
    return you === null || key === "reply" ? null : refusal(you, this.desk.state.value, this.targets(key), this.mode_of(key));
  }

  /** There is something to be heard with. */
  readonly has_voice = computed(() => this.voice.value !== "" || this.publisher.way.value === "ready");

  press(key: KeyName, finger: string, mode = this.mode_of(key)): void {
    const wish: Wish = {
      to: this.targets(key),
      mode,
      priority: this.priority_of(key),
      private: this.is_private(key),
      ...(this.voice.value === "" ? {} : { source: this.voice.value }),
      ...(mode === "timed" ? { seconds: this.kept.value.seconds } : {}),
      ...(key === "reply" ? { reply: true } : {}),
    };
    this.last.value = key;
    this.desk.press(key, finger, wish);
  }

  release(key: KeyName, finger: string): void {
    this.desk.release(key, finger);
  }

  private place(): string {
    return `panel.${this.person}.${this.desk.show}`;
  }
}
