/** A cue as a row of the log. */
import type { Cue } from "../../core/document";
import { clock, heard_percent, heard_quality } from "../../core/figures";
import { in_order, spoken } from "../../core/targets";
import { colour_of } from "../../core/timeline";
import { Icon } from "../../shared/ui/icon";
import { say } from "../../words/cues";
import { say as panel_says } from "../../words/panel";
import { date_words } from "../panel/times";
import type { Room } from "../room";

/** Seconds from begin to end; null while it runs. */
export function duration_of(cue: Cue): number | null {
  if (cue.ended == null) return null;
  return Math.max(0, (Date.parse(cue.ended) - Date.parse(cue.started ?? cue.asked)) / 1000);
}

/** What the worst-off host heard; null without a receipt. */
export function least_heard(cue: Cue): number | null {
  const shares = Object.values(cue.receipts ?? {})
    .map((one) => one.heard_percent)
    .filter((share): share is number => share != null);
  return shares.length === 0 ? null : Math.min(...shares);
}

export function CueRow({ room, cue, open }: { room: Room; cue: Cue; open: () => void }) {
  const seconds = duration_of(cue);
  const least = least_heard(cue);
  const acknowledged = Object.values(cue.receipts ?? {}).some((one) => one.acknowledged != null);
  return (
    <tr>
      <td data-label={say("when")}>
        <button type="button" class="linkish" onClick={open}>
          {date_words(cue.started ?? cue.asked)}
        </button>
      </td>
      <td data-label={say("who")}>
        <span class={`swatch speaker-colour-${colour_of(cue.who ?? cue.name, in_order(room.desk.state.value.people))}`} />
        {cue.name}
      </td>
      <td data-label={say("to")}>
        {cue.private && <Icon name="lock" label={say("private")} />}
        {spoken(room.desk.state.value, cue.to, panel_says("all"), panel_says("and"))}
      </td>
      <td data-label={say("how")}>{panel_says(cue.priority)}</td>
      <td data-label={say("text")} class="cell-text">
        {cue.text ?? ""}
      </td>
      <td data-label={say("length")} class="cell-number">
        {seconds === null ? say("running") : clock(seconds)}
      </td>
      <td data-label={say("heard")}>
        <span class={`receipt receipt-${heard_quality(least)}`}>
          {least === null ? "–" : `${heard_percent(least)} %`}
          {acknowledged && <Icon name="checks" label={panel_says("acknowledged")} />}
        </span>
        {cue.recording && <Icon name="play" label={say("play")} />}
      </td>
    </tr>
  );
}
