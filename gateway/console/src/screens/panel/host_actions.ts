/** What one does to a host's ear, each with a way back. */
import { db } from "../../core/figures";
import { part, post, put } from "../../shared/http";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/panel_controls";

const at = (id: string, what: string): string => `/hosts/${part(id)}/${what}`;

export function set_muted(id: string, name: string, muted: boolean): Promise<boolean> {
  return attempt(
    () => put(at(id, "muted"), { muted }),
    () => say(muted ? "muted_done" : "unmuted_done", { name }),
    () => put(at(id, "muted"), { muted: !muted }),
  );
}

export function set_volume(id: string, name: string, volume_db: number, before: number | null): Promise<boolean> {
  return attempt(
    () => put(at(id, "volume"), { volume_db }),
    () => say("volume_done", { name, value: db(volume_db) }),
    before === null ? undefined : () => put(at(id, "volume"), { volume_db: before }),
  );
}

export function set_programme(id: string, name: string, gain_db: number | null, before: number | null): Promise<boolean> {
  const value = (): string => (gain_db === null ? say("programme_off") : db(gain_db));
  return attempt(
    () => put(at(id, "programme"), { gain_db }),
    () => say("programme_done", { name, value: value() }),
    () => put(at(id, "programme"), { gain_db: before }),
  );
}

export type Depth = number | "off" | null;

export function depth_words(depth: Depth): string {
  if (depth === null) return say("ducking_default");
  if (depth === "off" || depth === 0) return say("ducking_off");
  return depth <= -60 ? say("ducking_mute") : db(depth);
}

export function set_ducking(id: string, name: string, depth_db: Depth, before: Depth): Promise<boolean> {
  return attempt(
    () => put(at(id, "ducking"), { depth_db }),
    () => say("ducking_done", { name, value: depth_words(depth_db) }),
    () => put(at(id, "ducking"), { depth_db: before }),
  );
}

export function identify(id: string, name: string): Promise<boolean> {
  return attempt(() => post(at(id, "identify")), () => say("identify_done", { name }));
}

/** cue: this one; else the newest. */
export function say_again(id: string, name: string, cue?: string): Promise<boolean> {
  return attempt(() => post(at(id, "say-again"), cue === undefined ? {} : { cue }), () => say("say_again_done", { name }));
}

export function send_text(id: string, name: string, text: string): Promise<boolean> {
  return attempt(() => post(at(id, "text"), { text }), () => say("text_done", { name }));
}
