import { describe, expect, it } from "vitest";
import { files_for, fit, guess_board, may_be, type Offer } from "../../src/usb/boards";
import { bytes_of } from "../../src/usb/bytes";
import type { ImageFile } from "../../src/usb/image";
import { megabytes, psram_of } from "../../src/usb/loader";
import { came_online, identity_of, more_lines, step_of } from "../../src/usb/states";

const file = (name: string, needs: ImageFile["needs"] = ""): ImageFile => ({ name, url: "", page: "", sha256: null, needs, offset: 0 });
const OFFER: Offer = {
  version: "0.6.0",
  mpy: 6,
  oldest: "1.28.0",
  boards: [
    { board: "esp32_c3", machine: "rv32imc", chip: "ESP32-C3", images: [file("C3")] },
    { board: "esp32_generic", machine: "xtensawin", chip: "ESP32", images: [file("ESP32"), file("SPIRAM", "psram")] },
    { board: "esp32_s3", machine: "xtensawin", chip: "ESP32-S3", images: [file("S3"), file("OCT", "octal")] },
  ],
};
const names = (chip: string, psram_mb: number | null): string[] => files_for(OFFER, chip, psram_mb).map(({ name }) => name);

describe("a board", () => {
  it("is guessed by what MicroPython calls the chip", () => {
    expect(guess_board(OFFER, "Generic ESP32S3 module with Octal-SPIRAM with ESP32S3")).toBe("esp32_s3");
    expect(guess_board(OFFER, "ESP32C3 module with ESP32C3")).toBe("esp32_c3");
    expect(guess_board(OFFER, "Generic ESP32 module with ESP32")).toBe("esp32_generic");
    expect(guess_board(OFFER, "JS with Emscripten")).toBe("esp32_generic");
  });

  it("takes the MicroPython that fits its memory", () => {
    expect([names("ESP32-S3", 8), names("ESP32-S3", 2), names("ESP32-S3", null)]).toEqual([["OCT", "S3"], ["S3", "OCT"], ["S3", "OCT"]]);
    expect([names("ESP32", null), names("ESP32", 4), names("ESP32-S2", 0)]).toEqual([["ESP32", "SPIRAM"], ["SPIRAM", "ESP32"], []]);
    expect([psram_of("ESP32-S3", ["Wi-Fi", "Embedded PSRAM 8MB (AP_3v3)"]), psram_of("ESP32-C3", ["Wi-Fi"]), psram_of("ESP32", [" Wi-Fi"])]).toEqual([8, 0, null]);
    expect([megabytes("16MB"), megabytes("512KB"), megabytes(undefined)]).toEqual([16, null, null]);
  });

  it("runs the firmware only where version, compiled files and processor fit", () => {
    const good = { version: [1, 29, 0], mpy: 6, architecture: "xtensawin" };
    const judged = (change: Partial<typeof good>) => fit({ ...good, ...change }, [1, 28, 0], 6, "xtensawin");
    expect([judged({}), judged({ architecture: "" }), judged({ version: [1, 27, 9] }), judged({ mpy: 5 }), judged({ architecture: "rv32imc" })]).toEqual(["good", "good", "too_old", "other_mpy", "other_machine"]);
  });

  it("is known again by its maker; a chip with USB of its own changes its number", () => {
    const bridge = { usbVendorId: 0x10c4, usbProductId: 0xea60 };
    expect(may_be(bridge, { ...bridge })).toBe(true);
    expect(may_be(bridge, { usbVendorId: 0x10c4, usbProductId: 0xea70 })).toBe(false);
    expect(may_be({ usbVendorId: 0x303a, usbProductId: 0x1001 }, { usbVendorId: 0x303a, usbProductId: 0x4001 })).toBe(true);
    expect(may_be(bridge, { usbVendorId: 0x303a, usbProductId: 0xea60 })).toBe(false);
  });
});

describe("the page", () => {
  it("keeps of a board's settings only who it is", () => {
    const config = bytes_of('{"id": "host-1", "board": "esp32_s3", "key": "00ff", "wifi": {"password": "secret"}}');
    expect(identity_of(config, OFFER)).toEqual({ id: "host-1", board: "esp32_s3" });
    expect(identity_of(bytes_of('{"id": "host-1", "board": "mine"}'), OFFER)).toEqual({ id: "host-1", board: "" });
    expect([identity_of(null, OFFER), identity_of(bytes_of("{"), OFFER), identity_of(bytes_of("[]"), OFFER)]).toEqual([null, null, null]);
  });

  it("believes that a bodypack came online only when it said something since", () => {
    const pack = (state: string, last_seen_ms: number | null) => ({ state, last_seen_ms });
    expect(came_online(undefined, pack("online", 5))).toBe(true);
    expect(came_online(pack("pending", null), pack("online", 5))).toBe(true);
    expect(came_online(pack("online", 5), pack("online", 5))).toBe(false);
    expect(came_online(pack("online", 5), pack("online", 6))).toBe(true);
    expect(came_online(pack("online", 5), pack("offline", 6))).toBe(false);
    expect(came_online(pack("online", 5), undefined)).toBe(false);
  });

  it("shows the last lines of what a board prints, however they come", () => {
    let lines: readonly string[] = [""];
    for (const char of "one\r\ntwo\r\nthr") lines = more_lines(lines, char);
    expect(lines).toEqual(["one", "two", "thr"]);
    expect(more_lines(lines, "ee\r\nfour", 2)).toEqual(["three", "four"]);
  });

  it("says at which step one is, while it works and when it stopped too", () => {
    expect(step_of({ at: "choose" })).toBe(0);
    expect(step_of({ at: "slow" })).toBe(1);
    expect(step_of({ at: "gone", boot: false, step: 3 })).toBe(3);
    expect(step_of({ at: "online", id: "x" })).toBe(4);
  });
});
