/**
 * A talk key: held by finger, mouse, keyboard or screen reader. Its light follows the gateway, never the finger.
 *
 * The pointer is captured, so letting go outside lets go; a lost or cancelled pointer lets go too. A click without a
 * pointer or key (screen readers) cannot be held: it latches, or talks for the set time where latching is not allowed.
 */
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import { printed } from "../../core/hotkeys";
import { may } from "../../core/rights";
import { now_ms } from "../../live/clock";
import type { KeyName } from "../../live/talker";
import { Icon } from "../../shared/ui/icon";
import { say } from "../../words/panel";
import { usePanel } from "./context";
import { type KeyLight, useKeyLight } from "./key_light";

interface TalkKeyProps {
  name: KeyName;
  label: string;
  title: ComponentChildren;
  /** Of the tile: the key fills it. */
  size?: "tile" | "dock" | "small";
  forecast?: boolean;
  icon?: "megaphone" | "group" | "reply" | "mic";
  calling?: boolean;
  /** Instead of the forecast while nothing of this key is heard. */
  note?: string;
}

export function TalkKey({ name, label, title, size = "tile", forecast = true, icon = "mic", calling, note }: TalkKeyProps) {
  const { desk, talker, voiceless } = usePanel();
  const light = useKeyLight(name);
  const by_hand = useRef(false);
  const described = useId();
  const off = !desk.usable.value || light.refused;
  const words = note !== undefined && light.phase === "up" ? note : words_of(light);
  const chord = talker.bindings.value[name];

  const down = (finger: string): boolean => {
    if (off) return false;
    if (!talker.has_voice.value) {
      voiceless();
      return false;
    }
    talker.press(name, finger);
    return true;
  };
  const up = (finger: string): void => talker.release(name, finger);

  const clicked = (event: MouseEvent): void => {
    if (by_hand.current || event.detail !== 0) {
      by_hand.current = false;
      return;
    }
    if (off) return;
    if (!talker.has_voice.value) {
      voiceless();
      return;
    }
    const mode = may(desk.you.value, "may_latch") ? "latch" : "timed";
    talker.press(name, "reader", mode);
    up("reader");
  };

  const classes = ["key", `key-${size}`, `key-${light.phase}`, light.private ? "key-private" : "", calling ? "key-calling" : ""];
  return (
    <button
      type="button"
      class={classes.filter(Boolean).join(" ")}
      data-key={name}
      data-effect={light.effect}
      aria-label={label}
      aria-pressed={light.phase === "air"}
      aria-disabled={off}
      aria-describedby={forecast ? described : undefined}
      aria-keyshortcuts={chord?.replace(/Key|Digit/g, "")}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        by_hand.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        down(`pointer ${event.pointerId}`);
      }}
      onPointerUp={(event) => up(`pointer ${event.pointerId}`)}
      onPointerCancel={(event) => up(`pointer ${event.pointerId}`)}
      onLostPointerCapture={(event) => up(`pointer ${event.pointerId}`)}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.code !== "Space" && event.code !== "Enter") return;
        event.preventDefault();
        by_hand.current = true;
        if (!event.repeat) down(`focus ${event.code}`);
      }}
      onKeyUp={(event) => {
        if (event.code !== "Space" && event.code !== "Enter") return;
        event.preventDefault();
        by_hand.current = false;
        up(`focus ${event.code}`);
      }}
      onBlur={() => {
        up("focus Space");
        up("focus Enter");
      }}
      onClick={clicked}
    >
      <span class="key-face">
        <Icon name={light.private ? "lock" : icon} />
        <span class="key-title">{title}</span>
        {chord !== undefined && <kbd class="key-hot">{printed(chord)}</kbd>}
      </span>
      {forecast && (
        <span class="key-forecast" id={described} title={words}>
          {words}
        </span>
      )}
    </button>
  );
}

/** What the key says of itself: what is happening, or what pressing it would do. */
export function words_of(light: KeyLight): string {
  if (light.effect === "silenced" && light.refusal === null) return say("silenced");
  if (light.phase === "air") {
    if (light.ends_at !== null) {
      return say("ends_in", { seconds: Math.max(0, Math.ceil((Date.parse(light.ends_at) - now_ms.value) / 1000)) });
    }
    return light.latched ? say("latched") : say("you_talk");
  }
  if (light.phase === "asked") return say("asking");
  if (light.phase === "waiting") return say("waiting");
  if (light.refusal !== null) return say(`refused_${light.refusal}`);
  const names = light.names.join(say("and"));
  const partly = light.deaf > 0 && light.deaf < light.of ? ` · ${say("deaf_some", { count: light.deaf, of: light.of })}` : "";
  switch (light.effect) {
    case "mixed":
      return say("mixed", { names }) + partly;
    case "dims":
      return say("dims", { names }) + partly;
    case "under":
      return say("under", { names }) + partly;
    case "private":
      return say("private_busy", { names }) + partly;
    case "muted":
      return say("muted_host");
    case "absent":
      return say("absent");
    case "talking":
      return say("you_talk") + partly;
    default:
      return say("free") + partly;
  }
}
