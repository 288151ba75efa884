/** Quick phrases: typed (the gateway speaks them), recorded from the microphone, or taken from a file. */
import { useState } from "preact/hooks";
import type { Phrase } from "../../core/document";
import { speech_seconds } from "../../core/speech_length";
import { API, ask, part, patch, post, remove } from "../../shared/http";
import { Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { Select, TextArea, TextField } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/settings";
import type { Room } from "../room";
import { Colours, RemoveButton } from "./parts";
import { PhraseRecorder } from "./phrase_recorder";
import { SoundFile } from "./sound_file";

export function PhraseSettings({ room }: { room: Room }) {
  const { phrases } = room.desk.state.value;
  const [editing, set_editing] = useState<string | null>(null);
  const [adding, set_adding] = useState(false);
  const ids = Object.keys(phrases).sort((a, b) => (phrases[a]?.order ?? 0) - (phrases[b]?.order ?? 0));
  return (
    <section class="box">
      <p>{say("phrases_help")}</p>
      {ids.length === 0 && <Empty icon="note" title={say("no_phrases")} />}
      <ul class="plain stack">
        {ids.map((id) => {
          const phrase = phrases[id];
          return phrase === undefined ? null : <Row key={id} id={id} phrase={phrase} edit={() => set_editing(id)} />;
        })}
      </ul>
      <div class="row">
        <Button kind="primary" icon="plus" on={() => set_adding(true)}>
          {say("phrase_add")}
        </Button>
      </div>
      {adding && (
        <PhraseDialog
          title={say("phrase_add")}
          order={ids.length}
          save={(body) => attempt(() => post(`/shows/${part(room.show)}/phrases`, body), () => say("saved"))}
          closed={() => set_adding(false)}
        />
      )}
      {editing !== null && phrases[editing] !== undefined && (
        <PhraseDialog
          title={phrases[editing].label}
          phrase={phrases[editing]}
          order={phrases[editing].order}
          save={(body) => attempt(() => patch(`/phrases/${part(editing)}`, body), () => say("saved"))}
          closed={() => set_editing(null)}
        />
      )}
    </section>
  );
}

function Row({ id, phrase, edit }: { id: string; phrase: Phrase; edit: () => void }) {
  const [open, set_open] = useState(false);
  const sound = `/phrases/${part(id)}/sound`;
  const upload = (blob: Blob): Promise<boolean> => attempt(() => ask("PUT", sound, blob, blob.type || "audio/wav"), () => say("record_kept"));
  return (
    <li class="card">
      <div class="card-head">
        <span class="swatch" style={phrase.colour ? { background: phrase.colour } : undefined} />
        <strong>{phrase.label}</strong>
        <span class="tag">{say(phrase.kind)}</span>
        <span class={phrase.state === "failed" ? "tag tag-bad" : "tag"}>{say(phrase.state)}</span>
        {phrase.seconds != null && <small class="quiet">{say("seconds", { seconds: phrase.seconds.toFixed(1) })}</small>}
      </div>
      <p lang={phrase.language}>{phrase.text}</p>
      <div class="row">
        {phrase.state === "ready" && (
          <Button small icon="play" expanded={open} on={() => set_open(!open)}>
            {say("listen")}
          </Button>
        )}
        <PhraseRecorder done={upload} />
        <SoundFile words={say("sound_file")} done={upload} />
        <Button small icon="edit" on={edit}>
          {say("edit")}
        </Button>
        <RemoveButton
          question={say("phrase_remove_sure", { name: phrase.label })}
          task={() => remove(`/phrases/${part(id)}`)}
          done={() => say("removed", { name: phrase.label })}
          after={() => undefined}
        />
      </div>
      {open && <audio class="player" controls autoPlay src={`${API}${sound}.wav`} />}
    </li>
  );
}

interface PhraseBody {
  label: string;
  text: string;
  language: string;
  colour: string;
  order: number;
  kind?: Phrase["kind"];
}

function PhraseDialog(props: {
  title: string;
  phrase?: Phrase;
  order: number;
  save: (body: PhraseBody) => Promise<boolean>;
  closed: () => void;
}) {
  const { phrase } = props;
  const [label, set_label] = useState(phrase?.label ?? "");
  const [text, set_text] = useState(phrase?.text ?? "");
  const [language, set_language] = useState(phrase?.language ?? "zh");
  const [colour, set_colour] = useState(phrase?.colour ?? "");
  const [order, set_order] = useState(String(props.order));
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = {
      label: label.trim() || text.trim().slice(0, 24),
      text: text.trim(),
      language,
      colour,
      order: Math.max(0, Math.round(Number(order)) || 0),
      ...(phrase === undefined && text.trim() === "" ? { kind: "recorded" as const } : {}),
    };
    if (await props.save(body)) props.closed();
  };
  return (
    <Dialog title={props.title} closed={props.closed}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <TextArea
          label={say("phrase_text")}
          hint={text.trim() === "" ? undefined : say("estimate", { seconds: speech_seconds(text) })}
          value={text}
          on={set_text}
          longest={300}
        />
        <TextField label={say("phrase_label")} value={label} on={set_label} longest={40} />
        <Select
          label={say("phrase_language")}
          value={language}
          choices={[
            { value: "zh", label: "简体中文" },
            { value: "en", label: "English" },
            ...(["zh", "en"].includes(language) ? [] : [{ value: language, label: language }]),
          ]}
          on={set_language}
        />
        <Colours value={colour} set={set_colour} />
        <TextField type="number" label={say("phrase_order")} value={order} on={set_order} least={0} most={999} />
        <div class="row row-end">
          <Button on={props.closed}>{say("cancel")}</Button>
          <Button kind="primary" type="submit" disabled={text.trim() === "" && label.trim() === ""}>
            {say("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
