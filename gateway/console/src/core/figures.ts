/** Figures for people: short, with their units, and a dash where nothing is known. */
export const UNKNOWN = "–";

export function whole(value: number | null | undefined, unit = ""): string {
  return value == null ? UNKNOWN : `${Math.round(value)}${unit}`;
}

export function tenth(value: number | null | undefined, unit = ""): string {
  if (value == null) return UNKNOWN;
  const shown = value === 0 || value >= 10 ? Math.round(value) : Math.round(value * 10) / 10;
  return `${shown}${unit}`;
}

export function db(value: number | null | undefined): string {
  if (value == null) return UNKNOWN;
  const shown = Math.round(value * 2) / 2;
  return `${shown > 0 ? "+" : shown < 0 ? "−" : ""}${Math.abs(shown)} dB`;
}

/** 95 s -> "1:35", 2 h 5 min -> "2:05:00". */
export function clock(seconds: number): string {
  const all = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export interface Ago {
  unit: "s" | "min" | "h" | "d";
  count: number;
}

export function ago(now_ms: number, iso: string | null): Ago | null {
  const at = iso === null ? Number.NaN : Date.parse(iso);
  if (!Number.isFinite(at)) return null;
  const s = Math.max(0, Math.round((now_ms - at) / 1000));
  if (s < 60) return { unit: "s", count: s };
  if (s < 3600) return { unit: "min", count: Math.floor(s / 60) };
  if (s < 86_400) return { unit: "h", count: Math.floor(s / 3600) };
  return { unit: "d", count: Math.floor(s / 86_400) };
}

/** dB of full scale as a share of a meter from -60 to 0. */
export function share_of_meter(level_db: number | undefined): number {
  if (level_db === undefined || !Number.isFinite(level_db)) return 0;
  return Math.min(Math.max((level_db + 60) / 60, 0), 1);
}

export type Quality = "good" | "fair" | "poor" | "unknown";

export function heard_quality(percent: number | null | undefined): Quality {
  if (percent == null) return "unknown";
  return percent >= 99 ? "good" : percent >= 90 ? "fair" : "poor";
}

export function rssi_quality(dbm: number | null): Quality {
  if (dbm === null) return "unknown";
  return dbm >= -65 ? "good" : dbm >= -75 ? "fair" : "poor";
}

export function loss_quality(percent: number | null): Quality {
  if (percent === null) return "unknown";
  return percent < 2 ? "good" : percent < 15 ? "fair" : "poor";
}

export function delay_quality(ms: number | null): Quality {
  if (ms === null) return "unknown";
  return ms <= 120 ? "good" : ms <= 250 ? "fair" : "poor";
}

export function battery_quality(percent: number | null, charging: boolean | null): Quality {
  if (percent === null) return "unknown";
  if (charging === true || percent > 30) return "good";
  return percent > 15 ? "fair" : "poor";
}

/** "heard 100 %" only when it was all of it: 99.6 is 99. */
export function heard_percent(percent: number): number {
  return percent >= 100 ? 100 : Math.min(Math.floor(percent), 99);
}
