/**
 * Whether a file is MicroPython for this chip, and whole: asked before anything is written. As
 * hushcue_tools/flash/image_check.py does it.
 *
 * A MicroPython file is a copy of the flash from the boot loader's place on: boot loader, partition table at 0x8000, the
 * program at 0x10000. Both programs carry a checksum and a SHA-256; Espressif's "Firmware Image Format" describes them.
 */
import { hex_of, sha256, text_of, type Bytes } from "./bytes";

/** One of MicroPython's files, as the gateway lists them. */
export interface ImageFile {
  name: string;
  url: string;
  page: string;
  sha256: string | null;
  needs: "" | "psram" | "octal";
  offset: number;
}

export interface Image {
  name: string;
  data: Bytes;
  offset: number;
  /** Empty where it does not say. */
  version: readonly number[];
  sha256: string;
  /** Its hash is the one that is known for a file of this chip. */
  known: boolean;
}

/** Why a file is not written. `code` names the sentence. */
export class WrongImage extends Error {
  constructor(
    readonly code: "other_chip" | "other_hash" | "no_magic" | "short" | "no_table" | "broken" | "other_project" | "old",
    readonly facts: Readonly<Record<string, string | number>>,
  ) {
    super(code);
  }
}

const CHIPS: Record<number, string> = { 0: "ESP32", 2: "ESP32-S2", 5: "ESP32-C3", 9: "ESP32-S3", 12: "ESP32-C2", 13: "ESP32-C6", 16: "ESP32-H2", 18: "ESP32-P4", 23: "ESP32-C5" };
const MAGIC = 0xe9;
const HEAD_BYTES = 24;
const DIGEST_BYTES = 32;
const CHECKSUM_SEED = 0xef;
const TABLE_AT = 0x8000;
const TABLE_BYTES = 0xc00;
const ENTRY_BYTES = 32;
const ENTRY_MAGIC = 0x50aa;
const DESCRIPTION_MAGIC = 0xabcd5432;
/** Of the third byte of a head: how large the flash is. */
const SIZES: Record<number, number> = { 1: 0x00, 2: 0x10, 4: 0x20, 8: 0x30, 16: 0x40, 32: 0x50, 64: 0x60, 128: 0x70 };

/** `files`: those for this chip; `oldest`: the least version. Throws WrongImage. */
export async function check_image(name: string, data: Bytes, chip: string, files: readonly ImageFile[], all: readonly ImageFile[], oldest: readonly number[]): Promise<Image> {
  const digest = hex_of(await sha256(data));
  const known = all.find((file) => file.sha256 === digest);
  if (known !== undefined && !files.includes(known)) throw new WrongImage("other_chip", { name, chip, found: known.name });
  const meant = all.find((file) => file.name === name);
  if (known === undefined && meant?.sha256 != null) throw new WrongImage("other_hash", { name, expected: meant.sha256, found: digest });
  if (data.length < TABLE_AT) throw new WrongImage("short", { name, count: data.length });
  const offset = files[0]?.offset ?? 0;
  await check_program(data, name, chip);
  const app = data.subarray(app_at(data, offset, name));
  const { start, size } = await check_program(app, name, chip);
  const { project, version } = described(app.subarray(start, start + size));
  if (project !== "" && project !== "micropython") throw new WrongImage("other_project", { name, project });
  if (version.length > 0 && less(version, oldest)) throw new WrongImage("old", { name, version: version.join("."), oldest: oldest.join(".") });
  return { name, data, offset, version, sha256: digest, known: known !== undefined };
}

/** Where the first segment of a program lies. */
async function check_program(data: Bytes, name: string, chip: string): Promise<{ start: number; size: number }> {
  if (data[0] !== MAGIC) throw new WrongImage("no_magic", { name });
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const found = CHIPS[view.getUint16(12, true)] ?? "?";
  if (found !== chip) throw new WrongImage("other_chip", { name, chip, found });
  const { end, sum, first } = walk_segments(data, name);
  if (data[end] !== sum) throw new WrongImage("broken", { name, reason: "checksum" });
  if (data[HEAD_BYTES - 1] === 1) {
    const told = data.subarray(end + 1, end + 1 + DIGEST_BYTES);
    if (hex_of(told) !== hex_of(await sha256(data.subarray(0, end + 1)))) throw new WrongImage("broken", { name, reason: "SHA-256" });
  }
  return first;
}

/** Where the checksum stands, what it must be, and the first segment. */
function walk_segments(data: Uint8Array, name: string): { end: number; sum: number; first: { start: number; size: number } } {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = HEAD_BYTES;
  let sum = CHECKSUM_SEED;
  let first = { start: 0, size: 0 };
  for (let left = data[1] ?? 0; left > 0; left -= 1) {
    if (at + 8 > data.length) throw new WrongImage("broken", { name, reason: "segment" });
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (start + size > data.length) throw new WrongImage("broken", { name, reason: "segment" });
    for (let each = start; each < start + size; each += 1) sum ^= data[each] as number;
    if (first.start === 0) first = { start, size };
    at = start + size;
  }
  return { end: at + 15 - (at % 16), sum, first };
}

/** Where in the file the program lies, by the partition table. */
function app_at(data: Bytes, offset: number, name: string): number {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const table = TABLE_AT - offset;
  for (let at = table; at + ENTRY_BYTES <= Math.min(table + TABLE_BYTES, data.length); at += ENTRY_BYTES) {
    if (view.getUint16(at, true) !== ENTRY_MAGIC) break;
    const start = view.getUint32(at + 4, true);
    if (data[at + 2] === 0 && start >= offset && start < offset + data.length) return start - offset;
  }
  throw new WrongImage("no_table", { name });
}

/** What a program says of itself at the beginning of its first segment; nothing where it says nothing. */
function described(segment: Bytes): { project: string; version: readonly number[] } {
  if (segment.length < 80) return { project: "", version: [] };
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  if (view.getUint32(0, true) !== DESCRIPTION_MAGIC) return { project: "", version: [] };
  return { version: numbers(field(segment, 16)), project: field(segment, 48) };
}

const field = (data: Uint8Array, at: number): string => text_of(data.subarray(at, at + 32)).split("\0")[0] ?? "";

/** v1.29.0, v1.30.0-preview.5: the three numbers; nothing for anything else. */
export function numbers(text: string): readonly number[] {
  const found = /^v?(\d+)\.(\d+)\.(\d+)(?:-|$)/.exec(text);
  return found === null ? [] : found.slice(1, 4).map(Number);
}

export function less(one: readonly number[], two: readonly number[]): boolean {
  for (let at = 0; at < 3; at += 1) if ((one[at] ?? 0) !== (two[at] ?? 0)) return (one[at] ?? 0) < (two[at] ?? 0);
  return false;
}

/** The image with the size of this flash in the head of its boot loader, which is sealed anew. */
export async function sized(image: Image, flash_mb: number): Promise<Bytes> {
  const mark = SIZES[flash_mb];
  const now = image.data[3] ?? 0;
  if (mark === undefined || (now & 0xf0) === mark) return image.data;
  const data = image.data.slice();
  data[3] = (now & 0x0f) | mark;
  if (data[HEAD_BYTES - 1] === 1) {
    const { end } = walk_segments(data, image.name);
    data.set(await sha256(data.subarray(0, end + 1)), end + 1);
  }
  return data;
}
