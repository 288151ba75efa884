/** What one owner's browser knows of all bodypacks: the live document, as the messages make it. */
import type { Bodypack, Knock, Rollout, Update } from "./bodypacks";
import { Missed } from "./live";
import { merged } from "./merge_patch";

/** The live document, where a table may come as a list or by name, and where absence means null. */
export interface FleetDocument {
  broker?: string;
  bodypacks?: readonly Partial<Bodypack>[] | Record<string, Partial<Bodypack>>;
  knocking?: readonly Knock[] | Record<string, Knock>;
  rollout?: Partial<Rollout> | null;
}

export interface Fleet {
  broker: "embedded" | "external";
  bodypacks: readonly Bodypack[];
  knocking: readonly Knock[];
  rollout: Rollout | null;
}

export interface FleetLive {
  seq: number;
  document: FleetDocument;
}

export type FleetMessage = { t: "hello"; seq: number; state: FleetDocument } | { t: "patch"; seq: number; patch: unknown };

/** The next state of knowledge. A patch that does not follow the one before is Missed. */
export function fleet_told(live: FleetLive | null, message: FleetMessage): FleetLive | null {
  if (message.t === "hello") return { seq: message.seq, document: message.state };
  if (live === null || message.seq <= live.seq) return live;
  if (message.seq !== live.seq + 1) throw new Missed(`patch ${message.seq} after ${live.seq}`);
  return { seq: message.seq, document: merged(live.document, message.patch) };
}

const NO_PACK = {
  label: "",
  show: "",
  language: "zh",
  declared: false,
  state: "pending",
  last_seen_ms: null,
  on_air: false,
  version: null,
  board: null,
  ip: null,
  rssi_dbm: null,
  key: null,
  ceiling_db: null,
  ceiling_wanted_db: null,
  battery: null,
  trace: null,
  tracing: false,
  trouble: null,
  update: null,
} as const;
const NO_UPDATE: Update = { version: null, build: null, board: null, machine: null, on_trial: null, current: null };

const battery_of = ({ percent, volts, minutes }: Partial<NonNullable<Bodypack["battery"]>>): Bodypack["battery"] => ({
  percent: percent ?? null,
  volts: volts ?? null,
  minutes: minutes ?? null,
});

const whole = new WeakMap<object, Bodypack>();

/** With null for what the document leaves out. The same object for the same entry, so that only what changed is drawn. */
function pack_of(id: string, entry: Partial<Bodypack>): Bodypack {
  const known = whole.get(entry);
  if (known !== undefined && known.id === id) return known;
  const made: Bodypack = {
    ...NO_PACK,
    ...entry,
    id,
    groups: entry.groups ?? [],
    battery: entry.battery == null ? null : battery_of(entry.battery),
    trace: entry.trace == null ? null : { ...entry.trace, delay_p50_ms: entry.trace.delay_p50_ms ?? null, delay_p95_ms: entry.trace.delay_p95_ms ?? null },
    update: entry.update == null ? null : { ...NO_UPDATE, ...entry.update },
  };
  whole.set(entry, made);
  return made;
}

function rows_of<T extends { id?: string | null | undefined }>(table: readonly T[] | Record<string, T> | undefined): [string, T][] {
  if (table === undefined) return [];
  return Object.entries(table).map(([name, row]) => [row.id ?? name, row]);
}

function rollout_of(found: Partial<Rollout> | null | undefined): Rollout | null {
  if (found?.id === undefined) return null;
  const hosts = Object.entries(found.hosts ?? {}).map(([id, row]): [string, Update] => [id, { ...NO_UPDATE, ...row }]);
  return { version: "", state: "done", at_once: 1, stages: [], ...found, id: found.id, hosts: Object.fromEntries(hosts) };
}

export function fleet_of(document: FleetDocument): Fleet {
  return {
    broker: document.broker === "external" ? "external" : "embedded",
    bodypacks: rows_of(document.bodypacks).map(([id, entry]) => pack_of(id, entry)),
    knocking: rows_of(document.knocking).map(([, knock]) => ({ ...knock, id: knock.id ?? null, ip: knock.ip ?? null })),
    rollout: rollout_of(document.rollout),
  };
}
