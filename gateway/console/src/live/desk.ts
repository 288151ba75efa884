/** One console at one show: the live document, the levels, the connection, and the talk keys. */
import { batch, computed, signal } from "@preact/signals";
import type { Both, LiveDocument, You } from "../core/document";
import { KeyMachine, type KeyView, type Wish } from "../core/key_machine";
import { EMPTY, Missed, type Live, told } from "../core/live";
import type { FromGateway, ToGateway } from "../core/messages";
import { API, part } from "../shared/http";
import { JsonSocket } from "../shared/socket";
import { steadily } from "../shared/steady";

export type Connection =
  | { kind: "opening" }
  | { kind: "open" }
  | { kind: "away"; since: Date }
  | { kind: "ended"; why: Both & { code: string } };

export interface Refused extends Both {
  key: string | null;
  code: string;
}

const PING_EVERY_MS = 4000;

export class Desk {
  readonly live = signal<Live | null>(null);
  readonly connection = signal<Connection>({ kind: "opening" });
  readonly source_levels = signal<Readonly<Record<string, number>>>({});
  readonly host_levels = signal<Readonly<Record<string, number>>>({});
  readonly keys = signal<ReadonlyMap<string, KeyView>>(new Map());
  readonly state = computed<LiveDocument>(() => this.live.value?.state ?? EMPTY);
  readonly you = computed<You | null>(() => this.live.value?.you ?? null);
  readonly usable = computed(() => this.connection.value.kind === "open" && this.live.value !== null);
  /** Called with what the gateway would not do. */
  refused: (what: Refused) => void = () => undefined;
  /** Called after each hello: connected, or connected again. */
  greeted: () => void = () => undefined;

  private readonly machine = new KeyMachine();
  private readonly socket: JsonSocket<FromGateway, ToGateway>;
  private stop_keep: (() => void) | null = null;
  private stop_ping: (() => void) | null = null;
  private keep_ms = 0;
  private greeting_waits = false;

  constructor(readonly show: string) {
    this.socket = new JsonSocket<FromGateway, ToGateway>(`${API}/shows/${part(show)}/live`, {
      opened: () => (this.greeting_waits = true),
      message: (message) => this.hear(message),
      closed: (code) => this.lost(code),
    });
    this.blurred = this.blurred.bind(this);
    this.hidden = this.hidden.bind(this);
  }

  open(): void {
    addEventListener("blur", this.blurred);
    document.addEventListener("visibilitychange", this.hidden);
    this.stop_ping = steadily(PING_EVERY_MS, () => {
      if (this.socket.silent(performance.now())) this.socket.again();
      else this.socket.send({ t: "ping" });
    });
    this.socket.open();
  }

  close(): void {
    removeEventListener("blur", this.blurred);
    document.removeEventListener("visibilitychange", this.hidden);
    this.stop_ping?.();
    this.stop_keep?.();
    this.stop_keep = this.stop_ping = null;
    this.socket.close();
  }

  press(key: string, finger: string, wish: Wish): void {
    if (!this.usable.value) return;
    this.say(this.machine.press(key, finger, wish, performance.now()));
  }

  release(key: string, finger: string): void {
    this.say(this.machine.release(key, finger));
  }

  /** Everything this console says ends. */
  silence(): void {
    this.say(this.machine.silence());
  }

  private say(messages: readonly ToGateway[]): void {
    for (const message of messages) this.socket.send(message);
    this.show_keys();
  }

  private show_keys(): void {
    this.keys.value = this.machine.view();
  }

  private hear(message: FromGateway): void {
    const now_ms = performance.now();
    if (message.t === "levels") {
      batch(() => {
        this.source_levels.value = { ...this.source_levels.value, ...message.sources };
        this.host_levels.value = { ...this.host_levels.value, ...message.hosts };
      });
      return;
    }
    if (message.t === "bye") {
      this.end(message);
      return;
    }
    if (message.t === "answer") {
      this.answer(message, now_ms);
      return;
    }
    let next: Live | null;
    try {
      next = told(this.live.value, message);
    } catch (wrong) {
      if (!(wrong instanceof Missed)) throw wrong;
      this.socket.again();
      return;
    }
    batch(() => {
      this.live.value = next;
      if (next !== null) this.machine.talks(next.state.talks, now_ms);
      if (message.t === "hello") this.connection.value = { kind: "open" };
      this.show_keys();
    });
    if (message.t === "hello") {
      this.pace(message.keep_ms);
      if (this.greeting_waits) this.greeted();
      this.greeting_waits = false;
    }
  }

  private answer(message: Extract<FromGateway, { t: "answer" }>, now_ms: number): void {
    if (message.ok) {
      this.say(this.machine.answered(message.re, message.cue ?? null, now_ms));
      return;
    }
    const key = this.machine.refused(message.re);
    this.show_keys();
    this.refused({ key, code: message.error, en: message.en, zh: message.zh });
  }

  private pace(keep_ms: number): void {
    if (this.stop_keep !== null && keep_ms === this.keep_ms) return;
    this.stop_keep?.();
    this.keep_ms = keep_ms;
    this.stop_keep = steadily(Math.max(keep_ms, 50), () => this.keep());
  }

  private keep(): void {
    const live = this.live.value;
    if (live !== null) this.machine.talks(live.state.talks, performance.now());
    const message = this.machine.keep();
    if (message !== null) this.socket.send(message);
    const shown = this.keys.value;
    if (shown.size > 0) this.show_keys();
  }

  private lost(code: number): void {
    this.machine.disconnected();
    batch(() => {
      this.show_keys();
      this.host_levels.value = {};
      this.source_levels.value = {};
      const now = this.connection.value;
      if (now.kind === "open" || now.kind === "opening") this.connection.value = { kind: "away", since: new Date() };
    });
    if (code === 4401 || code === 4403 || code === 4404) this.recheck();
  }

  /** Called when the gateway closed for a reason of its own, or refuses the socket: is one still signed in? */
  recheck: () => void = () => undefined;

  /** No more of this show: the gateway said why, or it cannot be seen any more. */
  end(message: { error: string } & Both): void {
    this.socket.close();
    this.machine.disconnected();
    this.show_keys();
    this.connection.value = { kind: "ended", why: { code: message.error, en: message.en, zh: message.zh } };
    this.recheck();
  }

  private blurred(): void {
    this.say(this.machine.release_all(performance.now()));
  }

  private hidden(): void {
    if (document.hidden) this.blurred();
  }
}

