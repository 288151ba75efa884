/** A WebSocket of JSON texts that comes back by itself, and says since when it has been away. */
import { Backoff } from "./backoff";

export interface SocketEvents<In> {
  opened(): void;
  message(message: In): void;
  /** Closed by anything but close(). `code` is the WebSocket's; 4001 and above are the gateway's own reasons. */
  closed(code: number): void;
}

const SILENT_TOO_LONG_MS = 12_000;

export class JsonSocket<In, Out> {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private wanted = false;
  private readonly backoff = new Backoff();
  private heard_at = 0;

  constructor(
    private readonly path: string,
    private readonly events: SocketEvents<In>,
  ) {
    this.now_or_later = this.now_or_later.bind(this);
  }

  open(): void {
    this.wanted = true;
    addEventListener("online", this.now_or_later);
    this.connect();
  }

  close(): void {
    this.wanted = false;
    removeEventListener("online", this.now_or_later);
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.drop();
  }

  /** False where there is no connection; nothing is kept for later, since a late key press would be a wrong one. */
  send(message: Out): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Connect anew: what was received no longer fits together. */
  again(): void {
    if (!this.wanted) return;
    this.drop();
    this.events.closed(0);
    this.later();
  }

  /** True when nothing came for longer than a gateway that is asked regularly stays silent. */
  silent(now_ms: number): boolean {
    return this.socket?.readyState === WebSocket.OPEN && now_ms - this.heard_at > SILENT_TOO_LONG_MS;
  }

  private now_or_later(): void {
    if (this.wanted && this.socket === null) this.connect();
  }

  private connect(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}${this.path}`);
    this.socket = socket;
    socket.onopen = () => {
      this.heard_at = performance.now();
      this.events.opened();
    };
    socket.onmessage = (message: MessageEvent<string>) => {
      if (this.socket !== socket) return;
      this.heard_at = performance.now();
      this.backoff.reset();
      this.events.message(JSON.parse(message.data) as In);
    };
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      this.socket = null;
      this.events.closed(event.code);
      if (this.wanted) this.later();
    };
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private later(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), this.backoff.next_ms());
  }
}
