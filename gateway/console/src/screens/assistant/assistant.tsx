/** The assistant: what it suggests, by which rules, whether that helps, and what it has said. */
import { useEffect } from "preact/hooks";
import { may } from "../../core/rights";
import { chosen, going, next_of, past, waiting } from "../../core/suggestions";
import { link, route } from "../../live/route";
import { listen_to_assist_keys } from "../../live/keyboard";
import { Empty } from "../../shared/ui/banner";
import { say } from "../../words/assistant";
import { printed } from "../../core/hotkeys";
import type { Room } from "../room";
import { Card, Line } from "./card";
import { EffectPage } from "./effect";
import { History } from "./history";
import { OwnWords } from "./own_words";
import { Manners, MuteButton, MutedFor } from "./mute";
import { RulesPage } from "./rules";

const TABS = ["suggestions", "rules", "effect", "history"] as const;
/** Of what is over, so many stay beside what goes on. */
const JUST_OVER = 6;

export function AssistantScreen({ room }: { room: Room }) {
  const you = room.desk.you.value;
  const { assistant, suggestions } = room.desk.state.value;
  const open = TABS.filter((tab) => (tab === "effect" || tab === "history" ? may(you, "may_review") : tab === "rules" ? may(you, "may_speak_as_assistant") : true));
  const here = open.find((tab) => tab === route.value[3]) ?? "suggestions";
  const count = waiting(suggestions).length;
  return (
    <main class="page page-wide">
      <header class="page-head">
        <h1>{say("assistant")}</h1>
        {assistant != null && (
          <div class="row">
            <MutedFor room={room} />
            <MuteButton room={room} />
          </div>
        )}
      </header>
      <nav class="page-tabs" aria-label={say("assistant")}>
        {open.map((tab) => (
          <a key={tab} href={link("show", room.show, "assistant", tab)} aria-current={tab === here ? "page" : undefined}>
            {say(`tab_${tab}`)}
            {tab === "suggestions" && count > 0 && <span class="count">{count}</span>}
          </a>
        ))}
      </nav>
      {here === "suggestions" && (assistant == null ? room.desk.usable.value && <Empty icon="spark" title={say("no_assistant")}>{say("no_assistant_help")}</Empty> : <Suggestions room={room} />)}
      {here === "rules" && <RulesPage room={room} />}
      {here === "effect" && <EffectPage room={room} />}
      {here === "history" && <History room={room} />}
    </main>
  );
}

function Suggestions({ room }: { room: Room }) {
  const { assist, desk, talker } = room;
  const { suggestions, board } = desk.state.value;
  useEffect(() => listen_to_assist_keys(talker, (verb) => assist.key(verb)), [room]);
  useEffect(() => {
    const moved = (event: KeyboardEvent): void => {
      const step = event.code === "KeyJ" ? 1 : event.code === "KeyK" ? -1 : 0;
      const free = !event.ctrlKey && !event.altKey && !event.metaKey && document.querySelector("dialog[open]") === null;
      if (step === 0 || !free || (event.target instanceof Element && event.target.closest("input, textarea, select") !== null)) return;
      event.preventDefault();
      const all = desk.state.peek().suggestions;
      assist.selected.value = next_of(all, chosen(all, assist.selected.peek()), step);
    };
    addEventListener("keydown", moved);
    return () => removeEventListener("keydown", moved);
  }, [room]);
  const editing = [...assist.editing.value].filter((id) => id in suggestions);
  const waits = waiting(suggestions);
  const ids = [...waits, ...editing.filter((id) => !waits.includes(id))];
  const marked = chosen(suggestions, assist.selected.value);
  const on_the_way = going(suggestions);
  const key = (action: string): string => (talker.bindings.value[action] === undefined ? "–" : printed(talker.bindings.value[action]));
  return (
    <div class="assistant">
      <section class="assistant-main" aria-labelledby="assistant-waiting">
        <h2 id="assistant-waiting">{say("waiting")}</h2>
        {ids.length === 0 && (
          <div class="box">
            <Empty icon="spark" title={say("nothing_waits")}>
              <p>{board == null ? say("no_data") : say("nothing_waits_help")}</p>
              {board == null && (
                <a class="button" href={link("show", room.show, "board")}>
                  <span>{say("to_board")}</span>
                </a>
              )}
            </Empty>
          </div>
        )}
        {ids.map((id) => {
          const one = suggestions[id];
          return one === undefined ? null : <Card key={id} room={room} id={id} one={one} marked={assist.usable && id === marked} />;
        })}
        {assist.usable && ids.length > 0 && (
          <p class="quiet keys-hint">{say("keys_hint", { send: key("assist:send"), skip: key("assist:skip"), mute: key("assist:mute") })}</p>
        )}
      </section>
      <aside class="assistant-side">
        <section class="box">
          <h2>{say("on_the_way")}</h2>
          {on_the_way.length === 0 ? (
            <p class="quiet">{say("nothing_on_the_way")}</p>
          ) : (
            <ul class="plain goings">{on_the_way.map((id) => suggestions[id] !== undefined && <Line key={id} room={room} id={id} one={suggestions[id]} />)}</ul>
          )}
          <Manners room={room} />
        </section>
        {assist.usable && <OwnWords room={room} />}
        {past(suggestions).length > 0 && (
          <section class="box">
            <h2>{say("just_over")}</h2>
            <ul class="plain goings">
              {past(suggestions)
                .slice(0, JUST_OVER)
                .map((id) => suggestions[id] !== undefined && <Line key={id} room={room} id={id} one={suggestions[id]} />)}
            </ul>
          </section>
        )}
      </aside>
    </div>
  );
}
