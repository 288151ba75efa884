import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { bytes_of, hex_of, joined, type Bytes } from "../../src/usb/bytes";
import { check_image, less, numbers, sized, type ImageFile } from "../../src/usb/image";
import { md5 } from "../../src/usb/md5";

const IDS: Record<string, number> = { ESP32: 0, "ESP32-C3": 5, "ESP32-S3": 9 };
const digest = (data: Uint8Array): Uint8Array => createHash("sha256").update(data).digest();

/** One program in Espressif's form, with one segment, its checksum and its SHA-256. */
function program(chip: string, segment: Uint8Array, size_mark = 0x3f): Bytes {
  const head = new Uint8Array(24);
  const view = new DataView(head.buffer);
  head.set([0xe9, 1, 2, size_mark]);
  view.setUint16(12, IDS[chip] as number, true);
  head[23] = 1;
  const place = new Uint8Array(8);
  new DataView(place.buffer).setUint32(4, segment.length, true);
  const body = joined(head, place, segment);
  const sum = segment.reduce((so_far, byte) => so_far ^ byte, 0xef);
  const summed = joined(body, new Uint8Array(15 - (body.length % 16)), Uint8Array.of(sum));
  return joined(summed, digest(summed));
}

function description(version: string, project: string): Bytes {
  const data = new Uint8Array(256);
  new DataView(data.buffer).setUint32(0, 0xabcd5432, true);
  data.set(bytes_of(version), 16);
  data.set(bytes_of(project), 48);
  return data;
}

function image(chip = "ESP32-S3", version = "v1.29.0", project = "micropython"): Bytes {
  const start = chip === "ESP32" ? 0x1000 : 0;
  const data = new Uint8Array(0x10000 - start).fill(0xff);
  data.set(program(chip, bytes_of("boot loader!")));
  const entry = new Uint8Array(32);
  const view = new DataView(entry.buffer);
  view.setUint16(0, 0x50aa, true);
  view.setUint32(4, 0x10000, true);
  data.set(entry, 0x8000 - start);
  return joined(data, program(chip, description(version, project)));
}

const file = (name: string, sha256: string | null = null, offset = 0): ImageFile => ({ name, url: "", page: "", sha256, needs: "", offset });
const S3 = [file("S3.bin")];
const check = (data: Bytes, chip = "ESP32-S3", files = S3, name = "own.bin", all = files) => check_image(name, data, chip, files, all, [1, 28, 0]);

describe("a file", () => {
  it.each([["ESP32-S3", 0], ["ESP32-C3", 0], ["ESP32", 0x1000]])("for %s is taken, and says what it is", async (chip, offset) => {
    const found = await check(image(chip), chip, [file("x.bin", null, offset)]);
    expect([found.version, found.known, found.offset]).toEqual([[1, 29, 0], false, offset]);
  });

  it("whose hash is known is told so, and one with a known name and another hash is refused", async () => {
    const data = image();
    const known = hex_of(digest(data));
    expect((await check(data, "ESP32-S3", [file("S3.bin", known)])).known).toBe(true);
    await expect(check(data, "ESP32-S3", [file("S3.bin", "0".repeat(64))], "S3.bin")).rejects.toMatchObject({ code: "other_hash" });
    await expect(check(data, "ESP32-S3", [file("S3.bin")], "x", [file("C3.bin", known)])).rejects.toMatchObject({ code: "other_chip" });
  });

  it("that is not for this chip, not whole, not MicroPython or too old is refused, each for its own reason", async () => {
    await expect(check(image("ESP32-C3"))).rejects.toMatchObject({ code: "other_chip", facts: { found: "ESP32-C3" } });
    await expect(check(image().slice(0, 100))).rejects.toMatchObject({ code: "short" });
    await expect(check(bytes_of("UF2\n".repeat(20000)))).rejects.toMatchObject({ code: "no_magic" });
    await expect(check(program("ESP32-S3", new Uint8Array(0x9000)))).rejects.toMatchObject({ code: "no_table" });
    await expect(check(image("ESP32-S3", "v1.29.0", "arduino"))).rejects.toMatchObject({ code: "other_project", facts: { project: "arduino" } });
    await expect(check(image("ESP32-S3", "v1.27.0"))).rejects.toMatchObject({ code: "old", facts: { version: "1.27.0", oldest: "1.28.0" } });
  });

  it("with any bit of its programs turned over, or cut off, is refused", async () => {
    const good = image();
    const spots = [24, 30, 40, 0x10000 + 40, 0x10000 + 200, good.length - 1];
    for (const at of spots) {
      const bad = good.slice();
      bad[at] = (bad[at] as number) ^ 4;
      await expect(check(bad), String(at)).rejects.toBeTruthy();
    }
    await expect(check(good.slice(0, good.length - 64))).rejects.toMatchObject({ code: "broken" });
  });

  it("gets the size of the flash into its head, sealed anew, and nothing else", async () => {
    const found = await check(image());
    expect(await sized(found, 8)).toBe(found.data);
    expect(await sized(found, 3)).toBe(found.data);
    const data = await sized(found, 16);
    expect(data[3]).toBe(0x4f);
    expect((await check(data)).version).toEqual([1, 29, 0]);
    expect(data.filter((byte, at) => byte !== found.data[at]).length).toBeLessThanOrEqual(33);
  });
});

describe("md5", () => {
  it("is that of RFC 1321, at every length around a block", () => {
    expect(md5(bytes_of(""))).toBe("d41d8cd98f00b204e9800998ecf8427e");
    expect(md5(bytes_of("message digest"))).toBe("f96b697d7cb7938d525a2f31aaf161d0");
    for (let length = 0; length < 200; length += 1) {
      const data = Uint8Array.from({ length }, (_, at) => (at * 37 + length) & 255);
      expect(md5(data)).toBe(createHash("md5").update(data).digest("hex"));
    }
  });
});

describe("versions", () => {
  it("are compared by their numbers", () => {
    expect(numbers("v1.30.0-preview.5")).toEqual([1, 30, 0]);
    expect(numbers("1.28")).toEqual([]);
    expect(less([1, 9, 0], [1, 28, 0])).toBe(true);
    expect(less([1, 28, 0], [1, 28, 0])).toBe(false);
    expect(less([2, 0, 0], [1, 28, 0])).toBe(false);
  });
});
