/** Cues along time: a lane per host, coloured by who spoke, with what was heard of each. A click opens the cue. */
import { useState } from "preact/hooks";
import type { Cue } from "../../core/document";
import { heard_percent, heard_quality } from "../../core/figures";
import { in_order, label_of } from "../../core/targets";
import { type Bar, colour_of, lanes, marks } from "../../core/timeline";
import { now_ms } from "../../live/clock";
import { Button } from "../../shared/ui/button";
import { Segments } from "../../shared/ui/field";
import { Icon } from "../../shared/ui/icon";
import { say } from "../../words/panel";
import { usePanel } from "./context";
import { time_words } from "./times";

const ROOM_FOR_TIMELINE_PX = 860;
const WINDOWS = ["2", "10", "30", "60"] as const;
/** More hosts than this are shown small, unless a person chooses. */
const DENSE_FROM = 13;

export const is_dense = (chosen: boolean | null, hosts: number): boolean => chosen ?? hosts >= DENSE_FROM;

type Minutes = (typeof WINDOWS)[number];

export function Timeline() {
  const { desk, talker } = usePanel();
  const [minutes, set_minutes] = useState<Minutes>("10");
  const open = talker.kept.value.timeline ?? innerHeight >= ROOM_FOR_TIMELINE_PX;
  const { cues, hosts } = desk.state.value;
  const window_ms = Number(minutes) * 60_000;
  const now = now_ms.value;
  const all = open ? lanes(cues, in_order(hosts), now, window_ms) : [];
  return (
    <section class={open ? "timeline" : "timeline timeline-shut"} aria-label={say("timeline")}>
      <header class="timeline-head">
        <Button small kind="quiet" icon={open ? "down" : "up"} expanded={open} on={() => talker.keep({ timeline: !open })}>
          {say("timeline")}
        </Button>
        <Segments
          label={say("density")}
          value={is_dense(talker.kept.value.dense, Object.keys(hosts).length) ? "dense" : "roomy"}
          choices={[
            { value: "roomy", label: say("roomy") },
            { value: "dense", label: say("dense") },
          ]}
          set={(size) => talker.keep({ dense: size === "dense" })}
        />
        {open && (
          <Segments<Minutes>
            label={say("window")}
            value={minutes}
            choices={WINDOWS.map((value) => ({ value, label: say("minutes_short", { count: value }) }))}
            set={set_minutes}
          />
        )}
      </header>
      {open && (
        <div class="lanes">
          <div class="lane lane-axis" aria-hidden="true">
            <span class="lane-name" />
            <div class="lane-track">
              {marks(now, window_ms).map((mark) => (
                <span key={mark.ms} class="mark" style={{ insetInlineStart: `${mark.at * 100}%` }}>
                  {time_words(mark.ms)}
                </span>
              ))}
            </div>
          </div>
          {all.map((lane) => (
            <div key={lane.host} class="lane" role="group" aria-label={say("timeline_lane", { name: label_of(hosts, lane.host) })}>
              <span class="lane-name">{label_of(hosts, lane.host)}</span>
              <div class="lane-track" style={{ "--rows": lane.rows }}>
                {lane.bars.map((bar) => (
                  <OneBar key={bar.cue} bar={bar} cue={cues[bar.cue]} />
                ))}
              </div>
            </div>
          ))}
        </div>
      )}
    </section>
  );
}

function OneBar({ bar, cue }: { bar: Bar; cue: Cue | undefined }) {
  const { desk, open_cue } = usePanel();
  const people = in_order(desk.state.value.people);
  if (cue === undefined) return null;
  const heard =
    bar.heard_percent == null
      ? bar.open
        ? say("on_air")
        : say("heard_waiting")
      : say("heard", { percent: heard_percent(bar.heard_percent) });
  const words = say("timeline_bar", { who: cue.name, time: time_words(cue.started ?? cue.asked), heard });
  const label = bar.acknowledged ? `${words}, ${say("acknowledged")}` : words;
  return (
    <button
      type="button"
      class={`bar speaker-colour-${colour_of(bar.who, people)} bar-${bar.open ? "open" : heard_quality(bar.heard_percent)}`}
      style={{ insetInlineStart: `${bar.from * 100}%`, inlineSize: `${(bar.to - bar.from) * 100}%`, "--row": bar.row }}
      title={label}
      aria-label={label}
      onClick={() => open_cue(bar.cue)}
    >
      {bar.private && <Icon name="lock" />}
      <span>{cue.name}</span>
      {bar.acknowledged && <Icon name="checks" />}
    </button>
  );
}
