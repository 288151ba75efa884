/** The product sheet: names, numbers, prices and marks, so that suggestions say the right thing from the first second. */
import { useState } from "preact/hooks";
import { products_in_order, slot_of } from "../../core/board";
import { whole_number } from "../../core/manual";
import { amount_text, minor_of, money } from "../../core/money";
import type { Product } from "../../core/showdata";
import { words_in } from "../../core/topics";
import { part, put, remove } from "../../shared/http";
import { language } from "../../shared/words";
import { Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { TextArea, TextField } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/data";
import { say as settings_say } from "../../words/settings";
import type { Room } from "../room";
import { RemoveButton, useLoaded } from "./parts";

type Sheet = Pick<Product, "label" | "slot" | "price_minor" | "currency" | "stock_low" | "offer_ends"> & { keywords?: string[] };
type Sheets = Record<string, Sheet>;

export function ProductSettings({ room }: { room: Room }) {
  const path = `/shows/${part(room.show)}/products`;
  const loaded = useLoaded<(Sheet & { id: string })[]>(path);
  const [editing, set_editing] = useState<string | null>(null);
  const sheets: Sheets = { ...Object.fromEntries((loaded.value ?? []).map((one) => [one.id, one])) };
  const unpinned = Object.fromEntries(Object.entries(sheets).map(([id, one]) => [id, { ...one, pinned: false } as Product]));
  const ids = products_in_order(unpinned, { by: "slot", down: false });
  const currency = Object.values(sheets).find((one) => one.currency)?.currency ?? "";
  return (
    <section class="box">
      {loaded.wrong}
      <p class="quiet">{say("products_help")}</p>
      {ids.length === 0 ? (
        <Empty icon="table" title={say("products_none")} />
      ) : (
        <table class="table">
          <thead>
            <tr>
              {(["slot", "product", "price", "stock_low", "keywords"] as const).map((column) => (
                <th key={column} scope="col">
                  {say(column)}
                </th>
              ))}
              <th />
            </tr>
          </thead>
          <tbody>
            {ids.map((id) => {
              const one = sheets[id];
              return one === undefined ? null : (
                <tr key={id}>
                  <td class="cell-number" data-label={say("slot")}>
                    {slot_of(one) ?? "–"}
                  </td>
                  <th scope="row">
                    {one.label || id} <small class="quiet mono">{id}</small>
                  </th>
                  <td class="cell-number" data-label={say("price")}>
                    {money(one.price_minor, one.currency, language.value)}
                  </td>
                  <td class="cell-number" data-label={say("stock_low")}>
                    {one.stock_low ?? "–"}
                  </td>
                  <td class="cell-text" data-label={say("keywords")}>
                    {(one.keywords ?? []).join(", ") || "–"}
                  </td>
                  <td>
                    <div class="row row-end">
                      <Button small icon="edit" on={() => set_editing(id)}>
                        {settings_say("edit")}
                      </Button>
                      <RemoveButton
                        question={say("product_remove_sure", { name: one.label || id })}
                        task={() => remove(`${path}/${part(id)}`)}
                        done={() => settings_say("removed", { name: one.label || id })}
                        after={loaded.again}
                      />
                    </div>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <div class="row">
        <Button kind="primary" icon="plus" on={() => set_editing("")}>
          {say("product_add")}
        </Button>
      </div>
      {editing !== null && (
        <ProductDialog
          id={editing}
          sheet={sheets[editing]}
          currency={currency}
          save={async (id, sheet) => {
            const fine = await attempt(() => put(`${path}/${part(id)}`, sheet), () => settings_say("saved"));
            if (!fine) return;
            set_editing(null);
            await loaded.again();
          }}
          closed={() => set_editing(null)}
        />
      )}
    </section>
  );
}

function ProductDialog(props: { id: string; sheet: Sheet | undefined; currency: string; save: (id: string, sheet: object) => Promise<void>; closed: () => void }) {
  const { sheet } = props;
  const fresh = props.id === "";
  const [id, set_id] = useState(props.id);
  const [label, set_label] = useState(sheet?.label ?? "");
  const [slot, set_slot] = useState(String(slot_of(sheet) ?? ""));
  const [currency, set_currency] = useState(sheet?.currency || props.currency);
  const [price, set_price] = useState(amount_text(sheet?.price_minor, sheet?.currency ?? ""));
  const [low, set_low] = useState(sheet?.stock_low == null ? "" : String(sheet.stock_low));
  const [ends, set_ends] = useState(local_of(sheet?.offer_ends));
  const [keywords, set_keywords] = useState((sheet?.keywords ?? []).join(", "));
  const price_minor = price.trim() === "" ? undefined : minor_of(price, currency);
  const slot_number = slot.trim() === "" ? undefined : whole_number(slot, 999);
  const low_number = low.trim() === "" ? undefined : whole_number(low);
  const no_currency = price.trim() !== "" && !/^[A-Z]{3}$/.test(currency);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (price_minor === null || slot_number === null || low_number === null || no_currency) return;
    void props.save(id.trim(), {
      label: label.trim() || id.trim(),
      slot: slot_number ?? 0,
      ...(price_minor === undefined ? {} : { price_minor, currency }),
      ...(low_number === undefined ? (sheet?.stock_low == null ? {} : { stock_low: 0 }) : { stock_low: low_number }),
      offer_ends: ends === "" ? 0 : new Date(ends).toISOString(),
      keywords: words_in(keywords),
    });
  };
  return (
    <Dialog title={fresh ? say("product_add") : (sheet?.label ?? props.id)} closed={props.closed}>
      <form class="stack" onSubmit={submit}>
        {fresh && <TextField label={say("product_id")} hint={say("product_id_hint")} value={id} on={set_id} longest={64} required focus />}
        <TextField label={say("product_label")} hint={say("product_label_hint")} value={label} on={set_label} longest={100} />
        <div class="columns">
          <TextField label={say("slot")} hint={say("slot_hint")} value={slot} on={set_slot} numeric longest={3} wrong={slot_number === null ? say("whole_number") : undefined} />
          <TextField label={say("stock_low")} hint={say("stock_low_hint")} value={low} on={set_low} numeric longest={9} wrong={low_number === null ? say("whole_number") : undefined} />
          <TextField label={say("price")} value={price} on={set_price} longest={16} wrong={price_minor === null ? say("price_wrong") : undefined} />
          <TextField label={say("currency")} placeholder="CNY" value={currency} on={(text) => set_currency(text.toUpperCase())} longest={3} wrong={no_currency ? say("currency_wrong") : undefined} />
        </div>
        <label class="field">
          <span class="field-label">{say("offer_ends")}</span>
          <input class="input" type="datetime-local" value={ends} onInput={(event) => set_ends(event.currentTarget.value)} />
        </label>
        <TextArea label={say("keywords")} hint={say("keywords_hint")} value={keywords} on={set_keywords} rows={2} />
        <div class="row row-end">
          <Button on={props.closed}>{settings_say("cancel")}</Button>
          <Button kind="primary" type="submit">
            {settings_say("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** As the browser's own field for a date and a time wants it: local, without a zone. */
function local_of(iso: string | null | undefined): string {
  if (iso == null) return "";
  const at = new Date(iso);
  if (!Number.isFinite(at.getTime())) return "";
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
