/** The page's life: the link becomes a session, the session a WebSocket, and what it says goes to the screen. */
import { signal } from "@preact/signals";
import { as_problem, get, post, type Problem } from "../shared/http";
import { remember, remembered } from "../shared/preferences";
import { JsonSocket } from "../shared/socket";
import { steadily } from "../shared/steady";
import { Ear } from "./ear";
import type { In, Out, PageState } from "./messages";

export type Stage = "starting" | "no_link" | "ready" | "ended";
const REPORT_MS = 250;
const PING_MS = 4000;
const SHOWN_MS = 4000;

interface Battery extends EventTarget {
  level: number;
  charging: boolean;
}

export class Session {
  readonly stage = signal<Stage>("starting");
  readonly state = signal<PageState | null>(null);
  readonly online = signal(false);
  readonly was_online = signal(false);
  readonly why = signal<{ en: string; zh: string } | null>(null);
  readonly acknowledged = signal(false);
  readonly own_db = signal(remembered<number>("phone.volume_db", 0));
  readonly awake = signal(false);
  readonly ear: Ear;
  private readonly boot = Math.floor(Math.random() * 0x7fffffff);
  private readonly socket: JsonSocket<In, Out>;
  private shown: ReturnType<typeof setTimeout> | null = null;
  private pinged = 0;
  private last_power = "";

  constructor() {
    this.ear = new Ear(() => this.tell_listening());
    this.socket = new JsonSocket<In, Out>("/api/v1/phone/live", {
      opened: () => undefined,
      message: (message) => this.take(message),
      closed: () => this.online.value && (this.online.value = false),
    });
  }

  async begin(): Promise<void> {
    const token = location.hash.slice(1);
    history.replaceState(null, "", location.pathname);
    try {
      if (token !== "") await post("/phone/session", { token });
      await get("/phone/session");
    } catch (wrong) {
      const problem: Problem = as_problem(wrong);
      if (problem.status === 0 || problem.status >= 500) {
        if (token !== "") history.replaceState(null, "", `${location.pathname}#${token}`);
        setTimeout(() => void this.begin(), 2000);
        return;
      }
      // A link that was used already, on the very phone that used it, is no reason to stop.
      const still = token !== "" && (await get("/phone/session").then(() => true, () => false));
      if (!still) {
        this.why.value = problem.code === "unauthorized" ? null : problem;
        this.stage.value = "no_link";
        return;
      }
    }
    this.stage.value = "ready";
    this.socket.open();
    steadily(REPORT_MS, () => void this.tick());
    // Told by the phone itself, a good while before the silence would tell.
    addEventListener("offline", () => this.socket.again());
    document.addEventListener("visibilitychange", () => void this.stay_awake());
    void this.stay_awake();
  }

  acknowledge(cue?: string): void {
    if (!this.socket.send(cue === undefined ? { t: "ack" } : { t: "ack", cue })) return;
    this.acknowledged.value = true;
    if (this.shown !== null) clearTimeout(this.shown);
    this.shown = setTimeout(() => (this.acknowledged.value = false), SHOWN_MS);
  }

  call(): void {
    this.socket.send({ t: "call" });
  }

  set_own(db: number): void {
    this.own_db.value = Math.max(-40, Math.min(0, db));
    remember("phone.volume_db", this.own_db.value);
    this.set_volume();
  }

  unlock(): void {
    this.ear.unlock();
    void this.stay_awake();
  }

  private take(message: In): void {
    if (message.t === "hello" || message.t === "state") {
      if (message.t === "hello") {
        const again = this.was_online.value && !this.online.value;
        this.online.value = this.was_online.value = true;
        this.tell_listening();
        this.last_power = "";
        // The gateway may be another one by now: it knows nothing of the sound of before.
        if (again && this.ear.sound.value !== "playing") this.ear.again();
      }
      this.state.value = message;
      this.set_volume();
    } else if (message.t === "bye") {
      this.why.value = message;
      this.stage.value = "ended";
      this.socket.close();
      this.ear.stop();
    }
  }

  private set_volume(): void {
    const state = this.state.value;
    if (state !== null) this.ear.set_volume(state.volume_db, this.own_db.value, state.muted);
  }

  private tell_listening(): void {
    const on = this.ear.sound.value === "playing";
    if (this.ear.peers > 0) this.socket.send({ t: "listening", on, boot: this.boot, peer: this.ear.peers });
  }

  private async tick(): Promise<void> {
    if (this.stage.value !== "ready") return;
    const now = performance.now();
    if (this.socket.silent(now)) this.socket.again();
    if (now - this.pinged > PING_MS && this.socket.send({ t: "ping" })) {
      this.pinged = now;
      void this.tell_power();
    }
    const played = await this.ear.look();
    if (played !== null) this.socket.send({ t: "played", ...played });
  }

  private async tell_power(): Promise<void> {
    const asked = (navigator as { getBattery?: () => Promise<Battery> }).getBattery;
    const battery = await asked?.call(navigator).catch(() => undefined);
    if (battery === undefined) return;
    const power = { percent: Math.round(battery.level * 100), charging: battery.charging };
    if (JSON.stringify(power) === this.last_power) return;
    if (this.socket.send({ t: "power", ...power })) this.last_power = JSON.stringify(power);
  }

  private async stay_awake(): Promise<void> {
    if (document.visibilityState !== "visible") return;
    try {
      const lock = await navigator.wakeLock.request("screen");
      this.awake.value = true;
      lock.addEventListener("release", () => (this.awake.value = false));
    } catch {
      this.awake.value = false;
    }
  }
}
