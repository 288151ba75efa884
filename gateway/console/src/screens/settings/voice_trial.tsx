/** Hearing a voice: what it is tried with, and a button that says how long it was and how long it took. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Heard } from "../../core/assistant_settings";
import { primary } from "../../core/clips";
import { Button } from "../../shared/ui/button";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/voices";
import { blob_of, play } from "../assistant/preview";

const TRIAL: Record<string, string> = {
  zh: "三号链接还剩五十件，引导一下用户抓紧下单。",
  en: "Fifty pieces left of link three. Tell them to hurry.",
  es: "Quedan cincuenta unidades del enlace tres.",
  id: "Sisa lima puluh buah di tautan tiga.",
  th: "ลิงก์สามเหลือห้าสิบชิ้น",
  vi: "Liên kết ba còn năm mươi sản phẩm.",
  pt: "Restam cinquenta unidades do link três.",
  ja: "三番のリンクは残り五十点です。",
};

/** undefined: nobody has written a sentence in it. */
export const trial_line = (language: string): string | undefined => TRIAL[primary(language)];

/** 940 -> "0.94", 12_345 -> "12.3". */
export const seconds_of = (ms: number): string => (ms / 1000).toFixed(ms < 10_000 ? 2 : 1);

/** Plays one sound after the other, and lets go of each before the next. */
export function usePlayer(): (heard: Heard) => void {
  const url = useRef("");
  const drop = (): void => {
    if (url.current !== "") URL.revokeObjectURL(url.current);
    url.current = "";
  };
  useEffect(() => drop, []);
  return (heard) => {
    drop();
    url.current = URL.createObjectURL(blob_of(heard.wav));
    play(url.current);
  };
}

export function ListenButton({ label, disabled, ask }: { label: string; disabled?: boolean; ask: () => Promise<Heard> }) {
  const [heard, set_heard] = useState<Heard | null>(null);
  const play_it = usePlayer();
  const listen = (): Promise<boolean> =>
    attempt(async () => {
      set_heard(null);
      const found = await ask();
      set_heard(found);
      play_it(found);
    });
  return (
    <span class="voice-listen">
      <Button small icon="play" label={label} disabled={disabled === true} on={listen}>
        {say("voice_try")}
      </Button>
      <small class="quiet" role="status">
        {heard !== null && (heard.took_ms > 0 ? say("voice_took", { seconds: heard.seconds.toFixed(1), took: seconds_of(heard.took_ms) }) : say("voice_kept", { seconds: heard.seconds.toFixed(1) }))}
      </small>
    </span>
  );
}
