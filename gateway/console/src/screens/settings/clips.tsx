/** Clips of one language: which recorded phrase is said for which rule. A new one is recorded or uploaded in its row. */
import { useState } from "preact/hooks";
import type { SpokenBy } from "../../core/assistant_settings";
import { CLIP_RULES, clip_of, clips_broken, clips_go_first, clips_ready, phrases_for } from "../../core/clips";
import { may } from "../../core/rights";
import { API, ask, part, post, remove } from "../../shared/http";
import { Banner, Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Select } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/voices";
import { say as settings_say } from "../../words/settings";
import { PreviewButton } from "../assistant/preview";
import { language_name, rule_name, voice_name } from "../assistant/words";
import { PhraseRecorder } from "./phrase_recorder";
import { SoundFile } from "./sound_file";
import type { VoiceParts } from "./voices";

/** What a gateway takes as the label of a phrase. */
const LABEL_CHARS = 64;

interface Props {
  parts: VoiceParts;
  one: SpokenBy;
  choose: (id: string) => Promise<boolean>;
}

export function ClipSettings({ parts, one, choose }: Props) {
  const { room, setup, administers } = parts;
  const { phrases } = room.desk.state.value;
  const [open, set_open] = useState(!one.ok);
  const ready = clips_ready(setup.clips, phrases, one.language);
  const broken = clips_broken(setup.clips, phrases, one.language);
  const records = administers && may(room.desk.you.value, "may_phrases");
  return (
    <details open={open} onToggle={(event) => set_open(event.currentTarget.open)}>
      <summary>
        {say("clips", { count: ready, all: CLIP_RULES.length })}
        {broken > 0 && <span class="tag tag-bad">{say("clips_broken", { count: broken })}</span>}
      </summary>
      {open && (
        <div class="stack clips">
          <p class="quiet">{say("clips_help")}</p>
          {ready > 0 && !clips_go_first(one) && (
            <Banner level="info" actions={administers && <Button small on={() => choose("clip")}>{say("clips_first")}</Button>}>
              {say("clips_wait", { voice: voice_name(one.engine, one.voice) })}
            </Banner>
          )}
          {Object.keys(phrases).length === 0 && (
            <Empty icon="record" title={say("clips_none")}>
              {records ? say("clips_none_help") : say("clips_none_ask")}
            </Empty>
          )}
          <table class="table clip-table">
            <thead>
              <tr>
                <th scope="col">{say("clip_rule")}</th>
                <th scope="col">{say("clip_sound")}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {CLIP_RULES.map((rule) => (
                <ClipRow key={rule} parts={parts} rule={rule} language={one.language} records={records} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

function ClipRow({ parts, rule, language, records }: { parts: VoiceParts; rule: string; language: string; records: boolean }) {
  const { room, setup, administers, change } = parts;
  const { phrases } = room.desk.state.value;
  const clip = clip_of(setup.clips, phrases, rule, language);
  const phrase = phrases[clip.phrase];
  const name = rule_name(rule);
  const bind = (key: string, id: string, label: string): Promise<boolean> =>
    attempt(
      () => change({ bind: { [key]: id } }),
      () => (id === "" ? say("clip_removed", { rule: name }) : say("clip_bound", { rule: name, name: label })),
      () => change({ bind: { [key]: setup.clips[key] ?? "" } }),
    );
  const choose = (id: string): Promise<boolean> => (id === "" ? bind(clip.key, "", "") : bind(`${rule}/${language}`, id, phrases[id]?.label ?? ""));
  const take = async (sound: Blob): Promise<void> => {
    const label = say("clip_label", { rule: name, language: language_name(language) }).slice(0, LABEL_CHARS);
    let id = "";
    if (await attempt(async () => (id = await recorded(room.show, label, language, sound)))) await bind(`${rule}/${language}`, id, label);
  };
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <div class="clip">
          {administers ? (
            <Select quiet label={say("clip_of", { rule: name })} value={clip.phrase} choices={choices(phrases, language, clip.state === "gone" ? clip.phrase : null)} on={(id) => void choose(id)} />
          ) : (
            <span>{clip.state === "none" ? say("clip_unbound") : (phrase?.label ?? say("clip_gone"))}</span>
          )}
          {clip.state === "ready" && <PreviewButton bare url={`${API}/phrases/${part(clip.phrase)}/sound.wav`} />}
          {phrase?.seconds != null && clip.state === "ready" && <small class="quiet cell-number">{settings_say("seconds", { seconds: phrase.seconds.toFixed(1) })}</small>}
          {clip.shared && clip.state !== "none" && <small class="quiet">{say("clip_shared")}</small>}
        </div>
        {clip.state === "gone" && <small class="field-wrong">{say("clip_gone_help")}</small>}
        {clip.state === "failed" && <small class="field-wrong">{say("clip_failed")}</small>}
        {clip.state === "making" && <small class="field-hint">{say("clip_making")}</small>}
      </td>
      <td>
        {administers && (
          <div class="row row-end clip-actions">
            {records && (
              <>
                <PhraseRecorder label={say("record_for", { rule: name })} done={take} />
                <SoundFile words={say("upload")} label={say("upload_for", { rule: name })} done={take} />
              </>
            )}
            <Button small kind="quiet" icon="trash" label={say("clip_remove", { rule: name })} disabled={clip.state === "none"} on={() => choose("")} />
          </div>
        )}
      </td>
    </tr>
  );
}

/** gone: a phrase that is bound, and no more. */
function choices(phrases: VoiceParts["room"]["desk"]["state"]["value"]["phrases"], language: string, gone: string | null) {
  const known = phrases_for(phrases, language).map(({ id, phrase, own }) => ({
    value: id,
    label: own ? phrase.label : say("clip_foreign", { name: phrase.label, language: language_name(phrase.language) }),
  }));
  return [{ value: "", label: say("clip_unbound") }, ...(gone === null ? [] : [{ value: gone, label: say("clip_gone") }]), ...known];
}

/** A new phrase with this sound; one whose sound cannot be used is not left behind. */
async function recorded(show: string, label: string, language: string, sound: Blob): Promise<string> {
  const { id } = await post<{ id: string }>(`/shows/${part(show)}/phrases`, { label, kind: "recorded", language });
  try {
    await ask("PUT", `/phrases/${part(id)}/sound`, sound, sound.type || "audio/wav");
  } catch (wrong) {
    await remove(`/phrases/${part(id)}`).catch(() => undefined);
    throw wrong;
  }
  return id;
}
