/** Products: stock as a bar with its age, sales as a little line, and what the funnel makes of looks. */
import { useRef, useState } from "preact/hooks";
import { type Sort, type Sorting, all_silent, count, products_in_order, rate, ratio, slot_of, sorted_by, spark_path, stock_level, stock_share } from "../../core/board";
import { ago, clock } from "../../core/figures";
import { money } from "../../core/money";
import { may } from "../../core/rights";
import type { Product } from "../../core/showdata";
import { link } from "../../live/route";
import { language } from "../../shared/words";
import { Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Icon } from "../../shared/ui/icon";
import { useHeld, useSettled } from "../../shared/ui/settled";
import { say } from "../../words/board";
import { say as panel_say } from "../../words/panel";
import { remember, remembered } from "../../shared/preferences";
import type { Room } from "../room";
import { feed } from "./feed";

const COLUMNS = ["slot", "label", "stock", "orders", "trend", "clicks", "ctr", "cvr", "gmv_minor"] as const satisfies readonly (Sort | "trend")[];
const SPARK = { width: 92, height: 26 };

export function ProductTable({ room }: { room: Room }) {
  const { desk, show } = room;
  const { board, products } = desk.state.value;
  const stale = all_silent(board?.sources);
  const [sorting, set_sorting] = useState<Sorting>(() => remembered<Sorting>("board.sorting", { by: "slot", down: false }));
  const box = useRef<HTMLElement>(null);
  const ids = useHeld(box, products_in_order(products, sorting), (id) => id in products, `${sorting.by} ${sorting.down}`);
  useSettled(box);
  const feeds = may(desk.you.value, "may_feed");
  const sort = (by: Sort): void => {
    const wanted = sorted_by(sorting, by);
    set_sorting(wanted);
    remember("board.sorting", wanted);
  };
  return (
    <section ref={box} class="box box-flush" aria-labelledby="board-products">
      <header class="box-head">
        <h2 id="board-products">{say("products")}</h2>
        {feeds && (
          <a class="button button-small" href={link("show", show, "settings", "products")}>
            <Icon name="edit" />
            <span>{say("product_sheet")}</span>
          </a>
        )}
      </header>
      {ids.length === 0 ? (
        <Empty icon="table" title={say("no_products")}>
          {say("no_products_help")}
        </Empty>
      ) : (
        <div class="scroll">
          <table class="table products">
            <thead>
              <tr>
                {COLUMNS.map((column) =>
                  column === "trend" ? (
                    <th key={column} scope="col">
                      {say("column_trend")}
                    </th>
                  ) : (
                    <th key={column} scope="col" aria-sort={sorting.by === column ? (sorting.down ? "descending" : "ascending") : "none"}>
                      <button type="button" class="sort" onClick={() => sort(column)}>
                        {say(`column_${column}`)}
                        {sorting.by === column && <Icon name={sorting.down ? "down" : "up"} />}
                      </button>
                    </th>
                  ),
                )}
                {feeds && <th scope="col" class="unseen-cell" aria-label={say("pin")} />}
              </tr>
            </thead>
            <tbody>
              {ids.map((id) => products[id] !== undefined && <Row key={id} room={room} id={id} product={products[id]} feeds={feeds} stale={stale} />)}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Row({ room, id, product, feeds, stale }: { room: Room; id: string; product: Product; feeds: boolean; stale: boolean }) {
  const tongue = language.value;
  const pinned = product.pinned === true;
  return (
    <tr class={pinned ? "product-pinned" : undefined} data-aim={id}>
      <td class="cell-number product-slot">{slot_of(product) ?? "–"}</td>
      <th scope="row">
        <span class="product-name">
          {pinned && <Icon name="pin" label={say("pinned")} />}
          {product.label || id}
        </span>
        <small class="quiet">
          {product.price_minor == null ? "" : money(product.price_minor, product.currency, tongue)}
          <OfferEnds room={room} ends={product.offer_ends} />
        </small>
      </th>
      <td class="product-stock" data-label={say("column_stock")}>
        <Stock product={product} now={room.show_time.now_ms.value} stale={stale} />
      </td>
      <td class="cell-number" data-label={say("column_orders")}>
        {count(product.orders, tongue)}
        <small class="quiet"> {product.orders_per_min == null ? "" : say("per_min", { count: rate(product.orders_per_min) })}</small>
      </td>
      <td data-label={say("column_trend")}>
        <Spark values={product.orders == null ? [] : (product.spark ?? [])} />
      </td>
      <td class="cell-number" data-label={say("column_clicks")}>
        {count(product.clicks, tongue)}
      </td>
      <td class="cell-number" data-label={say("column_ctr")}>
        {ratio(product.ctr)}
      </td>
      <td class="cell-number" data-label={say("column_cvr")}>
        {ratio(product.cvr)}
      </td>
      <td class="cell-number" data-label={say("column_gmv_minor")}>
        {money(product.gmv_minor, product.currency, tongue)}
      </td>
      {feeds && (
        <td>
          {!pinned && (
            <Button small kind="quiet" icon="pin" label={say("pin_this", { name: product.label || id })} on={() => feed(room.show, [{ type: "pin", product: id }], () => say("pin_done", { name: product.label || id }))} />
          )}
        </td>
      )}
    </tr>
  );
}

function OfferEnds({ room, ends }: { room: Room; ends: string | null | undefined }) {
  if (ends == null) return null;
  const left_ms = Date.parse(ends) - room.show_time.now_ms.value;
  if (!(left_ms > 0)) return null;
  return <span class="offer-ends"> · {say("offer_ends", { time: clock(left_ms / 1000) })}</span>;
}

/** stale: nobody tells anything any more. Stock is told when it changes: its age alone says nothing about it. */
function Stock({ product, now, stale }: { product: Product; now: number; stale: boolean }) {
  const level = stock_level(product);
  if (level === "unknown") return <span class="quiet">–</span>;
  const age = ago(now, product.stock_at ?? null);
  const left = product.minutes_left;
  return (
    <div class={`stock stock-${level}${stale ? " stock-stale" : ""}`}>
      <span class="stock-words">
        <strong>{level === "out" ? say("sold_out") : count(product.stock, language.value)}</strong>
        {level !== "out" && left != null && left < 60 && <small>{say("minutes_left", { minutes: Math.max(1, Math.round(left)) })}</small>}
        {age !== null && <small class="quiet">{panel_say(`ago_${age.unit}`, { count: age.count })}</small>}
      </span>
      <span class="stock-bar" style={{ "--share": String(stock_share(product)) }} aria-hidden="true" />
    </div>
  );
}

function Spark({ values }: { values: readonly (number | null)[] }) {
  const path = spark_path(values, SPARK.width, SPARK.height - 2);
  if (path === "") return <span class="quiet">–</span>;
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  const words = say("spark", { most: rate(most), now: rate(values.at(-1) ?? null) });
  return (
    <svg class="spark" viewBox={`-1 -1 ${SPARK.width + 2} ${SPARK.height + 1}`} role="img" aria-label={words}>
      <title>{words}</title>
      <path d={path} />
    </svg>
  );
}
