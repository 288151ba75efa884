/** Phrase keys: the first press says a phrase, another one while it is being said ends it. */
import { signal } from "@preact/signals";
import { type Runs, begun, forgotten, running } from "../core/phrase_runs";
import { part, post, remove } from "../shared/http";
import type { Desk } from "./desk";

export class PhrasePlayer {
  private readonly runs = signal<Runs>({});

  constructor(
    private readonly show: string,
    private readonly desk: Desk,
  ) {}

  /** It is being said because somebody pressed its key here. */
  is_said(phrase: string): boolean {
    return running(this.runs.value, phrase, this.desk.state.value, Date.now()) !== null;
  }

  /** Throws what the gateway answers. */
  async say(phrase: string, to: string[]): Promise<void> {
    this.runs.value = begun(this.runs.peek(), phrase, null, Date.now());
    try {
      const path = `/shows/${part(this.show)}/phrases/${part(phrase)}/say`;
      const { cue } = await post<{ cue: string }>(path, { to });
      this.runs.value = begun(this.runs.peek(), phrase, cue, Date.now());
    } catch (wrong) {
      this.runs.value = forgotten(this.runs.peek(), phrase);
      throw wrong;
    }
  }

  /** Ends it, where it goes on. */
  async stop(phrase: string): Promise<void> {
    const cue = running(this.runs.peek(), phrase, this.desk.state.peek(), Date.now());
    if (cue === null || cue === "asked") return;
    await remove(`/talks/${part(cue)}`);
    this.runs.value = forgotten(this.runs.peek(), phrase);
  }
}
