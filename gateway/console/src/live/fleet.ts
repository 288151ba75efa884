/** All bodypacks of the studio, live, for owners: one socket while somebody looks. */
import { computed, signal } from "@preact/signals";
import type { Both } from "../core/document";
import { type Fleet, type FleetLive, type FleetMessage, fleet_of, fleet_told } from "../core/fleet";
import { Missed } from "../core/live";
import { API } from "../shared/http";
import { JsonSocket } from "../shared/socket";
import { steadily } from "../shared/steady";
import { look_up_session } from "./session";

type FromGateway = FleetMessage | ({ t: "bye"; error: string } & Both) | { t: "pong" | "event" | "levels" | "you" | "answer" };

const PING_EVERY_MS = 4000;
const PATIENCE_MS = 2500;

export class FleetDesk {
  readonly connection = signal<"opening" | "open" | "away">("opening");
  private readonly live = signal<FleetLive | null>(null);
  /** null: nothing is known yet. */
  readonly fleet = computed<Fleet | null>(() => (this.live.value === null ? null : fleet_of(this.live.value.document)));
  private stop_ping: (() => void) | null = null;
  private recheck_timer: ReturnType<typeof setTimeout> | undefined;
  private readonly socket = new JsonSocket<FromGateway, { t: "ping" }>(`${API}/bodypacks/live`, {
    opened: () => undefined,
    message: (message) => this.hear(message),
    closed: () => this.lost(),
  });

  open(): void {
    this.stop_ping = steadily(PING_EVERY_MS, () => {
      if (this.socket.silent(performance.now())) this.socket.again();
      else this.socket.send({ t: "ping" });
    });
    this.socket.open();
  }

  close(): void {
    clearTimeout(this.recheck_timer);
    this.stop_ping?.();
    this.stop_ping = null;
    this.socket.close();
  }

  private hear(message: FromGateway): void {
    if (message.t === "bye") {
      void look_up_session().catch(() => undefined);
      return;
    }
    if (message.t !== "hello" && message.t !== "patch") return;
    try {
      this.live.value = fleet_told(this.live.value, message);
    } catch (wrong) {
      if (!(wrong instanceof Missed)) throw wrong;
      this.socket.again();
      return;
    }
    if (message.t === "hello") {
      clearTimeout(this.recheck_timer);
      this.connection.value = "open";
    }
  }

  /** A socket that is refused says not why: after a while, ask over HTTP whether one is still signed in. */
  private lost(): void {
    this.connection.value = "away";
    clearTimeout(this.recheck_timer);
    this.recheck_timer = setTimeout(() => void look_up_session().catch(() => undefined), PATIENCE_MS);
  }
}
