/** Phrase keys: a press says the phrase to whom is chosen; while it is being said there, whoever began it, a press ends it. */
import { signal } from "@preact/signals";
import { type Runs, type Said, begun, forgotten, said } from "../core/phrase_runs";
import { hosts_of } from "../core/targets";
import { Problem, part, post, remove } from "../shared/http";
import type { Desk } from "./desk";

export class PhrasePlayer {
  private readonly runs = signal<Runs>({});

  constructor(
    private readonly show: string,
    private readonly desk: Desk,
  ) {}

  /** What of it goes on now. names: to whom the key would say it. */
  said(phrase: string, names: readonly string[]): Said {
    const state = this.desk.state.value;
    return said(this.runs.value, phrase, state, this.desk.you.value, hosts_of(state, names), Date.now());
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

  /** Ends these talks. */
  async stop(phrase: string, cues: readonly string[]): Promise<void> {
    const known = cues.filter((cue) => cue !== "asked");
    await Promise.all(known.map(end_talk));
    if (known.includes(this.runs.peek()[phrase]?.cue ?? "asked")) this.runs.value = forgotten(this.runs.peek(), phrase);
  }
}

/** One that has just ended by itself is as good as ended. */
export async function end_talk(cue: string): Promise<void> {
  try {
    await remove(`/talks/${part(cue)}`);
  } catch (wrong) {
    if (!(wrong instanceof Problem) || wrong.status !== 404) throw wrong;
  }
}
