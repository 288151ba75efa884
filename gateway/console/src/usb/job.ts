/** A board being made a bodypack: what is done, in which order, and how it goes on after a pulled cable. */
import { batch, signal } from "@preact/signals";
import { say } from "../words/usb";
import { FILTERS, files_for, fit, guess_board, same_board, type Offer } from "./boards";
import { Cable, CableGone, NotOpened, pause } from "./cable";
import { Chip, type Facts } from "./chip";
import { fetch_bundle, look_up_offer } from "./firmware";
import { check_image, numbers, type Image } from "./image";
import { install } from "./install";
import { BootLoader } from "./loader";
import { NoPrompt } from "./prompt";
import { CONFIG, new_settings, write_settings } from "./settings";
import { LEAST_FLASH_MB, SPARE_BYTES, identity_of, more_lines, type Doing, type Form, type Installed, type State, step_of } from "./states";
import { Trouble, sentence_of } from "./trouble";

const FIRST_START_MS = 30_000;
const COME_BACK_MS = 1500;
const QUICK_MS = [2500];

type Task = () => Promise<void>;

export class Job {
  readonly state = signal<State>({ at: "choose" });
  readonly log = signal<readonly string[]>([""]);
  readonly form = signal<Form>({ pack: "", id: "", label: "", show: "", groups: "", ssid: "", wifi_password: "", gateway: "", country: "CN", ceiling_db: "-6" });

  /** What the gateway has, once it was asked. */
  offer: Offer | null = null;
  private port: SerialPort | null = null;
  private cable: Cable | null = null;
  private chip: Chip | null = null;
  private awake = false;
  private loader: BootLoader | null = null;
  /** What is done anew when the cable is back, or somebody wants it again. */
  private task: Task = () => this.look_now();
  private turn = 0;
  private unplugged = false;
  /** Somebody has just chosen this port: it is in. */
  private fresh = false;
  private coming_back = false;
  private readonly registered = new Set<string>();
  private readonly decoder = new TextDecoder();

  /** `meant`: the bodypack that the board is to be, where whoever came here said so. */
  constructor(
    private readonly serial: Serial,
    readonly meant: string,
  ) {
    serial.addEventListener("disconnect", (event) => this.pulled(event.target as SerialPort | null));
    setInterval(() => void this.come_back(), COME_BACK_MS);
  }

  /** There is a MicroPython on the board, with files worth keeping. */
  has_files = false;

  // -- what a person wants

  /** Choose in the browser's own list. `all`: ports that nobody knows to be boards, too. */
  async choose(all: boolean): Promise<void> {
    let port: SerialPort;
    try {
      port = await this.serial.requestPort(all ? {} : { filters: [...FILTERS] });
    } catch {
      return; // nothing was chosen
    }
    const task = this.state.value.at === "gone" ? this.task : () => this.look_now();
    await this.let_go();
    this.port = port;
    this.fresh = true;
    await this.run(task);
    this.fresh = false;
  }

  /** Only hear what the board says; its program goes on. */
  async listen_only(): Promise<void> {
    try {
      this.port = await this.serial.requestPort({});
    } catch {
      return; // nothing was chosen
    }
    await this.let_go();
    this.fresh = true;
    await this.run(async () => {
      this.log.value = [""];
      await this.listen();
      this.state.value = { at: "listen" };
    });
    this.fresh = false;
  }

  look(): Promise<void> {
    return this.run(() => this.look_now());
  }

  again(): Promise<void> {
    return this.run(this.task);
  }

  to_chip(): Promise<void> {
    return this.run(() => this.look_at_chip());
  }

  async take_file(file: File): Promise<void> {
    const state = this.state.value;
    if (state.at !== "image" && state.at !== "agree") return;
    const { chip } = state;
    await this.run(async () => {
      const offer = await this.offered();
      const files = files_for(offer, chip.name, chip.psram_mb);
      this.busy("check", 1);
      try {
        const data = new Uint8Array(await file.arrayBuffer());
        const image = await check_image(file.name, data, chip.name, files, offer.boards.flatMap((board) => board.images), numbers(offer.oldest));
        this.rest({ at: "agree", chip, image });
      } catch (wrong) {
        this.rest({ at: "image", chip, files, said: sentence_of(wrong) });
      }
    });
  }

  async other_file(): Promise<void> {
    const state = this.state.value;
    if (state.at !== "agree") return;
    this.rest({ at: "image", chip: state.chip, files: files_for(await this.offered(), state.chip.name, state.chip.psram_mb), said: null });
  }

  write(image: Image, erase: boolean): Promise<void> {
    return this.run(() => this.write_now(image, erase));
  }

  install(board: string, facts: Facts): Promise<void> {
    return this.run(() => this.install_now(board, facts));
  }

  identify(installed: Installed): Promise<void> {
    const form = { ...this.form.value };
    let document: string | null = null;
    return this.run(async () => {
      this.busy("identity", 3);
      await this.attach();
      document ??= await new_settings(form, installed.board, this.registered);
      await write_settings(this.chip as Chip, document);
      await this.restart_now(form.pack || form.id.trim());
    });
  }

  /** With the settings that it has. */
  keep(id: string): Promise<void> {
    return this.run(async () => {
      this.busy("identity", 3);
      await this.attach();
      await this.restart_now(id);
    });
  }

  async restart(): Promise<void> {
    if (this.cable?.open_now === true) await this.cable.press_reset().catch(() => undefined);
  }

  async next_board(): Promise<void> {
    this.turn += 1;
    await this.let_go();
    this.port = null;
    batch(() => {
      this.log.value = [""];
      this.form.value = { ...this.form.value, pack: "", id: "", label: "" };
      this.state.value = { at: "choose" };
    });
  }

  // -- what is done

  private async look_now(): Promise<void> {
    this.busy("look", 0);
    const offer = await this.offered();
    this.awake = false;
    try {
      await this.attach();
    } catch (wrong) {
      if (!(wrong instanceof NoPrompt)) throw wrong;
      await this.let_go();
      this.has_files = false;
      this.rest({ at: "bare", old: null });
      return;
    }
    const chip = this.chip as Chip;
    const facts = await chip.facts();
    const config = identity_of(await chip.get(CONFIG), offer);
    if (fit(facts, numbers(offer.oldest), offer.mpy, "") === "too_old") {
      await this.let_go();
      this.has_files = true;
      this.rest({ at: "bare", old: facts.version.join(".") });
      return;
    }
    this.has_files = true;
    this.rest({ at: "ready", facts, board: config?.board || guess_board(offer, facts.machine), config });
  }

  private async look_at_chip(): Promise<void> {
    const { name, flash_mb, psram_mb } = await this.reach_loader();
    const offer = await this.offered();
    const chip = (this.loader as BootLoader).chip;
    const files = files_for(offer, name, psram_mb);
    if (files.length === 0) throw new Trouble(() => say("wrong_chip", { chip: name }));
    if (flash_mb !== null && flash_mb < LEAST_FLASH_MB) throw new Trouble(() => say("wrong_flash", { count: flash_mb }));
    this.rest({ at: "image", chip, files, said: null });
  }

  private async reach_loader(): Promise<BootLoader["chip"]> {
    this.busy("chip", 1);
    await this.let_go();
    this.loader = await BootLoader.connect(this.port as SerialPort);
    return this.loader.chip;
  }

  private async write_now(image: Image, erase: boolean): Promise<void> {
    if (this.loader === null) await this.reach_loader();
    const loader = this.loader as BootLoader;
    try {
      await loader.write(image, erase, (doing, done, total) => this.busy(doing, 1, done, total));
    } catch (wrong) {
      await this.let_go(); // the chip has to be brought into its boot loader anew
      throw wrong;
    }
    this.busy("start", 1);
    this.loader = null;
    this.task = () => this.first_start();
    await loader.start();
    await this.first_start();
  }

  /** A chip with USB of its own comes back as another device, which somebody has to choose. */
  private async first_start(): Promise<void> {
    this.busy("start", 1);
    const deadline = performance.now() + FIRST_START_MS;
    while (performance.now() < deadline) {
      try {
        await this.attach(QUICK_MS);
        return await this.look_now();
      } catch (wrong) {
        if (!(wrong instanceof NoPrompt) && !(wrong instanceof CableGone)) throw wrong;
        const port = await this.found_again();
        if (port !== null) this.port = port;
      }
      await pause(500);
    }
    await this.let_go();
    this.rest({ at: "slow" });
  }

  private async install_now(board: string, facts: Facts): Promise<void> {
    const offer = await this.offered();
    const wanted = offer.boards.find((each) => each.board === board);
    const fits = fit(facts, numbers(offer.oldest), offer.mpy, wanted?.machine ?? "");
    const version = facts.version.join(".");
    if (fits === "other_mpy") throw new Trouble(() => say("wrong_other_mpy", { version }));
    if (fits === "other_machine") throw new Trouble(() => say("wrong_other_machine", { machine: wanted?.machine ?? "?", found: facts.architecture }));
    this.busy("fetch", 2);
    const bundle = await fetch_bundle(board, (done, total) => this.busy("fetch", 2, done, total));
    await this.attach();
    const chip = this.chip as Chip;
    const free = (await chip.facts()).free_bytes - SPARE_BYTES;
    const plan = await install(chip, bundle, (doing, done, total) => this.busy(doing, 2, done, total), free);
    const { sent, copied, right, send_bytes } = plan;
    const installed = { version: bundle.version, board, sent, copied, right, send_bytes, nothing: plan.steps.length === 0 };
    this.rest({ at: "identity", installed, config: identity_of(await chip.get(CONFIG), offer) });
  }

  private async restart_now(id: string): Promise<void> {
    this.log.value = [""];
    await (this.chip as Chip).reset();
    this.awake = false;
    this.task = () => this.listen();
    this.state.value = { at: "online", id };
  }

  /** Hear what the board says, once it is back. */
  private async listen(): Promise<void> {
    if (this.cable?.open_now === true || this.port === null) return;
    const cable = this.cable_at(this.port);
    await cable.open();
  }

  // -- the cable

  private cable_at(port: SerialPort): Cable {
    const cable = new Cable(port);
    cable.heard = (data) => (this.log.value = more_lines(this.log.value, this.decoder.decode(data, { stream: true })));
    cable.lost = () => this.cable === cable && this.pulled(port);
    this.cable = cable;
    this.awake = false;
    return cable;
  }

  /** The chip at its prompt. */
  private async attach(tries_ms?: readonly number[]): Promise<void> {
    if (this.cable?.open_now !== true) {
      await this.let_go();
      const cable = this.cable_at(this.port as SerialPort);
      await cable.open();
      this.chip = new Chip(cable);
    }
    if (this.awake) return;
    await (this.chip as Chip).wake(tries_ms);
    this.awake = true;
  }

  private async let_go(): Promise<void> {
    const { cable, loader } = this;
    this.cable = this.chip = this.loader = null;
    this.awake = false;
    await cable?.close();
    await loader?.close();
  }

  private pulled(port: SerialPort | null): void {
    if (port === null || port !== this.port) return;
    this.unplugged = true;
    const state = this.state.value;
    if (state.at === "busy" || state.at === "choose" || state.at === "online" || state.at === "listen" || state.at === "gone") return;
    this.gone();
  }

  private gone(): void {
    const state = this.state.value;
    const boot = this.loader !== null || state.at === "image" || state.at === "agree" || (state.at === "busy" && (state.doing === "writing" || state.doing === "erasing"));
    void this.let_go();
    this.state.value = { at: "gone", boot, step: step_of(state) };
  }

  /** Every now and then: is the board there again? */
  private async come_back(): Promise<void> {
    const { at } = this.state.value;
    const waits = at === "gone" || ((at === "online" || at === "listen") && this.cable?.open_now !== true);
    if (!waits || this.coming_back) return;
    this.coming_back = true;
    try {
      const port = await this.found_again();
      if (port === null || this.state.value.at !== at) return;
      await this.let_go();
      this.port = port;
      if (at === "gone") await this.run(this.task);
      else await this.listen().catch(() => undefined);
    } finally {
      this.coming_back = false;
    }
  }

  /** A port that may be opened and may be the same board. */
  private async found_again(): Promise<SerialPort | null> {
    const { port } = this;
    return port === null ? null : same_board(port, await this.serial.getPorts());
  }

  // -- states

  private async run(task: Task): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    this.task = task;
    this.unplugged = false;
    try {
      await task();
    } catch (wrong) {
      if (turn !== this.turn) return;
      this.awake = false;
      const taken = wrong instanceof NotOpened && this.fresh;
      if ((wrong instanceof CableGone || this.unplugged) && !taken) this.gone();
      else this.state.value = { at: "wrong", said: sentence_of(wrong), step: step_of(this.state.value) };
    }
  }

  private busy(doing: Doing, step: number, done = 0, total = 0): void {
    this.state.value = { at: "busy", doing, step, done, total };
  }

  /** A state in which somebody is waited for: to it one comes back with the cable. */
  private rest(state: State): void {
    const { at } = state;
    if (at === "identity") {
      this.task = async () => {
        this.busy("look", 0);
        await this.attach();
        this.rest(state);
      };
    } else if (at === "image" || at === "agree") {
      this.task = async () => {
        await this.reach_loader();
        this.rest(state);
      };
    } else this.task = () => this.look_now();
    this.state.value = state;
  }

  private async offered(): Promise<Offer> {
    this.offer ??= await look_up_offer();
    return this.offer;
  }
}
