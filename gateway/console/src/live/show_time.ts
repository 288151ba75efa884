/** Show time as a signal: the clock that facts carry. In a replay it runs faster than the wall's. */
import { type ReadonlySignal, computed } from "@preact/signals";
import { show_time_ms } from "../core/board";
import { gateway_time } from "../shared/http";
import { now_ms } from "./clock";
import type { Desk } from "./desk";

export class ShowTime {
  /** Milliseconds; the wall's while nothing is on. */
  readonly now_ms: ReadonlySignal<number>;

  constructor(desk: Desk) {
    const words = computed(() => {
      const airing = desk.state.value.board?.airing;
      return airing == null ? "" : `${airing.now} ${airing.speed}`;
    });
    // Made anew only when the gateway tells another time.
    const told = computed(() => {
      const [now = "", speed = "1"] = words.value.split(" ");
      return { now, speed: Number(speed), at_ms: Date.now() + gateway_time.ahead_ms };
    });
    this.now_ms = computed(() => show_time_ms(told.value, told.value.at_ms, now_ms.value));
  }
}
