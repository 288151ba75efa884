/** Which serial ports may be boards, and which board file and MicroPython file a chip takes. */
import type { ImageFile } from "./image";
import { less } from "./image";

/** What GET /firmware answers. */
export interface Offer {
  version: string;
  mpy: number;
  oldest: string;
  boards: { board: string; machine: string; chip: string; images: ImageFile[] }[];
}

const ESPRESSIF = 0x303a;

/** Makers of the bridges on boards, and of chips with USB of their own: what the browser's list is narrowed to. */
export const FILTERS: readonly SerialPortFilter[] = [0x10c4, 0x1a86, 0x0403, ESPRESSIF].map((usbVendorId) => ({ usbVendorId }));

const NAMES: Record<number, string> = { 0x10c4: "CP210x", 0x1a86: "CH34x", 0x0403: "FTDI", [ESPRESSIF]: "Espressif USB" };

/** What people call a port; "" where nobody knows. */
export const port_name = (info: SerialPortInfo): string => NAMES[info.usbVendorId ?? 0] ?? "";

/** Whether a port may be the same board, plugged in again: a chip with USB of its own has several numbers. */
export function may_be(wanted: SerialPortInfo, found: SerialPortInfo): boolean {
  if (wanted.usbVendorId !== found.usbVendorId) return false;
  return wanted.usbVendorId === ESPRESSIF || wanted.usbProductId === found.usbProductId;
}

/** Of the ports that are there, this one, or one that may be the same board. */
export function same_board(port: SerialPort, ports: readonly SerialPort[]): SerialPort | null {
  const there = ports.filter((each) => each.connected !== false);
  return there.find((each) => each === port) ?? there.find((each) => may_be(port.getInfo(), each.getInfo())) ?? null;
}

/** The board for what a chip's MicroPython calls itself, such as "Generic ESP32S3 module with ESP32S3". */
export function guess_board(offer: Offer, machine: string): string {
  const name = machine.toUpperCase().replaceAll("-", "");
  const marks = offer.boards.map((board) => ({ board, mark: board.chip.replaceAll("-", "") })).sort((one, two) => two.mark.length - one.mark.length);
  return marks.find(({ mark }) => name.includes(mark))?.board.board ?? "esp32_generic";
}

/** MicroPython's files for a chip, the best first. `psram_mb`: null where it cannot be seen from outside. */
export function files_for(offer: Offer, chip: string, psram_mb: number | null): ImageFile[] {
  const files = offer.boards.filter((board) => board.chip === chip).flatMap((board) => board.images);
  const wanted = chip === "ESP32-S3" ? ((psram_mb ?? 0) >= 8 ? "octal" : "") : (psram_mb ?? 0) > 0 ? "psram" : "";
  return [...files.filter((file) => file.needs === wanted), ...files.filter((file) => file.needs !== wanted)];
}

export type Fit = "good" | "too_old" | "other_mpy" | "other_machine";

/** Whether this MicroPython runs the firmware for a board. */
export function fit(facts: { version: readonly number[]; mpy: number; architecture: string }, oldest: readonly number[], mpy: number, machine: string): Fit {
  if (less(facts.version, oldest)) return "too_old";
  if (facts.mpy !== mpy) return "other_mpy";
  if (facts.architecture !== "" && facts.architecture !== machine) return "other_machine";
  return "good";
}
