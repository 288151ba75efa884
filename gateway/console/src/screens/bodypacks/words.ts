/** Figures and times of bodypacks in words. */
import { db, whole } from "../../core/figures";
import type { Bodypack, Knock } from "../../core/bodypacks";
import { session } from "../../live/session";
import { LANGUAGE_NAMES } from "../../shared/words";
import { ago_words, duration_words } from "../panel/times";
import { say } from "../../words/bodypacks";

export const ago_of = (ms: number | null): string => (ms === null ? "" : ago_words(new Date(ms).toISOString()));

/** "online", "offline", "last here 5 min ago". */
export function presence(pack: Bodypack): string {
  if (pack.state !== "offline") return say(pack.state);
  return pack.last_seen_ms === null ? say("never_seen") : say("seen", { ago: ago_of(pack.last_seen_ms) });
}

export const signal_words = (rssi_dbm: number | null): string => whole(rssi_dbm, " dBm").replace("-", "−");

/** "83 % · 3 h 20 min"; volts where no percent is known; "" where nothing is measured. */
export function battery_words(pack: Bodypack): string {
  const { percent, volts, minutes } = pack.battery ?? { percent: null, volts: null, minutes: null };
  const charge = percent !== null ? whole(percent, " %") : volts !== null ? `${volts.toFixed(2)} V` : "";
  return charge === "" || minutes === null ? charge : `${charge} · ${duration_words(minutes)}`;
}

/** A limit, which stands below 0 dB of full scale. */
export const ceiling_words = (ceiling_db: number): string => db(ceiling_db);

export function show_label(id: string): string {
  return session.value?.shows.find((one) => one.id === id)?.label || id;
}

export const show_choices = (now: string): { value: string; label: string }[] => {
  const known = (session.value?.shows ?? []).map((one) => ({ value: one.id, label: one.label || one.id }));
  return known.some((one) => one.value === now) || now === "" ? known : [...known, { value: now, label: now }];
};

export const language_words = (tag: string): string => (tag === "zh" || tag === "en" ? LANGUAGE_NAMES[tag] : tag);

export const language_choices = (now: string): { value: string; label: string }[] =>
  ["zh", "en", ...(["zh", "en"].includes(now) ? [] : [now])].map((tag) => ({ value: tag, label: language_words(tag) }));

export function knock_words(knock: Knock): string {
  const from = knock.ip === null ? "" : `${say("knock_from", { ip: knock.ip })} · `;
  return from + say("knock_seen", { count: knock.count, ago: ago_of(knock.seen_ms) });
}
