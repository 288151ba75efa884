/** Link traces of a bodypack: taking one, and those that were taken. */
import { useEffect, useState } from "preact/hooks";
import { type Bodypack, type TraceSummary, name_of, trace_quality } from "../../core/bodypacks";
import { tenth, whole } from "../../core/figures";
import { type TracePoint, longest_gap_ms } from "../../core/trace";
import { API, part, post, remove } from "../../shared/http";
import { Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Select } from "../../shared/ui/field";
import { Icon } from "../../shared/ui/icon";
import { attempt } from "../../shared/ui/toast";
import { say as all } from "../../words/bodypacks";
import { say } from "../../words/bodypack";
import { date_words } from "../panel/times";
import { listed, useLoaded } from "../settings/parts";
import { TracePicture } from "./trace_picture";

const SHORTER = ["stopped", "renewed", "overrun", "cut"] as const;
type Shorter = (typeof SHORTER)[number];

const LENGTHS_S = [10, 30, 60, 120, 300];

export function TraceBox({ pack }: { pack: Bodypack }) {
  const path = `/bodypacks/${part(pack.id)}`;
  const traces = useLoaded<unknown>(`${path}/traces`);
  const [chosen, set_chosen] = useState<string | null>(null);
  const newest = pack.trace?.id;
  useEffect(() => {
    set_chosen(null);
    void traces.again();
  }, [newest]);
  const found = listed<TraceSummary>(traces.value);
  const list = pack.trace === null || found.some((one) => one.id === newest) ? found : [pack.trace, ...found];
  const shown = list.find((one) => one.id === chosen) ?? list[0];
  return (
    <section class="box pack-wide" aria-labelledby="pack-trace">
      <h2 id="pack-trace">{say("trace")}</h2>
      <div class="row pack-foot">
        <p class="field-hint">{say(pack.state === "online" ? "trace_help" : "trace_offline")}</p>
        <TakeTrace pack={pack} path={`${path}/trace`} />
      </div>
      {traces.wrong}
      {shown === undefined
        ? traces.value !== null && <Empty icon="pulse" title={say("trace_none")} />
        : [<OneTrace key={shown.id} path={path} summary={shown} list={list} choose={set_chosen} />]}
    </section>
  );
}

function TakeTrace({ pack, path }: { pack: Bodypack; path: string }) {
  const [seconds, set_seconds] = useState("60");
  const name = name_of(pack);
  if (pack.tracing) {
    return (
      <div class="row trace-take" role="status">
        <span class="pack-note">
          <Icon name="pulse" />
          {say("trace_runs")}
        </span>
        <Button icon="stop" on={() => attempt(() => remove(path), () => say("trace_stopped", { name }))}>
          {say("trace_stop")}
        </Button>
      </div>
    );
  }
  return (
    <div class="row trace-take">
      <Select
        quiet
        label={say("trace_seconds")}
        value={seconds}
        choices={LENGTHS_S.map((count) => ({ value: String(count), label: say("seconds", { count }) }))}
        on={set_seconds}
      />
      <Button icon="pulse" disabled={pack.state !== "online"} on={() => attempt(() => post(path, { seconds: Number(seconds) }), () => say("trace_began", { name }))}>
        {say("trace_begin")}
      </Button>
    </div>
  );
}

interface OneTraceProps {
  path: string;
  summary: TraceSummary;
  list: readonly TraceSummary[];
  choose: (id: string) => void;
}

function OneTrace({ path, summary, list, choose }: OneTraceProps) {
  const here = `${path}/traces/${part(summary.id)}`;
  const loaded = useLoaded<{ points: TracePoint[] }>(here);
  const points = loaded.value?.points ?? null;
  const quality = trace_quality(summary);
  const facts: [string, string][] = [
    [say("lost"), tenth(summary.lost_percent, " %")],
    [say("resent"), whole(summary.resent)],
    [say("median"), tenth(summary.delay_p50_ms, " ms")],
    [say("most"), tenth(summary.delay_p95_ms, " ms")],
    [say("worst"), tenth(summary.delay_worst_ms, " ms")],
    [say("gap"), whole(points === null ? null : longest_gap_ms(points), " ms")],
    [say("packets"), String(summary.packets)],
  ];
  return (
    <div class="stack">
      <div class="row row-bottom">
        <Select label={say("trace_which")} value={summary.id} choices={list.map((one) => ({ value: one.id, label: trace_name(one) }))} on={choose} />
        <a class="button" href={`${API}${here}/trace.csv`} download>
          <Icon name="download" />
          <span>{say("trace_save")}</span>
        </a>
      </div>
      <p class={`pack-note trace-${quality}`}>
        <Icon name={quality === "good" ? "check" : quality === "fair" ? "info" : "warning"} />
        {say(`trace_${quality}`)}
      </p>
      <dl class="facts trace-facts">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {SHORTER.includes(summary.ended as Shorter) && <p class="field-hint">{say(`ended_${summary.ended as Shorter}`)}</p>}
      {loaded.wrong}
      {points === null && loaded.wrong === null && <p class="quiet">{all("loading")}</p>}
      {points !== null && points.length > 0 && <TracePicture points={points} summary={summary} />}
    </div>
  );
}

const trace_name = (one: TraceSummary): string => `${date_words(one.at_ms)} · ${say("seconds", { count: Math.round(one.seconds) })}`;
