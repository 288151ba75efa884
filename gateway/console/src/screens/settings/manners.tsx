/** How the assistant behaves: to whom it speaks, how often, in which language, and whether a language model may rephrase. */
import { useEffect, useState } from "preact/hooks";
import { type AssistantSettings, DELAY_S, MANNERS, SPOKEN } from "../../core/assistant_settings";
import { RULES } from "../../core/assistant";
import { in_order, label_of } from "../../core/targets";
import { part, put } from "../../shared/http";
import { Button } from "../../shared/ui/button";
import { Select, Slider, TextField } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/data";
import { say as settings_say } from "../../words/settings";
import { language_name, rule_name } from "../assistant/words";
import type { Room } from "../room";
import { useLoaded } from "./parts";

export function MannerSettings({ room }: { room: Room }) {
  const path = `/shows/${part(room.show)}/assistant/settings`;
  const loaded = useLoaded<AssistantSettings>(path);
  const [edited, set_edited] = useState<AssistantSettings | null>(null);
  useEffect(() => set_edited(loaded.value), [loaded.value]);
  if (edited === null) return loaded.wrong === null ? <p class="quiet">{settings_say("loading")}</p> : <>{loaded.wrong}</>;
  const change = (some: Partial<AssistantSettings>): void => set_edited({ ...edited, ...some });
  const save = (some: object): Promise<boolean> =>
    attempt(
      async () => {
        await put(path, some);
        await loaded.again();
      },
      () => settings_say("saved"),
    );
  return (
    <>
      {loaded.wrong}
      <Manners room={room} settings={edited} change={change} save={save} />
      <Languages room={room} settings={edited} save={save} />
      <Rephrasing key={loaded.value?.rephrase.url} settings={edited} save={save} />
    </>
  );
}

interface Part {
  settings: AssistantSettings;
  save: (some: object) => Promise<boolean>;
}

function Manners({ room, settings, change, save }: Part & { room: Room; change: (some: Partial<AssistantSettings>) => void }) {
  const { hosts, groups } = room.desk.state.value;
  const everybody = settings.hosts.includes("all");
  const names = [...in_order(hosts), ...Object.keys(groups).sort().filter((name) => !(name in hosts))];
  const toggle = (name: string, on: boolean): void => change({ hosts: on ? [...settings.hosts.filter((one) => one !== "all"), name] : settings.hosts.filter((one) => one !== name) });
  const { gap_s, most_per_hour, ttl_s, pause_deadline_s } = settings.manners;
  return (
    <section class="box">
      <h2>{say("manners")}</h2>
      <fieldset class="chips">
        <legend class="field-label">{say("speaks_to")}</legend>
        <label class="choice-chip">
          <input type="checkbox" checked={everybody} onChange={(event) => change({ hosts: event.currentTarget.checked ? ["all"] : [] })} />
          <span>{say("everybody")}</span>
        </label>
        {names.map((name) => (
          <label key={name} class="choice-chip">
            <input type="checkbox" checked={!everybody && settings.hosts.includes(name)} onChange={(event) => toggle(name, event.currentTarget.checked)} />
            <span>{name in hosts ? label_of(hosts, name) : name}</span>
          </label>
        ))}
      </fieldset>
      <div class="columns">
        {MANNERS.map(([name, least, most]) => (
          <div key={name}>
            <Slider
              label={say(name)}
              value={settings.manners[name]}
              least={least}
              most={most}
              step={1}
              shown={name === "most_per_hour" ? String(settings.manners[name]) : settings_say("seconds", { seconds: settings.manners[name] })}
              on={(value) => change({ manners: { ...settings.manners, [name]: value } })}
              done={(value) => change({ manners: { ...settings.manners, [name]: value } })}
            />
            <p class="field-hint">{say(`${name}_hint`)}</p>
          </div>
        ))}
        <div>
          <Slider
            label={say("delay_s")}
            value={settings.delay_s}
            least={DELAY_S[0]}
            most={DELAY_S[1]}
            step={1}
            shown={settings_say("seconds", { seconds: settings.delay_s })}
            on={(delay_s) => change({ delay_s })}
            done={(delay_s) => change({ delay_s })}
          />
          <p class="field-hint">{say("delay_s_hint")}</p>
        </div>
      </div>
      <div class="row row-end">
        <Button
          kind="primary"
          disabled={settings.hosts.length === 0}
          on={() => save({ hosts: settings.hosts, delay_s: settings.delay_s, manners: { gap_s, most_per_hour, ttl_s, pause_deadline_s } })}
        >
          {settings_say("save")}
        </Button>
      </div>
    </section>
  );
}

/** The language in which each host hears the assistant, where it is not the host's own. */
function Languages({ room, settings, save }: Part & { room: Room }) {
  const { hosts } = room.desk.state.value;
  const ids = in_order(hosts);
  if (ids.length === 0) return null;
  const choose = (host: string, language: string): Promise<boolean> => {
    const { [host]: _, ...others } = settings.languages;
    return save({ languages: language === "" ? others : { ...others, [host]: language } });
  };
  return (
    <section class="box">
      <h2>{say("languages")}</h2>
      <p class="quiet">{say("languages_help")}</p>
      <div class="columns">
        {ids.map((host) => (
          <Select
            key={host}
            label={label_of(hosts, host)}
            value={settings.languages[host] ?? ""}
            choices={[{ value: "", label: say("language_own", { language: language_name(hosts[host]?.language ?? "") }) }, ...SPOKEN.map((one) => ({ value: one, label: language_name(one) }))]}
            on={(language) => void choose(host, language)}
          />
        ))}
      </div>
    </section>
  );
}

function Rephrasing({ settings, save }: Part) {
  const { rephrase } = settings;
  const [url, set_url] = useState(rephrase.url);
  const [model, set_model] = useState(rephrase.model);
  const [key, set_key] = useState("");
  const [unasked, set_unasked] = useState<readonly string[]>(rephrase.unasked);
  const moved = url.trim() !== rephrase.url && rephrase.has_key === true;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const fine = await save({ rephrase: { url: url.trim(), model: model.trim(), unasked: [...unasked], ...(key === "" ? {} : { key }) } });
    if (fine) set_key("");
  };
  return (
    <section class="box">
      <h2>{say("rephrase")}</h2>
      <p class="quiet">{say("rephrase_help")}</p>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <TextField type="url" label={say("rephrase_url")} hint={say("rephrase_url_hint")} placeholder="http://127.0.0.1:11434/v1" value={url} on={set_url} longest={300} />
        <div class="columns">
          <TextField label={say("rephrase_model")} value={model} on={set_model} longest={100} />
          <TextField
            type="password"
            complete="off"
            label={say("rephrase_key")}
            hint={moved ? say("key_moved") : rephrase.has_key === true ? say("key_kept") : say("key_none")}
            value={key}
            on={set_key}
            longest={400}
          />
        </div>
        <fieldset class="chips">
          <legend class="field-label">{say("rephrase_unasked")}</legend>
          {RULES.map((rule) => (
            <label key={rule} class="choice-chip">
              <input
                type="checkbox"
                checked={unasked.includes(rule)}
                onChange={(event) => set_unasked(event.currentTarget.checked ? [...unasked, rule] : unasked.filter((one) => one !== rule))}
              />
              <span>{rule_name(rule)}</span>
            </label>
          ))}
        </fieldset>
        <p class="field-hint">{say("rephrase_unasked_hint")}</p>
        <div class="row row-end">
          {rephrase.url !== "" && <Button on={() => save({ rephrase: { url: "", model: "", key: "", unasked: [] } })}>{say("rephrase_off")}</Button>}
          <Button kind="primary" type="submit">
            {settings_say("save")}
          </Button>
        </div>
      </form>
    </section>
  );
}
