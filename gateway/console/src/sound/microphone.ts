/** The operator's own microphone: choosing, opening, watching it. What is heard of it leaves by the publisher. */
import { computed, signal } from "@preact/signals";
import { remember, remembered } from "../shared/preferences";
import { audio } from "./context";

export type MicrophoneState = "off" | "asking" | "on" | "denied" | "missing" | "insecure" | "busy" | "lost";

export interface Switches {
  echo: boolean;
  noise: boolean;
  gain: boolean;
}

const METER_EVERY_MS = 66;
const SILENCE_DB = -100;

export class Microphone {
  readonly state = signal<MicrophoneState>("off");
  readonly devices = signal<readonly MediaDeviceInfo[]>([]);
  readonly device = signal<string>(remembered("microphone.device", ""));
  readonly switches = signal<Switches>(remembered("microphone.switches", { echo: true, noise: true, gain: true }));
  readonly level_db = signal(SILENCE_DB);
  readonly track = signal<MediaStreamTrack | null>(null);
  readonly label = computed(() => this.track.value?.label ?? "");

  private meter: ReturnType<typeof setInterval> | null = null;
  private node: MediaStreamAudioSourceNode | null = null;
  private opening = 0;

  constructor() {
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.devices_changed());
  }

  /** Opened without asking where the person turned it on before and the browser still allows it. */
  async open_if_wanted(): Promise<void> {
    if (!remembered("microphone.wanted", false)) return;
    const permission = await navigator.permissions
      ?.query({ name: "microphone" as PermissionName })
      .catch(() => ({ state: "granted" as PermissionState }));
    if (permission?.state !== "prompt") await this.open();
  }

  async open(): Promise<void> {
    if (!window.isSecureContext || navigator.mediaDevices === undefined) {
      this.state.value = "insecure";
      return;
    }
    this.opening += 1;
    const mine = this.opening;
    const before = this.state.value;
    if (before !== "lost") this.state.value = "asking";
    remember("microphone.wanted", true);
    try {
      const stream = await this.request();
      if (mine !== this.opening) {
        stream.getTracks().forEach((track) => track.stop());
        return;
      }
      this.take(stream);
    } catch (wrong) {
      if (mine === this.opening) this.state.value = state_of(wrong, before);
    }
    await this.list();
  }

  close(): void {
    this.opening += 1;
    remember("microphone.wanted", false);
    this.put_down();
    this.state.value = "off";
  }

  async choose(device: string): Promise<void> {
    this.device.value = device;
    remember("microphone.device", device);
    if (this.state.value !== "off") await this.open();
  }

  async set(switches: Partial<Switches>): Promise<void> {
    this.switches.value = { ...this.switches.value, ...switches };
    remember("microphone.switches", this.switches.value);
    if (this.state.value === "on") await this.open();
  }

  private async request(): Promise<MediaStream> {
    const { echo, noise, gain } = this.switches.value;
    const plain = { echoCancellation: echo, noiseSuppression: noise, autoGainControl: gain, channelCount: 1 };
    const wanted = this.device.value;
    if (wanted !== "") {
      try {
        return await navigator.mediaDevices.getUserMedia({ audio: { ...plain, deviceId: { exact: wanted } } });
      } catch (wrong) {
        // The chosen one is not plugged in: any other is better than none, and the choice stands for when it is back.
        if (!(wrong instanceof DOMException) || !["NotFoundError", "OverconstrainedError"].includes(wrong.name)) throw wrong;
      }
    }
    return navigator.mediaDevices.getUserMedia({ audio: plain });
  }

  private take(stream: MediaStream): void {
    this.put_down();
    const track = stream.getAudioTracks()[0];
    if (track === undefined) {
      this.state.value = "missing";
      return;
    }
    track.addEventListener("ended", () => {
      if (this.track.value !== track) return;
      this.put_down();
      this.state.value = "lost";
      void this.open();
    });
    this.track.value = track;
    this.state.value = "on";
    this.watch(stream);
  }

  private put_down(): void {
    if (this.meter !== null) clearInterval(this.meter);
    this.meter = null;
    this.node?.disconnect();
    this.node = null;
    const track = this.track.value;
    this.track.value = null;
    track?.stop();
    this.level_db.value = SILENCE_DB;
  }

  private watch(stream: MediaStream): void {
    const context = audio();
    const analyser = context.createAnalyser();
    analyser.fftSize = 2048;
    this.node = context.createMediaStreamSource(stream);
    this.node.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.meter = setInterval(() => {
      if (document.hidden) return;
      analyser.getFloatTimeDomainData(samples);
      let peak = 0;
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
      this.level_db.value = peak === 0 ? SILENCE_DB : Math.round(20 * Math.log10(peak));
    }, METER_EVERY_MS);
  }

  private async list(): Promise<void> {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    this.devices.value = all.filter((one) => one.kind === "audioinput" && one.deviceId !== "");
  }

  /** Plugged in or out: the chosen one is taken up again as soon as it is there. */
  private async devices_changed(): Promise<void> {
    await this.list();
    const state = this.state.value;
    const wanted = this.device.value;
    const there = this.devices.value.some((one) => one.deviceId === wanted);
    const using = this.track.value?.getSettings().deviceId;
    if (state === "lost" || state === "missing") await this.open();
    else if (state === "on" && wanted !== "" && there && using !== wanted) await this.open();
  }
}

function state_of(wrong: unknown, before: MicrophoneState): MicrophoneState {
  const name = wrong instanceof DOMException ? wrong.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return before === "lost" ? "lost" : "missing";
  return before === "lost" ? "lost" : "busy";
}

export const microphone = new Microphone();
