/** What one console knows of its show: the document, the events, and who it is itself. A function of the messages. */
import type { LiveDocument, LiveEvent, You } from "./document";
import { merged } from "./merge_patch";
import type { FromGateway } from "./messages";

export interface Live {
  seq: number;
  you: You;
  keep_ms: number;
  lost_ms: number;
  state: LiveDocument;
  /** Oldest first. */
  events: readonly LiveEvent[];
}

export const EVENTS_KEPT = 500;

/** A patch is missing: what is known no longer fits together, and must be asked for anew. */
export class Missed extends Error {}

/** Fields of which absence means null: a merge patch cannot say null, it takes the field away. */
const HOST_NULLS = {
  volume_db: null,
  max_volume_db: null,
  programme_db: null,
  ducking_db: null,
  battery_percent: null,
  battery_left_min: null,
  charging: null,
  rssi_dbm: null,
  loss_percent: null,
  rtt_ms: null,
  delay_ms: null,
  buffer_ms: null,
  last_receipt: null,
  acknowledged: null,
  calling_since: null,
  trouble: null,
  heard_at: null,
  leak: null,
} as const;

export const EMPTY: LiveDocument = {
  show: { id: "", label: "", on_air: false },
  gateway: { studio: "", version: "", mqtt: false, media: false, capture: false, webrtc: false },
  hosts: {},
  groups: {},
  sources: {},
  talks: {},
  people: {},
  phrases: {},
  cues: {},
  recording: { on: false, notice: { en: "", zh: "" } },
  products: {},
  questions: {},
  suggestions: {},
};

/** The next state of knowledge. The same object when the message changes nothing of it. */
export function told(live: Live | null, message: FromGateway): Live | null {
  if (message.t === "hello") {
    const { seq, you, keep_ms, lost_ms, events } = message;
    const known = live?.events ?? [];
    return { seq, you, keep_ms, lost_ms, state: filled({ ...EMPTY, ...message.state }), events: joined(known, events) };
  }
  if (live === null) return null;
  if (message.t === "patch") {
    if (message.seq <= live.seq) return live;
    if (message.seq !== live.seq + 1) throw new Missed(`patch ${message.seq} after ${live.seq}`);
    return { ...live, seq: message.seq, state: filled(merged(live.state, message.patch)) };
  }
  if (message.t === "event") return { ...live, events: joined(live.events, [message.event]) };
  if (message.t === "you") {
    const { t: _, you, ...flat } = message;
    return { ...live, you: { ...live.you, ...flat, ...you } };
  }
  return live;
}

/** Events of both, each once, in the order of their numbers; a gateway that started anew counts from the beginning. */
function joined(known: readonly LiveEvent[], fresh: readonly LiveEvent[]): readonly LiveEvent[] {
  const seen = new Set(known.map((event) => `${event.n} ${event.at}`));
  const added = fresh.filter((event) => !seen.has(`${event.n} ${event.at}`));
  if (added.length === 0) return known;
  return [...known, ...added].slice(-EVENTS_KEPT);
}

const complete = new WeakSet<object>();

function filled(state: LiveDocument): LiveDocument {
  let hosts = state.hosts;
  for (const [id, host] of Object.entries(state.hosts)) {
    if (complete.has(host)) continue;
    const whole = { ...HOST_NULLS, ...host, hearing: host.hearing ?? [], groups: host.groups ?? [] };
    complete.add(whole);
    if (hosts === state.hosts) hosts = { ...hosts };
    hosts[id] = whole;
  }
  return hosts === state.hosts ? state : { ...state, hosts };
}
