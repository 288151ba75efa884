/** How the charge went over the last hours or days. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { type BatteryPoint, battery_curve, volt_range, with_now } from "../../core/battery";
import type { Bodypack } from "../../core/bodypacks";
import { path_of, time_marks } from "../../core/chart";
import { now_ms } from "../../live/clock";
import { part } from "../../shared/http";
import { language } from "../../shared/words";
import { Empty } from "../../shared/ui/banner";
import { Segments } from "../../shared/ui/field";
import { Plot } from "../../shared/ui/plot";
import { say as all } from "../../words/bodypacks";
import { say } from "../../words/bodypack";
import { useLoaded } from "../settings/parts";
import { battery_words } from "./words";

const SPANS = ["6", "24", "168", "720"] as const;
type Span = (typeof SPANS)[number];
const HOUR_MS = 3_600_000;
const MOST_POINTS = 400;
const HEIGHT = 190;

export function BatteryBox({ pack }: { pack: Bodypack }) {
  const [span, set_span] = useState<Span>("24");
  const loaded = useLoaded<{ points: BatteryPoint[] }>(`/bodypacks/${part(pack.id)}/battery?hours=${span}`);
  const [points, set_points] = useState<readonly BatteryPoint[] | null>(null);
  useEffect(() => {
    if (loaded.value !== null) set_points(loaded.value.points);
  }, [loaded.value]);
  const { percent = null, volts = null } = pack.battery ?? {};
  useEffect(() => {
    if (points !== null && pack.state === "online") set_points(with_now(points, [Date.now(), percent, volts]));
  }, [percent, volts, loaded.value]);
  // A minute is as fine as the chart is.
  const to_ms = Math.ceil(now_ms.value / 60_000) * 60_000;
  const from_ms = to_ms - Number(span) * HOUR_MS;
  const curve = useMemo(() => battery_curve(points ?? [], from_ms, to_ms, MOST_POINTS), [points, from_ms, to_ms]);
  const empty = points !== null && curve.runs.length === 0;
  const now = pack.state === "online" ? battery_words(pack) : "";
  return (
    <section class="box pack-wide" aria-labelledby="pack-battery">
      <div class="page-head">
        <div class="row pack-figure">
          <h2 id="pack-battery">{say("battery")}</h2>
          {now !== "" && <strong class="pack-big">{now}</strong>}
        </div>
        <Segments<Span> label={say("battery_span")} value={span} choices={SPANS.map((one) => ({ value: one, label: span_words(one) }))} set={set_span} />
      </div>
      {loaded.wrong}
      {points === null && loaded.wrong === null && <p class="quiet">{all("loading")}</p>}
      {empty && (
        <Empty icon="battery" title={say("battery_none")}>
          <p>{say("battery_none_help")}</p>
        </Empty>
      )}
      {points !== null && !empty && <Picture curve={curve} from_ms={from_ms} to_ms={to_ms} span={span_words(span)} />}
    </section>
  );
}

function span_words(span: Span): string {
  const hours = Number(span);
  return hours <= 24 ? say("hours", { hours }) : say("days", { days: hours / 24 });
}

function Picture({ curve, from_ms, to_ms, span }: { curve: ReturnType<typeof battery_curve>; from_ms: number; to_ms: number; span: string }) {
  const tag = language.value === "zh" ? "zh-CN" : "en-GB";
  const percent = curve.unit === "percent";
  const shown = (value: number): string => (percent ? `${Math.round(value)} %` : `${value.toFixed(2)} V`);
  const all_points = curve.runs.flat();
  const least = Math.min(...all_points.map((one) => one.value));
  const [bottom, top] = percent ? [0, 100] : volt_range(curve.runs);
  const y_marks = percent ? [0, 25, 50, 75, 100] : [bottom, (bottom + top) / 2, top];
  const shift_ms = -new Date(to_ms).getTimezoneOffset() * 60_000;
  const time = (ms: number, days: boolean): string =>
    new Date(ms).toLocaleString(tag, days ? { day: "numeric", month: "short" } : { hour: "2-digit", minute: "2-digit" });
  const first = all_points[0];
  const last = all_points.at(-1);
  const label =
    first === undefined || last === undefined ? "" : say("battery_words", { from: shown(first.value), to: shown(last.value), span, low: shown(least) });
  return (
    <Plot
      label={`${say("battery")}: ${label}`}
      hint={say("read_hint")}
      height={HEIGHT}
      x={[from_ms, to_ms]}
      y={[bottom, top]}
      x_marks={(width) => {
        const { at, days } = time_marks(from_ms, to_ms, Math.max(2, Math.floor(width / 70)), shift_ms);
        return at.map((ms) => ({ at: ms, label: time(ms, days) }));
      }}
      y_marks={y_marks.map((at) => ({ at, label: percent ? `${at} %` : `${at.toFixed(1)} V` }))}
      places={all_points.map((one) => one.at_ms)}
      read={(at) => {
        const one = all_points[at];
        const when = one === undefined ? "" : new Date(one.at_ms).toLocaleString(tag, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
        return one === undefined ? "" : say("read_battery", { time: when, value: shown(one.value) });
      }}
    >
      {(frame) =>
        curve.runs.map((run) => {
          const way = run.map((one): [number, number] => [frame.x(one.at_ms), frame.y(one.value)]);
          const [from, to] = [way[0]?.[0] ?? 0, way.at(-1)?.[0] ?? 0];
          return (
            <g key={run[0]?.at_ms}>
              {way.length > 1 && <path class="plot-area" d={`${path_of(way)}L${to.toFixed(1)} ${frame.bottom}L${from.toFixed(1)} ${frame.bottom}Z`} />}
              <path class="plot-line" d={way.length > 1 ? path_of(way) : `${path_of(way)}h0.1`} />
            </g>
          );
        })
      }
    </Plot>
  );
}
