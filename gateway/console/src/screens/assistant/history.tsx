/** Everything that was ever suggested in this show, the newest first. */
import { useEffect, useState } from "preact/hooks";
import { type KeptSuggestion, RULES, STATES, type SuggestionState } from "../../core/assistant";
import type { Person } from "../../core/document";
import { past } from "../../core/suggestions";
import { label_of } from "../../core/targets";
import { as_problem, get, part } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Banner, Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Select } from "../../shared/ui/field";
import { say } from "../../words/assistant";
import { listed } from "../settings/parts";
import { date_words } from "../panel/times";
import type { Room } from "../room";
import { both_or_text, rule_name } from "./words";

const PAGE = 50;

export function History({ room }: { room: Room }) {
  const [kept, set_kept] = useState<KeptSuggestion[] | null>(null);
  const [next, set_next] = useState<number | null>(null);
  const [wrong, set_wrong] = useState<string | null>(null);
  const [rule, set_rule] = useState("");
  const [state, set_state] = useState("");
  const load = async (before?: number): Promise<void> => {
    const query = new URLSearchParams({ limit: String(PAGE), ...(before === undefined ? {} : { before: String(before) }) });
    try {
      const page = listed<KeptSuggestion>(await get<unknown>(`/shows/${part(room.show)}/suggestions?${query.toString()}`));
      const last = page.length < PAGE ? null : (page.at(-1)?.at_ms ?? null);
      if (before !== undefined || kept === null) set_next(last);
      set_kept((known) => (before === undefined ? renewed(known ?? [], page) : [...(known ?? []), ...page]));
      set_wrong(null);
    } catch (trouble) {
      set_wrong(sentence(as_problem(trouble)));
    }
  };
  const over = past(room.desk.state.value.suggestions).join(" ");
  useEffect(() => void load(), [room, over]);
  const shown = (kept ?? []).filter((one) => (rule === "" || one.rule === rule) && (state === "" || one.state === state));
  const { hosts, people, products } = room.desk.state.value;
  return (
    <>
      <div class="filters">
        <Select label={say("rule")} value={rule} choices={[{ value: "", label: say("any_rule") }, ...RULES.map((one) => ({ value: one, label: rule_name(one) }))]} on={set_rule} />
        <Select
          label={say("state")}
          value={state}
          choices={[{ value: "", label: say("any_state") }, ...STATES.map((one) => ({ value: one, label: state_name(one) }))]}
          on={set_state}
        />
      </div>
      {wrong !== null && <Banner level="warning">{wrong}</Banner>}
      {kept !== null && shown.length === 0 && (
        <Empty icon="clock" title={kept.length === 0 ? say("history_none") : next === null ? say("history_none_fits") : say("history_none_here", { count: kept.length })} />
      )}
      {shown.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              {(["when", "rule", "text", "to_hosts", "state", "by"] as const).map((column) => (
                <th key={column} scope="col">
                  {say(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={one.id}>
                <td class="cell-number">{date_words(one.at_ms)}</td>
                <td>
                  {rule_name(one.rule)}
                  {one.product !== "" && <small class="quiet"> {one.label ?? products[one.product]?.label ?? one.product}</small>}
                </td>
                <td class="cell-text" lang={one.language}>
                  {one.text}
                </td>
                <td data-label={say("to_hosts")}>{one.hosts.map((host) => label_of(hosts, host)).join(", ")}</td>
                <td data-label={say("state")}>
                  {state_name(one.state)}
                  {one.reason != null && <small class="quiet history-why">{both_or_text(one.reason)}</small>}
                </td>
                <td data-label={say("by")}>{who(one, people)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {next !== null && (
        <div class="row row-centre">
          <Button on={() => load(next)}>{say("earlier")}</Button>
        </div>
      )}
    </>
  );
}

/** The newest as they are now, before what was looked up earlier. */
function renewed(known: readonly KeptSuggestion[], newest: readonly KeptSuggestion[]): KeptSuggestion[] {
  const ids = new Set(newest.map((one) => one.id));
  return [...newest, ...known.filter((one) => !ids.has(one.id))];
}

function who(one: KeptSuggestion, people: Readonly<Record<string, Person>>): string {
  if (one.decided_by === "assistant") return say("automatic");
  return one.decided_by ? (one.by ?? people[one.decided_by]?.name ?? one.decided_by) : "–";
}

const state_name = (state: SuggestionState): string => say(`state_${state}`);
