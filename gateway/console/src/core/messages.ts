/** What goes over the live WebSocket, both ways. */
import type { Both, LiveDocument, LiveEvent, Mode, Priority, You } from "./document";

export interface Hello {
  t: "hello";
  seq: number;
  you: You;
  keep_ms: number;
  lost_ms: number;
  state: LiveDocument;
  events: LiveEvent[];
}
export interface Patch {
  t: "patch";
  seq: number;
  patch: unknown;
}
export interface Levels {
  t: "levels";
  sources: Record<string, number>;
  hosts: Record<string, number>;
}
export type Answer =
  | { t: "answer"; re: number; ok: true; cue?: string | null }
  | ({ t: "answer"; re: number; ok: false; error: string } & Both);

export type FromGateway =
  | Hello
  | Patch
  | Levels
  | { t: "event"; event: LiveEvent }
  | Answer
  | ({ t: "you"; you?: Partial<You> } & Partial<You>)
  | ({ t: "bye"; error: string } & Both)
  | { t: "pong" };

export interface Press {
  key: string;
  to: string[];
  mode: Mode;
  source?: string;
  seconds?: number;
  priority?: Priority;
  private?: boolean;
}

export type ToGateway =
  | ({ t: "down"; id: number } & Press)
  | ({ t: "reply"; id: number } & Omit<Press, "to">)
  | { t: "up"; key: string }
  | { t: "keep"; keys: string[] }
  | { t: "stop"; id: number; cue: string }
  | { t: "ping" };
