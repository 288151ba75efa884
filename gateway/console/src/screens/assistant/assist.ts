/** What a person does with suggestions: each asked of the gateway once, and what was sent by mistake taken back. */
import { computed, effect, signal } from "@preact/signals";
import type { RuleMode, Suggestion } from "../../core/assistant";
import type { AssistVerb } from "../../core/hotkeys";
import { may } from "../../core/rights";
import { Aim, Asked, Seen, TAKE_BACK_MS, chosen, muted_ms, next_of, says_itself, urgent_ones } from "../../core/suggestions";
import { spoken } from "../../core/targets";
import { now_ms } from "../../live/clock";
import type { Desk } from "../../live/desk";
import { part, post, put, remove } from "../../shared/http";
import { attempt, tell_done } from "../../shared/ui/toast";
import { say } from "../../words/assistant";
import { say as panel_say } from "../../words/panel";
import { rule_name } from "./words";

export interface Change {
  text?: string;
  hosts?: string[];
}

/** Words that are being edited, and what they were: kept here, so that no update and no other page loses what was typed. */
export interface Draft {
  /** As the gateway told it last. */
  one: Suggestion;
  text: string;
  hosts: readonly string[];
}

export const MUTE_MINUTES = 5;
/** The gateway took it and yet nothing moved: it may be asked again. */
const FORGET_MS = 8000;

export class Assist {
  private readonly selected = signal<string | null>(null);
  private readonly passed = signal<ReadonlySet<string>>(new Set());
  /** The one the keys mean. */
  readonly marked = computed(() => chosen(this.desk.state.value.suggestions, this.selected.value, this.passed.value));
  /** Those whose words are being edited. */
  readonly drafts = signal<ReadonlyMap<string, Draft>>(new Map());
  /** Own words that were not said yet, and to whom. */
  readonly own = signal<{ text: string; to: string }>({ text: "", to: "all" });
  /** Counts up whenever something was asked or answered, for who draws what is asked. */
  readonly changes = signal(0);
  /** The newest that appeared, for screen readers. */
  readonly newest = signal<string | null>(null);
  private readonly asked = new Asked();
  private readonly seen = new Seen();
  private readonly aim = new Aim();
  private stop: (() => void) | null = null;

  constructor(
    private readonly show: string,
    private readonly desk: Desk,
  ) {}

  open(): void {
    let first = true;
    this.stop = effect(() => {
      const all = this.desk.state.value.suggestions;
      this.asked.keep(all);
      this.aim.look(this.marked.value, performance.now());
      this.keep_drafts(all);
      const fresh = this.seen.look(all, performance.now());
      if (!first && fresh.length > 0) this.newest.value = fresh.at(-1) ?? null;
      if (this.desk.live.value !== null) first = false;
    });
  }

  close(): void {
    this.stop?.();
  }

  /** Whether this person directs the assistant, and there is one. */
  get usable(): boolean {
    return this.desk.state.value.assistant != null && may(this.desk.you.value, "may_speak_as_assistant");
  }

  /** Nothing is said now, whoever sends it: what would be sent would be lost. */
  get muted(): boolean {
    return muted_ms(this.desk.state.value.assistant, now_ms.value) > 0;
  }

  busy(id: string): string | null {
    void this.changes.value;
    return this.asked.of(id);
  }

  /** The keys mean this one from now on. */
  select(id: string): void {
    const all = this.desk.state.peek().suggestions;
    const passed = urgent_ones(all);
    if (chosen(all, id, passed) === id) this.aim.look(id, performance.now(), true);
    this.passed.value = passed;
    this.selected.value = id;
  }

  /** To the neighbour; which that is now. */
  step(by: 1 | -1): string | null {
    const id = next_of(this.desk.state.peek().suggestions, this.marked.peek(), by);
    if (id !== null) this.select(id);
    return id;
  }

  /** One that would be said by itself is stopped by it: nobody edits against a clock. */
  edit(id: string, on: boolean): void {
    const one = this.desk.state.peek().suggestions[id];
    if (on && one !== undefined && says_itself(one)) void this.cancel(id);
    const now = new Map(this.drafts.peek());
    if (!on) now.delete(id);
    else if (one !== undefined) now.set(id, { one, text: one.text, hosts: one.hosts });
    this.drafts.value = now;
  }

  /** No more editing; what was typed can be brought back for a moment. */
  drop(id: string): void {
    const draft = this.drafts.peek().get(id);
    this.edit(id, false);
    if (draft === undefined || draft.text.trim() === draft.one.text) return;
    tell_done(
      () => say("edit_dropped"),
      () => (this.drafts.value = new Map(this.drafts.peek()).set(id, draft)),
    );
  }

  /** What was typed, or chosen, so far. */
  write(id: string, change: Change): void {
    const draft = this.drafts.peek().get(id);
    if (draft !== undefined) this.drafts.value = new Map(this.drafts.peek()).set(id, { ...draft, ...change });
  }

  approve(id: string, change: Change = {}): Promise<boolean> {
    const one = this.desk.state.peek().suggestions[id];
    const names = spoken(this.desk.state.peek(), change.hosts ?? one?.hosts ?? [], panel_say("all"), panel_say("and"));
    return this.ask(id, "approve", change, () => say("sent_to", { names }), () => this.cancel(id));
  }

  skip(id: string): Promise<boolean> {
    return this.ask(id, "skip", {}, () => say("skipped"), () => this.restore(id));
  }

  /** It waits for a person again. */
  restore(id: string): Promise<boolean> {
    this.asked.free(id);
    return this.ask(id, "restore", {}, () => say("restored"));
  }

  cancel(id: string): Promise<boolean> {
    this.asked.free(id);
    return this.ask(id, "cancel", {}, () => say("cancelled"));
  }

  say_anyway(id: string): Promise<boolean> {
    return this.ask(id, "say-anyway", {}, () => say("said_anyway"), () => this.cancel(id));
  }

  async mute(on: boolean): Promise<void> {
    const path = `/shows/${part(this.show)}/assistant/mute`;
    await attempt(
      () => (on ? post(path, { minutes: MUTE_MINUTES }) : remove(path)),
      () => (on ? say("muted_done", { minutes: MUTE_MINUTES }) : say("unmuted_done")),
    );
  }

  /** From now on in this mode; what was before can be brought back. */
  async set_mode(rule: string, mode: RuleMode): Promise<void> {
    const path = `/shows/${part(this.show)}/assistant/rules`;
    const before = this.desk.state.peek().assistant?.rules?.[rule]?.mode;
    const change = (to: RuleMode): Promise<unknown> => put(path, { rules: { [rule]: { mode: to } } });
    await attempt(
      () => change(mode),
      () => say("mode_done", { rule: rule_name(rule), mode: say(`mode_${mode}`) }),
      before === undefined ? undefined : () => change(before),
    );
  }

  /** A person's own words in the assistant's voice. Without a language: that of the hosts. */
  async own_words(text: string, hosts: readonly string[], language?: string): Promise<boolean> {
    const names = spoken(this.desk.state.peek(), hosts, panel_say("all"), panel_say("and"));
    let made = "";
    return attempt(
      async () => {
        const body = { text, hosts, say: true, ...(language === undefined ? {} : { language }) };
        made = (await post<{ id: string }>(`/shows/${part(this.show)}/suggestions`, body)).id;
      },
      () => say("sent_to", { names }),
      () => this.cancel(made),
      TAKE_BACK_MS,
    );
  }

  /** A key was pressed: what it means goes to the suggestion that is marked. */
  key(verb: AssistVerb): void {
    if (!this.usable || !this.desk.usable.peek()) return;
    const { suggestions, assistant } = this.desk.state.peek();
    const muted = muted_ms(assistant, now_ms.peek()) > 0;
    if (verb === "mute") {
      void this.mute(!muted);
      return;
    }
    if (verb === "send" && muted) {
      tell_done(() => say("muted_first"));
      return;
    }
    const id = this.marked.peek();
    if (id === null || !(id in suggestions) || this.drafts.peek().has(id)) return;
    const now = performance.now();
    if (!this.seen.settled(id, now) || !this.aim.settled(id, now)) {
      tell_done(() => say("too_fast"));
      return;
    }
    void (verb === "send" ? this.approve(id) : this.skip(id));
  }

  /** What is edited stays as it was told last, also where the gateway knows it no longer. */
  private keep_drafts(all: Readonly<Record<string, Suggestion>>): void {
    const now = this.drafts.peek();
    const told = [...now].filter(([id, draft]) => all[id] !== undefined && all[id] !== draft.one);
    if (told.length === 0) return;
    const next = new Map(now);
    for (const [id, draft] of told) next.set(id, { ...draft, one: all[id] ?? draft.one });
    this.drafts.value = next;
  }

  private async ask(id: string, verb: string, body: object, done: () => string, undo?: () => unknown): Promise<boolean> {
    if (!this.asked.take(id, verb)) return false;
    this.changes.value += 1;
    const fine = await attempt(
      () => post(`/suggestions/${part(id)}/${verb}`, body),
      done,
      undo,
      undo === undefined ? undefined : TAKE_BACK_MS,
    );
    const free = (): void => {
      if (this.asked.of(id) === verb) this.asked.free(id);
      this.changes.value += 1;
    };
    if (fine) {
      if (verb !== "cancel") this.edit(id, false);
      setTimeout(free, FORGET_MS);
    } else free();
    return fine;
  }
}
