/** The data board: which numbers, how each is written, how old it is, and products in the order somebody asked for. */
import { UNKNOWN } from "./figures";
import { money } from "./money";
import type { Airing, Board, Figure, Minute, Product, SourceSight } from "./showdata";

type Kind = "count" | "ratio" | "rate" | "money";

/** In the order of the board; the first are shown big. */
export const NUMBERS = {
  viewers: "count",
  orders_per_min: "rate",
  comments_per_min: "rate",
  gmv_minor: "money",
  orders: "count",
  ctr: "ratio",
  cvr: "ratio",
  viewers_peak: "count",
  aov_minor: "money",
  gpm_minor: "money",
  views: "count",
  likes: "count",
  follows: "count",
  shares: "count",
} as const satisfies Record<string, Kind>;
export type NumberCode = keyof typeof NUMBERS;
export const CODES = Object.keys(NUMBERS) as NumberCode[];
export const BIG: ReadonlySet<NumberCode> = new Set(["viewers", "orders_per_min", "comments_per_min", "gmv_minor"]);

const tag = (language: string): string => (language === "zh" ? "zh-CN" : "en-GB");

/** 12850 -> "12,850"; 1 285 000 -> "1.3M", "128.5万". */
export function count(value: number | null | undefined, language: string): string {
  if (value == null) return UNKNOWN;
  const short = Math.abs(value) >= 1_000_000 ? ({ notation: "compact", maximumFractionDigits: 1 } as const) : { maximumFractionDigits: 0 };
  return new Intl.NumberFormat(tag(language), short).format(value);
}

/** 0.0412 -> "4.1 %"; below one per cent with two digits. */
export function ratio(value: number | null | undefined): string {
  if (value == null) return UNKNOWN;
  const percent = value * 100;
  return `${percent >= 99.95 || percent === 0 ? Math.round(percent) : percent.toFixed(percent < 1 ? 2 : 1)} %`;
}

/** A rate of small numbers keeps one digit: 3.4, but 128. */
export function rate(value: number | null | undefined): string {
  if (value == null) return UNKNOWN;
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}

export function written(code: NumberCode, figure: Figure | undefined, currency: string, language: string): string {
  const value = figure?.value;
  const kind: Kind = NUMBERS[code];
  if (kind === "money") return money(value, figure?.currency ?? currency, language);
  if (kind === "ratio") return ratio(value);
  return kind === "rate" ? rate(value) : count(value, language);
}

export const known = (figure: Figure | undefined): boolean => figure?.value != null;

/** The currency of the room's money; that of a product where the room has none. */
export function currency_of(board: Board, products: Readonly<Record<string, Product>>): string {
  const told = board.numbers["gmv_minor"]?.currency ?? board.currency;
  return told ?? Object.values(products).find((one) => one.currency != null)?.currency ?? "";
}

/** Show time at a moment of this browser's clock: what was told last, and what has gone by since, at the show's speed. */
export function show_time_ms(airing: Pick<Airing, "now" | "speed">, told_at_ms: number, now_ms: number): number {
  const told = Date.parse(airing.now);
  return (Number.isFinite(told) ? told : now_ms) + Math.max(0, now_ms - told_at_ms) * (airing.speed || 1);
}

/** Of the most there was: where nobody said what is low for a product. The report draws the same line. */
const LOW_SHARE = 0.1;

export type Level = "out" | "low" | "fine" | "unknown";

export function stock_level(product: Product): Level {
  if (product.stock == null) return "unknown";
  if (product.stock <= 0) return "out";
  const bound = product.stock_low || Math.floor((product.stock_first ?? 0) * LOW_SHARE);
  return product.stock <= bound ? "low" : "fine";
}

/** Every source has gone silent. */
export function all_silent(sources: Readonly<Record<string, SourceSight>> | undefined): boolean {
  const all = Object.values(sources ?? {});
  return all.length > 0 && all.every((one) => one.stale);
}

/** Of the bar, 0..1: of the most there was. */
export function stock_share(product: Product): number {
  const most = Math.max(product.stock_first ?? 0, product.stock ?? 0);
  return most <= 0 ? 0 : Math.min(Math.max((product.stock ?? 0) / most, 0), 1);
}

export const SORTS = ["slot", "label", "stock", "orders", "orders_per_min", "clicks", "ctr", "cvr", "gmv_minor"] as const;
export type Sort = (typeof SORTS)[number];
export interface Sorting {
  by: Sort;
  down: boolean;
}

/** Its number in the list; 0 is none. */
export const slot_of = (product: Pick<Product, "slot"> | undefined): number | null => product?.slot || null;

/** What is pinned comes first, what is not known last, and equal ones by their number in the list. */
export function products_in_order(products: Readonly<Record<string, Product>>, { by, down }: Sorting): string[] {
  const value = (id: string): string | number | null => (by === "slot" ? slot_of(products[id]) : (products[id]?.[by] ?? null));
  const slot = (id: string): number => slot_of(products[id]) ?? Number.MAX_SAFE_INTEGER;
  return Object.keys(products).sort((a, b) => {
    const pinned = Number(products[b]?.pinned === true) - Number(products[a]?.pinned === true);
    if (pinned !== 0) return pinned;
    const [one, other] = [value(a), value(b)];
    if (one === null || other === null) {
      if (one !== other) return one === null ? 1 : -1;
    } else if (one !== other) {
      const order = typeof one === "string" || typeof other === "string" ? String(one).localeCompare(String(other)) : one - other;
      if (order !== 0) return down ? -order : order;
    }
    return slot(a) - slot(b) || a.localeCompare(b);
  });
}

/** A click on the column: the other way round, or this one, numbers from the highest. */
export function sorted_by(now: Sorting, by: Sort): Sorting {
  return now.by === by ? { by, down: !now.down } : { by, down: by !== "slot" && by !== "label" };
}

/** The path of a little line in a box; a gap where nothing is known; "" of nothing. */
export function spark_path(values: readonly (number | null)[], width: number, height: number): string {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const step = width / Math.max(1, values.length - 1);
  let path = "";
  let down = false;
  values.forEach((value, at) => {
    if (value == null) {
      down = false;
      return;
    }
    path += `${down ? "L" : "M"}${round(at * step)} ${round(height - (value / most) * height)}`;
    down = true;
  });
  return path;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Both shapes in which the last minutes may come. */
export function minute_of(told: unknown): Minute {
  const made: Minute = { viewers: [], orders: [], comments: [] };
  const numbers = (list: unknown): (number | null)[] => (Array.isArray(list) ? list.map((one) => (typeof one === "number" ? one : null)) : []);
  if (Array.isArray(told)) {
    for (const row of told) {
      const [viewers = null, orders = null, comments = null] = Array.isArray(row)
        ? numbers(row)
        : numbers((["viewers", "orders", "comments"] as const).map((name) => (row as Record<string, unknown> | null)?.[name]));
      made.viewers.push(viewers);
      made.orders.push(orders);
      made.comments.push(comments);
    }
  } else if (told !== null && typeof told === "object") {
    const lists = told as Record<string, unknown>;
    for (const name of ["viewers", "orders", "comments"] as const) made[name] = numbers(lists[name]);
    if (typeof lists["from"] === "string") made.from = lists["from"];
  }
  return made;
}

/** What happened in the minute before each place: a sum over so many places; null where none of them is known. */
export function rolling(values: readonly (number | null)[], places: number): (number | null)[] {
  return values.map((_, at) => {
    const some = values.slice(Math.max(0, at - places + 1), at + 1).filter((one): one is number => one !== null);
    if (some.length === 0) return null;
    const sum = some.reduce((all, one) => all + one, 0);
    return at + 1 < places ? (sum * places) / (at + 1) : sum;
  });
}

/** Fewer places: the last known of each bin. */
export function thinned(values: readonly (number | null)[], every: number): (number | null)[] {
  if (every <= 1) return [...values];
  const made: (number | null)[] = [];
  for (let at = 0; at < values.length; at += every) {
    made.push(values.slice(at, at + every).reduceRight<number | null>((found, one) => found ?? one, null));
  }
  return made;
}
