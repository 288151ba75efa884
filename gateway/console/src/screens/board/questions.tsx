/** What viewers ask: how many people, in which languages, an example, and what was done about it. */
import { useRef, useState } from "preact/hooks";
import { ago } from "../../core/figures";
import { FILTERS, type Filter, dealt_with, languages_of, shown } from "../../core/questions";
import { may } from "../../core/rights";
import type { Question } from "../../core/showdata";
import { type Shop, topics_of } from "../../core/topics";
import { part, post, remove } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { Segments, Select } from "../../shared/ui/field";
import { Icon } from "../../shared/ui/icon";
import { useHeld, useSettled } from "../../shared/ui/settled";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/board";
import { say as panel_say } from "../../words/panel";
import { language_name } from "../assistant/words";
import type { Room } from "../room";
import { useLoaded } from "../settings/parts";

const AT_MOST = 12;
const LANGUAGES_SHOWN = 3;

export function QuestionList({ room }: { room: Room }) {
  const { questions } = room.desk.state.value;
  const [filter, set_filter] = useState<Filter>("open");
  const [all, set_all] = useState(false);
  const [merging, set_merging] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const ids = useHeld(list, shown(questions, filter), (id) => id in questions, filter);
  useSettled(list);
  return (
    <section class="box" aria-labelledby="board-questions">
      <header class="box-head">
        <h2 id="board-questions">{say("questions")}</h2>
        <Segments<Filter> label={say("questions_which")} value={filter} choices={FILTERS.map((value) => ({ value, label: say(`questions_${value}`) }))} set={set_filter} />
      </header>
      {ids.length === 0 && <p class="quiet">{say(filter === "done" ? "questions_none_done" : "questions_none")}</p>}
      <ol ref={list} class="plain questions">
        {ids.slice(0, all ? ids.length : AT_MOST).map((id) => questions[id] !== undefined && <Row key={id} room={room} id={id} one={questions[id]} merge={() => set_merging(id)} />)}
      </ol>
      {ids.length > AT_MOST && (
        <Button small kind="quiet" expanded={all} on={() => set_all(!all)}>
          {all ? say("questions_fewer") : say("questions_more", { count: ids.length - AT_MOST })}
        </Button>
      )}
      {merging !== null && questions[merging] !== undefined && <Merge room={room} id={merging} one={questions[merging]} closed={() => set_merging(null)} />}
    </section>
  );
}

function Row({ room, id, one, merge }: { room: Room; id: string; one: Question; merge: () => void }) {
  const { desk, show } = room;
  const path = `/shows/${part(show)}/questions/${part(id)}`;
  const assists = may(desk.you.value, "may_speak_as_assistant");
  const product = one.product == null || one.product === "" ? null : (desk.state.value.products[one.product]?.label ?? one.product);
  const age = ago(room.show_time.now_ms.value, one.last);
  const mark = (verb: "answered" | "hide"): Promise<boolean> =>
    attempt(() => post(`${path}/${verb}`), () => say(verb === "answered" ? "answered_done" : "hidden_done"), () => remove(`${path}/${verb}`));
  const languages = languages_of(one);
  return (
    <li class={dealt_with(one) ? "question question-done" : "question"} data-aim={id}>
      <span class="question-users" title={say("users_title", { users: one.users, raw: one.raw })}>
        <strong>{Math.max(1, Math.round(one.users))}</strong>
        <small>{say("people")}</small>
      </span>
      <div class="question-inside">
        <p class="question-head">
          <strong>{label_of(one)}</strong>
          {product !== null && <span class="tag">{product}</span>}
          {one.answered != null && <span class="tag tag-on">{say("answered")}</span>}
          {one.sent != null && one.answered == null && <span class="tag">{say("sent")}</span>}
          {assists && (
            <span class="question-hide">
              <Button small kind="quiet" icon="group" label={say("merge")} on={merge} />
              <Button small kind="quiet" icon="close" label={say("hide")} on={() => mark("hide")} />
            </span>
          )}
        </p>
        {one.example !== "" && <p class="question-example">“{one.example}”</p>}
        <small class="quiet">
          {languages.slice(0, LANGUAGES_SHOWN).map(([language, asked]) => `${language_name(language)} ${asked}`).join(" · ")}
          {languages.length > LANGUAGES_SHOWN ? ` +${languages.length - LANGUAGES_SHOWN}` : ""}
          {age === null ? "" : ` · ${panel_say(`ago_${age.unit}`, { count: age.count })}`}
        </small>
        {assists && (
          <div class="question-keys">
            <Button small icon="spark" on={() => attempt(() => post(`${path}/cue`), () => say("cue_made"))}>
              {say("cue")}
            </Button>
            {one.answered == null && (
              <Button small icon="check" on={() => mark("answered")}>
                {say("mark_answered")}
              </Button>
            )}
          </div>
        )}
      </div>
    </li>
  );
}

/** Of a question that nobody named yet: that it has no name. */
const label_of = (one: Question): string => (one.label == null ? "" : sentence(one.label)) || one.topic || say("no_topic");

/** "This is about that": the shop learns it, so that the next one is counted there by itself. */
function Merge({ room, id, one, closed }: { room: Room; id: string; one: Question; closed: () => void }) {
  const loaded = useLoaded<Shop>(`/shows/${part(room.show)}/topics`);
  const topics = topics_of(loaded.value);
  const [chosen, set_chosen] = useState("");
  const topic = chosen || (topics.find((other) => other.id !== one.topic)?.id ?? "");
  const path = `/shows/${part(room.show)}/questions/${part(id)}/merge`;
  const merge = async (): Promise<void> => {
    if (await attempt(() => post(path, { topic }), () => say("merged"), () => remove(path))) closed();
  };
  return (
    <Dialog title={say("merge")} closed={closed}>
      <p>
        <Icon name="question" /> “{one.example}”
      </p>
      <p class="quiet">{say("merge_help")}</p>
      {loaded.wrong}
      <div class="stack">
        <Select label={say("topic")} value={topic} choices={topics.map((other) => ({ value: other.id, label: sentence(other.label) || other.id }))} on={set_chosen} />
      </div>
      <div class="row row-end">
        <Button on={closed}>{say("cancel")}</Button>
        <Button kind="primary" disabled={topic === ""} on={merge}>
          {say("merge_do")}
        </Button>
      </div>
    </Dialog>
  );
}
