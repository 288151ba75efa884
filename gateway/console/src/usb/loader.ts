/** The boot loader in the chip's ROM, through esptool-js: who is there, and MicroPython onto its flash. */
import type { ESPLoader, Transport } from "esptool-js";
import { BAUD, pause } from "./cable";
import { sized, type Image } from "./image";
import { md5 } from "./md5";

export interface ChipInfo {
  name: string;
  description: string;
  flash_mb: number | null;
  /** null where it cannot be seen from outside, 0 where inside is none. */
  psram_mb: number | null;
}

/** What did not work: `connect` no answer, `unknown` a chip that nobody knows, `look` no flash, `write`. */
export class LoaderWrong extends Error {
  constructor(
    readonly doing: "connect" | "unknown" | "look" | "write" | "lost",
    reason: string,
  ) {
    super(reason);
  }
}

const WRITE_BAUD = 460800;
const TRIES = 4;
const RESET_MS = 100;
/** What esptool-js says of a chip that answers, and that it does not know. */
const UNKNOWN = /^Unexpected CHIP/i;
const NOTHING = { clean: () => undefined, write: () => undefined, writeLine: () => undefined };

export class BootLoader {
  private constructor(
    private readonly loader: ESPLoader,
    private readonly transport: Transport,
    readonly chip: ChipInfo,
  ) {}

  /** The chip at a port that is not open. Throws LoaderWrong; the port is closed then. */
  static async connect(port: SerialPort): Promise<BootLoader> {
    const { ESPLoader, Transport } = await import("esptool-js");
    const transport = new Transport(port, false);
    transport.trace = () => undefined;
    transport.write = (data) => write(port, transport.slipWriter(data)); // its own keeps hold of a stream that failed
    const loader = new ESPLoader({ transport, baudrate: WRITE_BAUD, romBaudrate: BAUD, terminal: NOTHING });
    let doing: LoaderWrong["doing"] = "connect";
    try {
      await loader.detectChip("default_reset", TRIES);
      doing = "look";
      const description = await loader.chip.getChipDescription(loader);
      const features = [await loader.chip.getChipFeatures(loader)].flat().map(String);
      await loader.runStub();
      const size = await loader.detectFlashSize();
      const name = loader.chip.CHIP_NAME;
      return new BootLoader(loader, transport, { name, description, flash_mb: megabytes(size), psram_mb: psram_of(name, features) });
    } catch (wrong) {
      await let_go(transport);
      const reason = reason_of(wrong);
      throw new LoaderWrong(UNKNOWN.test(reason) ? "unknown" : doing, reason);
    }
  }

  /** Write, and compare what is on the flash with what was sent. Throws LoaderWrong. */
  async write(image: Image, erase: boolean, tell: (stage: "erasing" | "writing", done: number, total: number) => void): Promise<void> {
    try {
      await this.loader.changeBaud();
      if (erase) {
        tell("erasing", 0, 0);
        await this.loader.eraseFlash();
      }
      const data = this.chip.flash_mb === null ? image.data : await sized(image, this.chip.flash_mb);
      await this.loader.writeFlash({
        fileArray: [{ data, address: image.offset }],
        flashMode: "keep",
        flashFreq: "keep",
        flashSize: "keep",
        eraseAll: false,
        compress: true,
        reportProgress: (_file, done, total) => tell("writing", done, total),
        calculateMD5Hash: md5,
      });
    } catch (wrong) {
      throw new LoaderWrong("write", reason_of(wrong));
    }
  }

  /** The chip starts what is on its flash; the port is closed. Never throws: who stands beside it may press RESET. */
  async start(): Promise<void> {
    try {
      await this.transport.setDTR(false);
      await this.transport.setRTS(true);
      await pause(RESET_MS);
      await this.transport.setRTS(false);
    } catch {
      // a port without these lines, or one that went with the reset
    }
    await let_go(this.transport);
  }

  close(): Promise<void> {
    return let_go(this.transport);
  }
}

async function write(port: SerialPort, data: Uint8Array): Promise<void> {
  const writer = port.writable?.getWriter();
  if (writer === undefined) throw new Error("The device has been lost.");
  try {
    await writer.write(data as Uint8Array<ArrayBuffer>);
  } finally {
    writer.releaseLock();
  }
}

async function let_go(transport: Transport): Promise<void> {
  await Promise.race([transport.disconnect().catch(() => undefined), pause(2000)]);
}

const reason_of = (wrong: unknown): string => (wrong instanceof Error ? wrong.message : String(wrong)).split("\n")[0] ?? "?";

/** "4MB" -> 4; null for anything else. */
export function megabytes(size: string | undefined): number | null {
  const found = /^(\d+)MB$/.exec(size ?? "");
  return found === null ? null : Number(found[1]);
}

/** PSRAM inside the chip's own housing. Beside an ESP32 it lies in the module (WROVER), where nobody can see it. */
export function psram_of(chip: string, features: readonly string[]): number | null {
  for (const feature of features) {
    const found = /PSRAM\s+(\d+)MB/.exec(feature);
    if (found !== null) return Number(found[1]);
  }
  return chip === "ESP32" ? null : 0;
}
