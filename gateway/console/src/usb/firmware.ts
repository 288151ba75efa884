/** The firmware, fetched from the gateway; every file is what the manifest says before a byte of it goes to a chip. */
import { get, part, ask } from "../shared/http";
import { hex_of, sha256, type Bytes } from "./bytes";
import type { Offer } from "./boards";
import { read_manifest } from "./manifest";
import type { Bundle } from "./plan";
import { MANIFEST } from "./slots";

const LOADERS = ["boot.py", "main.py"];
const AT_ONCE = 4;

/** What came is not what the manifest says. */
export class Damaged extends Error {}

export const look_up_offer = (): Promise<Offer> => get<Offer>("/firmware");

/** Throws Problem, Damaged. */
export async function fetch_bundle(board: string, tell: (done: number, total: number) => void): Promise<Bundle> {
  const file = async (path: string): Promise<Bytes> =>
    new Uint8Array(await (await ask("GET", `/firmware/${part(board)}/${path.split("/").map(part).join("/")}`)).arrayBuffer());
  const sealed = await file(MANIFEST);
  const manifest = read_manifest(sealed);
  if (manifest === null || manifest.board !== board) throw new Damaged(MANIFEST);
  const data = new Map<string, Uint8Array>();
  const waiting = [...manifest.files];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [path, stamp] = next;
      const found = await file(path);
      if (found.length !== stamp.bytes || hex_of(await sha256(found)) !== stamp.sha256) throw new Damaged(path);
      data.set(path, found);
      tell(data.size, manifest.files.size);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const loaders = new Map<string, { data: Uint8Array; stamp: { bytes: number; sha256: string } }>();
  for (const name of LOADERS) {
    const found = await file(name);
    loaders.set(name, { data: found, stamp: { bytes: found.length, sha256: hex_of(await sha256(found)) } });
  }
  return { ...manifest, sealed, data, loaders };
}
