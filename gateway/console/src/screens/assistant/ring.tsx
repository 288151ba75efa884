/** Time that runs out: a ring that empties, with its seconds inside. */
import { clock } from "../../core/figures";
import type { Countdown } from "../../core/suggestions";

const RADIUS = 15;
const LENGTH = 2 * Math.PI * RADIUS;

export function Ring({ left, label, urgent }: { left: Countdown; label: string; urgent?: boolean }) {
  return (
    <svg class={`ring${urgent === true ? " ring-auto" : ""}${left.seconds > 99 ? " ring-long" : ""}`} viewBox="0 0 36 36" role="img" aria-label={label}>
      <title>{label}</title>
      <circle class="ring-way" cx="18" cy="18" r={RADIUS} />
      <circle class="ring-left" cx="18" cy="18" r={RADIUS} stroke-dasharray={LENGTH} stroke-dashoffset={LENGTH * (1 - left.share)} />
      <text x="18" y="18" text-anchor="middle" dominant-baseline="central">
        {left.seconds > 99 ? clock(left.seconds) : left.seconds}
      </text>
    </svg>
  );
}
