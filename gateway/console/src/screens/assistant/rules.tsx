/** The rules: which are off, suggest or speak by themselves, from which figures on, and what that would have come to. */
import { useState } from "preact/hooks";
import type { FigureForm, RuleBook, RuleForm, RuleMode, RuleSettings } from "../../core/assistant";
import { type Edited, as_given, changed, changes, differs, general_changed, rules_in_order, wrong_figure } from "../../core/rules";
import { part, put } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Button } from "../../shared/ui/button";
import { Segments, TextField } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/assistant";
import type { Room } from "../room";
import { useLoaded } from "../settings/parts";
import { Rehearsal } from "./rehearsal";

type Check = (name: string, bad: boolean) => void;

export function RulesPage({ room }: { room: Room }) {
  const path = `/shows/${part(room.show)}/assistant/rules`;
  const loaded = useLoaded<RuleBook>(path);
  const [edited, set_edited] = useState<Edited | null>(null);
  const [wrong, set_wrong] = useState<ReadonlySet<string>>(new Set());
  /** Counts up when fields have to be drawn from what is there, and not from what was typed. */
  const [drawn, set_drawn] = useState(0);
  if (loaded.value === null) return loaded.wrong === null ? <p class="quiet">{say("loading")}</p> : <>{loaded.wrong}</>;
  const { forms, ...before } = loaded.value;
  const now: Edited = edited ?? before;
  const names = [...changed(before, now).map((rule) => label_of(forms.rules[rule], rule)), ...(general_changed(before, now) ? [say("all_rules")] : [])];
  const forget = (): void => {
    set_edited(null);
    set_wrong(new Set());
    set_drawn(drawn + 1);
  };
  const save = (): Promise<boolean> =>
    attempt(
      async () => {
        await put(path, changes(before, now));
        await loaded.again();
        forget();
      },
      () => say("saved"),
    );
  const check: Check = (name, bad) =>
    set_wrong((known) => {
      const next = new Set(known);
      if (bad) next.add(name);
      else next.delete(name);
      return next;
    });
  return (
    <>
      {loaded.wrong}
      <section class="box">
        <p class="quiet">{say("mode_help")}</p>
        <ul class="plain rules">
          {rules_in_order(now.rules).map((rule) => {
            const [settings, form] = [now.rules[rule], forms.rules[rule]];
            return settings === undefined || form === undefined ? null : (
              <OneRule
                key={`${rule} ${drawn}`}
                rule={rule}
                settings={settings}
                form={form}
                set={(to) => set_edited({ ...now, rules: { ...now.rules, [rule]: to } })}
                given={() => {
                  set_edited({ ...now, rules: { ...now.rules, [rule]: as_given(settings, form) } });
                  set_drawn(drawn + 1);
                }}
                check={(name, bad) => check(`${rule} ${name}`, bad)}
              />
            );
          })}
          <li class="rule" key={`general ${drawn}`}>
            <details class="rule-figures">
              <summary>
                <strong>{say("all_rules")}</strong>
              </summary>
              <div class="rule-fields">
                {forms.general.map((form) => (
                  <Figure
                    key={form.name}
                    form={form}
                    value={now.general[form.name] ?? form.default}
                    set={(value) => set_edited({ ...now, general: { ...now.general, [form.name]: value } })}
                    check={(name, bad) => check(`general ${name}`, bad)}
                  />
                ))}
              </div>
            </details>
          </li>
        </ul>
        <div class={names.length > 0 ? "row row-end rules-save rules-unsaved" : "row row-end rules-save"}>
          {names.length > 0 && <span>{say("unsaved", { names: names.join(", ") })}</span>}
          <Button disabled={edited === null && wrong.size === 0} on={forget}>
            {say("revert")}
          </Button>
          <Button kind="primary" disabled={names.length === 0 || wrong.size > 0} on={save}>
            {say("save")}
          </Button>
        </div>
      </section>
      <Rehearsal room={room} rules={now} forms={forms.rules} />
    </>
  );
}

export const label_of = (form: RuleForm | undefined, rule: string): string => (form === undefined ? rule : capital(sentence(form.label)));
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function OneRule(props: { rule: string; settings: RuleSettings; form: RuleForm; set: (settings: RuleSettings) => void; given: () => void; check: Check }) {
  const { rule, settings, form, set, check } = props;
  const label = label_of(form, rule);
  return (
    <li class={`rule rule-${settings.mode}`}>
      <div class="rule-head">
        <div class="rule-words">
          <strong>{label}</strong>
          <p class="quiet">{capital(sentence(form.about))}</p>
        </div>
        <Segments<RuleMode>
          label={`${label}: ${say("mode")}`}
          value={settings.mode}
          choices={form.modes.map((mode) => ({ value: mode, label: say(`mode_${mode}`) }))}
          set={(mode) => set({ ...settings, mode })}
        />
      </div>
      <details class="rule-figures">
        <summary>
          {say("thresholds")}
          {differs(settings, form) && <span class="tag">{say("thresholds_own")}</span>}
          <span class="quiet">{form.never_held ? say("holdout_never") : `${say("holdout")} ${settings.holdout_percent} %`}</span>
        </summary>
        <div class="rule-fields">
          {form.thresholds.map((one) => (
            <Figure
              key={one.name}
              form={one}
              value={settings.thresholds[one.name] ?? one.default}
              set={(value) => set({ ...settings, thresholds: { ...settings.thresholds, [one.name]: value } })}
              check={check}
            />
          ))}
          <Figure form={form.cooldown_s} value={settings.cooldown_s} set={(cooldown_s) => set({ ...settings, cooldown_s })} check={check} />
          {!form.never_held && (
            <Figure
              form={form.holdout_percent}
              hint={say("holdout_hint")}
              value={settings.holdout_percent}
              set={(holdout_percent) => set({ ...settings, holdout_percent })}
              check={check}
            />
          )}
        </div>
        {differs(settings, form) && (
          <Button small kind="quiet" on={props.given}>
            {say("as_given")}
          </Button>
        )}
      </details>
    </li>
  );
}

function Figure(props: { form: FigureForm; value: number; hint?: string; set: (value: number) => void; check: Check }) {
  const { form } = props;
  const [text, set_text] = useState(String(props.value));
  const wrong = wrong_figure(form, text);
  const unit = sentence(form.unit);
  return (
    <TextField
      type="number"
      label={`${capital(sentence(form.label))}${unit === "" ? "" : ` (${unit})`}`}
      hint={props.hint ?? say("given", { value: form.default })}
      wrong={wrong === null ? undefined : wrong === "range" ? say("wrong_range", { low: form.low, high: form.high }) : say(`wrong_${wrong}`)}
      value={text}
      least={form.low}
      most={form.high}
      step={form.step}
      on={(typed) => {
        set_text(typed);
        const bad = wrong_figure(form, typed) !== null;
        props.check(form.name, bad);
        if (!bad) props.set(Number(typed));
      }}
    />
  );
}
