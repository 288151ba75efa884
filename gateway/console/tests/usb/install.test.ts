import { describe, expect, it } from "vitest";
import { bytes_of, hex_of, sha256, text_of } from "../../src/usb/bytes";
import { NoRoom, NotAsSent, install, survey } from "../../src/usb/install";
import { read_manifest } from "../../src/usb/manifest";
import type { Bundle } from "../../src/usb/plan";
import { kept, place, spare, type Slot } from "../../src/usb/slots";
import { MemoryChip, PowerOut } from "./memory_chip";

const quiet = (): void => undefined;

async function bundle(version: string, files: Record<string, string>): Promise<Bundle> {
  const data = new Map(Object.entries(files).map(([path, text]) => [`lib/${path}`, bytes_of(text)]));
  const rows: string[] = [];
  for (const path of [...data.keys()].sort()) {
    const found = data.get(path) as Uint8Array;
    rows.push(`"${path}": [${found.length}, "${hex_of(await sha256(found))}"]`);
  }
  const sealed = bytes_of(`{"format": 1, "version": "${version}", "board": "esp32_s3", "machine": "xtensawin", "mpy": 6, "files": {\n${rows.join(",\n")}\n}}\n`);
  const manifest = read_manifest(sealed);
  if (manifest === null) throw new Error("no manifest");
  const loaders = new Map();
  for (const name of ["boot.py", "main.py"]) {
    const found = bytes_of(`loader ${name}`);
    loaders.set(name, { data: found, stamp: { bytes: found.length, sha256: hex_of(await sha256(found)) } });
  }
  return { ...manifest, sealed, data, loaders };
}

const FIRST = { "hushcue_bodypack/app.mpy": "app one", "hushcue_bodypack/gone.mpy": "gone", "hushcue_wire/rtp.mpy": "rtp" };
const SECOND = { "hushcue_bodypack/app.mpy": "app two", "hushcue_wire/rtp.mpy": "rtp", "hushcue_wire/new/seq.mpy": "seq" };

/** What boot.py would start: the version, and whether every file of it is there as it was built. "" for nothing. */
async function starts(chip: MemoryChip): Promise<{ version: string; whole: boolean }> {
  const flash = await survey(chip, quiet);
  const slot = kept(flash);
  const manifest = slot === null ? null : read_manifest(flash.manifests[slot]);
  if (slot === null || manifest === null) return { version: "", whole: true };
  const whole = [...manifest.files].every(([path, stamp]) => flash.files.get(place(slot as Slot, path))?.sha256 === stamp.sha256);
  return { version: manifest.version, whole };
}

describe("an installation", () => {
  it("puts a firmware on an empty flash, and nothing the second time", async () => {
    const chip = new MemoryChip();
    const first = await bundle("1", FIRST);
    const plan = await install(chip, first, quiet);
    expect([plan.sent, plan.copied, plan.right, plan.in_place]).toEqual([5, 0, 0, false]);
    expect(await starts(chip)).toEqual({ version: "1", whole: true });
    const again = await install(chip, first, quiet);
    expect([again.steps, again.send_bytes]).toEqual([[], 0]);
  });

  it("sends only what changed, copies what is there, and leaves the old slot as it was", async () => {
    const chip = new MemoryChip();
    await install(chip, await bundle("1", FIRST), quiet);
    const before = [...chip.files].filter(([path]) => path.startsWith("/hushcue/a/"));
    chip.puts.length = 0;
    const plan = await install(chip, await bundle("2", SECOND), quiet);
    expect([plan.slot, plan.sent, plan.copied]).toEqual(["b", 2, 1]);
    expect(chip.puts).toEqual(["/hushcue/b/lib/hushcue_bodypack/app.mpy", "/hushcue/b/lib/hushcue_wire/new/seq.mpy", "/hushcue/b/manifest.json", "/hushcue/slot"]);
    expect([...chip.files].filter(([path]) => path.startsWith("/hushcue/a/"))).toEqual(before);
    await install(chip, await bundle("3", { "hushcue_wire/rtp.mpy": "rtp" }), quiet);
    expect([...chip.files.keys()].filter((path) => path.startsWith("/hushcue/a/"))).toEqual(["/hushcue/a/lib/hushcue_wire/rtp.mpy", "/hushcue/a/manifest.json"]);
  });

  it("puts broken files of the firmware that is started right in place", async () => {
    const chip = new MemoryChip();
    const first = await bundle("1", FIRST);
    await install(chip, first, quiet);
    chip.files.set("/hushcue/a/lib/hushcue_wire/rtp.mpy", bytes_of("xyz"));
    chip.files.set("/hushcue/a/lib/stray/x.mpy", bytes_of("x"));
    const plan = await install(chip, first, quiet);
    expect([plan.in_place, plan.sent]).toEqual([true, 1]);
    expect(plan.steps[0]).toEqual({ do: "remove", path: "/hushcue/a/lib/stray" });
    expect(await starts(chip)).toEqual({ version: "1", whole: true });
  });

  it("ends a trial that an update over the air left, and takes away a firmware from before there were slots", async () => {
    const chip = new MemoryChip();
    const first = await bundle("1", FIRST);
    await install(chip, first, quiet);
    chip.files.set("/hushcue/trial", bytes_of('{"slot": "b", "boots": 2}'));
    chip.files.set("/lib/hushcue_wire/rtp.mpy", bytes_of("old"));
    chip.files.set("/lib/mine.py", bytes_of("mine"));
    await install(chip, first, quiet);
    expect([...chip.files.keys()].filter((path) => path === "/hushcue/trial" || path.startsWith("/lib"))).toEqual(["/lib/mine.py"]);
  });

  it.each([
    ["an empty flash", ""],
    ["an older firmware", "1"],
    ["a firmware without slots", "none"],
  ])("may be cut short at any change of %s: old or new is started, and the next run finishes", async (_, from) => {
    const start = new MemoryChip();
    if (from === "1") await install(start, await bundle("1", FIRST), quiet);
    if (from === "none") start.files.set("/lib/hushcue_wire/rtp.mpy", bytes_of("old"));
    if (from === "none") start.files.set("/main.py", bytes_of("old"));
    const old = (await starts(start)).version;
    const wanted = await bundle("2", SECOND);
    const whole = start.copied();
    await install(whole, wanted, quiet);
    expect(whole.changes).toBeGreaterThan(10);
    const seen = new Set<string>();
    for (let cut = 0; cut < whole.changes; cut += 1) {
      const chip = start.copied();
      chip.out_at = cut;
      await expect(install(chip, wanted, quiet)).rejects.toThrow(PowerOut);
      const now = await starts(chip);
      expect(now.whole, String(cut)).toBe(true);
      if (now.version === "" && from === "none") expect(chip.files.has("/lib/hushcue_wire/rtp.mpy"), String(cut)).toBe(true);
      seen.add(now.version);
      chip.out_at = Infinity;
      await install(chip, wanted, quiet);
      expect(await starts(chip)).toEqual({ version: "2", whole: true });
      expect([...chip.files.keys()].filter((path) => path.startsWith(`/hushcue/${letter(chip)}/`) && path.endsWith(".new")), String(cut)).toEqual([]);
    }
    expect(seen.has(old)).toBe(true);
    expect([...seen].filter((version) => version !== old && version !== "2")).toEqual([]);
  });

  it("sends once more what arrived wrong, and says so when it is wrong again", async () => {
    const path = "/hushcue/a/lib/hushcue_wire/rtp.mpy";
    const first = await bundle("1", FIRST);
    const once = new MemoryChip();
    once.spoil.set(path, 1);
    await install(once, first, quiet);
    expect(await starts(once)).toEqual({ version: "1", whole: true });
    const worn = new MemoryChip();
    worn.spoil.set(path, 9);
    await expect(install(worn, first, quiet)).rejects.toThrow(NotAsSent);
    expect((await starts(worn)).version).toBe("");
  });

  it("does not begin where there is no room", async () => {
    const chip = new MemoryChip();
    await expect(install(chip, await bundle("1", FIRST), quiet, 3 * 4096 - 1)).rejects.toThrow(NoRoom);
    expect(chip.changes).toBe(0);
    await install(chip, await bundle("1", FIRST), quiet, 3 * 4096);
  });

  it("tells how far it is, and comes to the end", async () => {
    const told = new Map<string, number>();
    await install(new MemoryChip(), await bundle("1", FIRST), (stage, done, total) => told.set(stage, done / total));
    expect(Object.fromEntries(told)).toEqual({ hashing: 1, sending: expect.any(Number), comparing: 1 });
    expect(told.get("sending")).toBeGreaterThanOrEqual(1);
  });
});

const letter = (chip: MemoryChip): string => text_of(chip.files.get("/hushcue/slot") ?? new Uint8Array(0));

describe("a slot", () => {
  const flash = { slot: null, trial: null, manifests: {}, files: new Map(), old: [] };
  it("is none without the end of its manifest", () => {
    expect(kept(flash)).toBeNull();
    expect(spare(flash)).toBe("a");
    expect(kept({ ...flash, manifests: { a: bytes_of('{"files": {\n}') } })).toBeNull();
    const both = { ...flash, manifests: { a: bytes_of("}}\n"), b: bytes_of("}}\n") } };
    expect([kept(both), spare(both)]).toEqual(["a", "b"]);
    const named = { ...both, slot: bytes_of("b\n") };
    expect([kept(named), spare(named)]).toEqual(["b", "a"]);
  });
});

describe("a manifest", () => {
  it("that names anything outside lib/ is none", () => {
    const with_path = (path: string) => read_manifest(bytes_of(`{"format": 1, "version": "1", "board": "b", "machine": "m", "mpy": 6, "files": {"${path}": [1, "${"0".repeat(64)}"]}}`));
    expect(with_path("lib/a/b.mpy")?.files.size).toBe(1);
    for (const path of ["main.py", "lib/../main.py", "lib/.x", "/lib/a", "lib/", "lib//a"]) expect(with_path(path), path).toBeNull();
    expect(read_manifest(bytes_of("{"))).toBeNull();
    expect(read_manifest(undefined)).toBeNull();
  });
});
