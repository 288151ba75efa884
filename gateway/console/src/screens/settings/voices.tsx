/** The assistant's voices: what speaks each language, under which licence, and which language nobody speaks. */
import { useState } from "preact/hooks";
import type { AssistantSettings, SpokenBy, VoiceChoice } from "../../core/assistant_settings";
import { may } from "../../core/rights";
import { part, put, post } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Banner } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Icon } from "../../shared/ui/icon";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/data";
import { say as settings_say } from "../../words/settings";
import { blob_of, play } from "../assistant/preview";
import { language_name } from "../assistant/words";
import type { Room } from "../room";
import { listed, useLoaded } from "./parts";

/** What a voice is tried with. */
const TRIAL: Record<string, string> = {
  zh: "三号链接还剩五十件，引导一下用户抓紧下单。",
  en: "Fifty pieces left of link three. Tell them to hurry.",
  es: "Quedan cincuenta unidades del enlace tres.",
  id: "Sisa lima puluh buah di tautan tiga.",
  th: "ลิงก์สามเหลือห้าสิบชิ้น",
  vi: "Liên kết ba còn năm mươi sản phẩm.",
  pt: "Restam cinquenta unidades do link três.",
  ja: "三番のリンクは残り五十点です。",
};

export function VoiceSettings({ room }: { room: Room }) {
  const voices = useLoaded<unknown>(`/shows/${part(room.show)}/voices`);
  const administers = may(room.desk.you.value, "may_administer");
  const settings = useLoaded<AssistantSettings>(administers ? `/shows/${part(room.show)}/assistant/settings` : null);
  const choose = (language: string, id: string): Promise<boolean> =>
    attempt(
      async () => {
        const { [language]: _, ...others } = settings.value?.voices.by_language ?? {};
        await put(`/shows/${part(room.show)}/assistant/settings`, { voices: { by_language: id === "" ? others : { ...others, [language]: id } } });
        await Promise.all([voices.again(), settings.again()]);
      },
      () => settings_say("saved"),
    );
  return (
    <section class="box">
      {voices.wrong}
      <p class="quiet">{say("voices_help")}</p>
      <ul class="plain stack">
        {listed<SpokenBy>(voices.value).map((one) => (
          <Language key={one.language} room={room} one={one} choose={administers && settings.value !== null ? (id) => choose(one.language, id) : null} />
        ))}
      </ul>
    </section>
  );
}

function Language({ room, one, choose }: { room: Room; one: SpokenBy; choose: ((id: string) => Promise<boolean>) | null }) {
  const trial = TRIAL[one.language.split("-")[0] ?? ""];
  const [seconds, set_seconds] = useState<number | null>(null);
  const listen = (): Promise<boolean> =>
    attempt(async () => {
      const { wav, seconds: long } = await post<{ wav: string; seconds: number }>(`/shows/${part(room.show)}/assistant/preview`, { text: trial, language: one.language });
      set_seconds(long);
      play(URL.createObjectURL(blob_of(wav)));
    });
  return (
    <li class="card voice">
      <div class="card-head">
        <strong>{language_name(one.language)}</strong>
        {one.ok ? (
          <span class="tag tag-on">
            <Icon name="check" /> {[engine_name(one.engine), one.voice].filter(Boolean).join(" · ")}
          </span>
        ) : (
          <span class="tag tag-bad">
            <Icon name="warning" /> {say("voice_none")}
          </span>
        )}
        {one.ok && trial !== undefined && may(room.desk.you.value, "may_speak_as_assistant") && (
          <Button small icon="play" on={listen}>
            {say("voice_try")}
          </Button>
        )}
        {seconds !== null && <small class="quiet">{settings_say("seconds", { seconds: seconds.toFixed(1) })}</small>}
      </div>
      {one.trouble != null && <Banner level="warning">{sentence(one.trouble)}</Banner>}
      <details>
        <summary>{say("voice_choices", { count: one.choices.length })}</summary>
        <fieldset class="voice-choices">
          <legend class="unseen">{language_name(one.language)}</legend>
          <label class="voice-choice">
            <input type="radio" name={`voice-${one.language}`} checked={one.chosen === ""} disabled={choose === null} onChange={() => void choose?.("")} />
            <span>{say("voice_best")}</span>
          </label>
          {one.choices.map((choice) => (
            <Choice key={choice.id} choice={choice} language={one.language} chosen={one.chosen === choice.id} choose={choose} />
          ))}
        </fieldset>
      </details>
    </li>
  );
}

function Choice({ choice, language, chosen, choose }: { choice: VoiceChoice; language: string; chosen: boolean; choose: ((id: string) => Promise<boolean>) | null }) {
  const clips = choice.engine === "clip";
  return (
    <label class="voice-choice">
      <input type="radio" name={`voice-${language}`} checked={chosen} disabled={choose === null || !choice.ok || clips} onChange={() => void choose?.(choice.id)} />
      <span>
        <strong>{engine_name(choice.engine)}</strong> {choice.voice} {choice.quality ?? ""}
        {clips && <span class="quiet"> {say("voice_clips", { count: choice.rules ?? 0 })}</span>}
        {choice.intelligible === false && <span class="tag tag-bad">{say("voice_unclear")}</span>}
        {choice.intelligible == null && choice.ok && !clips && <span class="tag">{say("voice_unheard")}</span>}
        <small class="field-hint">
          {choice.licence === "" ? (clips ? "" : say("licence_unknown")) : say("licence", { name: choice.licence })}
          {choice.sha256 ? <span class="mono"> SHA-256 {choice.sha256.slice(0, 12)}…</span> : null}
        </small>
        {choice.trouble != null && <small class="field-wrong">{sentence(choice.trouble)}</small>}
      </span>
    </label>
  );
}

function engine_name(engine: string): string {
  return engine === "piper" || engine === "openjtalk" || engine === "espeak" || engine === "clip" || engine === "http" ? say(`engine_${engine}`) : engine;
}
