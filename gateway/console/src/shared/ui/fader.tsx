/** A fader with its figure and a key that mutes: double click or 0 is 0 dB, M mutes, arrows move by a step. */
import { useEffect, useRef, useState } from "preact/hooks";
import { db } from "../../core/figures";
import { LAST_STEP, MUTE_DB, ZERO_SHARE, db_of_step, step_of_db } from "../../core/fader";

/** After so long without a move, what was set is told. */
const SETTLED_MS = 700;

interface FaderProps {
  label: string;
  /** MUTE_DB is silence. */
  value: number;
  /** What silence is called; quiet: it is nothing that one has to notice. */
  silent: string;
  quiet?: boolean;
  mute: string;
  disabled: boolean;
  /** While it moves, in order. Rejected: it goes back to ``value``. */
  send: (value: number) => Promise<unknown>;
  /** Once it stands still elsewhere than before. */
  told: (value: number, before: number) => void;
}

export function Fader({ label, value, silent, quiet, mute, disabled, send, told }: FaderProps) {
  const [moving, set_moving] = useState<number | null>(null);
  const before = useRef<number | null>(null);
  const audible = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const now = moving ?? value;
  const muted = now <= MUTE_DB;
  if (!muted) audible.current = now;
  const move = (to: number): void => {
    if (disabled || to === now) return;
    const from = (before.current ??= value);
    set_moving(to);
    clearTimeout(timer.current);
    const still = (): void => {
      before.current = null;
      set_moving(null);
    };
    send(to).then(
      () => {
        clearTimeout(timer.current);
        timer.current = setTimeout(() => {
          still();
          if (to !== from) told(to, from);
        }, SETTLED_MS);
      },
      () => {
        clearTimeout(timer.current);
        still();
      },
    );
  };
  const toggle = (): void => move(muted ? audible.current : MUTE_DB);
  const shown = muted ? silent : db(now);
  return (
    <div class={!muted ? "fader" : quiet === true ? "fader fader-off" : "fader fader-muted"} style={{ "--zero": String(ZERO_SHARE) }}>
      <span class="fader-way">
        <input
          type="range"
          min={0}
          max={LAST_STEP}
          step={1}
          value={step_of_db(now)}
          disabled={disabled}
          aria-label={label}
          aria-valuetext={shown}
          onInput={(event) => move(db_of_step(Number(event.currentTarget.value)))}
          onDblClick={() => move(0)}
          onKeyDown={(event) => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            const wanted = event.key === "0" ? () => move(0) : event.key.toLowerCase() === "m" ? toggle : null;
            if (wanted === null || event.repeat) return;
            event.preventDefault();
            wanted();
          }}
        />
      </span>
      <output>{shown}</output>
      <button type="button" class="fader-mute" aria-pressed={muted} aria-label={`${mute}: ${label}`} title={mute} disabled={disabled} onClick={toggle}>
        M
      </button>
    </div>
  );
}
