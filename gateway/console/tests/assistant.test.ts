import { describe, expect, it } from "vitest";
import type { FigureForm, RuleForm, RuleSettings } from "../src/core/assistant";
import { LEAST, MOST, counted, factor, place } from "../src/core/effect";
import { command, csv, curl, mqtt, shopify, socket } from "../src/core/examples";
import { line_of, whole_number } from "../src/core/manual";
import { dealt_with, languages_of, shown } from "../src/core/questions";
import { type Edited, as_given, changed, changes, differs, rules_in_order, wrong_figure } from "../src/core/rules";
import type { Question } from "../src/core/showdata";
import { exemplars_of, topics_of, with_topics, words_in } from "../src/core/topics";
import { defaults } from "../src/core/hotkeys";

const both = { en: "a", zh: "甲" };
const form = (name: string, over: Partial<FigureForm> = {}): FigureForm => ({ name, label: both, unit: both, low: 1, high: 100, step: 1, default: 20, ...over });
const rule: RuleForm = { label: both, about: both, modes: ["off", "suggest"], never_held: false, thresholds: [form("pieces")], cooldown_s: form("cooldown_s"), holdout_percent: form("holdout_percent") };
const settings = (over: Partial<RuleSettings> = {}): RuleSettings => ({ mode: "suggest", cooldown_s: 20, holdout_percent: 20, thresholds: { pieces: 20 }, ...over });

describe("rules", () => {
  it("stand in the order of their worth, unknown ones last", () => {
    expect(rules_in_order({ zebra: 1, question: 1, stock_low: 1, ape: 1 })).toEqual(["stock_low", "question", "ape", "zebra"]);
  });

  it("take figures within their bounds, whole where their step is", () => {
    const whole = form("pieces");
    expect(["5", "", "x", "0", "101", "5.5"].map((text) => wrong_figure(whole, text))).toEqual([null, "number", "number", "range", "range", "whole"]);
    expect(wrong_figure(form("minutes", { step: 0.5 }), "5.5")).toBeNull();
  });

  it("differ from what is given by any figure, not by their mode", () => {
    expect(differs(settings({ mode: "auto" }), rule)).toBe(false);
    expect(differs(settings({ thresholds: { pieces: 21 } }), rule)).toBe(true);
    expect(differs(as_given(settings({ thresholds: { pieces: 21 }, cooldown_s: 3 }), rule), rule)).toBe(false);
    expect(as_given(settings({ mode: "auto" }), rule).mode).toBe("auto");
  });

  it("tell only what somebody changed here", () => {
    const before: Edited = { general: { warm_up_s: 600 }, rules: { a: settings(), b: settings() } };
    const after: Edited = { ...before, rules: { ...before.rules, b: settings({ mode: "off" }) } };
    expect(changed(before, after)).toEqual(["b"]);
    expect(changes(before, after)).toEqual({ general: {}, rules: { b: settings({ mode: "off" }) } });
    expect(changes(before, { ...before, general: { warm_up_s: 60 } })).toEqual({ general: { warm_up_s: 60 }, rules: {} });
  });
});

describe("questions", () => {
  const question = (over: Partial<Question> = {}): Question => ({
    topic: "size", label: { en: "Sizes", zh: "尺码" }, languages: {}, users: 1, users_2min: 1, raw: 1, example: "what size", first: "2026-01-01T00:00:00Z", last: "2026-01-01T00:01:00Z", ...over,
  });
  const all = { few: question(), many: question({ users: 9, example: "how much" }), done: question({ users: 4, answered: "2026-01-01T00:02:00Z" }) };

  it("stand with the most asked first, those that are answered apart", () => {
    expect(shown(all, "open")).toEqual(["many", "few"]);
    expect(shown(all, "done")).toEqual(["done"]);
    expect(shown(all, "all")).toEqual(["many", "done", "few"]);
    expect(shown(all, "all", "MUCH")).toEqual(["many"]);
  });

  it("are open again when several people ask after the answer", () => {
    const again = { answered: "2026-01-01T00:02:00Z", last: "2026-01-01T00:03:00Z" };
    expect(dealt_with(question({ ...again, users_2min: 1 }))).toBe(true);
    expect(dealt_with(question({ ...again, users_2min: 3 }))).toBe(false);
  });

  it("name their languages, the most frequent first", () => {
    expect(languages_of(question({ languages: { en: 2, th: 5, id: 2 } })).map(([name]) => name)).toEqual(["th", "en", "id"]);
  });
});

describe("topics", () => {
  const size = { id: "size", label: { en: "Sizes", zh: "尺码" }, words: ["size"], asked_by_name: true };
  const shop = { topics: [size, { ...size, id: "price" }], exemplars: [{ text: "165cm", topic: "size" }, { text: "$?", topic: "price" }] };

  it("go back as they came, with what this console does not know of them", () => {
    expect(topics_of(shop)).toEqual(shop.topics);
    expect(with_topics(shop, topics_of(shop))).toEqual(shop);
    expect(topics_of(null)).toEqual([]);
  });

  it("that are removed take along what was learnt for them, and nothing else", () => {
    expect(exemplars_of(shop, "size")).toEqual(["165cm"]);
    expect(with_topics(shop, [size])).toEqual({ topics: [size], exemplars: [{ text: "165cm", topic: "size" }] });
  });

  it("take words apart by commas of any script or by lines, each once", () => {
    expect(words_in("尺码，size, size\n穿什么码、 talla ")).toEqual(["尺码", "size", "穿什么码", "talla"]);
  });
});

describe("what is entered by hand", () => {
  it("is one line of JSON that names its source and itself", () => {
    expect(line_of({ type: "gauge", viewers: 5 }, "i1")).toBe('{"v":1,"type":"gauge","viewers":5,"src":"manual","id":"i1"}\n');
  });

  it("is a whole number, also with separators or in wide digits", () => {
    expect([whole_number("1,200"), whole_number("１２"), whole_number(" 7 ")]).toEqual([1200, 12, 7]);
    for (const wrong of ["", "-1", "1.5", "abc", "99999999999999"]) expect(whole_number(wrong)).toBeNull();
    expect(whole_number("4000", 3650)).toBeNull();
  });
});

describe("an effect", () => {
  it("stands on a line on which doubling and halving are as far from nothing", () => {
    expect([place(LEAST), place(1), place(MOST)].map((at) => Math.round(at * 1000) / 1000)).toEqual([0, 0.5, 1]);
    expect([place(0.1), place(9), place(0)]).toEqual([0, 1, 0]);
    expect([factor(1.183), factor(null)]).toEqual(["×1.18", "–"]);
    expect([counted({ orders: 5, clicks: 104 }), counted({ orders: 5 }), counted(undefined)]).toEqual(["5/104", "5", "–"]);
  });
});

describe("examples", () => {
  const here = { origin: "https://192.168.1.10:8543", show: "main", studio: "hangzhou" };

  it("are lines that work as they are, with this gateway and this show", () => {
    const text = curl(here);
    expect(text).toContain("https://192.168.1.10:8543/api/v1/shows/main/ingest");
    const documents = text.split("\n").filter((line) => line.startsWith("{"));
    expect(documents.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(["gauge", "gauge", "order", "comment", "counter", "pin"]);
    expect(socket(here)).toMatch(/^wss:\/\/192\.168\.1\.10:8543\//);
    expect(mqtt(here)).toContain("hushcue/1/hangzhou/data/main");
    expect(shopify({ ...here, origin: "http://a" })).toBe("https://a/api/v1/shows/main/shopify");
    expect(csv().split("\n").map((line) => line.split(",").length)).toEqual([6, 6, 6]);
    expect(command(here, "tiktok @NAME")).toBe("hushcue data tiktok @NAME --gateway https://192.168.1.10:8543 --show main --token $TOKEN");
  });
});

describe("keys of the assistant", () => {
  it("are there only for who directs it", () => {
    expect(defaults([], [], [], true)).toMatchObject({ "assist:send": "Enter", "assist:skip": "KeyX", "assist:mute": "KeyM" });
    expect(Object.keys(defaults([], [], []))).not.toContain("assist:send");
  });
});
