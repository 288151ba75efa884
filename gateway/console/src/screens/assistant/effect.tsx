/** Did it work? A sentence and a range for each rule, and people's own cues, which can only be looked at. */
import { useEffect, useState } from "preact/hooks";
import { type Effect, type RuleEffect, LEAST, MOST, counted, factor, place } from "../../core/effect";
import type { Airing } from "../../core/showdata";
import { part } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Banner, Empty } from "../../shared/ui/banner";
import { Select } from "../../shared/ui/field";
import { Icon, type IconName } from "../../shared/ui/icon";
import { say } from "../../words/assistant";
import { date_words } from "../panel/times";
import type { Room } from "../room";
import { listed, useLoaded } from "../settings/parts";
import { rule_name } from "./words";

const SIGNS: Record<RuleEffect["verdict"], IconName> = { helps: "check", hurts: "warning", unknown: "clock" };
const MANUAL_SHOWN = 50;
const TICKS = [
  [LEAST, "×¼"],
  [1, "×1"],
  [MOST, "×4"],
] as const;
/** What followed a moment is counted for minutes. */
const AGAIN_MS = 60_000;

export function EffectPage({ room }: { room: Room }) {
  const [airing, set_airing] = useState("");
  const airings = listed<Airing>(useLoaded<unknown>(`/shows/${part(room.show)}/airings`).value);
  const path = `/shows/${part(room.show)}/effect${airing === "" ? "" : `?airing=${part(airing)}`}`;
  const loaded = useLoaded<Effect>(path);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || void loaded.again(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [loaded.again]);
  const rules = loaded.value?.rules ?? [];
  const manual = loaded.value?.manual ?? [];
  const kind = airings.find((one) => one.id === airing)?.kind ?? "live";
  return (
    <>
      <section class="box">
        <div class="row row-bottom effect-head">
          <p class="quiet">{say("effect_help")}</p>
          <Select
            label={say("effect_of")}
            value={airing}
            choices={[
              { value: "", label: say("effect_all") },
              ...airings.map((one) => ({ value: one.id, label: `${date_words(one.began)}${one.title ? ` · ${one.title}` : ""}` })),
            ]}
            on={set_airing}
          />
        </div>
        {kind === "live" ? <p class="quiet">{say("effect_live_only")}</p> : <Banner level="warning">{say("effect_not_live")}</Banner>}
        {loaded.wrong}
        {loaded.value !== null && rules.length === 0 && (
          <Empty icon="chart" title={say("effect_none")}>
            {say("effect_none_help")}
          </Empty>
        )}
        <ul class="plain effects">
          {rules.map((one) => (
            <OneEffect key={one.rule} one={one} />
          ))}
        </ul>
      </section>
      {manual.length > 0 && (
        <section class="box">
          <h2>{say("manual")}</h2>
          <p class="quiet">{loaded.value?.caveat === undefined ? say("manual_caveat") : sentence(loaded.value.caveat)}</p>
          <table class="table">
            <thead>
              <tr>
                {[say("when"), say("text"), `${say("before_5")} · ${say("orders_of_clicks")}`, `${say("after_5")} · ${say("orders_of_clicks")}`].map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {manual.slice(0, MANUAL_SHOWN).map((one, at) => (
                <tr key={at}>
                  <td class="cell-number">{one.at_ms == null ? "–" : date_words(one.at_ms)}</td>
                  <td class="cell-text">{[one.who, one.text].filter(Boolean).join(": ") || "–"}</td>
                  <td class="cell-number" data-label={say("before_5")}>
                    {counted(one.before)}
                  </td>
                  <td class="cell-number" data-label={say("after_5")}>
                    {counted(one.after)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

function OneEffect({ one }: { one: RuleEffect }) {
  return (
    <li class="effect">
      <div class="effect-words">
        <p class="effect-name">
          <strong>{rule_name(one.rule)}</strong>
          {one.always !== true && (
            <>
              <span class={`verdict verdict-${one.verdict}`}>
                <Icon name={SIGNS[one.verdict]} />
                {say(`verdict_${one.verdict}`)}
              </span>
              <small class="quiet">{say("effect_counts", { sent: one.n_sent, held: one.n_held })}</small>
            </>
          )}
        </p>
        <p>{sentence(one.sentence)}</p>
      </div>
      {one.always !== true && <Range one={one} />}
    </li>
  );
}

/** The plausible range on a line from ×¼ to ×4, with no effect in the middle. What lies beyond is an arrow at its end. */
function Range({ one }: { one: RuleEffect }) {
  if (one.ratio == null || one.low == null || one.high == null) return null;
  const [width, height] = [220, 44];
  const x = (ratio: number): number => 8 + place(ratio) * (width - 16);
  const words = say("effect_range", { ratio: factor(one.ratio), low: factor(one.low), high: factor(one.high) });
  return (
    <svg class={`effect-range effect-range-${one.verdict}`} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
      <title>{words}</title>
      <line class="effect-none" x1={x(1)} x2={x(1)} y1={4} y2={26} />
      <line class="effect-way" x1={x(LEAST)} x2={x(MOST)} y1={15} y2={15} />
      <line class="effect-span" x1={x(one.low)} x2={x(one.high)} y1={15} y2={15} />
      {one.ratio > MOST ? (
        <path d={`M${width - 13} 9l9 6l-9 6z`} />
      ) : one.ratio < LEAST ? (
        <path d="M13 9l-9 6l9 6z" />
      ) : (
        <circle cx={x(one.ratio)} cy={15} r={5} />
      )}
      {TICKS.map(([ratio, words]) => (
        <text key={ratio} x={x(ratio)} y={height - 4} text-anchor={ratio === LEAST ? "start" : ratio === MOST ? "end" : "middle"}>
          {words}
        </text>
      ))}
    </svg>
  );
}
