/** One show as this browser works with it: opened once, kept while one moves between its pages. */
import { effect } from "@preact/signals";
import { Desk } from "../live/desk";
import { ShowTime } from "../live/show_time";
import { Talker } from "../live/talker";
import { look_up_session, session } from "../live/session";
import { Problem } from "../shared/http";
import { tell_wrong } from "../shared/ui/toast";
import { say } from "../words/door";
import { microphone } from "../sound/microphone";
import { Monitor } from "../sound/monitor";
import { Publisher } from "../sound/publisher";
import { Assist } from "./assistant/assist";

const PATIENCE_MS = 2500;

export class Room {
  readonly desk: Desk;
  readonly publisher: Publisher;
  readonly monitor: Monitor;
  readonly talker: Talker;
  readonly show_time: ShowTime;
  readonly assist: Assist;
  private stop_asking: (() => void) | null = null;

  constructor(
    readonly show: string,
    person: string,
  ) {
    this.desk = new Desk(show);
    this.publisher = new Publisher(show, microphone);
    this.monitor = new Monitor(show);
    this.talker = new Talker(this.desk, this.publisher, microphone, person);
    this.show_time = new ShowTime(this.desk);
    this.assist = new Assist(show, this.desk);
  }

  open(): void {
    let greeted = 0;
    this.desk.refused = (what) => tell_wrong(new Problem(what.code, what.en, what.zh, 0));
    this.desk.greeted = () => {
      greeted += 1;
      if (greeted === 1) this.publisher.start();
      else if (this.publisher.way.value !== "ready" || !this.known()) this.publisher.again();
      if (greeted > 1) this.monitor.again();
    };
    this.desk.recheck = () => void this.recheck();
    // A socket that is refused says not why: after a while, ask over HTTP whether one is still signed in.
    this.stop_asking = effect(() => {
      if (this.desk.connection.value.kind !== "away") return;
      const timer = setTimeout(() => void this.recheck(), PATIENCE_MS);
      return () => clearTimeout(timer);
    });
    this.desk.open();
    this.assist.open();
  }

  close(): void {
    this.stop_asking?.();
    this.assist.close();
    this.monitor.stop_all();
    this.publisher.stop();
    this.desk.close();
  }

  /** Is one still signed in, and still in this show? A gateway that is away says nothing about it. */
  private async recheck(): Promise<void> {
    try {
      await look_up_session();
    } catch {
      return;
    }
    const kind = this.desk.connection.value.kind;
    const mine = session.value?.shows.some((show) => show.id === this.show) ?? true;
    if (!mine && kind !== "open" && kind !== "ended") {
      const [en, zh] = say.entries.show_gone;
      this.desk.end({ error: "show_gone", en, zh });
    }
  }

  /** The gateway still knows the microphone this page publishes; a gateway that started anew does not. */
  private known(): boolean {
    const source = this.publisher.source.value;
    return source !== "" && source in this.desk.state.value.sources;
  }
}
