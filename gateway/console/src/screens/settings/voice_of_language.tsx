/** One language of the assistant: who speaks it, the voices to choose from, each to be heard first, and its clips. */
import type { Heard, SpokenBy, VoiceChoice } from "../../core/assistant_settings";
import { CLIP_RULES, choice_key, clips_go_first, clips_ready } from "../../core/clips";
import { may } from "../../core/rights";
import { part, post } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Banner } from "../../shared/ui/banner";
import { Icon } from "../../shared/ui/icon";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/voices";
import { say as settings_say } from "../../words/settings";
import { engine_name, language_name, voice_name } from "../assistant/words";
import { ClipSettings } from "./clips";
import { ListenButton, trial_line } from "./voice_trial";
import type { VoiceParts } from "./voices";

interface Props {
  parts: VoiceParts;
  one: SpokenBy;
}

export function VoiceOfLanguage({ parts, one }: Props) {
  const { room, setup } = parts;
  const you = room.desk.you.value;
  const clips = clips_ready(setup.clips, room.desk.state.value.phrases, one.language);
  const trial = trial_line(one.language);
  // who administers and who directs the assistant may listen, by the right that they have
  const place = may(you, "may_speak_as_assistant") ? "assistant/preview" : "voices/trial";
  const listen = (voice: string): Promise<Heard> => post<Heard>(`/shows/${part(room.show)}/${place}`, { text: trial, language: one.language, voice });
  const tries = trial !== undefined && (parts.administers || place === "assistant/preview") ? listen : null;
  const now = one.engine === "piper" ? `piper:${one.voice}` : one.engine;
  const choose = (id: string): Promise<boolean> => {
    const key = choice_key(setup.by_language, one.language, id);
    return attempt(
      () => parts.change({ choose: { [key]: id } }),
      () => settings_say("saved"),
      () => parts.change({ choose: { [key]: setup.by_language[key] ?? "" } }),
    );
  };
  const lost = one.chosen !== "" && !one.choices.some((choice) => choice.id === one.chosen && choice.ok);
  return (
    <li class="card voice" data-language={one.language}>
      <div class="card-head">
        <h3>{language_name(one.language)}</h3>
        {one.ok && (
          <span class="tag tag-on">
            <Icon name="check" /> {voice_name(one.engine, one.voice)}
          </span>
        )}
        {!one.ok && clips === 0 && (
          <span class="tag tag-bad">
            <Icon name="warning" /> {say("voice_none")}
          </span>
        )}
        {clips > 0 && clips_go_first(one) && (
          <span class="tag tag-on">
            <Icon name="check" /> {say("voice_clips_tag", { count: clips, all: CLIP_RULES.length })}
          </span>
        )}
        {one.ok && tries !== null && <ListenButton label={say("voice_try_one", { voice: language_name(one.language) })} ask={() => tries(now)} />}
      </div>
      {one.trouble != null && clips === 0 && <Banner level="warning">{sentence(one.trouble)}</Banner>}
      {lost && <p class="field-wrong">{say("choice_lost", { voice: voice_name(...named(one.chosen)) })}</p>}
      <div class="voice-more">
        <details>
          <summary>{say("voice_choices", { count: one.choices.filter((choice) => choice.ok && choice.engine !== "clip").length })}</summary>
          <fieldset class="voice-choices">
            <legend class="unseen">{language_name(one.language)}</legend>
            <div class="voice-choice">
              <label>
                <input type="radio" name={`voice-${one.language}`} checked={one.chosen === ""} disabled={!parts.administers} onChange={() => void choose("")} />
                <span>{say("voice_best")}</span>
              </label>
            </div>
            {one.choices.map((choice) => (
              <Choice key={choice.id} choice={choice} language={one.language} chosen={one.chosen === choice.id} choose={parts.administers ? choose : null} tries={tries} />
            ))}
          </fieldset>
        </details>
        <ClipSettings parts={parts} one={one} choose={choose} />
      </div>
    </li>
  );
}

function Choice(props: { choice: VoiceChoice; language: string; chosen: boolean; choose: ((id: string) => Promise<boolean>) | null; tries: ((voice: string) => Promise<Heard>) | null }) {
  const { choice, chosen, choose, tries } = props;
  const clips = choice.engine === "clip";
  const name = voice_name(choice.engine, choice.voice);
  return (
    <div class="voice-choice">
      <label>
        <input type="radio" name={`voice-${props.language}`} checked={chosen} disabled={choose === null || (!choice.ok && !chosen)} onChange={() => void choose?.(choice.id)} />
        <span>
          <strong>{engine_name(choice.engine)}</strong> {choice.engine === "espeak" ? "" : choice.voice} {choice.voice.includes(choice.quality ?? "") ? "" : choice.quality}
          {choice.intelligible === false && <span class="tag tag-bad">{say("voice_unclear")}</span>}
          {choice.intelligible == null && choice.ok && <span class="tag">{say("voice_unheard")}</span>}
          <small class="field-hint">
            {clips ? say("voice_clips") : choice.licence !== "" ? say("licence", { name: choice.licence }) : choice.engine === "http" ? "" : say("licence_unknown")}
            {choice.sha256 ? <span class="mono"> SHA-256 {choice.sha256.slice(0, 12)}…</span> : null}
          </small>
          {choice.trouble != null && <small class="field-wrong">{sentence(choice.trouble)}</small>}
        </span>
      </label>
      {tries !== null && choice.ok && !clips && <ListenButton label={say("voice_try_one", { voice: name })} ask={() => tries(choice.id)} />}
    </div>
  );
}

/** "piper:NAME" is what a choice is called. */
function named(id: string): [engine: string, voice: string] {
  const [engine = "", voice = ""] = id.split(":", 2);
  return [engine, voice];
}
