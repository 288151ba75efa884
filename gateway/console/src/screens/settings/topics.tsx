/** Topics of viewers' questions: what each is called, and the words that tell it in any language. */
import { useState } from "preact/hooks";
import { type Shop, type Topic, exemplars_of, topics_of, with_topics, words_in } from "../../core/topics";
import { part, put } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { TextArea, TextField } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/data";
import { say as settings_say } from "../../words/settings";
import type { Room } from "../room";
import { ID_PATTERN } from "./hosts";
import { RemoveButton, useLoaded } from "./parts";

/** Words of a topic that are shown before it is opened. */
const WORDS_SHOWN = 12;

export function TopicSettings({ room }: { room: Room }) {
  const path = `/shows/${part(room.show)}/topics`;
  const loaded = useLoaded<Shop>(path);
  const [editing, set_editing] = useState<Topic | null>(null);
  const [search, set_search] = useState("");
  const topics = topics_of(loaded.value);
  const wanted = search.trim().toLowerCase();
  const shown = topics.filter((one) => wanted === "" || [one.id, one.label.en, one.label.zh, ...one.words].some((word) => word.toLowerCase().includes(wanted)));
  const keep = async (changed: readonly Topic[]): Promise<void> => {
    await put(path, with_topics(loaded.value, changed));
    await loaded.again();
  };
  const save = async (topic: Topic): Promise<void> => {
    const known = topics.some((one) => one.id === topic.id);
    const changed = known ? topics.map((one) => (one.id === topic.id ? topic : one)) : [...topics, topic];
    if (await attempt(() => keep(changed), () => settings_say("saved"))) set_editing(null);
  };
  return (
    <section class="box">
      {loaded.wrong}
      <p class="quiet">{say("topics_help")}</p>
      <div class="row row-bottom">
        <TextField type="search" label={say("topics_search")} value={search} on={set_search} longest={64} />
        <Button kind="primary" icon="plus" disabled={loaded.value === null} on={() => set_editing({ id: "", label: { en: "", zh: "" }, words: [] })}>
          {say("topic_add")}
        </Button>
      </div>
      {loaded.value !== null && shown.length === 0 && <Empty icon="question" title={say("topics_none")} />}
      <ul class="plain stack">
        {shown.map((topic) => {
          const learnt = exemplars_of(loaded.value, topic.id).length;
          return (
            <li key={topic.id} class="card">
              <div class="card-head">
                <strong>{sentence(topic.label) || topic.id}</strong>
                {learnt > 0 && <span class="tag">{say("topic_learnt", { count: learnt })}</span>}
                <Button small icon="edit" on={() => set_editing(topic)}>
                  {settings_say("edit")}
                </Button>
                <RemoveButton
                  question={say("topic_remove_sure", { name: sentence(topic.label) || topic.id })}
                  task={() => keep(topics.filter((one) => one.id !== topic.id))}
                  done={() => settings_say("removed", { name: sentence(topic.label) || topic.id })}
                  after={() => undefined}
                />
              </div>
              <p class="topic-words">
                {topic.words.slice(0, WORDS_SHOWN).map((word) => (
                  <span key={word} class="tag">
                    {word}
                  </span>
                ))}
                {topic.words.length > WORDS_SHOWN && <span class="quiet">+{topic.words.length - WORDS_SHOWN}</span>}
              </p>
            </li>
          );
        })}
      </ul>
      {editing !== null && <TopicDialog topic={editing} save={save} closed={() => set_editing(null)} />}
    </section>
  );
}

function TopicDialog({ topic, save, closed }: { topic: Topic; save: (topic: Topic) => Promise<void>; closed: () => void }) {
  const fresh = topic.id === "";
  const [id, set_id] = useState(topic.id);
  const [en, set_en] = useState(topic.label.en);
  const [zh, set_zh] = useState(topic.label.zh);
  const [words, set_words] = useState(topic.words.join("\n"));
  const submit = (event: Event): void => {
    event.preventDefault();
    void save({ ...topic, id: id.trim(), label: { en: en.trim() || zh.trim(), zh: zh.trim() || en.trim() }, words: words_in(words) });
  };
  return (
    <Dialog title={fresh ? say("topic_add") : (sentence(topic.label) || topic.id)} closed={closed}>
      <form class="stack" onSubmit={submit}>
        {fresh && <TextField label={settings_say("id")} hint={settings_say("id_hint")} value={id} on={set_id} pattern={ID_PATTERN} longest={32} required focus />}
        <div class="columns">
          <TextField label={say("label_zh")} value={zh} on={set_zh} longest={60} required={en.trim() === ""} />
          <TextField label={say("label_en")} value={en} on={set_en} longest={60} required={zh.trim() === ""} />
        </div>
        <TextArea label={say("topic_words")} hint={say("topic_words_hint")} value={words} on={set_words} rows={8} />
        <div class="row row-end">
          <Button on={closed}>{settings_say("cancel")}</Button>
          <Button kind="primary" type="submit" disabled={words_in(words).length === 0}>
            {settings_say("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
