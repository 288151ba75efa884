/** Recording a phrase: the microphone into a 16-bit mono WAV, which every gateway can read without a decoder. */
import { audio } from "./context";

export interface Take {
  wav: Blob;
  seconds: number;
}

export const LONGEST_S = 30;

export class Recorder {
  private recorder: MediaRecorder | null = null;
  private readonly chunks: Blob[] = [];

  start(track: MediaStreamTrack): void {
    this.chunks.length = 0;
    this.recorder = new MediaRecorder(new MediaStream([track]), { audioBitsPerSecond: 128_000 });
    this.recorder.ondataavailable = (event) => this.chunks.push(event.data);
    this.recorder.start(250);
  }

  async stop(): Promise<Take> {
    const recorder = this.recorder;
    this.recorder = null;
    if (recorder === null) throw new Error("not recording");
    await new Promise<void>((resolve) => {
      recorder.onstop = () => resolve();
      recorder.stop();
    });
    const encoded = await new Blob(this.chunks, { type: recorder.mimeType }).arrayBuffer();
    const sound = await audio().decodeAudioData(encoded);
    return { wav: wav_of(sound.getChannelData(0), sound.sampleRate), seconds: sound.duration };
  }
}

/** RIFF WAVE, 16 bits, one channel. */
export function wav_of(samples: Float32Array, rate_hz: number): Blob {
  const bytes = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at: number, letters: string): void => {
    for (let i = 0; i < letters.length; i += 1) bytes.setUint8(at + i, letters.charCodeAt(i));
  };
  text(0, "RIFF");
  bytes.setUint32(4, 36 + samples.length * 2, true);
  text(8, "WAVEfmt ");
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, rate_hz, true);
  bytes.setUint32(28, rate_hz * 2, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  text(36, "data");
  bytes.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => bytes.setInt16(44 + i * 2, Math.round(Math.min(Math.max(sample, -1), 1) * 32767), true));
  return new Blob([bytes.buffer], { type: "audio/wav" });
}
