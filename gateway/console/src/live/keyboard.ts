/** The keyboard at the panel: strokes become presses of talk keys. */
import { effect } from "@preact/signals";
import { type AssistVerb, type Bindings, Keyboard } from "../core/hotkeys";
import type { KeyName, Talker } from "./talker";

export interface KeyboardActions {
  phrase(id: string): void;
  assist(verb: AssistVerb): void;
  /** A talk key was pressed although there is nothing to be heard with. */
  voiceless(): void;
}

const WRITING = "input:not([type=radio]):not([type=checkbox]):not([type=range]), textarea, select, [contenteditable=true]";
const PRESSABLE = "button, a[href], summary, input, [role=button], [role=tab]";
const OF_THE_FOCUSED = new Set(["Space", "Enter", "NumpadEnter"]);

/** Listens until the returned function is called. */
export function listen_to_keyboard(talker: Talker, actions: KeyboardActions): () => void {
  const keyboard = new Keyboard();
  const down = (event: KeyboardEvent): void => {
    if (event.key === "Shift") talker.shift.value = true;
    const heard = keyboard.down(
      {
        code: event.code,
        repeat: event.repeat,
        foreign: event.ctrlKey || event.altKey || event.metaKey,
        writing: is_writing(event),
        now_ms: performance.now(),
      },
      talker.bindings.peek(),
    );
    if (heard === null) return;
    event.preventDefault();
    if (heard.kind === "press") act(talker, actions, heard.action, heard.finger);
  };
  const up = (event: KeyboardEvent): void => {
    if (event.key === "Shift") talker.shift.value = false;
    const heard = keyboard.up(event.code);
    const key = heard === null ? null : key_of(talker, heard.action, false);
    if (heard !== null && key !== null) talker.release(key, heard.finger);
  };
  const blur = (): void => {
    keyboard.blur();
    talker.shift.value = false;
  };
  addEventListener("keydown", down);
  addEventListener("keyup", up);
  addEventListener("blur", blur);
  const stop = effect(() => {
    if (!talker.desk.usable.value) keyboard.blur();
  });
  return () => {
    removeEventListener("keydown", down);
    removeEventListener("keyup", up);
    removeEventListener("blur", blur);
    stop();
  };
}

/** The same on a page without talk keys: only what is done with suggestions. Listens until the function is called. */
export function listen_to_assist_keys(talker: Talker, act_on: (verb: AssistVerb) => void): () => void {
  const keyboard = new Keyboard();
  const ours = (): Bindings => Object.fromEntries(Object.entries(talker.bindings.peek()).filter(([action]) => action.startsWith("assist:")));
  const down = (event: KeyboardEvent): void => {
    const foreign = event.ctrlKey || event.altKey || event.metaKey;
    const heard = keyboard.down({ code: event.code, repeat: event.repeat, foreign, writing: is_writing(event), now_ms: performance.now() }, ours());
    if (heard === null) return;
    event.preventDefault();
    if (heard.kind === "press") act_on(heard.action.slice("assist:".length) as AssistVerb);
  };
  const up = (event: KeyboardEvent): void => void keyboard.up(event.code);
  const blur = (): void => keyboard.blur();
  addEventListener("keydown", down);
  addEventListener("keyup", up);
  addEventListener("blur", blur);
  return () => {
    removeEventListener("keydown", down);
    removeEventListener("keyup", up);
    removeEventListener("blur", blur);
  };
}

function is_writing(event: KeyboardEvent): boolean {
  const element = event.target instanceof Element ? event.target : null;
  if (element?.closest(WRITING) != null || document.querySelector("dialog[open]") !== null) return true;
  return OF_THE_FOCUSED.has(event.code) && element?.closest(PRESSABLE) != null;
}

/** Space stays with the key it went down on, whatever is selected meanwhile. */
let space_key: KeyName | null = null;

function key_of(talker: Talker, action: string, down: boolean): KeyName | null {
  if (action === "selected") {
    if (down) {
      const host = talker.selected.peek();
      space_key = host === null ? talker.last.peek() : `host:${host}`;
    }
    return space_key;
  }
  if (action === "all" || action === "reply") return action;
  if (action.startsWith("host:") || action.startsWith("group:")) return action as KeyName;
  return null;
}

function act(talker: Talker, actions: KeyboardActions, action: string, finger: string): void {
  if (action === "silence") {
    talker.desk.silence();
    return;
  }
  if (action === "private") {
    talker.privately.value = !talker.privately.peek();
    return;
  }
  if (action.startsWith("phrase:")) {
    actions.phrase(action.slice("phrase:".length));
    return;
  }
  if (action.startsWith("assist:")) {
    actions.assist(action.slice("assist:".length) as AssistVerb);
    return;
  }
  const key = key_of(talker, action, true);
  if (key === null) return;
  if (!talker.has_voice.peek()) actions.voiceless();
  else if (talker.refusal_of(key) === null) talker.press(key, finger);
}
