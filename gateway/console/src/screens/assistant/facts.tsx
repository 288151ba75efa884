/** What a suggestion rests on: each figure, and how old they are, in show time. */
import type { Suggestion } from "../../core/assistant";
import { ago } from "../../core/figures";
import { facts_of } from "../../core/suggestions";
import { sentence } from "../../shared/words";
import { say as panel_say } from "../../words/panel";
import type { Room } from "../room";
import { both_or_text } from "./words";

export function Facts({ room, one }: { room: Room; one: Suggestion }) {
  const facts = facts_of(one);
  if (facts.length === 0) return null;
  const together = facts.every((fact) => fact.at === facts[0]?.at);
  return (
    <dl class="facts">
      {facts.map((fact, at) => (
        <div key={at} class="fact">
          <dt>{sentence(fact.name)}</dt>
          <dd>
            <strong>{both_or_text(fact.value)}</strong> {!together && <Age room={room} at={fact.at} />}
          </dd>
        </div>
      ))}
      {together && <Age room={room} at={facts[0]?.at} />}
    </dl>
  );
}

/** How old its first figure is; "" where it has none. */
export function age_words(room: Room, one: Suggestion): string {
  return words_of(room, facts_of(one)[0]?.at);
}

function Age({ room, at }: { room: Room; at: string | null | undefined }) {
  const words = words_of(room, at);
  return words === "" ? null : <small class="quiet fact-age">{words}</small>;
}

function words_of(room: Room, at: string | null | undefined): string {
  const found = ago(room.show_time.now_ms.value, at ?? null);
  return found === null ? "" : panel_say(`ago_${found.unit}`, { count: found.count });
}
