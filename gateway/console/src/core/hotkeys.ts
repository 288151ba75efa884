/**
 * Which key of the keyboard does what. Bindings are KeyboardEvent.code values ("KeyA"), so they stand where they are
 * on every layout, or two of them in a row ("KeyG Digit1"). Shift is the modifier that raises the priority.
 */
export type Bindings = Readonly<Record<string, string>>;

/** What the keyboard does with the assistant's suggestions. */
export const ASSIST_VERBS = ["send", "skip", "mute"] as const;
export type AssistVerb = (typeof ASSIST_VERBS)[number];

/**
 * Actions: "host:ID", "group:NAME", "all", "reply", "selected", "phrase:ID", "silence", "private", "assist:VERB".
 * assists: this person may let the assistant speak.
 */
export function defaults(hosts: readonly string[], groups: readonly string[], phrases: readonly string[], assists = false): Bindings {
  const made: Record<string, string> = {
    all: "KeyA",
    reply: "KeyR",
    selected: "Space",
    silence: "Escape",
    private: "KeyP",
    ...(assists ? { "assist:send": "Enter", "assist:skip": "KeyX", "assist:mute": "KeyM" } : {}),
  };
  hosts.slice(0, 9).forEach((id, at) => (made[`host:${id}`] = `Digit${at + 1}`));
  groups.slice(0, 9).forEach((name, at) => (made[`group:${name}`] = `KeyG Digit${at + 1}`));
  phrases.slice(0, 12).forEach((id, at) => (made[`phrase:${id}`] = `F${at + 1}`));
  return made;
}

/** What a person chose goes before what is given; "" means: none. A given key that is taken by a choice stays free. */
export function bound(given: Bindings, chosen: Bindings): Bindings {
  const taken = new Set(Object.values(chosen).filter((chord) => chord !== ""));
  const all: Record<string, string> = {};
  for (const [action, chord] of Object.entries(given)) if (!taken.has(chord)) all[action] = chord;
  for (const [action, chord] of Object.entries(chosen)) {
    if (chord === "") delete all[action];
    else all[action] = chord;
  }
  return all;
}

/** Chords that stand for more than one action, or begin a longer one. */
export function conflicts(bindings: Bindings): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  const entries = Object.entries(bindings);
  for (const [action, chord] of entries) {
    const others = entries.filter(
      ([other, its]) => other !== action && (its === chord || its.startsWith(`${chord} `) || chord.startsWith(`${its} `)),
    );
    if (others.length > 0) found.set(action, others.map(([other]) => other));
  }
  return found;
}

export interface Stroke {
  code: string;
  repeat: boolean;
  /** Ctrl, Alt or Meta is held: that belongs to the browser. */
  foreign: boolean;
  /** The person is writing, or choosing in a list. */
  writing: boolean;
  now_ms: number;
}

export type Heard = { kind: "press"; action: string; finger: string } | { kind: "taken" } | null;

const SECOND_WITHIN_MS = 2000;

/** The keyboard as a sequence of strokes: what each of them means. */
export class Keyboard {
  private first: { code: string; at_ms: number } | null = null;
  private readonly held = new Map<string, string>();

  /** `taken`: the stroke is ours although nothing is pressed (a repeat, or the first of two). */
  down(stroke: Stroke, bindings: Bindings): Heard {
    if (stroke.foreign || stroke.writing) return null;
    if (this.held.has(stroke.code)) return { kind: "taken" };
    if (stroke.repeat) return null;
    const chord = this.chord(stroke);
    this.first = null;
    for (const [action, wanted] of Object.entries(bindings)) {
      if (wanted !== chord) continue;
      this.held.set(stroke.code, action);
      return { kind: "press", action, finger: `key ${stroke.code}` };
    }
    if (Object.values(bindings).some((wanted) => wanted.startsWith(`${stroke.code} `))) {
      this.first = { code: stroke.code, at_ms: stroke.now_ms };
      return { kind: "taken" };
    }
    return null;
  }

  /** The action whose key came up. */
  up(code: string): { action: string; finger: string } | null {
    const action = this.held.get(code);
    if (action === undefined) return null;
    this.held.delete(code);
    return { action, finger: `key ${code}` };
  }

  /** Key-up events may be lost with the focus: nothing is held any more. */
  blur(): void {
    this.held.clear();
    this.first = null;
  }

  private chord(stroke: Stroke): string {
    const first = this.first;
    if (first === null || stroke.now_ms - first.at_ms > SECOND_WITHIN_MS) return stroke.code;
    return `${first.code} ${stroke.code}`;
  }
}

/** "KeyG Digit1" as it is printed on the keys: "G 1". */
export function printed(chord: string): string {
  return chord
    .split(" ")
    .map((code) =>
      code
        .replace(/^Key|^Digit|^Arrow/, "")
        .replace(/^Numpad/, "Num ")
        .replace("Escape", "Esc")
        .replace("Backquote", "`")
        .replace("Minus", "-")
        .replace("Equal", "=")
        .replace("BracketLeft", "[")
        .replace("BracketRight", "]")
        .replace("Semicolon", ";")
        .replace("Quote", "'")
        .replace("Comma", ",")
        .replace("Period", ".")
        .replace("Slash", "/"),
    )
    .join(" ");
}
