/** Form fields: a label that is tied to its control, a hint below, and what is wrong with it in words. */
import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";

interface Common {
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
  /** The label is for screen readers only. */
  quiet?: boolean;
}

function Wrap({ label, hint, wrong, quiet, id, children }: Common & { id: string; children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={id} class={quiet === true ? "unseen" : "field-label"}>
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {wrong !== undefined && (
        <p class="field-wrong" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}

type TextProps = Common & {
  value: string;
  on: (value: string) => void;
  type?: "text" | "password" | "search" | "number" | "color" | "url";
  complete?: string;
  longest?: number;
  shortest?: number;
  required?: boolean;
  disabled?: boolean;
  pattern?: string;
  placeholder?: string;
  least?: number;
  most?: number;
  step?: number | "any";
  /** A keyboard of digits, where there are such. */
  numeric?: boolean;
  focus?: boolean;
};

export function TextField(props: TextProps) {
  const id = useId();
  const { value, on, type = "text", complete, longest, shortest, required, disabled, pattern, placeholder } = props;
  return (
    <Wrap {...props} id={id}>
      <input
        id={id}
        class="input"
        type={type}
        value={value}
        autocomplete={(complete ?? "off") as JSX.InputHTMLAttributes["autocomplete"] & string}
        maxLength={longest}
        minLength={shortest}
        required={required}
        disabled={disabled}
        pattern={pattern}
        placeholder={placeholder}
        min={props.least}
        max={props.most}
        step={props.step}
        autoFocus={props.focus}
        inputMode={props.numeric === true ? "numeric" : undefined}
        autocapitalize="none"
        spellcheck={false}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        aria-invalid={props.wrong !== undefined}
        onInput={(event) => on(event.currentTarget.value)}
      />
    </Wrap>
  );
}

export function TextArea(props: Common & { value: string; on: (value: string) => void; longest?: number; rows?: number; placeholder?: string }) {
  const id = useId();
  return (
    <Wrap {...props} id={id}>
      <textarea
        id={id}
        class="input"
        rows={props.rows ?? 3}
        maxLength={props.longest}
        placeholder={props.placeholder}
        value={props.value}
        onInput={(event) => props.on(event.currentTarget.value)}
      />
    </Wrap>
  );
}

export interface Choice {
  value: string;
  label: string;
  disabled?: boolean;
}

export function Select(props: Common & { value: string; choices: readonly Choice[]; on: (value: string) => void; disabled?: boolean }) {
  const id = useId();
  return (
    <Wrap {...props} id={id}>
      <select
        id={id}
        class="input select"
        value={props.value}
        disabled={props.disabled}
        onChange={(event) => props.on(event.currentTarget.value)}
      >
        {props.choices.map((choice) => (
          <option key={choice.value} value={choice.value} disabled={choice.disabled} selected={choice.value === props.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Wrap>
  );
}

export function Switch(props: { label: string; on: boolean; set: (on: boolean) => void; disabled?: boolean; hint?: string }) {
  const id = useId();
  return (
    <div class="switch-row">
      <button
        type="button"
        role="switch"
        id={id}
        class="switch"
        aria-checked={props.on}
        aria-labelledby={`${id}-label`}
        disabled={props.disabled}
        onClick={() => props.set(!props.on)}
      >
        <span class="switch-knob" />
      </button>
      <label id={`${id}-label`} for={id}>
        {props.label}
        {props.hint !== undefined && <small class="field-hint">{props.hint}</small>}
      </label>
    </div>
  );
}

/** One of a few, all in sight; arrow keys move between them as in any group of radio buttons. */
export function Segments<T extends string>(props: {
  label: string;
  value: T;
  choices: readonly { value: T; label: string; title?: string; disabled?: boolean }[];
  set: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset class="segments">
      <legend class="unseen">{props.label}</legend>
      {props.choices.map((choice) => (
        <label key={choice.value} class="segment" title={choice.title}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === props.value}
            disabled={choice.disabled}
            onChange={() => props.set(choice.value)}
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function Slider(props: {
  label: string;
  value: number;
  least: number;
  most: number;
  step: number;
  shown: string;
  /** While it moves. */
  on?: (value: number) => void;
  /** When it is let go. */
  done: (value: number) => void;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div class="slider">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="range"
        min={props.least}
        max={props.most}
        step={props.step}
        value={props.value}
        disabled={props.disabled}
        aria-valuetext={props.shown}
        onInput={(event) => props.on?.(Number(event.currentTarget.value))}
        onChange={(event) => props.done(Number(event.currentTarget.value))}
      />
      <output for={id}>{props.shown}</output>
    </div>
  );
}
