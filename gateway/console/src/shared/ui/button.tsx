/** Buttons. One that is at work says so and takes no second press. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Icon, type IconName } from "./icon";

interface ButtonProps {
  children?: ComponentChildren;
  icon?: IconName;
  /** Of a button without words. */
  label?: string;
  kind?: "plain" | "primary" | "danger" | "quiet";
  small?: boolean;
  disabled?: boolean;
  pressed?: boolean;
  expanded?: boolean;
  type?: "button" | "submit";
  /** Returns a promise: the button is at work until it is settled. */
  on?: () => unknown;
}

export function Button(props: ButtonProps) {
  const { children, icon, label, kind = "plain", small, disabled, pressed, expanded, type = "button", on } = props;
  const [busy, set_busy] = useState(false);
  const clicked = (): void => {
    const result = on?.();
    if (result instanceof Promise) {
      set_busy(true);
      void result.finally(() => set_busy(false));
    }
  };
  const classes = ["button", `button-${kind}`, small ? "button-small" : "", children === undefined ? "button-icon" : ""];
  return (
    <button
      type={type}
      class={classes.filter(Boolean).join(" ")}
      disabled={disabled || busy}
      aria-busy={busy}
      aria-label={label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      title={children === undefined ? label : undefined}
      onClick={on === undefined ? undefined : clicked}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children !== undefined && <span>{children}</span>}
    </button>
  );
}
