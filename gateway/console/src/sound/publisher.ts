/** Carries the microphone to the gateway (WHIP). The connection stays up; talk keys open and close it at the gateway. */
import { effect, signal } from "@preact/signals";
import { Backoff } from "../shared/backoff";
import { type Problem, as_problem, part } from "../shared/http";
import { Peer, type PeerState, prefer_red } from "../shared/peer";
import type { Microphone } from "./microphone";

export type Way = "none" | "connecting" | "ready" | "lost";

export class Publisher {
  readonly way = signal<Way>("none");
  readonly problem = signal<Problem | null>(null);
  readonly source = signal<string>("");

  private peer: Peer | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly backoff = new Backoff(500, 10_000);
  private stop_watching: (() => void) | null = null;

  constructor(
    private readonly show: string,
    private readonly microphone: Microphone,
  ) {}

  start(): void {
    this.stop_watching = effect(() => {
      const track = this.microphone.track.value;
      if (track === null) return;
      if (this.peer === null) void this.connect(track);
      else void this.peer.replace(track).catch(() => this.again());
    });
  }

  stop(): void {
    this.stop_watching?.();
    this.stop_watching = null;
    this.drop();
    this.way.value = "none";
  }

  /** A new connection: the network changed, or the gateway came back and knows nothing of the old one. */
  again(): void {
    this.drop();
    const track = this.microphone.track.peek();
    if (track !== null && this.stop_watching !== null) void this.connect(track);
  }

  private drop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const peer = this.peer;
    this.peer = null;
    peer?.close();
    this.source.value = "";
  }

  private async connect(track: MediaStreamTrack): Promise<void> {
    const peer: Peer = new Peer({
      path: `/shows/${part(this.show)}/whip`,
      ice: "/ice",
      prepare: (connection) => {
        const transceiver = connection.addTransceiver(track, { direction: "sendonly" });
        prefer_red(transceiver);
      },
      state: (state) => this.changed(peer, state),
    });
    this.peer = peer;
    this.way.value = this.way.value === "lost" ? "lost" : "connecting";
    try {
      const headers = await peer.open();
      if (this.peer !== peer) return;
      this.source.value = headers.get("X-Hushcue-Source") ?? "";
      this.problem.value = null;
      const now = this.microphone.track.peek();
      if (now !== null && now !== track) await peer.replace(now);
    } catch (wrong) {
      if (this.peer !== peer) return;
      this.problem.value = as_problem(wrong);
      this.later();
    }
  }

  private changed(peer: Peer, state: PeerState): void {
    if (this.peer !== peer) return;
    if (state === "connected") {
      this.backoff.reset();
      this.way.value = "ready";
    }
    if (state === "lost") this.later();
  }

  private later(): void {
    this.drop();
    this.way.value = "lost";
    this.timer = setTimeout(() => this.again(), this.backoff.next_ms());
  }
}
