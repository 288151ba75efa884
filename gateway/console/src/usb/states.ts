/** Where one is with a board: the states of the page, and what follows from what is known. */
import type { Offer } from "./boards";
import type { Facts } from "./chip";
import type { Image, ImageFile } from "./image";
import type { ChipInfo } from "./loader";

/**
 *     choose -> busy -> bare -> busy -> image -> agree -> busy -> ready -> busy -> identity -> busy -> online
 *
 * `busy` is in between wherever the board, the gateway or the disk are asked. From everywhere: `gone`, until the cable
 * is back and what was being done is done anew; `wrong`, until somebody wants it again. A board with MicroPython goes
 * from the first `busy` to `ready`. `listen` stands aside: nothing is asked of the board, what it says is shown.
 */
export type State =
  | { at: "choose" }
  | { at: "busy"; doing: Doing; step: number; done: number; total: number }
  | { at: "bare"; old: string | null }
  | { at: "image"; chip: ChipInfo; files: readonly ImageFile[]; said: (() => string) | null }
  | { at: "agree"; chip: ChipInfo; image: Image }
  | { at: "slow" }
  | { at: "listen" }
  | { at: "ready"; facts: Facts; board: string; config: Identity | null }
  | { at: "identity"; installed: Installed; config: Identity | null }
  | { at: "online"; id: string }
  | { at: "gone"; boot: boolean; step: number }
  | { at: "wrong"; said: () => string; step: number };

export type Doing = "look" | "chip" | "check" | "erasing" | "writing" | "start" | "fetch" | "hashing" | "sending" | "comparing" | "identity";

/** What the board's own config.json says, its secrets left out. */
export interface Identity {
  id: string;
  board: string;
}

export interface Installed {
  version: string;
  board: string;
  sent: number;
  copied: number;
  right: number;
  send_bytes: number;
  nothing: boolean;
}

/** What the form says. `pack`: "" for a new one. */
export interface Form {
  pack: string;
  id: string;
  label: string;
  show: string;
  groups: string;
  ssid: string;
  wifi_password: string;
  gateway: string;
  country: string;
  ceiling_db: string;
}

export const STEPS = ["board", "python", "firmware", "identity", "online"] as const;

/** Which of STEPS a state belongs to. */
export function step_of(state: State): number {
  if ("step" in state) return state.step;
  const steps = { choose: 0, listen: 0, bare: 1, image: 1, agree: 1, slow: 1, ready: 2, identity: 3, online: 4 } as const;
  return steps[state.at];
}

/** Less than this before Wi-Fi starts is too little beside it. */
export const SMALL_HEAP_BYTES = 190_000;
export const SPARE_BYTES = 32 * 1024;
export const LEAST_FLASH_MB = 4;

/** null for what is no config.json. */
export function identity_of(data: Uint8Array | null, offer: Offer): Identity | null {
  try {
    const { id, board } = JSON.parse(new TextDecoder().decode(data ?? new Uint8Array(0))) as Record<string, unknown>;
    if (typeof id !== "string") return null;
    return { id, board: offer.boards.find((each) => each.board === board)?.board ?? "" };
  } catch {
    return null;
  }
}

/** Whether a bodypack came online since `first` was seen: what was so before may be from before its restart. */
export function came_online(first: { state: string; last_seen_ms: number | null } | undefined, now: { state: string; last_seen_ms: number | null } | undefined): boolean {
  if (now?.state !== "online") return false;
  return first?.state !== "online" || (now.last_seen_ms ?? 0) > (first.last_seen_ms ?? 0);
}

/** Lines of what a board prints, the last `most`; what has no end yet is the last one. */
export function more_lines(lines: readonly string[], text: string, most = 400): readonly string[] {
  const [first = "", ...rest] = text.replaceAll("\r", "").split("\n");
  const last = lines.at(-1) ?? "";
  return [...lines.slice(0, -1), last + first, ...rest].slice(-most);
}
