/** Show data by hand: viewers, stock, an order more, what is shown. Enough for a show without any integration. */
import { useState } from "preact/hooks";
import { products_in_order, slot_of } from "../../core/board";
import { type Entry, whole_number } from "../../core/manual";
import type { Board } from "../../core/showdata";
import { Button } from "../../shared/ui/button";
import { Select, Switch, TextField } from "../../shared/ui/field";
import { remember, remembered } from "../../shared/preferences";
import { say } from "../../words/board";
import type { Room } from "../room";
import { feed } from "./feed";

export function ManualPanel({ room, board }: { room: Room; board: Board }) {
  const { desk, show } = room;
  const { products } = desk.state.value;
  const [open, set_open] = useState(() => remembered("board.manual", board.airing.kind === "live"));
  const [product, set_product] = useState("");
  const ids = products_in_order(products, { by: "slot", down: false });
  const chosen = product in products ? product : (ids[0] ?? "");
  const one = products[chosen];
  const enter = (entry: Entry, done: string): Promise<boolean> => feed(show, [entry], () => done, board.airing.id);
  const name = one?.label || chosen;
  const toggle = (): void => {
    remember("board.manual", !open);
    set_open(!open);
  };
  return (
    <section class="box" aria-labelledby="board-manual">
      <header class="box-head">
        <h2 id="board-manual">{say("manual")}</h2>
        <Button small kind="quiet" icon={open ? "up" : "down"} expanded={open} label={say("manual")} on={toggle} />
      </header>
      {open && board.airing.kind !== "live" && <p class="quiet">{say("manual_not_live")}</p>}
      {open && board.airing.kind === "live" && (
        <div class="stack">
          <Entered label={say("number_viewers")} set={(text) => whole(text, (viewers) => enter({ type: "gauge", viewers }, say("viewers_done", { count: viewers })))} />
          {chosen !== "" && (
            <>
              <Select
                label={say("product")}
                value={chosen}
                choices={ids.map((id) => ({ value: id, label: `${slot_of(products[id]) === null ? "" : `${slot_of(products[id])} · `}${products[id]?.label || id}` }))}
                on={set_product}
              />
              <div class="row">
                <Button
                  kind="primary"
                  icon="plus"
                  on={() =>
                    enter(
                      { type: "order", product: chosen, units: 1, ...(one?.price_minor == null || !one.currency ? {} : { amount_minor: one.price_minor, currency: one.currency }) },
                      say("order_done", { name }),
                    )
                  }
                >
                  {say("order_more")}
                </Button>
                <Button icon="pin" disabled={one?.pinned === true} on={() => enter({ type: "pin", product: chosen }, say("pin_done", { name }))}>
                  {say("pin")}
                </Button>
              </div>
              <Entered label={say("stock_of", { name })} set={(text) => whole(text, (stock) => enter({ type: "gauge", product: chosen, stock }, say("stock_done", { name, count: stock })))} />
              <Entered label={say("clicks_of", { name })} set={(text) => whole(text, (clicks) => enter({ type: "counter", product: chosen, clicks, mode: "total" }, say("clicks_done", { name, count: clicks })))} />
            </>
          )}
          <Switch label={say("on_air_switch")} on={board.on_air} set={(on) => void enter({ type: "on_air", on }, say(on ? "on_air" : "off_air"))} />
          <Switch
            label={say("quiet_switch")}
            hint={say("quiet_help")}
            on={board.quiet}
            set={(quiet) => void enter({ type: "on_air", on: board.on_air, quiet }, say(quiet ? "quiet" : "quiet_over"))}
          />
        </div>
      )}
    </section>
  );
}

/** Null: what was typed is no whole number. */
function whole(text: string, then: (value: number) => Promise<boolean>): Promise<boolean> | null {
  const value = whole_number(text);
  return value === null ? null : then(value);
}

/** A figure and a key to enter it; the field is empty again once it was taken. */
function Entered({ label, set }: { label: string; set: (text: string) => Promise<boolean> | null }) {
  const [text, set_text] = useState("");
  const [wrong, set_wrong] = useState(false);
  const [busy, set_busy] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const asked = set(text);
    set_wrong(asked === null);
    if (asked === null) return;
    set_busy(true);
    const fine = await asked;
    set_busy(false);
    if (fine) set_text("");
  };
  return (
    <form class="entered" onSubmit={(event) => void submit(event)}>
      <TextField label={label} value={text} on={set_text} numeric wrong={wrong ? say("whole_number") : undefined} longest={16} />
      <Button type="submit" disabled={text.trim() === "" || busy}>
        {say("set")}
      </Button>
    </form>
  );
}

