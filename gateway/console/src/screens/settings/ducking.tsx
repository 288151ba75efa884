/** The studio's ducking: changed here while the gateway runs, and taken back to what the configuration file says. */
import { useEffect, useRef, useState } from "preact/hooks";
import { DEPTHS, type Depth, type Ducking, same, times_of } from "../../core/ducking";
import { get, put, remove } from "../../shared/http";
import { Banner } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Segments, Select, Slider } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/ducking";
import { say as settings } from "../../words/settings";
import { depth_name } from "../mix/cells";
import { date_words } from "../panel/times";
import { DimPicture } from "./dim_picture";

interface Answer {
  now: Ducking;
  file: Ducking;
  changed: string | null;
  changed_by: string | null;
}

const PATH = "/ducking";
/** Somebody else may change it meanwhile. */
const LOOK_EVERY_MS = 4000;

export function DuckingSettings() {
  const [known, set_known] = useState<Answer | null>(null);
  const [draft, set_draft] = useState<Ducking | null>(null);
  /** What was in force when the draft was begun. */
  const [base, set_base] = useState<Ducking | null>(null);
  const taken = useRef(0);
  const take = (answer: Answer): void => {
    taken.current += 1;
    set_known(answer);
    set_draft(answer.now);
    set_base(answer.now);
  };
  useEffect(() => {
    void attempt(async () => take(await get<Answer>(PATH)));
    const look = async (): Promise<void> => {
      const before = taken.current;
      const answer = await get<Answer>(PATH).catch(() => null);
      if (answer !== null && before === taken.current) set_known(answer);
    };
    const timer = setInterval(() => document.hidden || void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const untouched = draft !== null && base !== null && same(draft, base);
  useEffect(() => {
    if (known !== null && untouched && !same(known.now, base)) take(known);
  }, [known]);
  if (known === null || draft === null || base === null) return <p>{settings("loading")}</p>;

  const change = (some: Partial<Ducking>): void => set_draft({ ...draft, ...some });
  const back_to = (before: Answer) => async (): Promise<void> => {
    take(before.changed === null ? await remove<Answer>(PATH) : await put<Answer>(PATH, before.now));
  };
  const save = (): Promise<boolean> =>
    attempt(async () => take(await put<Answer>(PATH, draft)), () => say("ducking_saved"), back_to(known));
  const forget = (): Promise<boolean> =>
    attempt(async () => take(await remove<Answer>(PATH)), () => say("ducking_forgotten"), back_to(known));
  const overtaken = !same(known.now, base) && !same(known.now, draft);
  return (
    <form
      class="box"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2>{say("ducking_title")}</h2>
      <p>{say("ducking_help")}</p>
      {overtaken && (
        <Banner level="warning" actions={<Button small on={() => take(known)}>{say("show_theirs")}</Button>}>
          {known.changed === null ? say("file_again") : say("changed_meanwhile", { name: known.changed_by ?? "" })}
        </Banner>
      )}
      <DimPicture ducking={draft} label={[...sentences(draft).values()].join(" ")} />
      <ul class="plain dim-legend">
        {[...sentences(draft)].map(([which, text]) => (
          <li key={which}>
            <svg viewBox="0 0 34 10" aria-hidden="true">
              <line class={`dim-${which}`} x1="0" x2="34" y1="5" y2="5" />
            </svg>
            <span>{text}</span>
          </li>
        ))}
      </ul>
      <div class="columns">
        <DepthField label={say("programme_depth")} value={draft.programme} on={(programme) => change({ programme })} />
        <DepthField label={say("speech_depth")} value={draft.speech} on={(speech) => change({ speech })} />
        <Time label={say("attack")} value={draft.attack_ms} least={1} most={20} step={1} on={(attack_ms) => change({ attack_ms })} />
        <Time label={say("hold")} value={draft.hold_ms} least={0} most={5000} step={50} on={(hold_ms) => change({ hold_ms })} />
        <Time label={say("release")} value={draft.release_ms} least={20} most={5000} step={20} on={(release_ms) => change({ release_ms })} />
        <div class="field">
          <span class="field-label">{say("by")}</span>
          <Segments
            label={say("by")}
            value={draft.by}
            choices={[
              { value: "key", label: say("by_key") },
              { value: "activity", label: say("by_activity") },
            ]}
            set={(by) => change({ by })}
          />
        </div>
        {draft.by === "activity" && (
          <Slider
            label={say("threshold")}
            value={draft.threshold_db}
            least={-90}
            most={0}
            step={1}
            shown={`${String(draft.threshold_db).replace("-", "−")} dBFS`}
            on={(threshold_db) => change({ threshold_db })}
            done={(threshold_db) => change({ threshold_db })}
          />
        )}
      </div>
      <p class="quiet">{say("emergency_note")}</p>
      <div class="row row-end">
        <span class="quiet dim-state" role="status">
          {known.changed === null
            ? say("file_counts")
            : say("changed_note", { name: known.changed_by ?? "", time: date_words(known.changed) })}
        </span>
        <Button icon="reply" disabled={known.changed === null} on={forget}>
          {say("as_file")}
        </Button>
        <Button disabled={untouched} on={() => take(known)}>
          {say("discard")}
        </Button>
        <Button kind="primary" type="submit" disabled={same(draft, known.now)}>
          {settings("save")}
        </Button>
      </div>
    </form>
  );
}

/** What the picture shows, in words; one sentence for each curve. */
function sentences(ducking: Ducking): Map<"programme" | "speech", string> {
  return new Map(
    (["programme", "speech"] as const).map((which) => {
      const what = say(`${which}_depth`);
      const depth = ducking[which];
      const { down_ms, up_ms } = times_of(depth, ducking);
      if (depth === 0) return [which, say("picture_none", { what })];
      return [which, say("picture", { what, depth: depth_name(depth), down: Math.round(down_ms), up: Math.round(up_ms) })];
    }),
  );
}

function DepthField({ label, value, on }: { label: string; value: Depth; on: (depth: Depth) => void }) {
  return (
    <Select
      label={label}
      value={String(value)}
      choices={DEPTHS.map((depth) => ({ value: String(depth), label: depth_name(depth) }))}
      on={(text) => on(DEPTHS.find((depth) => String(depth) === text) ?? value)}
    />
  );
}

function Time(props: { label: string; value: number; least: number; most: number; step: number; on: (ms: number) => void }) {
  return <Slider {...props} shown={`${props.value} ms`} done={props.on} />;
}
