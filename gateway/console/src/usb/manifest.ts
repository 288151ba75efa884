/** What lies in a slot: the manifest, by whose last line the slot is whole. See hushcue_wire/manifest.py. */
import { text_of } from "./bytes";
import type { Stamp } from "./slots";

export interface Manifest {
  version: string;
  board: string;
  machine: string;
  mpy: number;
  /** Path below the slot -> stamp. */
  files: ReadonlyMap<string, Stamp>;
}

const FORMAT = 1;
const PATH = /^lib(\/[A-Za-z0-9_][A-Za-z0-9_.]*)+$/;
const DIGEST = /^[0-9a-f]{64}$/;

/** null for what is no manifest. */
export function read_manifest(data: Uint8Array | undefined): Manifest | null {
  try {
    const found = JSON.parse(text_of(data ?? new Uint8Array(0))) as Record<string, unknown>;
    const { version, board, machine, mpy, files } = found;
    if (found["format"] !== FORMAT || typeof version !== "string" || typeof board !== "string") return null;
    if (typeof machine !== "string" || typeof mpy !== "number" || typeof files !== "object" || files === null) return null;
    const stamps = new Map<string, Stamp>();
    for (const [path, facts] of Object.entries(files as Record<string, unknown>)) {
      if (!PATH.test(path) || !Array.isArray(facts) || facts.length !== 2) return null;
      const [bytes, sha256] = facts as [unknown, unknown];
      if (typeof bytes !== "number" || typeof sha256 !== "string" || !DIGEST.test(sha256)) return null;
      stamps.set(path, { bytes, sha256 });
    }
    return { version, board, machine, mpy, files: stamps };
  } catch {
    return null;
  }
}
