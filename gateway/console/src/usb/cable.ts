/** A serial port of the browser as a line to talk over: its bytes, its time, and its going away. */
import { Inbox, type Talk, type Wish } from "./prompt";

/** The cable was pulled, the board is off, or something else took the port. */
export class CableGone extends Error {}

/** There is a port, and it does not open: another program has it. */
export class NotOpened extends CableGone {}

/** Over which one can talk. Throws what the conversation throws, and CableGone. */
export interface Line {
  talk<T>(conversation: Talk<T>): Promise<T>;
}

export const BAUD = 115200;
const WRITE_MS = 10_000;
const RESET_MS = 100;
const ESPRESSIF = 0x303a;
const BUFFER_BYTES = 8192;

export class Cable implements Line {
  /** Gets what comes while nobody talks: what the board's program prints. */
  heard: (part: Uint8Array) => void = () => undefined;
  /** Called once, when the cable goes away by itself. */
  lost: () => void = () => undefined;

  private readonly inbox = new Inbox();
  private reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  private reading: Promise<void> | null = null;
  private gone = true;
  private closing = false;
  private talking = false;
  private wake: () => void = () => undefined;

  constructor(readonly port: SerialPort) {}

  get open_now(): boolean {
    return !this.gone;
  }

  async open(): Promise<void> {
    try {
      await this.port.open({ baudRate: BAUD, bufferSize: BUFFER_BYTES });
      // A chip with USB of its own sends only to who says that they are there; at a bridge these lines are BOOT and RESET.
      await this.port.setSignals({ dataTerminalReady: this.port.getInfo().usbVendorId === ESPRESSIF, requestToSend: false });
    } catch (wrong) {
      await this.port.close().catch(() => undefined);
      throw new NotOpened(String(wrong));
    }
    this.gone = this.closing = false;
    this.inbox.forget();
    this.reading = this.read();
  }

  /** The port is free for others. Never throws. */
  async close(): Promise<void> {
    this.closing = true;
    await this.reader?.cancel().catch(() => undefined);
    await this.reading;
    await this.port.close().catch(() => undefined);
    this.gone = true;
  }

  async talk<T>(conversation: Talk<T>): Promise<T> {
    this.talking = true;
    try {
      let next = conversation.next();
      while (next.done !== true) next = conversation.next(await this.grant(next.value));
      return next.value;
    } finally {
      this.talking = false;
    }
  }

  /** The RESET button, by the lines of the port. Boards whose port does not have them stay as they are. */
  async press_reset(): Promise<void> {
    try {
      await this.port.setSignals({ dataTerminalReady: false, requestToSend: true });
      await pause(RESET_MS);
      await this.port.setSignals({ dataTerminalReady: this.port.getInfo().usbVendorId === ESPRESSIF, requestToSend: false });
    } catch (wrong) {
      throw new CableGone(String(wrong));
    }
  }

  private async grant(wish: Wish): Promise<Uint8Array | null> {
    if (this.gone) throw new CableGone("closed");
    if (wish.do === "send") await this.send(wish.data);
    else if (wish.do === "pause") await pause(wish.ms);
    else if (wish.do === "forget") this.inbox.forget();
    else return this.take(wish);
    return null;
  }

  private async send(data: Uint8Array): Promise<void> {
    const writer = this.port.writable?.getWriter();
    if (writer === undefined) throw new CableGone("not writable");
    try {
      await Promise.race([writer.write(data), pause(WRITE_MS).then(() => Promise.reject(new Error("nothing is taken")))]);
    } catch (wrong) {
      throw new CableGone(String(wrong));
    } finally {
      writer.releaseLock();
    }
  }

  private async take(wish: Wish & { do: "until" | "count" }): Promise<Uint8Array | null> {
    let deadline = performance.now() + wish.ms;
    for (;;) {
      const found = this.inbox.take(wish);
      if (found !== undefined) return found;
      if (this.gone) throw new CableGone("gone");
      const left = deadline - performance.now();
      if (left <= 0) return null;
      const came = await this.something(left);
      if (came && wish.do === "until" && wish.patient === true) deadline = performance.now() + wish.ms;
    }
  }

  /** True when something came within the time, or the cable went. */
  private something(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }

  private async read(): Promise<void> {
    while (!this.closing && this.port.readable != null) {
      const reader = this.port.readable.getReader();
      this.reader = reader;
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done) break;
          if (this.talking) this.inbox.put(value);
          else this.heard(value);
          this.wake();
        }
        break;
      } catch (wrong) {
        // A wrong bit or a full buffer ends the stream, not the port: the next one goes on, what is missing is noticed.
        if (!(wrong instanceof DOMException) || wrong.name === "NetworkError") break;
      } finally {
        reader.releaseLock();
        this.reader = null;
      }
    }
    if (this.closing) return;
    this.gone = true;
    await this.port.close().catch(() => undefined);
    this.wake();
    this.lost();
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
