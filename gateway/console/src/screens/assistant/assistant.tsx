/** The assistant: what it suggests, by which rules, whether that helps, and what it has said. */
import { useEffect, useRef } from "preact/hooks";
import type { Suggestion } from "../../core/assistant";
import { may } from "../../core/rights";
import { going, past, unsaid, waiting } from "../../core/suggestions";
import { now_ms } from "../../live/clock";
import { link, route } from "../../live/route";
import { listen_to_assist_keys } from "../../live/keyboard";
import { Banner, Empty } from "../../shared/ui/banner";
import { sentence } from "../../shared/words";
import { useHeld, useSettled } from "../../shared/ui/settled";
import { say } from "../../words/assistant";
import { printed } from "../../core/hotkeys";
import type { Room } from "../room";
import { Away } from "./away";
import { Card, Line } from "./card";
import { EffectPage } from "./effect";
import { History } from "./history";
import { OwnWords } from "./own_words";
import { Manners, MuteButton, MutedFor } from "./mute";
import { RulesPage } from "./rules";
import { names_of, rule_name } from "./words";

const TABS = ["suggestions", "rules", "effect", "history"] as const;
/** Of what is over, so many stay beside what goes on. */
const JUST_OVER = 6;
const UNSAID_SHOWN = 2;

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
      <Away room={room} />
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
  const list = useRef<HTMLElement>(null);
  useEffect(() => listen_to_assist_keys(talker, (verb) => assist.key(verb)), [room]);
  useEffect(() => {
    const moved = (event: KeyboardEvent): void => {
      const step = event.code === "KeyJ" ? 1 : event.code === "KeyK" ? -1 : 0;
      const free = !event.ctrlKey && !event.altKey && !event.metaKey && document.querySelector("dialog[open]") === null;
      if (step === 0 || !free || (event.target instanceof Element && event.target.closest("input, textarea, select") !== null)) return;
      event.preventDefault();
      const id = assist.step(step);
      if (id === null) return;
      // The focus goes along: a key that is left on a button elsewhere would press that button.
      const card = list.current?.querySelector<HTMLElement>(`[data-suggestion="${CSS.escape(id)}"]`);
      card?.focus({ preventScroll: true });
      card?.scrollIntoView({ block: "nearest" });
    };
    addEventListener("keydown", moved);
    return () => removeEventListener("keydown", moved);
  }, [room]);
  const drafts = assist.drafts.value;
  const waits = waiting(suggestions);
  const wanted = [...waits, ...[...drafts.keys()].filter((id) => !waits.includes(id))];
  const ids = useHeld(list, wanted, (id) => id in suggestions || drafts.has(id));
  useSettled(list);
  const marked = assist.marked.value;
  const on_the_way = going(suggestions);
  const key = (action: string): string => (talker.bindings.value[action] === undefined ? "–" : printed(talker.bindings.value[action]));
  return (
    <div class="assistant">
      <section ref={list} class="assistant-main" aria-labelledby="assistant-waiting">
        <header class="box-head">
          <h2 id="assistant-waiting">{say("waiting")}</h2>
          {assist.usable && assist.muted && <span class="muted-first">{say("muted_first")}</span>}
        </header>
        {unsaid(suggestions, now_ms.value)
          .slice(0, UNSAID_SHOWN)
          .map((id, at) => suggestions[id] !== undefined && <Unsaid key={id} room={room} one={suggestions[id]} why={at === 0} />)}
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
          const kept = drafts.get(id)?.one;
          const one = suggestions[id] ?? (kept === undefined ? undefined : { ...kept, state: "expired" as const });
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

/** What is urgent and could not be said: somebody has to. */
function Unsaid({ room, one, why }: { room: Room; one: Suggestion; why: boolean }) {
  return (
    <Banner level="warning">
      <strong>{[rule_name(one.rule), one.label].filter(Boolean).join(" · ")}</strong> {say("unsaid", { names: names_of(room, one) })}
      {why && one.trouble != null && <small> {sentence(one.trouble)}</small>}
    </Banner>
  );
}
