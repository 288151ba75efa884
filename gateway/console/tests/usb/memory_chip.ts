/** A chip's flash in memory, with the power going at the n-th change. */
import { hex_of, sha256 } from "../../src/usb/bytes";
import type { Device, Entry } from "../../src/usb/chip";
import type { Stamp } from "../../src/usb/slots";

export class PowerOut extends Error {}

export class MemoryChip implements Device {
  changes = 0;
  out_at = Infinity;
  /** Spoils what is put there, so many times. */
  readonly spoil = new Map<string, number>();
  readonly puts: string[] = [];

  constructor(readonly files = new Map<string, Uint8Array>()) {}

  copied(): MemoryChip {
    return new MemoryChip(new Map(this.files));
  }

  private change(): void {
    if (this.changes >= this.out_at) throw new PowerOut();
    this.changes += 1;
  }

  async list(folder: string): Promise<Entry[]> {
    const found = new Map<string, boolean>();
    for (const path of this.files.keys()) {
      if (!path.startsWith(`${folder}/`)) continue;
      const [name = "", ...rest] = path.slice(folder.length + 1).split("/");
      found.set(name, rest.length > 0);
    }
    return [...found].map(([name, is_folder]) => ({ name, folder: is_folder }));
  }

  async hash(paths: readonly string[], passed?: (count: number) => void): Promise<Map<string, Stamp>> {
    const found = new Map<string, Stamp>();
    for (const path of paths) {
      const data = this.files.get(path);
      if (data !== undefined) found.set(path, { bytes: data.length, sha256: hex_of(await sha256(data)) });
    }
    passed?.(paths.length);
    return found;
  }

  async get(path: string): Promise<Uint8Array | null> {
    return this.files.get(path) ?? null;
  }

  async put(path: string, data: Uint8Array, passed?: (bytes: number) => void): Promise<void> {
    const spoils = this.spoil.get(path) ?? 0;
    const arrives = spoils > 0 ? data.map((byte) => byte ^ 1) : data;
    if (spoils > 0) this.spoil.set(path, spoils - 1);
    this.change();
    this.files.set(`${path}.new`, arrives.slice(0, arrives.length >> 1));
    this.change();
    this.files.set(`${path}.new`, arrives);
    this.change();
    this.files.delete(`${path}.new`);
    this.files.set(path, arrives);
    this.puts.push(path);
    passed?.(data.length);
  }

  async copy(from: string, path: string): Promise<void> {
    this.change();
    this.files.set(`${path}.new`, new Uint8Array(1));
    this.change();
    this.files.delete(`${path}.new`);
    this.files.set(path, this.files.get(from) as Uint8Array);
  }

  async remove(path: string): Promise<void> {
    for (const each of [...this.files.keys()]) {
      if (each !== path && !each.startsWith(`${path}/`)) continue;
      this.change();
      this.files.delete(each);
    }
  }
}
