/** A show to look at, for the stand-in of the gateway. */
import type { Cue, Host, LiveDocument, LiveEvent, Role } from "../src/core/document";
import type { Ducking } from "../src/core/ducking";

const NAMES = ["安娜 Anna", "小北", "Coco", "李薇", "Momo", "阿杰", "Ruby", "晓彤", "Leo", "子涵"];
const COLOURS = ["#e5484d", "#1c7ed6", "#2f9e44", "#f08c00", "#7048e8", "#1098ad", "#d6336c"];

export const DIRECTOR: Role = {
  id: "director",
  label: "Director 导演",
  talk_to: ["all"],
  priority: "emergency",
  may_latch: true,
  may_page_all: true,
  may_speak_as_assistant: true,
  may_feed: true,
  may_listen: true,
  may_adjust: true,
  may_phrases: true,
  may_review: true,
  may_administer: true,
  talk_one_at_a_time: false,
};

export const ROLES: Role[] = [
  DIRECTOR,
  { ...DIRECTOR, id: "product", label: "Product 货品", priority: "direct", may_page_all: false, talk_one_at_a_time: true, may_administer: false, may_review: false },
  { ...DIRECTOR, id: "ops", label: "Operations 运营", priority: "announcement", may_administer: false },
  { ...DIRECTOR, id: "data", label: "Data 数据", priority: "direct", may_latch: false, may_speak_as_assistant: true, may_adjust: false, may_administer: false },
  { ...DIRECTOR, id: "technician", label: "Technician 技术", priority: "direct" },
];

export const DUCKING: Ducking = { programme: -18, speech: -12, attack_ms: 20, hold_ms: 300, release_ms: 400, by: "key", threshold_db: -45 };

const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

function host(at: number): Host {
  const phone = at % 5 === 3;
  return {
    label: at < NAMES.length ? (NAMES[at] ?? "") : `Host ${at + 1}`,
    kind: phone ? "phone" : "bodypack",
    groups: at % 2 === 0 ? ["stage-a"] : ["stage-b"],
    language: at === 2 ? "en" : "zh",
    colour: COLOURS[at % COLOURS.length] ?? null,
    state: at % 9 === 5 ? "offline" : "online",
    hearing: [],
    volume_db: -12,
    max_volume_db: 0,
    muted: at === 4,
    programme_db: at % 3 === 0 ? -12 : null,
    ducking_db: null,
    battery_percent: phone ? null : 96 - ((at * 13) % 85),
    battery_left_min: phone ? null : 420 - ((at * 60) % 400),
    charging: at === 6,
    rssi_dbm: phone ? null : -48 - ((at * 7) % 36),
    loss_percent: [0, 0.2, 0, 3.4, 0.6, null, 18][at % 7] ?? null,
    rtt_ms: 4.2,
    delay_ms: 58 + at * 3,
    buffer_ms: 30 + (at % 4) * 10,
    last_receipt: at === 2 ? null : { cue: `c${at}`, state: "done", heard_percent: [100, 100, 97.2, 100, 88][at % 5] ?? 100, delay_ms: 61 + at },
    acknowledged: at % 4 === 0 ? { cue: `c${at}`, at: ago(40_000) } : null,
    calling_since: null,
    trouble: at % 9 === 5 ? { code: "silent", en: "Nothing has been heard from this bodypack for 15 s", zh: "已有 15 秒没有收到此腰包的信号" } : null,
    heard_at: ago(at % 9 === 5 ? 95_000 : 800),
    leak: at === 7 ? { at: ago(9000), db: -31, among: ["host-7", "host-8"] } : null,
  };
}

function cue(at: number, hosts: number): [string, Cue] {
  const who = at % 3 === 0 ? "me" : at % 3 === 1 ? "bo" : "qi";
  const begin = 20_000 + at * 33_000;
  const ids = at % 6 === 0 ? Array.from({ length: hosts }, (_, n) => `host-${n + 1}`) : [`host-${(at % Math.min(hosts, 6)) + 1}`];
  return [
    `c${at}`,
    {
      who,
      name: { me: "林导 Lin", bo: "Bo", qi: "小琪" }[who] ?? who,
      source: "mic",
      to: at % 6 === 0 ? ["all"] : ids,
      hosts: ids,
      priority: at % 6 === 0 ? "announcement" : "direct",
      mode: "hold",
      private: at % 7 === 2,
      asked: ago(begin),
      started: ago(begin),
      ended: ago(begin - 3000 - (at % 5) * 4000),
      state: "done",
      reason: null,
      text: at % 5 === 0 ? "3号链接库存只剩最后50件了，引导一下用户抓紧下单。" : null,
      receipts: Object.fromEntries(
        ids.map((id, n) => [id, { state: "done", heard_percent: n % 4 === 3 ? 94 : 100, delay_ms: 62, acknowledged: n % 2 === 0 ? ago(begin - 8000) : null }]),
      ),
      recording: true,
    },
  ];
}

export function sample(count: number): LiveDocument {
  const hosts = Object.fromEntries(Array.from({ length: count }, (_, at) => [`host-${at + 1}`, host(at)]));
  const groups: Record<string, string[]> = {};
  for (const [id, one] of Object.entries(hosts)) for (const name of one.groups) (groups[name] ??= []).push(id);
  return {
    show: { id: "main", label: "双十一主会场", on_air: false },
    gateway: { studio: "杭州一号演播室", version: "0.4.0", mqtt: true, media: true, capture: true, webrtc: true, ducking: DUCKING },
    hosts,
    groups,
    sources: {
      "desk-mic": { label: "导播台话筒", kind: "microphone", state: "open", who: null, gain_db: 0, trouble: null },
      programme: { label: "节目总线", kind: "programme", state: "open", who: null, gain_db: -6, trouble: null },
      "mic-bo-1": { label: "Bo", kind: "webrtc", state: "open", who: "bo", gain_db: 0, at: { "host-2": -9, "host-4": -60 }, trouble: null },
    },
    talks: {},
    people: {
      me: { name: "林导 Lin", role: "director", online: true, mic: "ready" },
      bo: { name: "Bo", role: "product", online: true, mic: "ready" },
      qi: { name: "小琪", role: "ops", online: true, mic: "lost" },
      wen: { name: "Wen", role: "technician", online: false, mic: "none" },
    },
    phrases: {
      p1: { label: "抓紧下单", language: "zh", text: "库存只剩最后五十件，引导一下用户抓紧下单。", seconds: 4.6, kind: "typed", colour: "#e5484d", order: 0, state: "ready" },
      p2: { label: "讲尺码", language: "zh", text: "评论区很多人在问尺码，详细讲一下。", seconds: 3.8, kind: "recorded", colour: "#1c7ed6", order: 1, state: "ready" },
      p3: { label: "Slow down", language: "en", text: "A little slower, please.", seconds: 1.6, kind: "typed", colour: "#2f9e44", order: 2, state: "ready" },
      p4: { label: "放福利款", language: "zh", text: "在线人数到峰值了，把福利款放出来！", seconds: null, kind: "typed", colour: "#f08c00", order: 3, state: "making" },
    },
    cues: Object.fromEntries(Array.from({ length: 24 }, (_, at) => cue(at, Math.min(count, 6)))),
    products: {},
    questions: {},
    suggestions: {},
    recording: { on: true, notice: { en: "Cues of this show are recorded and kept for 30 days.", zh: "本节目的提词会被录音，保留 30 天。" } },
  };
}

export function sample_events(): LiveEvent[] {
  const made: [LiveEvent["level"], string, string, string?][] = [
    ["info", "The gateway has started", "网关已启动"],
    ["info", "Anna is connected", "安娜已连接", "host-1"],
    ["warning", "Battery of 小北 is at 15 %", "小北的电量为 15%", "host-2"],
    ["error", "阿杰 has not been heard from for 15 s", "已有 15 秒没有收到阿杰的信号", "host-6"],
    ["info", "Bo has signed in", "Bo 已登录"],
  ];
  return made.map(([level, en, zh, host], n) => ({ n: n + 1, at: ago((made.length - n) * 37_000), code: "sample", level, en, zh, host: host ?? null }));
}
