/** The sound: one connection to the gateway that comes back by itself, played under the ceiling. */
import { signal } from "@preact/signals";
import { Backoff } from "../shared/backoff";
import { Peer } from "../shared/peer";
import { audio } from "../sound/context";
import { type Protected, protect, volume_gain } from "./ceiling";
import type { Played } from "./messages";
import { Pulse } from "./pulse";
import { Teller, figures_of } from "./teller";

export type Sound = "off" | "connecting" | "playing" | "lost";

export class Ear {
  readonly sound = signal<Sound>("off");
  /** False until a tap allowed the page to play. */
  readonly unlocked = signal(false);
  /** How many connections there have been: the gateway counts frames anew with each. */
  peers = 0;
  private readonly teller = new Teller();
  private readonly pulse = new Pulse();
  private readonly element = new Audio();
  private readonly backoff = new Backoff(250, 4000);
  private peer: Peer | null = null;
  private connection: RTCPeerConnection | null = null;
  private output: Protected | null = null;
  private source: MediaStreamAudioSourceNode | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private gain = 1;

  constructor(private readonly changed: () => void) {
    this.element.muted = true;
  }

  /** To be called by a tap. */
  unlock(): void {
    const context = audio();
    const note = (): void => {
      this.unlocked.value = context.state === "running";
    };
    context.onstatechange = note;
    void context.resume().then(note, note);
    this.output ??= protect(context);
    this.output.set_gain(this.gain);
    void this.element.play().catch(() => undefined);
    if (this.peer === null) this.start();
  }

  set_volume(volume_db: number, own_db: number, muted: boolean): void {
    this.gain = muted ? 0 : volume_gain(volume_db, own_db);
    this.output?.set_gain(this.gain);
  }

  /** Another connection: the gateway was away, or the sound is gone. */
  again(): void {
    if (this.output === null) return;
    this.drop();
    this.start();
  }

  stop(): void {
    this.drop();
    this.set("off");
  }

  get audible(): boolean {
    return this.unlocked.value && this.gain > 0;
  }

  /** What was played since last time, for the gateway. */
  async look(): Promise<Played | null> {
    const report = this.sound.value === "playing" ? await this.peer?.stats() : null;
    if (report === null || report === undefined) return null;
    const playing = this.connection?.getReceivers()[0]?.getSynchronizationSources?.()[0];
    const figures = figures_of(report, playing?.rtpTimestamp ?? null);
    const now_ms = performance.now();
    if (this.sound.value === "playing" && this.pulse.stalled(figures?.packetsReceived ?? 0, now_ms)) this.later();
    return figures === null ? null : this.teller.look(figures, now_ms, !this.audible);
  }

  private start(): void {
    this.set("connecting");
    this.teller.again();
    const peer = new Peer({
      path: "/phone/whep",
      ice: "/phone/ice",
      prepare: (connection) => {
        this.connection = connection;
        connection.addTransceiver("audio", { direction: "recvonly" });
      },
      state: (state) => {
        if (this.peer !== peer) return;
        if (state === "connected") {
          this.peers += 1;
          this.backoff.reset();
          this.pulse.again(performance.now());
          this.set("playing");
        } else if (state === "lost") this.later();
      },
      track: (stream) => this.play(stream),
    });
    this.peer = peer;
    void peer.open().catch(() => {
      if (this.peer === peer) this.later();
    });
  }

  private play(stream: MediaStream): void {
    // Chromium lets a remote stream flow into Web Audio only while an element plays it, if only silently.
    this.element.srcObject = stream;
    void this.element.play().catch(() => undefined);
    this.source?.disconnect();
    this.source = audio().createMediaStreamSource(stream);
    if (this.output !== null) this.source.connect(this.output.input);
  }

  private later(): void {
    this.drop();
    this.set("lost");
    this.timer = setTimeout(() => this.start(), this.backoff.next_ms());
  }

  private drop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const peer = this.peer;
    this.peer = this.connection = null;
    peer?.close();
    this.source?.disconnect();
    this.source = null;
    this.element.srcObject = null;
  }

  private set(sound: Sound): void {
    if (this.sound.value === sound) return;
    this.sound.value = sound;
    this.changed();
  }
}
