/** A chip that runs MicroPython, at its raw prompt: who it is, and its files. As hushcue_tools/device has it. */
import { base64_of, from_base64, joined } from "./bytes";
import type { Line } from "./cable";
import facts_code from "./facts.txt?raw";
import helpers from "./helpers.txt?raw";
import { NoPrompt, enter, run, run_and_leave, type Manner } from "./prompt";
import type { Stamp } from "./slots";

export interface Facts {
  version: readonly number[];
  /** Such as "Generic ESP32S3 module with ESP32S3". */
  machine: string;
  mpy: number;
  /** What machine code it loads; "" where none. */
  architecture: string;
  free_bytes: number;
  heap_bytes: number;
}

export interface Entry {
  name: string;
  folder: boolean;
}

/** What of a chip an installation uses. Paths are absolute. Throws CableGone, NoPrompt, Refused. */
export interface Device {
  list(folder: string): Promise<Entry[]>;
  hash(paths: readonly string[], passed?: (count: number) => void): Promise<Map<string, Stamp>>;
  get(path: string): Promise<Uint8Array | null>;
  /** The file holds `data`, or what it held before, whenever the cable is pulled. Folders are made. */
  put(path: string, data: Uint8Array, passed?: (bytes: number) => void): Promise<void>;
  copy(from: string, path: string): Promise<void>;
  remove(path: string): Promise<void>;
}

/** What `sys.implementation._mpy >> 10` counts. */
const ARCHITECTURES = ["", "x86", "x64", "armv6", "armv6m", "armv7m", "armv7em", "armv7emsp", "armv7emdp", "xtensa", "xtensawin", "rv32imc", "rv64imc"];
/** A chip that is just starting loses what it is sent: it is asked again, and waited for longer. */
const PROMPT_MS = [2000, 3000, 5000];
const ASK_MS = 10_000;
const LONG_MS = 30_000;
const CHUNK_BYTES = 1024;
const HASHED_AT_ONCE = 8;

export class Chip implements Device {
  private manner: Manner = { paste: null };
  private ready = false;

  constructor(private readonly line: Line) {}

  /** To the prompt. Throws NoPrompt where no MicroPython answers. */
  async wake(tries_ms: readonly number[] = PROMPT_MS): Promise<void> {
    this.ready = false;
    this.manner = { paste: null };
    for (const [at, ms] of tries_ms.entries()) {
      try {
        await this.line.talk(enter(ms));
        return;
      } catch (wrong) {
        if (!(wrong instanceof NoPrompt) || at === tries_ms.length - 1) throw wrong;
      }
    }
  }

  async facts(): Promise<Facts> {
    const found = JSON.parse(await this.ask(facts_code)) as { version: number[]; machine: string; mpy: number; free: number; heap: number };
    const kind = (found.mpy >> 10) & 15;
    return {
      version: found.version,
      machine: found.machine,
      mpy: found.mpy & 0xff,
      architecture: ARCHITECTURES[kind] ?? String(kind),
      free_bytes: found.free,
      heap_bytes: found.heap,
    };
  }

  async list(folder: string): Promise<Entry[]> {
    const found = lines(await this.ask(`hc_list(${quoted(folder)})`)).map((line) => JSON.parse(line) as [string, boolean, number]);
    return found.map(([name, is_folder]) => ({ name, folder: is_folder })).sort((one, two) => (one.name < two.name ? -1 : 1));
  }

  async hash(paths: readonly string[], passed?: (count: number) => void): Promise<Map<string, Stamp>> {
    const found = new Map<string, Stamp>();
    for (let at = 0; at < paths.length; at += HASHED_AT_ONCE) {
      const some = paths.slice(at, at + HASHED_AT_ONCE);
      for (const line of lines(await this.ask(`hc_hash([${some.map(quoted).join(",")}])`, LONG_MS))) {
        const [path, bytes, sha256] = JSON.parse(line) as [string, number, string];
        found.set(path, { bytes, sha256 });
      }
      passed?.(some.length);
    }
    return found;
  }

  async get(path: string): Promise<Uint8Array | null> {
    if (Number(await this.ask(`hc_open(${quoted(path)})`)) < 0) return null;
    const parts: Uint8Array[] = [];
    for (;;) {
      const part = from_base64(await this.ask(`hc_read(${CHUNK_BYTES})`));
      if (part.length === 0) return joined(...parts);
      parts.push(part);
    }
  }

  async put(path: string, data: Uint8Array, passed?: (bytes: number) => void): Promise<void> {
    await this.ask(`hc_new(${quoted(path)})`);
    for (let at = 0; at < data.length; at += CHUNK_BYTES) {
      const part = data.subarray(at, at + CHUNK_BYTES);
      await this.ask(`hc_write(b"${base64_of(part)}")`);
      passed?.(part.length);
    }
    await this.ask(`hc_done(${quoted(path)},${data.length})`);
  }

  async copy(from: string, path: string): Promise<void> {
    await this.ask(`hc_copy(${quoted(from)},${quoted(path)})`, LONG_MS);
  }

  async remove(path: string): Promise<void> {
    await this.ask(`hc_remove(${quoted(path)})`, LONG_MS);
  }

  /** It starts as with power on: boot.py and main.py run. It does not answer that. */
  async reset(): Promise<void> {
    this.ready = false;
    await this.line.talk(run_and_leave("import machine\nmachine.reset()", this.manner));
  }

  private async ask(code: string, ms = ASK_MS): Promise<string> {
    if (!this.ready) {
      await this.line.talk(run(helpers, this.manner, ASK_MS));
      this.ready = true;
    }
    return this.line.talk(run(code, this.manner, ms));
  }
}

const lines = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");

/** As Python reads it. */
const quoted = (text: string): string => JSON.stringify(text);
