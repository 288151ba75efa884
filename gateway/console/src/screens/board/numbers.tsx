/** The room in numbers: each with its age, grey when nothing new comes, and how it is computed when one asks. */
import { useState } from "preact/hooks";
import { BIG, CODES, type NumberCode, currency_of, known, written } from "../../core/board";
import { ago } from "../../core/figures";
import type { Board, Figure } from "../../core/showdata";
import { language, sentence } from "../../shared/words";
import { Button } from "../../shared/ui/button";
import { say } from "../../words/board";
import { say as panel_say } from "../../words/panel";
import type { Room } from "../room";

export function Numbers({ room, board }: { room: Room; board: Board }) {
  const [all, set_all] = useState(false);
  const currency = currency_of(board, room.desk.state.value.products);
  const small = CODES.filter((code) => !BIG.has(code) && (all || known(board.numbers[code])));
  const missing = CODES.filter((code) => !BIG.has(code) && !known(board.numbers[code]));
  const one = (code: NumberCode) => (
    <OneNumber key={code} code={code} figure={board.numbers[code]} currency={currency} board={board} now={room.show_time.now_ms.value} />
  );
  return (
    <section class="numbers" aria-label={say("numbers")}>
      <div class="numbers-big">{[...BIG].map(one)}</div>
      <div class="numbers-small">
        {small.map(one)}
        {missing.length > 0 && (
          <Button small kind="quiet" expanded={all} on={() => set_all(!all)}>
            {all ? say("numbers_fewer") : say("numbers_missing", { count: missing.length })}
          </Button>
        )}
      </div>
    </section>
  );
}

function OneNumber(props: { code: NumberCode; figure: Figure | undefined; currency: string; board: Board; now: number }) {
  const { code, figure, board } = props;
  const [open, set_open] = useState(false);
  const formula = board.formulas?.[code];
  const there = known(figure);
  const stale = figure?.stale === true;
  const age = ago(props.now, figure?.at ?? null);
  const label = say(`number_${code}`);
  return (
    <div class={["number", BIG.has(code) ? "number-big" : "", !there ? "number-none" : stale ? "number-stale" : ""].filter(Boolean).join(" ")}>
      <span class="number-label">
        {label}
        {code === "gmv_minor" && there && (figure?.state === "paid" || figure?.state === "created") && <small class="number-of">{say(`money_${figure.state}`)}</small>}
        {formula !== undefined && (
          <button
            type="button"
            class="number-how"
            aria-expanded={open}
            aria-label={`${say("formula")}: ${label}`}
            title={sentence(formula)}
            onClick={() => set_open(!open)}
            onBlur={() => set_open(false)}
            onKeyDown={(event) => event.key === "Escape" && set_open(false)}
          >
            ƒ
          </button>
        )}
      </span>
      <strong class="number-value">{written(code, figure, props.currency, language.value)}</strong>
      <small class="number-age">
        {!there ? say("never_told") : age === null ? "" : panel_say(`ago_${age.unit}`, { count: age.count })}
        {stale && there && <span class="number-old"> · {say("stale")}</span>}
      </small>
      {open && formula !== undefined && (
        <span class="number-formula" role="status">
          {sentence(formula)}
        </span>
      )}
    </div>
  );
}
