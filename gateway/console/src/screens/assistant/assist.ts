/** What a person does with suggestions: each asked of the gateway once, and what was sent by mistake taken back. */
import { effect, signal } from "@preact/signals";
import type { RuleMode } from "../../core/assistant";
import type { AssistVerb } from "../../core/hotkeys";
import { may } from "../../core/rights";
import { Asked, Seen, TAKE_BACK_MS, chosen, says_itself } from "../../core/suggestions";
import { spoken } from "../../core/targets";
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

export const MUTE_MINUTES = 5;
/** The gateway took it and yet nothing moved: it may be asked again. */
const FORGET_MS = 8000;

export class Assist {
  /** The one the keys mean, where somebody chose it. */
  readonly selected = signal<string | null>(null);
  /** Those whose words are being edited. */
  readonly editing = signal<ReadonlySet<string>>(new Set());
  /** Counts up whenever something was asked or answered, for who draws what is asked. */
  readonly changes = signal(0);
  /** The newest that appeared, for screen readers. */
  readonly newest = signal<string | null>(null);
  private readonly asked = new Asked();
  private readonly seen = new Seen();
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

  busy(id: string): string | null {
    void this.changes.value;
    return this.asked.of(id);
  }

  /** One that would be said by itself is stopped by it: nobody edits against a clock. */
  edit(id: string, on: boolean): void {
    const one = this.desk.state.peek().suggestions[id];
    if (on && one !== undefined && says_itself(one)) void this.cancel(id);
    const now = new Set(this.editing.value);
    if (on) now.add(id);
    else now.delete(id);
    this.editing.value = now;
  }

  approve(id: string, change: Change = {}): Promise<boolean> {
    const one = this.desk.state.peek().suggestions[id];
    const names = spoken(this.desk.state.peek(), change.hosts ?? one?.hosts ?? [], panel_say("all"), panel_say("and"));
    return this.ask(id, "approve", change, () => say("sent_to", { names }), () => this.cancel(id));
  }

  skip(id: string): Promise<boolean> {
    return this.ask(id, "skip", {}, () => say("skipped"));
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
    if (verb === "mute") {
      void this.mute(assistant?.muted_until == null || Date.parse(assistant.muted_until) <= Date.now());
      return;
    }
    const id = chosen(suggestions, this.selected.peek());
    if (id === null || this.editing.peek().has(id)) return;
    if (!this.seen.settled(id, performance.now())) {
      tell_done(() => say("too_fast"));
      return;
    }
    void (verb === "send" ? this.approve(id) : this.skip(id));
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
