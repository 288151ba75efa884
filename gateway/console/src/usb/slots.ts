/**
 * The two places of the flash where a firmware can lie, as hushcue_bodypack/slots.py has them.
 *
 *     /hushcue/a/, /hushcue/b/   a slot: lib/, and manifest.json, which is put there last. Without it a slot is none
 *     /hushcue/slot              the letter of the slot that is started
 *     /hushcue/trial             a slot that is being tried after an update over the air
 */
import { text_of } from "./bytes";

export const NAMES = ["a", "b"] as const;
export type Slot = (typeof NAMES)[number];

export const SLOT = "/hushcue/slot";
export const TRIAL = "/hushcue/trial";
export const NEWS = "/hushcue/manifest.new";
export const MANIFEST = "manifest.json";
export const NEW = ".new";
const END = "}}\n";

export const place = (slot: Slot, path = ""): string => `/hushcue/${slot}${path === "" ? "" : `/${path}`}`;
export const other = (slot: Slot): Slot => (slot === "a" ? "b" : "a");

/** What is known a file by. */
export interface Stamp {
  bytes: number;
  sha256: string;
}

export const same = (one: Stamp | undefined, two: Stamp | undefined): boolean =>
  one !== undefined && two !== undefined && one.bytes === two.bytes && one.sha256 === two.sha256;

/** What lies on a chip. `slot`: what the file of that name holds. Files: absolute path -> stamp. */
export interface Flash {
  slot: Uint8Array | null;
  trial: Uint8Array | null;
  manifests: Partial<Record<Slot, Uint8Array>>;
  files: ReadonlyMap<string, Stamp>;
  /** Folders of a firmware from before there were slots. */
  old: readonly string[];
}

/** Whether its manifest is in its place, to the last byte. */
export function whole(flash: Flash, slot: Slot): boolean {
  const manifest = flash.manifests[slot];
  return manifest !== undefined && text_of(manifest).endsWith(END);
}

/** The slot that the file says. */
export function named(flash: Flash): Slot | null {
  const text = flash.slot === null ? "" : text_of(flash.slot).trim();
  return NAMES.find((name) => name === text) ?? null;
}

/** The slot that is started while none is tried. */
export function kept(flash: Flash): Slot | null {
  return [named(flash), ...NAMES].find((slot) => slot !== null && whole(flash, slot)) ?? null;
}

/** The slot that may be written. */
export const spare = (flash: Flash): Slot => (kept(flash) === "a" ? "b" : "a");
