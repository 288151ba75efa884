/** Bodypacks as they might be on a busy day, to look at their page with. */
import type { FleetDocument } from "../src/core/fleet";

const NOW = Date.now();
const MINUTE = 60_000;

/** The same every time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

const update = (version: string, current: boolean, more: object = {}): object => ({ version, build: "b1", board: "esp32_s3", machine: "xtensawin", on_trial: false, current, ...more });

export function sample_fleet(): FleetDocument {
  const common = { show: "main", language: "zh", declared: false, on_air: false, board: "esp32_s3", tracing: false, trace: null, ceiling_wanted_db: null };
  const trace = { delay_worst_ms: 78, resent: 61, ended: "done", good: true, id: "0000000a", at_ms: NOW - 12 * MINUTE, seconds: 60, packets: 6000, lost_percent: 1.4, delay_p50_ms: 3.2, delay_p95_ms: 21.7 };
  return {
    broker: "embedded",
    bodypacks: [
      { ...common, id: "host-1", label: "安娜", groups: ["hosts", "stage-left"], state: "online", on_air: true, last_seen_ms: NOW, version: "0.4.0", ip: "192.168.1.61", rssi_dbm: -58, key: "5f0c91ab", ceiling_db: -6, battery: { percent: 83, volts: 3.98, minutes: 322 }, trace, update: update("0.4.0", true) as never },
      { ...common, id: "host-2", label: "Ben", groups: ["hosts"], state: "online", last_seen_ms: NOW, version: "0.3.2", ip: "192.168.1.62", rssi_dbm: -76, key: "80aa12fe", ceiling_db: -6, ceiling_wanted_db: -12, battery: { percent: 24, volts: 3.61, minutes: 55 }, tracing: true, update: update("0.3.2", false, { state: "fetching", percent: 42, en: "host-2: fetches the new firmware, 42 %", zh: "host-2：正在下载新固件，42%" }) as never },
      { ...common, id: "host-3", label: "陈晨 with a rather long name here", groups: [], state: "offline", last_seen_ms: NOW - 190 * MINUTE, version: "0.3.2", ip: "192.168.1.63", rssi_dbm: -61, key: "11d9e0c4", ceiling_db: -9, battery: { percent: 51, volts: 3.75, minutes: null }, declared: true, update: update("0.3.2", false, { state: "waiting", percent: 0, en: "host-3: not connected; it is updated when it comes", zh: "host-3：未连接；上线后再升级" }) as never },
      { ...common, id: "host-4", label: "小满", groups: ["guests"], state: "online", last_seen_ms: NOW, version: "0.4.0", ip: "192.168.1.64", rssi_dbm: -66, key: "9c33f7d1", ceiling_db: -6, battery: null, update: update("0.4.0", true, { state: "done", percent: 100 }) as never },
      { ...common, id: "host-5", label: "Dora", groups: ["guests"], state: "pending", language: "en", last_seen_ms: null, version: null, board: null, ip: null, rssi_dbm: null, key: null, ceiling_db: null, battery: null, update: null },
    ],
    knocking: [
      { id: "host-9", reason: "unknown", ip: "192.168.1.77", count: 14, seen_ms: NOW - 20_000 },
      { id: "host-4", reason: "password", ip: "192.168.1.80", count: 3, seen_ms: NOW - 4 * MINUTE },
    ],
    rollout: {
      id: "update-1", version: "0.4.0", state: "running", at_once: 1, stages: [["host-4"], ["host-2", "host-3"]],
      hosts: {
        "host-4": update("0.4.0", true, { state: "done", percent: 100, en: "done", zh: "完成" }) as never,
        "host-2": update("0.3.2", false, { state: "fetching", percent: 42, en: "host-2: fetches the new firmware, 42 %", zh: "host-2：正在下载新固件，42%" }) as never,
        "host-3": update("0.3.2", false, { state: "waiting", percent: 0, en: "host-3: not connected; it is updated when it comes", zh: "host-3：未连接；上线后再升级" }) as never,
      },
    },
  };
}

function battery(hours: number): [number, number, number][] {
  const points: [number, number, number][] = [];
  for (let minute = 0; minute <= hours * 60; minute += 1) {
    const left = hours * 60 - minute;
    if (left > 400 && left < 560) continue;
    const percent = left > 560 ? 95 - ((20_000 - left) % 540) / 8 : 95 - (400 - left) * 0.03;
    points.push([NOW - left * MINUTE, Math.round(percent), Math.round(330 + percent * 0.9) / 100]);
  }
  return points;
}

function trace_points(): [number, number | null][] {
  const next = chance(7);
  let burst = 0;
  return Array.from({ length: 6000 }, (_, at) => {
    if (burst > 0) burst -= 1;
    else if (next() < 0.0015) burst = Math.round(next() * 14);
    const busy = at > 2400 && at < 3300 ? 14 : 0;
    return [at * 10, burst > 0 ? null : Math.round((next() ** 4 * (24 + busy * 3) + next() * 2 + busy * next()) * 10) / 10];
  });
}

/** What the routes below /bodypacks answer. */
export function fleet_answer(path: string, hours: number): unknown {
  const fleet = sample_fleet();
  if (path === "/bodypacks") return fleet;
  if (path.endsWith("/battery")) return { points: path.includes("host-4") ? [] : battery(hours) };
  const packs = fleet.bodypacks as readonly { id?: string; trace?: unknown }[];
  const pack = packs.find((one) => path.startsWith(`/bodypacks/${one.id}`));
  if (path.endsWith("/traces")) return pack?.trace == null ? [] : [pack.trace];
  if (path.includes("/traces/")) return { summary: pack?.trace, points: trace_points() };
  return pack ?? null;
}
