/**
 * MicroPython's raw prompt, as a conversation that knows neither port nor clock.
 *
 * Each conversation is a generator: it yields what it wants (`Wish`), gets what came of it, and returns its result.
 * Whoever runs it (cable.ts) sends and waits; tests run it against a chip made of bytes. From MicroPython's reference,
 * "The MicroPython Interactive Interpreter Mode": Ctrl-A enters the raw prompt, Ctrl-D runs what was sent, which is
 * answered by "OK", the output, 0x04, what was raised, 0x04, ">". In raw paste mode the chip says how much it takes.
 */
import { bytes_of, found_at, joined, text_of } from "./bytes";

/**
 * `until` reads to the end of `end`, `count` reads so many bytes, both within `ms`; where it is `patient`, every byte
 * that comes gives it that time anew. `pause` only lets time pass, `forget` throws away what was received.
 */
export type Wish =
  | { do: "send"; data: Uint8Array }
  | { do: "until"; end: Uint8Array; ms: number; patient?: boolean }
  | { do: "count"; count: number; ms: number }
  | { do: "pause"; ms: number }
  | { do: "forget" };

/** What a wish gives: the bytes that were read, the end of `until` among them; null where the time was over before. */
export type Talk<T> = Generator<Wish, T, Uint8Array | null>;

/** Something is at the port, but no prompt of MicroPython. */
export class NoPrompt extends Error {}

/** The chip's Python raised; `message` is its traceback. */
export class Refused extends Error {
  /** Such as "OSError: [Errno 28] ENOSPC". */
  get last_line(): string {
    return this.message.trim().split("\n").at(-1)?.trim() ?? "";
  }

  get no_space(): boolean {
    return this.last_line.includes("ENOSPC") || this.last_line === "OSError: 28";
  }
}

const CTRL_A = Uint8Array.of(1);
const CTRL_D = Uint8Array.of(4);
const INTERRUPT = bytes_of("\r\x03\x03");
const BANNER = bytes_of("raw REPL; CTRL-B to exit\r\n");
const BANNER_AND_PROMPT = bytes_of("raw REPL; CTRL-B to exit\r\n>");
const SOFT_REBOOT = bytes_of("soft reboot\r\n");
const PROMPT = bytes_of(">");
const PASTE = bytes_of("\x05A\x01");
const PASTE_TAKEN = "R\x01";
const PASTE_REFUSED = "R\x00";
const PIECE_BYTES = 256;
const PIECE_PAUSE_MS = 10;
const ANSWER_MS = 5000;
const QUIET_MS = 60;

/** To the raw prompt with nothing of a program left in memory; `ms` for each answer. boot.py runs, main.py does not. */
export function* enter(ms: number): Talk<void> {
  yield { do: "send", data: INTERRUPT };
  yield { do: "pause", ms: QUIET_MS };
  yield { do: "forget" };
  yield { do: "send", data: joined(bytes_of("\r"), CTRL_A) };
  yield* expect_end(BANNER_AND_PROMPT, ms, "no raw prompt");
  yield { do: "send", data: CTRL_D };
  yield* expect_end(SOFT_REBOOT, ms, "no soft reset");
  yield* expect_end(BANNER, ms, "no prompt after the soft reset");
  yield* expect_end(PROMPT, ms, "no prompt after the soft reset");
}

function* expect_end(end: Uint8Array, ms: number, otherwise: string): Talk<void> {
  if ((yield { do: "until", end, ms }) === null) throw new NoPrompt(otherwise);
}

/** How a chip takes code: not asked yet, by raw paste, or in pieces. One object for as long as the chip is the same. */
export interface Manner {
  paste: boolean | null;
}

/** Run `code` at the raw prompt; what it printed. `ms`: for how long it may be silent. Throws Refused, NoPrompt. */
export function* run(code: string, manner: Manner, ms: number): Talk<string> {
  yield* send_code(bytes_of(code), manner);
  const said = yield { do: "until", end: CTRL_D, ms, patient: true };
  if (said === null) throw new NoPrompt("no end of the output");
  const wrong = yield { do: "until", end: CTRL_D, ms: ANSWER_MS };
  if (wrong === null) throw new NoPrompt("no end of the answer");
  yield* expect_end(PROMPT, ANSWER_MS, "no prompt after the answer");
  const raised = text_of(wrong.subarray(0, -1));
  if (raised !== "") throw new Refused(raised);
  return text_of(said.subarray(0, -1));
}

/** Run `code` that the chip does not come back from, such as a reset. */
export function* run_and_leave(code: string, manner: Manner): Talk<void> {
  yield* send_code(bytes_of(code), manner);
}

function* send_code(code: Uint8Array, manner: Manner): Talk<void> {
  if (manner.paste !== false) {
    yield { do: "send", data: PASTE };
    const answer = yield { do: "count", count: 2, ms: ANSWER_MS };
    const said = answer === null ? "" : text_of(answer);
    manner.paste = said === PASTE_TAKEN;
    if (manner.paste) {
      yield* paste(code);
      return;
    }
    // "ra", from what knows no raw paste, is the beginning of the banner of a raw prompt that was entered anew
    if (said !== PASTE_REFUSED) yield* expect_end(PROMPT, ANSWER_MS, "no answer at the raw prompt");
  }
  for (let at = 0; at < code.length; at += PIECE_BYTES) {
    yield { do: "send", data: code.subarray(at, at + PIECE_BYTES) };
    yield { do: "pause", ms: PIECE_PAUSE_MS };
  }
  yield { do: "send", data: CTRL_D };
  const answer = yield { do: "count", count: 2, ms: ANSWER_MS };
  if (answer === null || text_of(answer) !== "OK") throw new NoPrompt(`the chip did not take the code: ${said_of(answer)}`);
}

/** The chip takes `window` bytes, and as many again with every 0x01; 0x04 says that it wants no more. */
function* paste(code: Uint8Array): Talk<void> {
  const size = yield { do: "count", count: 2, ms: ANSWER_MS };
  if (size === null) throw new NoPrompt("no size of the window");
  const window = (size[0] ?? 0) | ((size[1] ?? 0) << 8);
  if (window === 0) throw new NoPrompt("a window of nothing");
  let room = window;
  for (let at = 0; at < code.length; ) {
    if (room === 0) {
      const more = yield { do: "count", count: 1, ms: ANSWER_MS };
      if (more === null) throw new NoPrompt("the chip takes no more");
      if (more[0] === 1) room += window;
      else if (more[0] === 4) {
        yield { do: "send", data: CTRL_D };
        throw new NoPrompt("the chip broke off");
      } else throw new NoPrompt(`the chip said ${said_of(more)} while it was told code`);
      continue;
    }
    const piece = code.subarray(at, at + room);
    yield { do: "send", data: piece };
    at += piece.length;
    room -= piece.length;
  }
  yield { do: "send", data: CTRL_D };
  // what is left of the flow control comes before the 0x04 that confirms the end
  for (;;) {
    const said = yield { do: "count", count: 1, ms: ANSWER_MS };
    if (said === null) throw new NoPrompt("the chip did not confirm the code");
    if (said[0] === 4) return;
    if (said[0] !== 1) throw new NoPrompt(`the chip said ${said_of(said)} in place of the end`);
  }
}

const said_of = (data: Uint8Array | null): string => (data === null ? "nothing" : JSON.stringify(text_of(data)));

/** What was received and not yet read. Answers wishes of reading as soon as it can: see `take`. */
export class Inbox {
  private data: Uint8Array = new Uint8Array(0);
  private searched = 0;

  put(more: Uint8Array): void {
    this.data = joined(this.data, more);
  }

  forget(): void {
    this.data = new Uint8Array(0);
    this.searched = 0;
  }

  /** What a wish of reading gives; undefined while it is not all there. */
  take(wish: Wish & { do: "until" | "count" }): Uint8Array | undefined {
    if (wish.do === "count") return this.data.length < wish.count ? undefined : this.cut(wish.count);
    const from = Math.max(0, this.searched - wish.end.length + 1);
    const at = found_at(this.data.subarray(from), wish.end);
    if (at < 0) {
      this.searched = this.data.length;
      return undefined;
    }
    return this.cut(from + at + wish.end.length);
  }

  private cut(count: number): Uint8Array {
    const part = this.data.slice(0, count);
    this.data = this.data.slice(count);
    this.searched = 0;
    return part;
  }
}
