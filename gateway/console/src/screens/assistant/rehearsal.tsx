/** "What would have fired": a past airing, or the demo, through the rules as they are being edited. */
import { useState } from "preact/hooks";
import type { Rehearsed, RuleForm } from "../../core/assistant";
import type { Airing } from "../../core/showdata";
import { type Edited, rules_in_order } from "../../core/rules";
import { part, post } from "../../shared/http";
import { Button } from "../../shared/ui/button";
import { Select } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/assistant";
import { date_words, time_words } from "../panel/times";
import type { Room } from "../room";
import { listed, useLoaded } from "../settings/parts";
import { label_of } from "./rules";

const DEMO = "demo";
const DEMO_SEED = 1;
/** Of the moments, so many are listed. */
const LISTED = 60;

export function Rehearsal({ room, rules, forms }: { room: Room; rules: Edited; forms: Readonly<Record<string, RuleForm>> }) {
  const airings = listed<Airing>(useLoaded<unknown>(`/shows/${part(room.show)}/airings`).value).filter((one) => one.ended != null);
  const [chosen, set_chosen] = useState(DEMO);
  const [found, set_found] = useState<Rehearsed | null>(null);
  const [tried, set_tried] = useState("");
  const asked = JSON.stringify([chosen, rules.general, rules.rules]);
  const run = (): Promise<boolean> =>
    attempt(async () => {
      const of = chosen === DEMO ? { seed: DEMO_SEED } : { airing: chosen };
      set_found(await post<Rehearsed>(`/shows/${part(room.show)}/assistant/rehearsal`, { ...of, rules: { general: rules.general, rules: rules.rules } }));
      set_tried(asked);
    });
  return (
    <section class="box">
      <h2>{say("rehearsal")}</h2>
      <p class="quiet">{say("rehearsal_help")}</p>
      <div class="row row-bottom">
        <Select
          label={say("rehearsal_of")}
          value={chosen}
          choices={[
            { value: DEMO, label: say("rehearsal_demo") },
            ...airings.map((one) => ({ value: one.id, label: `${date_words(one.began)}${one.title ? ` · ${one.title}` : ""}` })),
          ]}
          on={set_chosen}
        />
        <Button kind="primary" icon="play" on={run}>
          {say("rehearse")}
        </Button>
      </div>
      <div aria-live="polite">
        {found !== null && <p>{say(found.fired.length === 0 ? "rehearsal_none" : "rehearsal_of_hours", { hours: found.hours.toFixed(1) })}</p>}
        {found !== null && tried !== asked && <p class="rehearsal-old">{say("rehearsal_old")}</p>}
      </div>
      {found !== null && found.fired.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              {(["rule", "fired", "held_back", "per_hour"] as const).map((column) => (
                <th key={column} scope="col">
                  {say(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rules_in_order(found.rules).map((rule) => (
              <tr key={rule}>
                <th scope="row">{label_of(forms[rule], rule)}</th>
                <td class="cell-number" data-label={say("fired")}>
                  {found.rules[rule]?.fired}
                </td>
                <td class="cell-number" data-label={say("held_back")}>
                  {found.rules[rule]?.held_back}
                </td>
                <td class="cell-number" data-label={say("per_hour")}>
                  {found.rules[rule]?.per_hour.toFixed(1)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {found !== null && found.fired.length > 0 && (
        <details>
          <summary>{say("moments")}</summary>
          <ul class="plain moments">
            {found.fired.slice(0, LISTED).map((one, at) => (
              <li key={at} class={one.held_back_by ? "quiet" : undefined}>
                <span class="cell-number">{time_words(one.at)}</span> {label_of(forms[one.rule], one.rule)} {one.facts?.["label"] ?? one.facts?.["example"] ?? one.product ?? ""}
                {one.held_back_by ? <span class="tag">{back_words(one.held_back_by)}</span> : null}
              </li>
            ))}
          </ul>
          {found.fired.length + found.more > LISTED && <p class="quiet">{say("moments_more", { count: found.fired.length + found.more - LISTED })}</p>}
        </details>
      )}
    </section>
  );
}

function back_words(why: string): string {
  return why === "cooldown" || why === "quiet" || why === "warm_up" ? say(`back_${why}`) : why;
}
