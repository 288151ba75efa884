/** A level meter: moved by a signal without drawing anything else, and readable as words for a screen reader. */
import { type ReadonlySignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { share_of_meter } from "../../core/figures";

export function Meter({ level, label }: { level: ReadonlySignal<number | undefined>; label: string }) {
  const bar = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    const share = share_of_meter(level.value);
    bar.current?.style.setProperty("--level", String(share));
    box.current?.setAttribute("aria-valuenow", String(Math.round(Math.max(level.value ?? -60, -60))));
  });
  return (
    <div ref={box} class="meter" role="meter" aria-label={label} aria-valuemin={-60} aria-valuemax={0}>
      <div ref={bar} class="meter-bar" />
    </div>
  );
}
