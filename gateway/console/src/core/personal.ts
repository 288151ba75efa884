/**
 * What a person chose goes with them: hotkeys and keys of the panel, appearance, volumes, notices they have read. The
 * gateway keeps it for the next browser they sign in with; the browser's own copy serves before that, and while the
 * gateway is away.
 *
 * The last write of a key wins. What a browser could not send it sends when it can, and until then believes itself.
 */
export type Values = Record<string, unknown>;

/** Where the gateway keeps them. `read` and `write` fail as promises do. */
export interface Shelf {
  read(): Promise<Values>;
  write(values: Values): Promise<void>;
}

/** The browser's own copy. `get`: undefined where there is nothing. */
export interface Box {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  keys(): string[];
}

interface Unsent {
  person: string;
  keys: string[];
}

const UNSENT = "personal.unsent";
export const SETTLE_MS = 800;
export const AGAIN_MS = 10_000;

/** Whether a key is a person's; a microphone, and what a phone is turned to, are the browser's. */
export function travels(key: string, person: string): boolean {
  return key === "theme" || key.startsWith(panel_of(person)) || key.startsWith("monitor.") || key.startsWith("consent.");
}

const panel_of = (person: string): string => `panel.${person}.`;

export class Personal {
  private person = "";
  private unsent = new Set<string>();
  private sending: Promise<void> | null = null;
  private cancel: () => void = () => undefined;

  /** later: does it after so many ms, unless what it returns is called. refused: what the gateway will not take. */
  constructor(
    private readonly shelf: Shelf,
    private readonly box: Box,
    private readonly later: (task: () => void, ms: number) => () => void,
    private readonly refused: (why: unknown) => "drop" | "again",
  ) {}

  /** Somebody is signed in: their settings are in the box when this is done, or it could not be. */
  async begin(person: string): Promise<void> {
    if (person === this.person) return;
    this.end();
    this.person = person;
    const left = this.box.get(UNSENT) as Unsent | undefined;
    this.unsent = new Set(left?.person === person ? left.keys : []);
    const kept = await this.shelf.read().catch(() => null);
    if (this.person !== person) return;
    if (kept !== null) {
      for (const [key, value] of Object.entries(kept)) {
        if (travels(key, person) && !this.unsent.has(key)) this.box.set(key, value);
      }
      // Chosen here before the gateway kept such things.
      for (const key of this.box.keys()) if (key.startsWith(panel_of(person)) && !(key in kept)) this.unsent.add(key);
    }
    if (this.unsent.size > 0) this.send_in(SETTLE_MS);
  }

  /** Something was chosen. */
  changed(key: string): void {
    if (this.person === "" || !travels(key, this.person)) return;
    this.unsent.add(key);
    this.note();
    this.send_in(SETTLE_MS);
  }

  /** Send what waits now. Never fails. */
  async flush(): Promise<void> {
    this.cancel();
    await this.sending;
    if (this.person === "" || this.unsent.size === 0) return;
    this.sending = this.send();
    await this.sending;
    this.sending = null;
  }

  /** Nobody is signed in any more. What was not sent is sent when the same person is back. */
  end(): void {
    this.cancel();
    this.person = "";
    this.unsent.clear();
  }

  private async send(): Promise<void> {
    const person = this.person;
    const keys = [...this.unsent];
    this.unsent.clear();
    let again = false;
    try {
      const values = { ...(await this.shelf.read()) };
      for (const key of keys) {
        const value = this.box.get(key);
        if (value !== undefined) values[key] = value;
      }
      await this.shelf.write(values);
    } catch (why) {
      again = this.refused(why) === "again";
    }
    if (this.person !== person) return;
    if (again) for (const key of keys) this.unsent.add(key);
    this.note();
    if (this.unsent.size > 0) this.send_in(again ? AGAIN_MS : SETTLE_MS);
  }

  private note(): void {
    const left: Unsent = { person: this.person, keys: [...this.unsent] };
    this.box.set(UNSENT, left);
  }

  private send_in(ms: number): void {
    this.cancel();
    this.cancel = this.later(() => void this.flush(), ms);
  }
}
