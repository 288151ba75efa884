/** Times in words. */
import { ago } from "../../core/figures";
import { now_ms } from "../../live/clock";
import { language } from "../../shared/words";
import { say } from "../../words/panel";

/** "3 s ago"; "" when nothing is known. */
export function ago_words(iso: string | null): string {
  const found = ago(now_ms.value, iso);
  return found === null ? "" : say(`ago_${found.unit}`, { count: found.count });
}

export function duration_words(minutes: number): string {
  const h = Math.floor(minutes / 60);
  const m = Math.round(minutes % 60);
  return h > 0 ? say("hours", { h, m }) : say("minutes", { m });
}

/** For the small figures of a tile: "5h20". */
export function duration_short(minutes: number): string {
  const m = Math.round(minutes);
  if (m < 60) return say("minutes_least", { m });
  return say("hours_short", { h: Math.floor(m / 60), m: String(m % 60).padStart(2, "0") });
}

const tag = (): string => (language.value === "zh" ? "zh-CN" : "en-GB");

export function time_words(iso: string | number | Date): string {
  return new Date(iso).toLocaleTimeString(tag(), { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

export function date_words(iso: string | number | Date): string {
  return new Date(iso).toLocaleString(tag(), {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
}
