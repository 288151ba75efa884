/** A speech service on some machine: named, tried before it counts, switched off, removed. Its key is told and never shown. */
import { useEffect, useState } from "preact/hooks";
import type { Heard, Service } from "../../core/assistant_settings";
import { DEADLINE_S, LONGEST, type ServiceDraft, address_wrong, body_of, completed, differs, draft_of, key_wrong } from "../../core/speech_service";
import { as_problem, part, post } from "../../shared/http";
import { language, sentence } from "../../shared/words";
import { Banner, Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Select, Slider, Switch, TextField } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/voices";
import { say as settings_say } from "../../words/settings";
import { language_name } from "../assistant/words";
import { RemoveButton } from "./parts";
import { seconds_of, trial_line, usePlayer } from "./voice_trial";
import type { VoiceParts } from "./voices";

interface Props {
  parts: VoiceParts;
  languages: readonly string[];
}

export function SpeechService({ parts, languages }: Props) {
  const { service } = parts.setup;
  return (
    <section class="box">
      <div class="card-head">
        <h2>{say("service")}</h2>
        {service !== null && <span class={service.on ? "tag tag-on" : "tag"}>{service.on ? say("service_is_on") : say("service_is_off")}</span>}
      </div>
      <p class="quiet">{say("service_help")}</p>
      {parts.administers ? <ServiceForm parts={parts} languages={languages} /> : <ServiceSight service={service} />}
    </section>
  );
}

/** What those see who do not administer the show. */
function ServiceSight({ service }: { service: Service | null }) {
  if (service === null) {
    return (
      <Empty icon="link" title={say("service_none")}>
        {say("service_none_help")}
      </Empty>
    );
  }
  const rows: [string, string][] = [
    [say("service_model"), service.model],
    [say("service_voice"), service.voice],
    [say("service_deadline"), settings_say("seconds", { seconds: service.deadline_s })],
    [say("service_languages"), service.languages.map(language_name).join(language.value === "zh" ? "、" : ", ") || say("service_all")],
    [say("service_key"), service.has_key === true ? say("key_is") : "–"],
  ];
  return (
    <dl class="service-sight">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function ServiceForm({ parts, languages }: Props) {
  const { service } = parts.setup;
  const [draft, set_draft] = useState<ServiceDraft>(draft_of(service));
  const [looked, set_looked] = useState(false);
  const change = (some: Partial<ServiceDraft>): void => set_draft({ ...draft, ...some });
  const wrong = address_wrong(draft.url);
  const whole = completed(draft.url);
  const has_key = service?.has_key === true;
  const moved = has_key && draft.url.trim() !== service?.url;
  const fine = wrong === null && !key_wrong(draft.key);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    set_looked(true);
    if (!fine) return;
    const kept = await attempt(() => parts.change({ http: body_of(draft, service?.on ?? true) }), () => settings_say("saved"));
    if (kept) change({ key: "" });
  };
  return (
    <form class="stack" noValidate onSubmit={(event) => void save(event)}>
      {service !== null && (
        <Switch label={say("service_on")} hint={say("service_off_hint")} on={service.on} set={(on) => void attempt(() => parts.change({ http: body_of(draft_of(service), on) }), () => settings_say("saved"))} />
      )}
      <TextField
        type="url"
        label={say("service_url")}
        placeholder="http://127.0.0.1:8880/v1/audio/speech"
        value={draft.url}
        on={(url) => change({ url })}
        longest={LONGEST.url}
        wrong={wrong !== null && (looked || wrong === "address_secret") ? say(wrong) : undefined}
      />
      {whole !== null && (
        <p class="row field-hint">
          {say("address_short")}
          <Button small on={() => change({ url: whole })}>
            {say("address_complete", { url: whole })}
          </Button>
        </p>
      )}
      <div class="columns">
        <TextField label={say("service_model")} value={draft.model} on={(model) => change({ model })} longest={LONGEST.name} />
        <TextField label={say("service_voice")} value={draft.voice} on={(voice) => change({ voice })} longest={LONGEST.name} />
        <TextField
          type="password"
          complete="new-password"
          label={say("service_key")}
          hint={moved ? say("key_moved") : has_key ? say("key_kept") : say("key_none")}
          wrong={key_wrong(draft.key) ? say("key_wrong") : undefined}
          value={draft.key}
          on={(key) => change({ key })}
          longest={LONGEST.key}
        />
        <div>
          <Slider
            label={say("service_deadline")}
            value={draft.deadline_s}
            least={DEADLINE_S[0]}
            most={DEADLINE_S[1]}
            step={0.5}
            shown={settings_say("seconds", { seconds: draft.deadline_s })}
            on={(deadline_s) => change({ deadline_s })}
            done={(deadline_s) => change({ deadline_s })}
          />
          <p class="field-hint">{say("service_deadline_hint")}</p>
        </div>
      </div>
      <fieldset class="chips">
        <legend class="field-label">{say("service_languages")}</legend>
        {[...new Set([...languages, ...draft.languages])].map((one) => (
          <label key={one} class="choice-chip">
            <input
              type="checkbox"
              checked={draft.languages.includes(one)}
              onChange={(event) => change({ languages: event.currentTarget.checked ? [...draft.languages, one] : draft.languages.filter((other) => other !== one) })}
            />
            <span>{language_name(one)}</span>
          </label>
        ))}
      </fieldset>
      <p class="field-hint">{say("service_languages_hint")}</p>
      <Trial parts={parts} draft={draft} languages={languages} look={() => set_looked(true)} fine={fine} />
      <div class="row row-end">
        {service !== null && has_key && (
          <RemoveButton
            words
            label={say("key_remove")}
            question={say("key_remove_sure")}
            task={() => parts.change({ http: { ...body_of(draft_of(service), service.on), key: "" } })}
            done={() => say("key_removed")}
            after={() => undefined}
          />
        )}
        {service !== null && (
          <RemoveButton
            words
            label={say("service_remove")}
            question={say("service_remove_sure")}
            task={() => parts.change({ http: null })}
            done={() => say("service_removed")}
            after={() => {
              set_draft(draft_of(null));
              set_looked(false);
            }}
          />
        )}
        {service !== null && differs(draft, service) && <span class="quiet">{say("service_unsaved")}</span>}
        <Button kind="primary" type="submit" disabled={!differs(draft, service)}>
          {settings_say("save")}
        </Button>
      </div>
    </form>
  );
}

/** What is in the form now says something; nothing of it is kept. */
function Trial(props: { parts: VoiceParts; draft: ServiceDraft; languages: readonly string[]; fine: boolean; look: () => void }) {
  const { parts, draft, fine } = props;
  const offered = props.languages.filter((one) => trial_line(one) !== undefined);
  const [wanted, set_wanted] = useState("");
  const tongue = offered.includes(wanted) ? wanted : (offered.find((one) => draft.languages.includes(one)) ?? offered.find((one) => one.startsWith(language.value)) ?? offered[0] ?? "en");
  const [busy, set_busy] = useState(false);
  const [heard, set_heard] = useState<Heard | null>(null);
  const [trouble, set_trouble] = useState<{ en: string; zh: string } | null>(null);
  const play = usePlayer();
  useEffect(() => {
    // what was said of other values says nothing of these
    set_heard(null);
    set_trouble(null);
  }, [JSON.stringify(draft)]);
  const ask = async (): Promise<void> => {
    props.look();
    set_heard(null);
    set_trouble(null);
    if (!fine) return;
    set_busy(true);
    try {
      const found = await post<Heard>(`/shows/${part(parts.room.show)}/voices/trial`, { service: body_of(draft, true), text: trial_line(tongue), language: tongue });
      set_heard(found);
      play(found);
    } catch (wrong) {
      set_trouble(as_problem(wrong));
    }
    set_busy(false);
  };
  return (
    <div class="service-trial">
      <div class="row row-bottom">
        <Select label={say("service_trial")} value={tongue} choices={offered.map((one) => ({ value: one, label: language_name(one) }))} on={set_wanted} />
        <Button icon="play" on={ask}>
          {say("service_try")}
        </Button>
        {heard !== null && (
          <Button icon="play" kind="quiet" on={() => play(heard)}>
            {say("service_hear")}
          </Button>
        )}
      </div>
      <div role="status">
        {busy && <p class="quiet">{say("service_trying")}</p>}
        {heard !== null && <p class="service-fine">{say("service_said", { seconds: heard.seconds.toFixed(1), took: seconds_of(heard.took_ms) })}</p>}
      </div>
      {trouble !== null && <Banner level="warning">{sentence(trouble)}</Banner>}
    </div>
  );
}
