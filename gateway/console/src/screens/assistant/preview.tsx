/** Listening to a suggestion before it goes out: one sound at a time, in this browser only. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { API, Problem, part } from "../../shared/http";
import { Button } from "../../shared/ui/button";
import { tell_wrong } from "../../shared/ui/toast";
import { say } from "../../words/assistant";

const playing = signal<string | null>(null);
let sound: HTMLAudioElement | null = null;

function stop(): void {
  sound?.pause();
  sound = null;
  playing.value = null;
}

/** Plays what stands at this address of the gateway; pressed again, it stops. */
export function play(url: string): void {
  const before = playing.peek();
  stop();
  if (before === url) return;
  const element = new Audio(url);
  sound = element;
  playing.value = url;
  element.onended = stop;
  const wrong = (): void => {
    if (sound !== element) return;
    stop();
    tell_wrong(new Problem("preview", say.entries.preview_wrong[0], say.entries.preview_wrong[1], 0));
  };
  element.onerror = wrong;
  element.play().catch(wrong);
}

export const sound_of = (suggestion: string): string => `${API}/suggestions/${part(suggestion)}/sound.wav`;

/** A WAV that came as base64. */
export function blob_of(base64: string): Blob {
  return new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: "audio/wav" });
}

export function PreviewButton({ url, bare, disabled }: { url: string; bare?: boolean; disabled?: boolean }) {
  useEffect(
    () => () => {
      if (playing.peek() === url) stop();
    },
    [url],
  );
  const on = playing.value === url;
  const words = on ? say("preview_stop") : say("preview");
  return (
    <Button small icon={on ? "stop" : "play"} pressed={on} disabled={disabled === true} {...(bare === true ? { label: words } : {})} on={() => play(url)}>
      {bare === true ? undefined : words}
    </Button>
  );
}
