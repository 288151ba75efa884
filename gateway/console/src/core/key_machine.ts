/**
 * Talk keys, from fingers to messages. Pure: gestures, answers and the gateway's talks in; messages out.
 *
 * | phase   | the key is                                     | leaves it when                                    |
 * |---------|------------------------------------------------|---------------------------------------------------|
 * | idle    | up                                             | a finger comes down: a down is sent -> asked      |
 * | asked   | sent, not answered yet                         | answered: -> talking; refused, or 5 s pass: -> idle |
 * | talking | answered with a cue                            | the cue left the gateway's talks -> idle          |
 *
 * The gateway knows the modes; here a key only goes down and up. A finger that holds a key twice (touch and hotkey)
 * counts once. A key's light is not in here: it follows the gateway's talks.
 */
import type { Mode } from "./document";
import type { Press, ToGateway } from "./messages";

export interface Wish extends Omit<Press, "key"> {
  /** Towards whoever called or was answered last; the gateway knows who that is. */
  reply?: boolean;
}

export interface KeyView {
  phase: "idle" | "asked" | "talking";
  /** A finger is on it. */
  pressed: boolean;
  cue: string | null;
  mode: Mode;
  to: readonly string[];
}

interface Key extends KeyView {
  wire: string;
  fingers: Set<string>;
  asked_id: number;
  since_ms: number;
  seen: boolean;
  stop_when_answered: boolean;
}

const ANSWER_WITHIN_MS = 5000;
const TALK_WITHIN_MS = 2000;
const TAP_MS = 300;

export class KeyMachine {
  private readonly keys = new Map<string, Key>();
  private last_wire = 0;
  private last_id = 0;

  /** Views by name, of the keys that are not idle and untouched. */
  view(): ReadonlyMap<string, KeyView> {
    const shown = new Map<string, KeyView>();
    for (const [name, key] of this.keys) {
      const { phase, pressed, cue, mode, to } = key;
      if (phase !== "idle" || pressed) shown.set(name, { phase, pressed, cue, mode, to });
    }
    return shown;
  }

  press(name: string, finger: string, wish: Wish, now_ms: number): ToGateway[] {
    const key = this.keys.get(name) ?? this.fresh();
    this.keys.set(name, key);
    if (key.fingers.has(finger)) return [];
    key.fingers.add(finger);
    if (key.fingers.size > 1) return [];
    key.pressed = true;
    key.since_ms = now_ms;
    key.stop_when_answered = false;
    const ends = key.phase === "talking" && key.mode !== "hold";
    if (!ends) {
      Object.assign(key, { phase: "asked", cue: null, seen: false, mode: wish.mode, to: wish.to });
    }
    this.last_id += 1;
    key.asked_id = this.last_id;
    const { reply, to, ...rest } = wish;
    const press = { id: key.asked_id, key: key.wire, ...rest };
    return [reply === true ? { t: "reply", ...press } : { t: "down", to, ...press }];
  }

  release(name: string, finger: string): ToGateway[] {
    const key = this.keys.get(name);
    if (key === undefined || !key.fingers.delete(finger) || key.fingers.size > 0) return [];
    key.pressed = false;
    return [{ t: "up", key: key.wire }];
  }

  /** The page lost the keyboard or the pointer: no key is held any more, and a tap cut short must not latch. */
  release_all(now_ms: number): ToGateway[] {
    const out: ToGateway[] = [];
    for (const key of this.keys.values()) {
      if (!key.pressed) continue;
      key.pressed = false;
      key.fingers.clear();
      out.push({ t: "up", key: key.wire });
      if (key.mode === "tap" && now_ms - key.since_ms < TAP_MS) out.push(...this.stop(key));
    }
    return out;
  }

  /** Ends everything this console says, latched keys too. */
  silence(): ToGateway[] {
    const out: ToGateway[] = [];
    for (const key of this.keys.values()) {
      key.fingers.clear();
      if (key.pressed) out.push({ t: "up", key: key.wire });
      key.pressed = false;
      if (key.phase !== "idle") out.push(...this.stop(key));
    }
    return out;
  }

  answered(id: number, cue: string | null, now_ms: number): ToGateway[] {
    const key = this.by_id(id);
    if (key === undefined) return [];
    if (key.phase === "asked") {
      if (cue === null) key.phase = "idle";
      else Object.assign(key, { phase: "talking", cue, seen: false, since_ms: now_ms });
    }
    if (key.stop_when_answered && cue !== null) return this.stop(key);
    return [];
  }

  /** The name of the key that was refused. */
  refused(id: number): string | null {
    for (const [name, key] of this.keys) {
      if (key.asked_id !== id) continue;
      if (key.phase === "asked") Object.assign(key, { phase: "idle", cue: null });
      return name;
    }
    return null;
  }

  /** What the gateway says is being said now. A cue that was there and is not any more is over. */
  talks(live: Readonly<Record<string, unknown>>, now_ms: number): void {
    for (const key of this.keys.values()) {
      if (key.phase === "asked" && now_ms - key.since_ms > ANSWER_WITHIN_MS) key.phase = "idle";
      if (key.phase !== "talking" || key.cue === null) continue;
      if (key.cue in live) key.seen = true;
      else if (key.seen || now_ms - key.since_ms > TALK_WITHIN_MS) Object.assign(key, { phase: "idle", cue: null });
    }
  }

  /** The connection is gone, and every talk with it: the gateway ends them, and fingers have to come down anew. */
  disconnected(): void {
    for (const key of this.keys.values()) {
      key.fingers.clear();
      Object.assign(key, { phase: "idle", pressed: false, cue: null });
    }
  }

  /** Said every keep_ms, so that the gateway knows that somebody still holds these; null when nothing is held. */
  keep(): ToGateway | null {
    const held = [...this.keys.values()].filter((key) => key.pressed || key.phase !== "idle");
    return held.length === 0 ? null : { t: "keep", keys: held.map((key) => key.wire) };
  }

  private stop(key: Key): ToGateway[] {
    if (key.cue === null) {
      key.stop_when_answered = key.phase === "asked";
      return [];
    }
    key.stop_when_answered = false;
    this.last_id += 1;
    return [{ t: "stop", id: this.last_id, cue: key.cue }];
  }

  private by_id(id: number): Key | undefined {
    return [...this.keys.values()].find((key) => key.asked_id === id);
  }

  private fresh(): Key {
    this.last_wire += 1;
    return {
      phase: "idle",
      pressed: false,
      cue: null,
      mode: "hold",
      to: [],
      wire: `k${this.last_wire}`,
      fingers: new Set(),
      asked_id: 0,
      since_ms: 0,
      seen: false,
      stop_when_answered: false,
    };
  }
}
