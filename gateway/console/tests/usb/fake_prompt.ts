/** A chip made of bytes, at its raw prompt as MicroPython's reference describes it; and the time that nobody waits for. */
import { bytes_of, joined, text_of } from "../../src/usb/bytes";
import { Inbox, type Talk } from "../../src/usb/prompt";

export class Cut extends Error {}

interface How {
  /** How it takes raw paste mode: by flow control of so many bytes, refused, or as something it never heard of. */
  paste?: number | "refused" | "unknown";
  /** What a program prints until it is stopped. */
  running?: string;
  /** What boot.py prints. */
  boot?: string;
  /** Nothing there answers. */
  silent?: boolean;
}

export class FakeChip {
  readonly ran: string[] = [];
  readonly outbox: Uint8Array[] = [];
  private raw = false;
  private line = "";
  private pasting: number | null = null;

  constructor(
    private readonly program: (code: string) => string,
    private readonly how: How = {},
  ) {
    if (how.running !== undefined) this.say(how.running);
  }

  receive(data: Uint8Array): void {
    if (this.how.silent === true) return;
    for (const byte of data) this.byte(byte);
  }

  private say(text: string): void {
    this.outbox.push(bytes_of(text));
  }

  private byte(byte: number): void {
    if (this.pasting !== null) this.paste_byte(byte);
    else if (byte === 1) this.enter();
    else if (byte === 2) this.raw = false;
    else if (byte === 3) this.line = "";
    else if (byte === 4 && this.raw) this.run();
    else this.line += String.fromCharCode(byte);
  }

  private enter(): void {
    if (this.raw && this.line === "\x05A") {
      this.line = "";
      if (typeof this.how.paste === "number") {
        const size = this.how.paste;
        this.outbox.push(joined(bytes_of("R\x01"), Uint8Array.of(size & 255, size >> 8)));
        this.pasting = size;
        return;
      }
      if (this.how.paste !== "unknown") {
        this.say("R\x00");
        return;
      }
    }
    this.raw = true;
    this.line = "";
    this.say("raw REPL; CTRL-B to exit\r\n>");
  }

  private paste_byte(byte: number): void {
    const size = this.how.paste as number;
    if (byte === 4) {
      this.pasting = null;
      this.outbox.push(Uint8Array.of(4));
      this.answer();
      return;
    }
    if (this.pasting === 0) throw new Error("more than the window");
    this.line += String.fromCharCode(byte);
    this.pasting = (this.pasting ?? 0) - 1;
    if (this.pasting === 0) {
      this.pasting = size;
      this.outbox.push(Uint8Array.of(1));
    }
  }

  private run(): void {
    if (this.line === "") {
      this.say(`OK\r\nMPY: soft reboot\r\n${this.how.boot ?? ""}raw REPL; CTRL-B to exit\r\n>`);
      return;
    }
    this.say("OK");
    this.answer();
  }

  private answer(): void {
    const code = text_of(Uint8Array.from(this.line, (char) => char.charCodeAt(0)));
    this.line = "";
    this.ran.push(code);
    try {
      this.say(`${this.program(code)}\x04\x04>`);
    } catch (wrong) {
      this.say(`\x04Traceback (most recent call last):\r\n${(wrong as Error).message}\r\n\x04>`);
    }
  }
}

/** Between a conversation and a chip. `piece`: how many bytes come at once; `cut`: after so many sent, the cable is out. */
export class Wire {
  sent = 0;
  paused_ms = 0;
  cut = Infinity;
  private readonly inbox = new Inbox();

  constructor(
    private readonly chip: FakeChip,
    private readonly piece = Infinity,
  ) {}

  talk<T>(conversation: Talk<T>): T {
    let next = conversation.next();
    for (;;) {
      if (next.done === true) return next.value;
      const wish = next.value;
      let gives: Uint8Array | null = null;
      if (wish.do === "send") this.send(wish.data);
      else if (wish.do === "pause") this.paused_ms += wish.ms;
      else if (wish.do === "forget") {
        this.chip.outbox.length = 0;
        this.inbox.forget();
      } else {
        let found = this.inbox.take(wish);
        while (found === undefined && this.deliver()) found = this.inbox.take(wish);
        gives = found ?? null;
      }
      next = conversation.next(gives);
    }
  }

  private send(data: Uint8Array): void {
    for (const byte of data) {
      if (this.sent >= this.cut) throw new Cut();
      this.sent += 1;
      this.chip.receive(Uint8Array.of(byte));
    }
  }

  /** False where nothing more comes. */
  private deliver(): boolean {
    const next = this.chip.outbox.shift();
    if (next === undefined) return false;
    this.inbox.put(next.subarray(0, this.piece));
    if (next.length > this.piece) this.chip.outbox.unshift(next.subarray(this.piece));
    return true;
  }
}
