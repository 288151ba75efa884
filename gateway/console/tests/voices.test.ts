import { describe, expect, it } from "vitest";
import type { Phrase } from "../src/core/document";
import { CLIP_RULES, choice_key, clip_of, clips_broken, clips_go_first, clips_ready, phrases_for } from "../src/core/clips";
import { address_wrong, body_of, completed, differs, draft_of, FRESH, key_wrong } from "../src/core/speech_service";

function phrase(over: Partial<Phrase> = {}): Phrase {
  return { label: "P", language: "th", text: "", seconds: 1, kind: "recorded", colour: null, order: 0, state: "ready", ...over };
}

describe("clips", () => {
  const phrases = { a: phrase(), b: phrase({ state: "failed" }), c: phrase({ language: "zh-Hant" }) };

  it("stand for rules that speak into an ear", () => {
    expect(CLIP_RULES).toContain("stock_low");
    expect(CLIP_RULES).not.toContain("source_stale");
  });

  it("of the very language count before those of all its kinds, and one that is taken away lets those through", () => {
    const clips = { "stock_low/zh": "a", "stock_low/zh-Hant": "c", "sold_out/zh": "a", "deadline/zh-Hant": "", "deadline/zh": "c" };
    expect(clip_of(clips, phrases, "stock_low", "zh-Hant")).toEqual({ key: "stock_low/zh-Hant", phrase: "c", shared: false, state: "ready" });
    expect(clip_of(clips, phrases, "stock_low", "zh-Hans")).toEqual({ key: "stock_low/zh", phrase: "a", shared: true, state: "ready" });
    expect(clip_of(clips, phrases, "deadline", "zh-Hant").key).toBe("deadline/zh");
    expect(clip_of(clips, phrases, "stock_low", "yue").key).toBe("stock_low/zh-Hant");
    expect(clip_of(clips, phrases, "deadline", "yue").phrase).toBe("");
  });

  it("whose phrase was removed, or has no sound, say nothing and are not counted", () => {
    const clips = { "stock_low/th": "gone", "sold_out/th": "b", "deadline/th": "a" };
    expect(["stock_low", "sold_out", "deadline", "question"].map((rule) => clip_of(clips, phrases, rule, "th").state)).toEqual(["gone", "failed", "ready", "none"]);
    expect([clips_ready(clips, phrases, "th"), clips_broken(clips, phrases, "th"), clips_broken({}, phrases, "th")]).toEqual([1, 2, 0]);
  });

  it("wait behind a voice of this machine, and go before a speech service, unless somebody chose otherwise", () => {
    const said = (engine: string, chosen = ""): boolean => clips_go_first({ ok: engine !== "", engine, chosen });
    expect([said(""), said("http"), said("http", "http"), said("espeak"), said("espeak", "http"), said("piper", "clip")]).toEqual([true, true, false, false, false, true]);
  });

  it("are chosen from the phrases of their language first", () => {
    const many = { z: phrase({ language: "en", order: 0 }), y: phrase({ order: 2 }), x: phrase({ order: 1 }), w: phrase({ language: "th-TH", order: 1, label: "A" }) };
    expect(phrases_for(many, "th").map(({ id }) => id)).toEqual(["w", "x", "y", "z"]);
  });
});

describe("a choice", () => {
  it("is made for the very language, and taken back where it was made", () => {
    expect(choice_key({ zh: "espeak" }, "zh-Hant", "")).toBe("zh");
    expect(choice_key({ zh: "espeak", "zh-Hant": "http" }, "zh-Hant", "")).toBe("zh-Hant");
    expect(choice_key({ zh: "espeak" }, "zh-Hant", "http")).toBe("zh-Hant");
  });
});

describe("a speech service", () => {
  it("has an address by HTTP, with nobody's name and password in it", () => {
    const wrong = ["", "  ", "ftp://a/b", "a.example", "https://", "http://user:word@a.example/v1", "http://key@a.example", "http://a b/", "http://a.example/#x"];
    expect(wrong.map(address_wrong)).toEqual([
      "address_needed", "address_needed", "address_scheme", "address_scheme", "address_strange", "address_secret", "address_secret", "address_strange", "address_strange",
    ]);
    expect(["http://127.0.0.1:8880/v1/audio/speech", "https://a.example/speech?api-version=2", " https://a.example/mail@home "].map(address_wrong)).toEqual([null, null, null]);
  });

  it("is offered its whole address where only the beginning was typed", () => {
    expect(["https://a.example", "https://a.example/v1/", "http://a:8880/api/v2"].map(completed)).toEqual([
      "https://a.example/v1/audio/speech", "https://a.example/v1/audio/speech", "http://a:8880/api/v2/audio/speech",
    ]);
    expect(["", "nowhere", "https://a.example/v1/audio/speech", "https://a.example/tts", "https://a.example/?x=1"].map(completed)).toEqual([null, null, null, null, null]);
  });

  it("is told its key only where somebody typed one, so that the one that is kept stays", () => {
    const draft = { ...FRESH, url: " HTTPS://a.example/v1/audio/speech " };
    expect(body_of(draft, true)).toEqual({ url: "https://a.example/v1/audio/speech", model: "tts-1", voice: "alloy", languages: [], deadline_s: 3, on: true });
    expect(body_of({ ...draft, key: " abc " }, false)).toMatchObject({ key: "abc", on: false });
    expect(["sk-1_2.3", "a b", "钥匙", ""].map(key_wrong)).toEqual([false, true, true, false]);
  });

  it("is worth saving once something is another", () => {
    const kept = { on: true, url: "http://a/v1/audio/speech", model: "m", voice: "v", languages: ["th", "en"], deadline_s: 2, has_key: true };
    expect(draft_of(kept)).toEqual({ url: kept.url, model: "m", voice: "v", languages: ["th", "en"], deadline_s: 2, key: "" });
    const same = { ...draft_of(kept), languages: ["en", "th"] };
    expect(differs(same, kept)).toBe(false);
    expect(differs(FRESH, null)).toBe(true);
    expect([{ url: "http://b/" }, { key: "x" }, { voice: "w" }, { languages: ["en"] }, { deadline_s: 3 }].map((other) => differs({ ...same, ...other }, kept))).toEqual([true, true, true, true, true]);
  });
});
