/** Listening in: what a host hears, or a programme feed (WHEP), each with its own volume, which also works on phones. */
import { signal } from "@preact/signals";
import { Backoff } from "../shared/backoff";
import { type Problem, as_problem, part } from "../shared/http";
import { Peer, type PeerState } from "../shared/peer";
import { remember, remembered } from "../shared/preferences";
import { audio } from "./context";

export interface Listening {
  /** "host:ID" or "programme:SOURCE". */
  what: string;
  state: PeerState;
  volume: number;
  problem: Problem | null;
}

interface Ear {
  peer: Peer;
  gain: GainNode;
  element: HTMLAudioElement;
  timer: ReturnType<typeof setTimeout> | null;
  backoff: Backoff;
}

export class Monitor {
  readonly listening = signal<ReadonlyMap<string, Listening>>(new Map());
  private readonly ears = new Map<string, Ear>();

  constructor(private readonly show: string) {}

  toggle(what: string): void {
    if (this.ears.has(what)) this.stop(what);
    else this.start(what);
  }

  set_volume(what: string, volume: number): void {
    const ear = this.ears.get(what);
    if (ear !== undefined) ear.gain.gain.setTargetAtTime(volume, audio().currentTime, 0.02);
    remember(`monitor.${this.show}.${what}`, volume);
    this.say(what, { volume });
  }

  /** Connections the gateway knows nothing of any more are made anew. */
  again(): void {
    for (const what of [...this.ears.keys()]) {
      this.stop(what);
      this.start(what);
    }
  }

  stop_all(): void {
    for (const what of [...this.ears.keys()]) this.stop(what);
  }

  private start(what: string): void {
    const context = audio();
    const gain = context.createGain();
    const volume = remembered(`monitor.${this.show}.${what}`, 0.8);
    gain.gain.value = volume;
    gain.connect(context.destination);
    const element = new Audio();
    element.muted = true;
    const ear: Ear = { peer: this.peer(what, gain, element), gain, element, timer: null, backoff: new Backoff(500, 8000) };
    this.ears.set(what, ear);
    this.listening.value = new Map(this.listening.value).set(what, { what, state: "connecting", volume, problem: null });
    void this.open(what, ear);
  }

  private stop(what: string): void {
    const ear = this.ears.get(what);
    this.ears.delete(what);
    if (ear !== undefined) {
      if (ear.timer !== null) clearTimeout(ear.timer);
      ear.peer.close();
      ear.gain.disconnect();
      ear.element.srcObject = null;
    }
    const rest = new Map(this.listening.value);
    rest.delete(what);
    this.listening.value = rest;
  }

  private peer(what: string, gain: GainNode, element: HTMLAudioElement): Peer {
    return new Peer({
      path: `/shows/${part(this.show)}/whep?hear=${part(what)}`,
      ice: "/ice",
      prepare: (connection) => connection.addTransceiver("audio", { direction: "recvonly" }),
      state: (state) => {
        if (state !== "closed") this.say(what, { state });
        if (state === "connected") this.ears.get(what)?.backoff.reset();
        if (state === "lost") this.later(what);
      },
      track: (stream) => {
        // Chromium lets a remote stream flow into Web Audio only while an element plays it, if only silently.
        element.srcObject = stream;
        void element.play().catch(() => undefined);
        audio().createMediaStreamSource(stream).connect(gain);
      },
    });
  }

  private async open(what: string, ear: Ear): Promise<void> {
    try {
      await ear.peer.open();
      this.say(what, { problem: null });
    } catch (wrong) {
      if (this.ears.get(what) !== ear) return;
      const problem = as_problem(wrong);
      this.say(what, { state: "lost", problem });
      if (problem.status === 0 || problem.status >= 500) this.later(what);
    }
  }

  private later(what: string): void {
    const ear = this.ears.get(what);
    if (ear === undefined) return;
    ear.peer.close();
    if (ear.timer !== null) clearTimeout(ear.timer);
    ear.timer = setTimeout(() => {
      ear.peer = this.peer(what, ear.gain, ear.element);
      void this.open(what, ear);
    }, ear.backoff.next_ms());
  }

  private say(what: string, change: Partial<Listening>): void {
    const known = this.listening.value.get(what);
    if (known !== undefined) this.listening.value = new Map(this.listening.value).set(what, { ...known, ...change });
  }
}
