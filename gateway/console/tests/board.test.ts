import { describe, expect, it } from "vitest";
import { type Sorting, all_silent, count, minute_of, products_in_order, rate, ratio, rolling, show_time_ms, sorted_by, spark_path, stock_level, stock_share, thinned, written } from "../src/core/board";
import type { Product } from "../src/core/showdata";

const by = (some: Sorting["by"], down = false): Sorting => ({ by: some, down });
const product = (over: Partial<Product> = {}): Product => ({ label: "x", ...over });

describe("numbers", () => {
  it("are short where they are long, and a dash where nobody told them", () => {
    expect(count(12_850, "en")).toBe("12,850");
    expect(count(1_285_000, "zh")).toBe("128.5万");
    expect(count(null, "en")).toBe("–");
    expect([ratio(0.0412), ratio(0.00051), ratio(1), ratio(0), ratio(null)]).toEqual(["4.1 %", "0.05 %", "100 %", "0 %", "–"]);
    expect([rate(3.44), rate(128.4), rate(3), rate(undefined)]).toEqual(["3.4", "128", "3", "–"]);
  });

  it("never show a ratio that is unknown as nought", () => {
    expect(written("cvr", { value: null, stale: false }, "", "en")).toBe("–");
    expect(written("cvr", undefined, "", "en")).toBe("–");
    expect(written("gmv_minor", { value: 128_050, currency: "CNY" }, "USD", "zh")).toBe("¥1,280.50");
  });
});

describe("show time", () => {
  const airing = { now: "2026-01-02T03:00:00.000Z", speed: 60 };
  const told = Date.parse(airing.now);

  it("goes on from what was told, at the speed of the show", () => {
    expect(show_time_ms(airing, 1000, 3000)).toBe(told + 120_000);
    expect(show_time_ms({ ...airing, speed: 1 }, 1000, 3000)).toBe(told + 2000);
  });

  it("never goes backwards when the browser's clock ticks late", () => expect(show_time_ms(airing, 3000, 2900)).toBe(told));
});

describe("stock", () => {
  it("is out, low from its mark on, fine above, and unknown where nobody tells it", () => {
    expect([0, 20, 21].map((stock) => stock_level(product({ stock, stock_low: 20 })))).toEqual(["out", "low", "fine"]);
    expect(stock_level(product())).toBe("unknown");
    expect(stock_level(product({ stock: 3 }))).toBe("fine");
  });

  it("is low from a tenth of the most there was, where nobody set a mark", () => {
    expect([10, 11].map((stock) => stock_level(product({ stock, stock_low: 0, stock_first: 100 })))).toEqual(["low", "fine"]);
    expect(stock_level(product({ stock: 10, stock_low: 5, stock_first: 100 }))).toBe("fine");
  });

  it("is a part of the most there was, also when it was filled up", () => {
    expect(stock_share(product({ stock: 25, stock_first: 100 }))).toBe(0.25);
    expect(stock_share(product({ stock: 150, stock_first: 100 }))).toBe(1);
    expect(stock_share(product())).toBe(0);
  });
});

it("stock is no longer to be relied on when every source has gone silent, however old it is", () => {
  const source = (stale: boolean) => ({ stale, facts: 1 });
  expect([all_silent({}), all_silent(undefined), all_silent({ a: source(true), b: source(false) })]).toEqual([false, false, false]);
  expect(all_silent({ a: source(true), b: source(true) })).toBe(true);
});

describe("products", () => {
  const all = {
    a: product({ label: "B", slot: 2, orders: 5 }),
    b: product({ label: "A", slot: 1, orders: null }),
    c: product({ label: "C", slot: 3, orders: 9, pinned: true }),
    d: product({ label: "D", slot: 0, orders: 9 }),
  };

  it("stand with the pinned one first, whatever they are sorted by", () => {
    expect(products_in_order(all, by("slot"))).toEqual(["c", "b", "a", "d"]);
    expect(products_in_order(all, by("label", true))).toEqual(["c", "d", "a", "b"]);
  });

  it("stand with what is unknown last, up or down", () => {
    expect(products_in_order(all, by("orders", true))).toEqual(["c", "d", "a", "b"]);
    expect(products_in_order(all, by("orders"))).toEqual(["c", "a", "d", "b"]);
  });

  it("are turned round by the same column again, and begin with the highest of a number", () => {
    expect(sorted_by(by("slot"), "orders")).toEqual(by("orders", true));
    expect(sorted_by(by("orders", true), "orders")).toEqual(by("orders"));
    expect(sorted_by(by("orders"), "label")).toEqual(by("label"));
  });
});

describe("lines", () => {
  it("have a gap where nothing is known", () => {
    expect(spark_path([0, 4, null, 4, 0], 40, 20)).toBe("M0 20L10 0M30 0L40 20");
    expect(spark_path([], 40, 20)).toBe("");
    expect(spark_path([null], 40, 20)).toBe("");
  });

  it("are read from lists, from rows, and from nonsense without harm", () => {
    expect(minute_of({ viewers: [1, null], orders: [0, 2], comments: [3, 4], from: "t", step_ms: 10_000 })).toEqual({ viewers: [1, null], orders: [0, 2], comments: [3, 4], from: "t" });
    expect(minute_of([[1, 0, 3], [null, 2, 4]])).toEqual({ viewers: [1, null], orders: [0, 2], comments: [3, 4] });
    for (const wrong of [null, undefined, 7, "x", {}]) expect(minute_of(wrong)).toEqual({ viewers: [], orders: [], comments: [] });
  });

  it("of events are so many in the minute before each place; the first places are held to a whole minute", () => {
    expect(rolling([1, 1, 1, 1, 1, 1, 7], 6)).toEqual([6, 6, 6, 6, 6, 6, 12]);
    expect(rolling([null, null, 3], 2)).toEqual([null, null, 3]);
  });

  it("that are thinned keep the last that is known of each bin", () => {
    expect(thinned([1, 2, null, 4, null, null, 7], 3)).toEqual([2, 4, 7]);
    expect(thinned([1, 2], 1)).toEqual([1, 2]);
  });
});
