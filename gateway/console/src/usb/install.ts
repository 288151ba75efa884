/** A plan carried out on a chip. Whenever it ends, the chip starts what it started before, or the new firmware; begun
 * again, it goes on with what is there. */
import type { Device } from "./chip";
import { make_plan, type Bundle, type Plan, type Step } from "./plan";
import { MANIFEST, NAMES, SLOT, TRIAL, place, same, type Flash, type Stamp } from "./slots";

/** Where the firmware lay before there were slots. */
const OURS = ["/lib/hushcue_bodypack", "/lib/hushcue_wire"];
const LOADERS = ["/boot.py", "/main.py"];

export type Stage = "hashing" | "sending" | "comparing";
/** How far it is. */
export type Tell = (stage: Stage, done: number, total: number) => void;

/** A file is not as it was sent, twice. */
export class NotAsSent extends Error {}

/** The flash has too little room. */
export class NoRoom extends Error {
  constructor(
    readonly needed_bytes: number,
    readonly free_bytes: number,
  ) {
    super("no room");
  }
}

/** What lies on the chip: its slots, and the hash of every file in them. */
export async function survey(chip: Device, tell: Tell): Promise<Flash> {
  const paths: string[] = [];
  for (const slot of NAMES) paths.push(...(await walk(chip, place(slot))));
  const all = [...paths, ...LOADERS];
  let done = 0;
  const files = await chip.hash(all, (count) => tell("hashing", (done += count), all.length));
  const manifests: Flash["manifests"] = {};
  for (const slot of NAMES) {
    const manifest = await chip.get(place(slot, MANIFEST));
    if (manifest !== null) manifests[slot] = manifest;
  }
  const old: string[] = [];
  for (const folder of OURS) if ((await chip.list(folder)).length > 0) old.push(folder);
  return { slot: await chip.get(SLOT), trial: await chip.get(TRIAL), manifests, files, old };
}

async function walk(chip: Device, folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await chip.list(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.folder) found.push(...(await walk(chip, path)));
    else found.push(path);
  }
  return found;
}

/** The chip starts `bundle` from its next start on. Throws NoRoom, NotAsSent, and what the chip throws. */
export async function install(chip: Device, bundle: Bundle, tell: Tell, room_bytes = Infinity): Promise<Plan> {
  const plan = make_plan(bundle, await survey(chip, tell));
  if (plan.steps.length > 0 && plan.room_bytes > room_bytes) throw new NoRoom(plan.room_bytes, Math.max(0, room_bytes));
  let sent = 0;
  for (const step of plan.steps) await carry_out(chip, step, tell, (bytes) => tell("sending", (sent += bytes), plan.send_bytes));
  return plan;
}

async function carry_out(chip: Device, step: Step, tell: Tell, passed: (bytes: number) => void): Promise<void> {
  if (step.do === "remove") await chip.remove(step.path);
  else if (step.do === "copy") await chip.copy(step.from, step.path);
  else if (step.do === "put") await chip.put(step.path, step.data, passed);
  else await verify(chip, step.files, tell);
}

/** Every file is as it is to be; what is not is sent once more. */
async function verify(chip: Device, wanted: ReadonlyMap<string, { stamp: Stamp; data: Uint8Array }>, tell: Tell): Promise<void> {
  for (const last of [false, true]) {
    let done = 0;
    const found = await chip.hash([...wanted.keys()], (count) => tell("comparing", (done += count), wanted.size));
    const bad = [...wanted].filter(([path, { stamp }]) => !same(found.get(path), stamp));
    if (bad.length === 0) return;
    if (last) throw new NotAsSent(bad[0]?.[0]);
    for (const [path, { data }] of bad) await chip.put(path, data);
  }
}
