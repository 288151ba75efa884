/** Money: whole minor units inside (cents, fen), as people write it outside. */
import { UNKNOWN } from "./figures";

/** From so many of the major unit on it is written short: 1.3M, 128万. */
const SHORT_FROM = 1_000_000;

const formats = new Map<string, Intl.NumberFormat | null>();

function format(currency: string, language: string, short: boolean, digits?: number): Intl.NumberFormat | null {
  const key = `${currency} ${language} ${short} ${digits ?? ""}`;
  let found = formats.get(key);
  if (found === undefined) {
    try {
      found = new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en-GB", {
        style: "currency",
        currency,
        currencyDisplay: "narrowSymbol",
        ...(short ? { notation: "compact", maximumFractionDigits: 1 } : digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }),
      });
    } catch {
      found = null; // Not three letters: no currency.
    }
    formats.set(key, found);
  }
  return found;
}

/** Digits behind the point: 2 of CNY, 0 of JPY; 2 of what nobody knows. */
export function digits_of(currency: string): number {
  return format(currency, "en", false)?.resolvedOptions().maximumFractionDigits ?? 2;
}

/** 128050 CNY -> "¥1,280.50"; a round amount without its zeros. */
export function money(minor: number | null | undefined, currency: string | null | undefined, language: string): string {
  if (minor == null) return UNKNOWN;
  const name = currency ?? "";
  const digits = digits_of(name);
  const major = minor / 10 ** digits;
  const round = Number.isInteger(major) ? 0 : digits;
  const made = format(name, language, Math.abs(major) >= SHORT_FROM, round);
  if (made !== null) return made.format(major);
  return `${major.toFixed(round)}${name === "" ? "" : ` ${name}`}`;
}

/** "19.9" of USD -> 1990; null of what is no amount, or has more digits than the currency. */
export function minor_of(text: string, currency: string): number | null {
  const plain = text.trim().replaceAll(",", "");
  if (!/^\d+(\.\d+)?$/.test(plain)) return null;
  const digits = digits_of(currency);
  const [whole = "", part = ""] = plain.split(".");
  if (part.length > digits) return null;
  const minor = Number(whole + part.padEnd(digits, "0"));
  return minor <= 2 ** 40 ? minor : null;
}

/** 1990 USD -> "19.90", to be edited. */
export function amount_text(minor: number | null | undefined, currency: string): string {
  if (minor == null) return "";
  const digits = digits_of(currency);
  return (minor / 10 ** digits).toFixed(digits);
}
