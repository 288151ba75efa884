/**
 * What has to be done on a chip's flash so that it starts a given firmware: what is there in, steps out.
 *
 * The same as hushcue_tools/flash/plan.py and install.py. The firmware that is started stays as it is until the new one
 * lies whole beside it, in the spare slot; only then the letter in /hushcue/slot changes. So between any two steps, and
 * within each, the cable may be pulled. Where the slot that is started is the wanted firmware already, its files are
 * put right in place. What lies in the other slot is copied on the chip, not sent again.
 */
import { bytes_of } from "./bytes";
import type { Manifest } from "./manifest";
import { MANIFEST, NEW, NEWS, SLOT, TRIAL, kept, named, other, place, same, spare, type Flash, type Slot, type Stamp } from "./slots";

/** A firmware: its manifest, as sealed and as read, the files of its slot, and the loaders beside the slots. */
export interface Bundle extends Manifest {
  sealed: Uint8Array;
  data: ReadonlyMap<string, Uint8Array>;
  loaders: ReadonlyMap<string, { data: Uint8Array; stamp: Stamp }>;
}

/** Every one leaves each file whole, as it was or as it is to be. `verify`: these files are to be so by now. */
export type Step =
  | { do: "remove"; path: string }
  | { do: "copy"; from: string; path: string }
  | { do: "put"; path: string; data: Uint8Array }
  | { do: "verify"; files: ReadonlyMap<string, { stamp: Stamp; data: Uint8Array }> };

export interface Plan {
  slot: Slot;
  /** It is the slot that is started already. */
  in_place: boolean;
  steps: readonly Step[];
  /** Files of the firmware that go over the cable, that are copied on the chip, that are right already. */
  sent: number;
  copied: number;
  right: number;
  send_bytes: number;
  /** What the flash must have free. */
  room_bytes: number;
}

const BLOCK_BYTES = 4096;

/** What a file of `size` takes of littlefs. */
const blocks = (size: number): number => Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;

export function make_plan(bundle: Bundle, flash: Flash): Plan {
  const started = kept(flash);
  const in_place = started !== null && equal(flash.manifests[started], bundle.sealed);
  const slot = in_place ? started : spare(flash);
  const wanted = new Map([...bundle.files].map(([path, stamp]) => [place(slot, path), { path, stamp }]));
  const missing = [...wanted].filter(([path, { stamp }]) => !same(flash.files.get(path), stamp));
  const sources = new Map([...flash.files].filter(([path]) => path.startsWith(`${place(other(slot))}/`)).map(([path, stamp]) => [stamp.sha256, path]));
  const copies = missing.flatMap(([path, { stamp }]) => {
    const from = sources.get(stamp.sha256);
    return from === undefined ? [] : [{ do: "copy" as const, from, path, bytes: stamp.bytes }];
  });
  const copied = new Set(copies.map((step) => step.path));
  const puts = missing.filter(([path]) => !copied.has(path)).map(([path, file]) => ({ do: "put" as const, path, data: data_of(bundle, file.path) }));
  const stays = new Set([...wanted.keys(), place(slot, MANIFEST)]);
  const strays = [...flash.files.keys()].filter((path) => path.startsWith(`${place(slot)}/`) && !stays.has(path));
  const removes = [...new Set(strays.map((stray) => outermost(stray, stays)))].sort();
  const loaders = [...bundle.loaders].filter(([name, { stamp }]) => !same(flash.files.get(`/${name}`), stamp));
  const unsettled = started !== null && (named(flash) !== started || flash.trial !== null);
  const gone = [...flash.files].filter(([path]) => puts.some((step) => step.path === path) || copied.has(path) || removes.some((folder) => `${path}/`.startsWith(`${folder}/`)));

  const files: Step[] = [
    ...removes.map((path) => ({ do: "remove" as const, path })),
    ...copies.map(({ from, path }) => ({ do: "copy" as const, from, path })),
    ...puts,
  ];
  const after: Step[] = [
    ...loaders.map(([name, { data }]) => ({ do: "put" as const, path: `/${name}`, data })),
    ...flash.old.map((path) => ({ do: "remove" as const, path })),
  ];
  const check: Step = { do: "verify", files: new Map([...wanted].map(([path, file]) => [path, { stamp: file.stamp, data: data_of(bundle, file.path) }])) };
  const steps: Step[] = [];
  if (!in_place) steps.push(...begin(flash, slot), { do: "remove", path: NEWS }, ...files, check, { do: "put", path: place(slot, MANIFEST), data: bundle.sealed });
  else if (files.length > 0) steps.push(...files, check);
  if (!in_place || unsettled) steps.push({ do: "put", path: SLOT, data: bytes_of(slot) }, { do: "remove", path: TRIAL });
  steps.push(...after);
  return {
    slot,
    in_place,
    steps,
    sent: puts.length + loaders.length,
    copied: copies.length,
    right: wanted.size - missing.length,
    send_bytes: [...puts, ...loaders.map(([, loader]) => loader)].reduce((sum, { data }) => sum + data.length, 0),
    room_bytes:
      [...puts.map(({ data }) => data.length), ...copies.map(({ bytes }) => bytes)].reduce((sum, size) => sum + blocks(size), 0) -
      gone.reduce((sum, [, stamp]) => sum + blocks(stamp.bytes), 0),
  };
}

/** From now on `slot`, a spare one, is none and may be written. */
function begin(flash: Flash, slot: Slot): Step[] {
  const started = kept(flash);
  const settle: Step[] = started !== null && named(flash) !== started ? [{ do: "put", path: SLOT, data: bytes_of(started) }] : [];
  return [...settle, ...[TRIAL, TRIAL + NEW, place(slot, MANIFEST)].map((path) => ({ do: "remove" as const, path }))];
}

/** The largest thing that goes with a stray: it, or the folder that holds nothing that stays. */
function outermost(stray: string, stays: ReadonlySet<string>): string {
  const parts = stray.split("/");
  for (let count = 4; count < parts.length; count += 1) {
    const folder = parts.slice(0, count).join("/");
    if (![...stays].some((path) => path.startsWith(`${folder}/`))) return folder;
  }
  return stray;
}

function data_of(bundle: Bundle, path: string): Uint8Array {
  const data = bundle.data.get(path);
  if (data === undefined) throw new Error(`no data of ${path}`);
  return data;
}

const equal = (one: Uint8Array | undefined, two: Uint8Array): boolean =>
  one !== undefined && one.length === two.length && one.every((byte, at) => byte === two[at]);
