/** The stand-in's assistant: suggestions that come, are approved, spoken, skipped, cancelled, and run out. */
import type { Assistant, FigureForm, RuleBook, RuleSettings, Suggestion } from "../src/core/assistant";
import { RULES } from "../src/core/assistant";
import type { VoiceChange, VoiceSetup } from "../src/core/assistant_settings";
import { OFFERS, PRODUCTS, SampleShow, iso } from "./sample_data";

type Change = (patch: unknown) => void;
type Body = Record<string, unknown>;

const both = (en: string, zh: string): { en: string; zh: string } => ({ en, zh });
const figure = (name: string, en: string, zh: string, unit: [string, string], low: number, high: number, step: number, given: number): FigureForm => ({
  name,
  label: both(en, zh),
  unit: both(...unit),
  low,
  high,
  step,
  default: given,
});
const NAMES: Record<string, [string, string]> = {
  stock_low: ["stock is low", "库存告急"],
  sold_out: ["sold out", "已售罄"],
  viewers_peak: ["most viewers so far", "在线人数新高"],
  slow_product: ["many look, few buy", "点击高、转化低"],
  comment_spike: ["burst of comments", "评论激增"],
  question: ["frequent question", "高频提问"],
  order_surge: ["surge of orders", "订单激增"],
  order_slump: ["slump of orders", "订单骤降"],
  deadline: ["offer ends", "优惠即将结束"],
  source_stale: ["source is silent", "数据源中断"],
};
const NEVER = ["stock_low", "sold_out", "deadline", "source_stale"];

function book(): RuleBook {
  const rules: Record<string, RuleSettings> = {};
  const forms: RuleBook["forms"]["rules"] = {};
  for (const rule of RULES) {
    const never_held = NEVER.includes(rule);
    rules[rule] = { mode: rule === "order_slump" ? "off" : rule === "stock_low" ? "auto" : "suggest", cooldown_s: 120, holdout_percent: never_held ? 0 : 30, thresholds: { pieces: 20, minutes_left: 3 } };
    forms[rule] = {
      label: both(...(NAMES[rule] ?? [rule, rule])),
      about: both("a product that is being sold has only a few pieces left, or only for a few minutes", "在卖的商品只剩少量库存，或按当前销速几分钟内卖完"),
      modes: rule === "source_stale" ? ["off", "suggest"] : ["off", "suggest", "auto"],
      never_held,
      thresholds: [figure("pieces", "low from so few pieces on", "低库存线", ["pieces", "件"], 1, 100_000, 1, 20), figure("minutes_left", "low where it lasts for so long at most", "按当前销速可卖时长不足", ["min", "分钟"], 0, 60, 0.5, 3)],
      cooldown_s: figure("cooldown_s", "silent for so long afterwards", "触发后静默", ["s", "秒"], 0, 7200, 5, 120),
      holdout_percent: figure("holdout_percent", "hold-out: moments in which nothing is said", "对照组比例（不播报）", ["%", "%"], 0, never_held ? 0 : 90, 1, never_held ? 0 : 30),
    };
  }
  return { general: { warm_up_s: 600 }, rules, forms: { general: [figure("warm_up_s", "learns what is usual for so long", "开播后学习期", ["s", "秒"], 0, 7200, 10, 600)], rules: forms } };
}

const OFFER_EVERY_MS = 14_000;
const GOOD_FOR_MS = 30_000;
const AUTO_MS = 6000;

export class FakeAssistant {
  readonly show = new SampleShow();
  private readonly rules = book();
  private all: Record<string, Suggestion> = {};
  private muted_ms = 0;
  private made = 0;
  private next_ms = Date.now() + 1500;
  private settings: Body = {
    hosts: ["all"],
    delay_s: 5,
    manners: { gap_s: 45, most_per_hour: 20, ttl_s: 30, pause_deadline_s: 12, muted_until_ms: 0 },
    languages: {},
    voices: { by_language: {}, clips: {}, http: null, pace: 1 },
    rephrase: { url: "", model: "", has_key: false, unasked: [] },
  };

  private readonly voices: VoiceSetup = { by_language: {}, clips: {}, pace: 1, service: null, piper: { installed: false, folder: "/srv/hushcue/state/voices", voices: [] } };

  constructor(private readonly change: Change) {}

  sections(): Body {
    return { ...this.show.view(), suggestions: this.all, assistant: this.assistant() };
  }

  tick(): void {
    const now = Date.now();
    if (Math.random() < 0.3) this.show.sell();
    const { board, products, questions } = this.show.view();
    this.change({ board, products, questions, assistant: this.assistant() });
    for (const [id, one] of Object.entries(this.all)) this.step(id, one, now);
    if (now > this.next_ms && Object.values(this.all).filter((one) => one.state === "proposed").length < 3) this.offer(now);
  }

  /** Now, for who makes pictures. */
  offer(now = Date.now()): void {
    const what = OFFERS[this.made % OFFERS.length];
    if (what === undefined || !this.show.on) return;
    this.made += 1;
    this.next_ms = now + OFFER_EVERY_MS;
    const automatic = this.rules.rules[what.rule ?? ""]?.mode === "auto";
    const one: Suggestion = {
      ...what,
      hosts: ["host-1", "host-3"],
      spoken_s: 3.4 + what.text.length / 30,
      engine: "espeak",
      voice: "cmn",
      state: "proposed",
      mode: automatic ? "auto" : "suggest",
      facts: (what.facts ?? []).map((fact) => ({ ...fact, at: iso(now - 3000) })),
      at: iso(now),
      expires: iso(now + GOOD_FOR_MS),
      says_at: automatic ? iso(now + AUTO_MS) : null,
      held: false,
    };
    this.put(`sg-${this.made}`, one);
  }

  private step(id: string, one: Suggestion, now: number): void {
    const says = one.says_at == null ? null : Date.parse(one.says_at);
    if (one.state === "proposed" && says !== null && now > says) this.go(id, "assistant");
    else if (one.state === "proposed" && one.expires != null && now > Date.parse(one.expires)) {
      this.put(id, { ...one, state: "expired", why: both("nobody approved it in time", "没有人及时批准") });
    }
  }

  private go(id: string, by: string): void {
    const one = this.all[id];
    if (one === undefined) return;
    this.put(id, { ...one, state: "queued", by, says_at: null });
    setTimeout(() => this.all[id]?.state === "queued" && this.put(id, { ...(this.all[id] as Suggestion), state: "speaking" }), 2500);
    setTimeout(() => this.all[id]?.state === "speaking" && this.put(id, { ...(this.all[id] as Suggestion), state: "done" }), 7000);
  }

  private put(id: string, one: Suggestion): void {
    this.all = { ...this.all, [id]: one };
    this.change({ suggestions: { [id]: one } });
  }

  private assistant(): Assistant {
    const rules = Object.fromEntries(Object.entries(this.rules.rules).map(([rule, { mode, holdout_percent }]) => [rule, { mode, holdout_percent }]));
    return {
      muted_until: this.muted_ms > Date.now() ? iso(this.muted_ms) : null,
      gap_s: 45,
      most_per_hour: 20,
      spoken_last_hour: 7,
      delay_s: 5,
      voice: { "zh-Hans": { engine: "espeak", voice: "cmn", ok: true }, th: { engine: null, voice: null, ok: false, trouble: both("no voice speaks Thai; record clips or add a Piper voice", "没有可用的泰语声音：可录制片段或添加 Piper 声音") } },
      rules,
      replay: this.show.kind === "demo" ? { speed: this.show.speed, at: iso(Date.now()), ends: iso(this.show.began_ms + 120 * 60_000) } : null,
      links: { obs: { state: "connected", en: "connected to OBS 31", zh: "已连接 OBS 31", last: Date.now() - 3000 }, shopify: { state: "trouble", en: "the shop refuses the token", zh: "店铺拒绝了令牌", last: Date.now() - 64_000 } },
    };
  }

  /** undefined: not one of ours. */
  api(method: string, path: string, text: string): unknown {
    const inside = path.replace(/^\/shows\/main/, "");
    const body = text.startsWith("{") ? (JSON.parse(text.split("\n")[0] ?? "{}") as Body) : {};
    const verb = /^\/suggestions\/([^/]+)\/(approve|skip|cancel|restore|say-anyway)$/.exec(path);
    if (verb !== null) return this.decide(verb[1] ?? "", verb[2] ?? "", body);
    if (inside === "/ingest") {
      for (const line of text.trim().split("\n")) this.show.take(JSON.parse(line) as Body);
      return { accepted: 1, doubled: 0, refused: [] };
    }
    if (inside === "/assistant/mute") {
      this.muted_ms = method === "DELETE" ? 0 : Date.now() + Number(body["minutes"]) * 60_000;
      this.change({ assistant: this.assistant() });
      return null;
    }
    if (inside === "/assistant/rules") return method === "PUT" ? this.set_rules(body) : this.rules;
    if (inside === "/assistant/settings" && body["voices"] !== undefined) return this.set_voices(body["voices"] as VoiceChange);
    if (inside === "/assistant/settings") return method === "PUT" ? Object.assign(this.settings, body) : this.settings;
    if (inside === "/voices/setup") return this.voices;
    if (inside === "/voices/trial") return { seconds: 3.7, took_ms: 240, wav: silence() };
    if (inside === "/assistant/preview") return { seconds: 3.7, took_ms: 12, engine: "espeak", voice: "cmn", wav: silence() };
    if (inside === "/assistant/rehearsal") return rehearsal();
    if (inside === "/suggestions" && method === "POST") {
      this.made += 1;
      const id = `sg-${this.made}`;
      this.put(id, { hosts: body["hosts"] as string[], language: "zh-Hans", text: String(body["text"]), state: "proposed", at: iso(Date.now()), facts: [] });
      this.go(id, "林导 Lin");
      return { id };
    }
    if (inside === "/suggestions") return history();
    if (inside === "/effect") return effect();
    if (inside === "/topics") return TOPICS;
    if (inside === "/voices") return VOICES;
    if (inside === "/links") return this.assistant().links;
    if (inside === "/products") return PRODUCTS.map(([id, label, price_minor], at) => ({ id, label, slot: at === 5 ? 0 : at + 1, price_minor, currency: "CNY", stock_low: 20, offer_ends: null, keywords: at === 2 ? ["开衫", "cardigan"] : [] }));
    if (inside === "/data-retention") return { comment_days: 7, metric_days: 400 };
    if (inside === "/replay") {
      this.show.kind = method === "DELETE" ? "live" : "demo";
      this.show.speed = method === "DELETE" ? 1 : Number(body["speed"] ?? 10);
      this.show.on = method !== "DELETE";
      return {};
    }
    if (inside === "/airings") {
      if (method === "POST") this.show.on = true;
      return [{ id: "air-1", kind: "live", title: "周五专场", began: iso(Date.now() - 90_000_000), ended: iso(Date.now() - 82_000_000), speed: 1 }];
    }
    if (/^\/airings\/[^/]+\/end$/.test(path)) {
      this.show.on = false;
      return {};
    }
    if (/^\/airings\/[^/]+\/series$/.test(inside)) {
      const from = Date.now() - 280 * 10_000;
      const cues = [1, 3, 4, 6, 9].map((n) => ({ at: iso(from + n * 290_000), id: `cue${n}`, rule: n % 2 === 0 ? null : "stock_low", who: "林导 Lin", text: n % 2 === 0 ? null : "三号链接还剩四十七件", hosts: ["host-1"] }));
      return { step_ms: 10_000, from: iso(from), values: this.show.series(280), cues };
    }
    if (inside.startsWith("/questions/") || inside.startsWith("/products/") || inside.endsWith("/undo")) return {};
    return undefined;
  }

  private set_voices({ bind = {}, choose = {}, http }: VoiceChange): unknown {
    for (const [entries, into] of [[bind, this.voices.clips], [choose, this.voices.by_language]] as const) {
      for (const [name, value] of Object.entries(entries)) {
        if (value === "") delete into[name];
        else into[name] = value;
      }
    }
    if (http !== undefined) {
      const { key, ...service } = http ?? { key: "" };
      this.voices.service = http === null ? null : ({ ...service, has_key: key === undefined ? this.voices.service?.has_key === true : key !== "" } as VoiceSetup["service"]);
    }
    return this.settings;
  }

  private set_rules(body: Body): unknown {
    for (const [rule, some] of Object.entries((body["rules"] ?? {}) as Record<string, Partial<RuleSettings>>)) Object.assign(this.rules.rules[rule] ?? {}, some);
    return this.rules;
  }

  private decide(id: string, verb: string, body: Body): unknown {
    const one = this.all[id];
    if (one === undefined) return {};
    if (verb === "skip") this.put(id, { ...one, state: "rejected", by: "林导 Lin" });
    else if (verb === "restore") this.put(id, { ...one, state: "proposed", by: null, says_at: null });
    else if (verb === "cancel") this.put(id, { ...one, state: one.state === "speaking" ? "cut" : "rejected", by: "林导 Lin", says_at: null });
    else {
      if (typeof body["text"] === "string") this.put(id, { ...one, text: body["text"] });
      this.go(id, "林导 Lin");
    }
    return {};
  }
}

function silence(): string {
  const wav = Buffer.alloc(44 + 3200);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + 3200, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(16_000, 24);
  wav.writeUInt32LE(32_000, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(3200, 40);
  return wav.toString("base64");
}

function rehearsal(): unknown {
  const fired = Array.from({ length: 24 }, (_, at) => ({ at: iso(Date.now() - 7_200_000 + at * 280_000), rule: RULES[at % 4] ?? "question", product: "SKU3", facts: { label: PRODUCTS[at % 5]?.[1] ?? "" }, held_back_by: at % 5 === 0 ? "cooldown" : "" }));
  return { hours: 2, rules: { stock_low: { fired: 5, held_back: 1, per_hour: 2.5 }, viewers_peak: { fired: 4, held_back: 2, per_hour: 2 }, slow_product: { fired: 3, held_back: 0, per_hour: 1.5 }, sold_out: { fired: 1, held_back: 0, per_hour: 0.5 } }, fired, more: 0 };
}

function history(): unknown {
  return OFFERS.map((one, at) => ({ id: `old-${at}`, at_ms: Date.now() - at * 400_000, rule: one.rule, product: one.product ?? "", hosts: ["host-1"], language: one.language, text: one.text, seconds: 4.2, state: ["done", "cut", "expired", "rejected"][at], why: "", decided_by: at === 0 ? "assistant" : "me", mode: at === 0 ? "auto" : "suggest" }));
}

function effect(): unknown {
  const one = (rule: string, verdict: string, n_sent: number, n_held: number, ratio: number, low: number, high: number, en: string, zh: string) => ({ rule, verdict, n_sent, n_held, ratio, low, high, more_needed: verdict === "unknown" ? 100 : null, sentence: both(en, zh) });
  return {
    rules: [
      one("question", "unknown", 45, 19, 1.18, 0.88, 1.58, "Comparable moments: 64. A coin chose to speak at 45, to stay silent at 19. Orders per 100 clicks: 6.1 spoken vs 5.2 silent. Effect ×1.18, plausible range 0.88–1.58 → not enough evidence yet (about 100 more moments).", "在 64 个可比较的时机中，播出 45 次，沉默 19 次（抽签决定）。每百次点击的订单：播出 6.1，沉默 5.2。效果 ×1.18，合理区间 0.88–1.58 → 证据不足（约还需 100 次）。"),
      one("slow_product", "helps", 102, 44, 1.31, 1.09, 1.58, "Comparable moments: 146. A coin chose to speak at 102, to stay silent at 44. Effect ×1.31, plausible range 1.09–1.58 → helps.", "在 146 个可比较的时机中，播出 102 次，沉默 44 次。效果 ×1.31，合理区间 1.09–1.58 → 有帮助。"),
      one("viewers_peak", "hurts", 88, 40, 0.79, 0.65, 0.96, "Comparable moments: 128. A coin chose to speak at 88, to stay silent at 40. Effect ×0.79, plausible range 0.65–0.96 → hurts.", "在 128 个可比较的时机中……效果 ×0.79，合理区间 0.65–0.96 → 有害。"),
    ],
    caveat: both("Indicative only: one moment cannot show cause.", "仅供参考：单次时机不能说明因果。"),
    manual: [{ at_ms: Date.now() - 700_000, who: "林导 Lin", text: null, before: { orders: 5, clicks: 104 }, after: { orders: 8, clicks: 98 } }],
  };
}

const TOPICS = {
  topics: [
    { id: "size", label: both("Sizes", "尺码"), words: ["尺码", "多大", "穿什么码", "size", "talla", "ukuran", "ไซส์", "size nào", "tamanho", "サイズ"] },
    { id: "price", label: both("Price", "价格"), words: ["多少钱", "价格", "how much", "price", "precio", "berapa", "ราคา", "giá", "preço", "いくら"] },
    { id: "shipping", label: both("Shipping", "发货"), words: ["发货", "几天到", "包邮", "shipping", "envío", "ongkir", "ส่งฟรี"] },
  ],
  exemplars: [{ text: "1米65 110斤", topic: "size" }],
};

const VOICES = [
  { language: "zh-Hans", ok: true, engine: "espeak", voice: "cmn", chosen: "", trouble: null, choices: [{ id: "piper:zh_CN-huayan-medium", engine: "piper", voice: "zh_CN-huayan-medium", licence: "see MODEL_CARD", intelligible: null, ok: true, trouble: null, quality: "medium", sha256: "9f1c2a77b0d41e9c", region: "zh_CN", rules: 0 }, { id: "espeak", engine: "espeak", voice: "cmn", licence: "GPL-3.0-or-later", intelligible: true, ok: true, trouble: null, rules: 0 }, { id: "clip", engine: "clip", voice: "", licence: "", intelligible: true, ok: true, trouble: null, rules: 2 }] },
  { language: "en", ok: true, engine: "espeak", voice: "en-gb", chosen: "espeak", trouble: null, choices: [{ id: "espeak", engine: "espeak", voice: "en-gb", licence: "GPL-3.0-or-later", intelligible: true, ok: true, trouble: null, rules: 0 }] },
  { language: "th", ok: false, engine: "", voice: "", chosen: "", trouble: both("no voice speaks Thai; record clips or add a voice", "没有可用的泰语声音：可录制片段或添加声音"), choices: [{ id: "espeak", engine: "espeak", voice: "", licence: "GPL-3.0-or-later", intelligible: false, ok: false, trouble: both("eSpeak NG cannot be understood in Thai", "eSpeak NG 的泰语无法听懂"), rules: 0 }] },
];

