/** The small figures of a host: battery, radio, loss, delay; and the last receipt. */
import type { Host } from "../../core/document";
import {
  type Quality,
  battery_quality,
  delay_quality,
  heard_percent,
  heard_quality,
  loss_quality,
  rssi_quality,
  tenth,
  whole,
} from "../../core/figures";
import { Icon, type IconName } from "../../shared/ui/icon";
import { say } from "../../words/panel";
import { ago_words, duration_short, duration_words } from "./times";

function Figure(props: { icon: IconName; label: string; value: string; quality: Quality; note?: string }) {
  return (
    <span class={`figure figure-${props.quality}`} title={props.note === undefined ? props.label : `${props.label}: ${props.note}`}>
      <Icon name={props.icon} />
      <span class="unseen">{props.label} </span>
      {props.value}
    </span>
  );
}

export function Figures({ host, dense }: { host: Host; dense: boolean }) {
  const { battery_percent, battery_left_min, charging } = host;
  const left = battery_left_min === null ? "" : say("battery_left", { time: duration_words(battery_left_min) });
  const phone = host.kind === "phone";
  return (
    <div class="figures">
      {!(phone && battery_percent === null) && (
        <Figure
          icon={charging === true ? "bolt" : "battery"}
          label={say("battery")}
          value={whole(battery_percent, " %") + (dense || left === "" || charging === true ? "" : ` ${duration_short(battery_left_min ?? 0)}`)}
          quality={battery_quality(battery_percent, charging)}
          note={charging === true ? say("charging") : left}
        />
      )}
      {!(phone && host.rssi_dbm === null) && (
        <Figure icon="wifi" label={say("rssi")} value={whole(host.rssi_dbm, dense ? "" : " dBm").replace("-", "−")} quality={rssi_quality(host.rssi_dbm)} />
      )}
      <Figure icon="pulse" label={say("loss")} value={tenth(host.loss_percent, " %")} quality={loss_quality(host.loss_percent)} />
      {!dense && (
        <Figure
          icon="clock"
          label={say("delay")}
          value={whole(host.delay_ms, " ms")}
          quality={delay_quality(host.delay_ms)}
          note={`${whole(host.delay_ms, " ms")} · ${say("buffer")} ${whole(host.buffer_ms, " ms")} · ${say("rtt")} ${whole(host.rtt_ms, " ms")}`}
        />
      )}
      {!dense && (
        <span class="figure" title={say("buffer")}>
          <Icon name="rows" />
          <span class="unseen">{say("buffer")} </span>
          {whole(host.buffer_ms, " ms")}
        </span>
      )}
    </div>
  );
}

/** Did they hear it? The last receipt, the host's own acknowledgement, and when the bodypack was last heard from. */
export function LastReceipt({ host }: { host: Host }) {
  const receipt = host.last_receipt;
  // What is counted so far says nothing while more is to come.
  const percent = receipt === null || receipt.state === "pending" ? null : (receipt.heard_percent ?? null);
  const whole_story = receipt?.state !== "partial";
  const acknowledged = host.acknowledged !== null && host.acknowledged.cue === (receipt?.cue ?? host.acknowledged.cue);
  return (
    <footer class="tile-foot">
      <span class={`receipt receipt-${whole_story ? heard_quality(percent) : percent === null ? "unknown" : "fair"}`}>
        <Icon name={percent !== null && percent >= 99 ? "check" : "info"} />
        {receipt === null
          ? say("heard_unknown")
          : percent === null
            ? say("heard_waiting")
            : say(whole_story ? "heard" : "heard_least", { percent: heard_percent(percent) })}
        {percent !== null && receipt?.delay_ms != null && <small title={say("heard_delay", { ms: Math.round(receipt.delay_ms) })}>{Math.round(receipt.delay_ms)} ms</small>}
      </span>
      {acknowledged && (
        <span class="receipt receipt-acknowledged" title={ago_words(host.acknowledged?.at ?? null)}>
          <Icon name="checks" />
          {say("acknowledged")}
        </span>
      )}
      <span class="tile-ago" title={host.heard_at === null ? undefined : say("last_heard", { ago: ago_words(host.heard_at) })}>
        <Icon name="ear" />
        <span class="unseen">{host.heard_at === null ? "" : say("last_heard", { ago: "" })}</span>
        {host.heard_at === null ? say("never_heard") : ago_words(host.heard_at)}
      </span>
    </footer>
  );
}
