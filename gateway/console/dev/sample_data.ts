/** Show data and suggestions to look at, for the stand-in of the gateway: numbers that move and states that change. */
import type { Suggestion } from "../src/core/assistant";
import type { Board, Product, Question } from "../src/core/showdata";

export interface Moving {
  board: Board | null;
  products: Record<string, Product>;
  questions: Record<string, Question>;
}

const STEPS = 180;
const wave = (at: number, slow: number, high: number): number => Math.sin(at / slow) * high;
export const iso = (ms: number): string => new Date(ms).toISOString();

export const PRODUCTS: [id: string, label: string, price_minor: number, stock: number][] = [
  ["SKU1", "桑蚕丝连衣裙", 39900, 212],
  ["SKU2", "Linen shirt 亚麻衬衫", 19900, 96],
  ["SKU3", "福利款针织开衫", 9990, 47],
  ["SKU4", "Canvas tote", 4990, 8],
  ["SKU5", "高腰直筒牛仔裤", 25900, 0],
  ["SKU6", "冰丝防晒衣", 12900, 640],
];

const FORMULAS: Board["formulas"] = {
  ctr: { en: "clicks / impressions", zh: "点击 ÷ 曝光" },
  cvr: { en: "orders / clicks", zh: "订单 ÷ 点击" },
  gpm_minor: { en: "GMV × 1000 / views", zh: "成交额 × 1000 ÷ 观看次数" },
  aov_minor: { en: "GMV / orders", zh: "成交额 ÷ 订单" },
  orders_per_min: { en: "orders of the last 5 minutes / 5", zh: "近 5 分钟订单 ÷ 5" },
  comments_per_min: { en: "comments of the last minute", zh: "近 1 分钟评论数" },
};

export class SampleShow {
  readonly began_ms = Date.now() - 47 * 60_000;
  kind: "live" | "demo" = "live";
  speed = 1;
  title = "双十一返场";
  on = true;
  private pinned = "SKU3";
  private readonly stock = new Map(PRODUCTS.map(([id, , , stock]) => [id, stock]));
  private readonly orders = new Map(PRODUCTS.map(([id], at) => [id, 40 + at * 17]));
  private readonly extra = { viewers: 0, orders: 0 };

  /** Documents that somebody typed in. */
  take(document: Record<string, unknown>): void {
    const product = String(document["product"] ?? "");
    if (document["type"] === "pin") this.pinned = product;
    if (document["type"] === "gauge" && typeof document["stock"] === "number") this.stock.set(product, document["stock"]);
    if (document["type"] === "gauge" && typeof document["viewers"] === "number") this.extra.viewers = document["viewers"] - this.viewers(0) + this.extra.viewers;
    if (document["type"] === "order") this.sell(product);
  }

  sell(product = this.pinned): void {
    const left = this.stock.get(product) ?? 0;
    if (left > 0) this.stock.set(product, left - 1);
    this.orders.set(product, (this.orders.get(product) ?? 0) + 1);
    this.extra.orders += 1;
  }

  stock_of(product: string): number {
    return this.stock.get(product) ?? 0;
  }

  private viewers(back: number): number {
    const at = Math.floor(Date.now() / 10_000) - back;
    return Math.round(1240 + wave(at, 23, 260) + wave(at, 3.1, 45) + this.extra.viewers);
  }

  series(steps = STEPS): { viewers: (number | null)[]; orders: (number | null)[]; comments: (number | null)[] } {
    const at = (back: number): number => Math.floor(Date.now() / 10_000) - back;
    const back = Array.from({ length: steps }, (_, n) => steps - 1 - n);
    return {
      viewers: back.map((n) => (n > 120 && n < 126 ? null : this.viewers(n))),
      orders: back.map((n) => Math.max(0, Math.round(1.6 + wave(at(n), 9, 1.4) + wave(at(n), 2.3, 0.8)))),
      comments: back.map((n) => Math.max(0, Math.round(9 + wave(at(n), 13, 6) + (n > 60 && n < 72 ? 14 : 0)))),
    };
  }

  view(): Moving {
    if (!this.on) return { board: null, products: {}, questions: {} };
    const now = Date.now();
    const { viewers, orders, comments } = this.series();
    const total = [...this.orders.values()].reduce((all, one) => all + one, 0);
    const per_min = (values: (number | null)[]): number => values.slice(-6).reduce<number>((all, one) => all + (one ?? 0), 0);
    const gmv = PRODUCTS.reduce((all, [id, , price]) => all + (this.orders.get(id) ?? 0) * price, 0);
    const fresh = (value: number, ago_s = 2, stale = false) => ({ value, at: iso(now - ago_s * 1000), src: "shopify", stale });
    return {
      board: {
        airing: { id: "air-0123456789ab", kind: this.kind, began: iso(this.began_ms), title: this.title, speed: this.speed, now: iso(now) },
        on_air: true,
        quiet: false,
        scene: "主讲台",
        pinned: this.pinned,
        numbers: {
          viewers: fresh(viewers.at(-1) ?? 0),
          viewers_peak: fresh(1563, 640),
          comments_per_min: fresh(per_min(comments)),
          orders_per_min: fresh(per_min(orders), 8),
          orders: fresh(total, 8),
          gmv_minor: { ...fresh(gmv, 8), currency: "CNY" },
          aov_minor: { ...fresh(Math.round(gmv / total), 8), currency: "CNY" },
          ctr: fresh(0.0713, 190, true),
          cvr: fresh(0.0421, 190, true),
          likes: fresh(128_400, 4),
        },
        formulas: FORMULAS ?? {},
        sources: {
          shopify: { last: iso(now - 8000), stale: false, facts: 1893 },
          csv: { last: iso(now - 190_000), stale: true, facts: 412 },
          tiktok: { last: iso(now - 900), stale: false, facts: 20_318 },
          manual: { last: iso(now - 240_000), stale: false, facts: 7 },
        },
        minute: { from: iso(now - STEPS * 10_000), step_ms: 10_000, viewers, orders, comments },
      },
      products: Object.fromEntries(PRODUCTS.map(([id, label, price_minor, first], at) => [id, this.product(id, label, price_minor, first, at, now)])),
      questions: questions(now),
    };
  }

  private product(id: string, label: string, price_minor: number, first: number, at: number, now: number): Product {
    const stock = this.stock_of(id);
    const orders = this.orders.get(id) ?? 0;
    const clicks = at === 5 ? null : Math.round(orders * (14 + at * 6));
    return {
      label,
      slot: at + 1,
      price_minor,
      currency: "CNY",
      stock: at === 5 ? null : stock,
      stock_at: iso(now - (at === 1 ? 260_000 : 4000 + at * 900)),
      stock_low: 20,
      stock_first: Math.round(first * 1.6 + 30),
      pinned: id === this.pinned,
      impressions: clicks === null ? null : clicks * 11,
      clicks,
      orders,
      units: orders,
      gmv_minor: orders * price_minor,
      ctr: clicks === null ? null : 1 / 11,
      cvr: clicks === null ? null : orders / clicks,
      orders_per_min: Math.max(0, 1.4 + wave(at, 2, 1.2)),
      minutes_left: stock === 0 ? 0 : stock / (1 + at),
      spark: Array.from({ length: 30 }, (_, n) => Math.max(0, Math.round(2 + wave(n + at * 5, 4, 2) + wave(n, 1.7, 1)))),
      offer_ends: at === 2 ? iso(this.began_ms + 62 * 60_000) : null,
    };
  }
}

function questions(now: number): Record<string, Question> {
  const made: [string, string, string, string, number, Record<string, number>, string, string?][] = [
    ["size", "尺码", "Sizes", "1米65 110斤穿什么码？", 9.4, { "zh-Hans": 14, en: 3, vi: 2 }, "SKU3"],
    ["price", "价格", "Price", "how much is link 3?", 6.1, { en: 8, es: 4, id: 3, "zh-Hans": 2 }, ""],
    ["shipping", "发货", "Shipping", "ส่งฟรีไหมคะ", 3.2, { th: 4, vi: 2 }, ""],
    ["material", "面料", "Material", "这个会起球吗", 2.6, { "zh-Hans": 5 }, "SKU3", "answered"],
    ["", "含酒精吗", "does it contain alcohol", "does it contain alcohol", 1.3, { en: 2 }, ""],
  ];
  return Object.fromEntries(
    made.map(([topic, zh, en, example, users, languages, product, done], at) => [
      topic || "g-1",
      {
        topic,
        label: topic === "" ? null : { en, zh },
        product,
        languages,
        users,
        users_2min: Math.round(users),
        raw: Object.values(languages).reduce((all, one) => all + one, 0),
        share: 0.1,
        example,
        first: iso(now - 400_000),
        last: iso(now - 4000 - at * 17_000),
        answered: done === undefined ? null : iso(now - 30_000),
        sent: topic === "price" ? iso(now - 90_000) : null,
      },
    ]),
  );
}

type Offer = Pick<Suggestion, "rule" | "product" | "label" | "text" | "facts" | "urgent" | "language" | "card">;

export const OFFERS: Offer[] = [
  {
    rule: "stock_low",
    product: "SKU3",
    label: "福利款针织开衫",
    text: "三号链接还剩四十七件，大约六分钟卖完，引导用户抓紧下单。",
    language: "zh-Hans",
    urgent: true,
    facts: [
      { name: { en: "in stock", zh: "库存" }, value: 47 },
      { name: { en: "orders/min", zh: "每分钟订单" }, value: 7.8 },
      { name: { en: "minutes to sell out", zh: "预计售罄（分钟）" }, value: 6 },
    ],
    card: "三号链接 福利款针织开衫：库存 47 件，每分钟约 8 单。可以说：“最后四十多件，拍完不补，需要的姐妹直接点三号。”",
  },
  {
    rule: "question",
    product: "SKU3",
    label: null,
    text: "九位观众在问三号链接的尺码，请讲一下身高体重对应的码数。",
    language: "zh-Hans",
    facts: [
      { name: { en: "viewers who asked", zh: "提问人数" }, value: 9 },
      { name: { en: "for example", zh: "例如" }, value: "1米65 110斤穿什么码？" },
    ],
  },
  {
    rule: "slow_product",
    product: "SKU2",
    label: "Linen shirt 亚麻衬衫",
    text: "Many look at link two, few buy. Say more about the fabric and the fit.",
    language: "en",
    facts: [
      { name: { en: "CTR", zh: "点击率" }, value: "9.1 %" },
      { name: { en: "CVR", zh: "转化率" }, value: "1.8 %" },
      { name: { en: "usual CVR", zh: "平时转化率" }, value: "4.6 %" },
    ],
  },
  {
    rule: "viewers_peak",
    product: null,
    label: null,
    text: "在线人数一千五百六十三，创本场新高，可以放福利款了。",
    language: "zh-Hans",
    facts: [
      { name: { en: "viewers", zh: "在线人数" }, value: 1563 },
      { name: { en: "peak before", zh: "此前峰值" }, value: 1348 },
    ],
  },
];
