/** The rules as they are being edited: checked against their forms, and only what changed is told. */
import { type FigureForm, type RuleBook, type RuleForm, type RuleSettings, RULES } from "./assistant";

/** The figures that are being edited. */
export type Edited = Pick<RuleBook, "general" | "rules">;

/** Those we know in our order, then whatever else the gateway has. */
export function rules_in_order(rules: Readonly<Record<string, unknown>>): string[] {
  const ours = RULES.filter((rule) => rule in rules);
  return [...ours, ...Object.keys(rules).filter((rule) => !(RULES as readonly string[]).includes(rule)).sort()];
}

/** Why this figure cannot be; null when it can. */
export function wrong_figure(form: FigureForm, text: string): "number" | "whole" | "range" | null {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) return "number";
  if (value < form.low || value > form.high) return "range";
  return form.step >= 1 && !Number.isInteger(value) ? "whole" : null;
}

/** Whether anything but its mode is other than given. */
export function differs(settings: RuleSettings, form: RuleForm): boolean {
  return (
    settings.cooldown_s !== form.cooldown_s.default ||
    settings.holdout_percent !== form.holdout_percent.default ||
    form.thresholds.some(({ name, default: given }) => (settings.thresholds[name] ?? given) !== given)
  );
}

/** The same mode, all figures as given. */
export function as_given(settings: RuleSettings, form: RuleForm): RuleSettings {
  return {
    mode: settings.mode,
    cooldown_s: form.cooldown_s.default,
    holdout_percent: form.holdout_percent.default,
    thresholds: Object.fromEntries(form.thresholds.map(({ name, default: given }) => [name, given])),
  };
}

export function changed(before: Edited, after: Edited): string[] {
  return Object.keys(after.rules).filter((rule) => JSON.stringify(before.rules[rule]) !== JSON.stringify(after.rules[rule]));
}

export const general_changed = (before: Edited, after: Edited): boolean => JSON.stringify(before.general) !== JSON.stringify(after.general);

/** What is told to the gateway: nothing that somebody else may have changed meanwhile. */
export function changes(before: Edited, after: Edited): Edited {
  const rules = Object.fromEntries(changed(before, after).flatMap((rule) => (after.rules[rule] === undefined ? [] : [[rule, after.rules[rule]]])));
  return { general: general_changed(before, after) ? after.general : {}, rules };
}
