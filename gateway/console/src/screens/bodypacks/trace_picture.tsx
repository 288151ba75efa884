/** A link trace as a picture: for each moment the fastest, middle and slowest packet, and how many were lost. */
import { useMemo } from "preact/hooks";
import type { TraceSummary } from "../../core/bodypacks";
import { marks, path_of } from "../../core/chart";
import { tenth } from "../../core/figures";
import { type Column, type TracePoint, columns_of, top_of } from "../../core/trace";
import { Plot } from "../../shared/ui/plot";
import { say } from "../../words/bodypack";

const HEIGHT = 240;
const COLUMNS = 300;
/** The lane above the curve in which losses stand. */
const LANE = 22;

export function TracePicture({ points, summary }: { points: readonly TracePoint[]; summary: TraceSummary }) {
  const columns = useMemo(() => columns_of(points, Math.min(COLUMNS, points.length)).filter((one) => one.packets > 0), [points]);
  const top_ms = useMemo(() => top_of(points), [points]);
  const from_ms = columns[0]?.from_ms ?? 0;
  const to_ms = columns.at(-1)?.to_ms ?? 1;
  // The scale ends below the lane.
  const whole_ms = (top_ms * (HEIGHT - 38)) / (HEIGHT - 38 - LANE);
  const ms = (value: number | null): string => tenth(value, " ms");
  const label = say("trace_words", {
    packets: summary.packets,
    seconds: Math.round(summary.seconds),
    lost: tenth(summary.lost_percent, " %"),
    p50: ms(summary.delay_p50_ms),
    p95: ms(summary.delay_p95_ms),
  });
  const read = (one: Column): string => {
    const from = ((one.from_ms - from_ms) / 1000).toFixed(1);
    if (one.high_ms === null) return say("read_lost", { from, packets: one.packets });
    return say("read_trace", { from, low: ms(one.low_ms), high: ms(one.high_ms), lost: one.lost, packets: one.packets });
  };
  return (
    <figure class="trace-figure">
      <Plot
        label={`${say("trace")}: ${label}`}
        hint={say("read_hint")}
        height={HEIGHT}
        x={[from_ms, to_ms]}
        y={[0, whole_ms]}
        x_marks={(width) => marks((to_ms - from_ms) / 1000, Math.max(2, width / 80)).map((s) => ({ at: from_ms + s * 1000, label: `${s} s` }))}
        y_marks={marks(top_ms, 4).map((at) => ({ at, label: String(at) }))}
        places={columns.map((one) => (one.from_ms + one.to_ms) / 2)}
        read={(at) => {
          const one = columns[at];
          return one === undefined ? "" : read(one);
        }}
      >
        {(frame) => {
          const x = (one: Column): number => frame.x((one.from_ms + one.to_ms) / 2);
          const y = (value: number | null): number => frame.y(Math.min(value ?? 0, top_ms));
          const came = columns.filter((one) => one.middle_ms !== null);
          const wide = Math.max(1, (frame.right - frame.left) / columns.length - 0.2);
          const spans = came.map((one) => `M${x(one).toFixed(1)} ${y(one.low_ms).toFixed(1)}V${(y(one.high_ms) - 0.5).toFixed(1)}`).join("");
          return (
            <>
              <path class="trace-span" style={{ strokeWidth: wide }} d={spans} />
              <path class="trace-middle" d={path_of(came.map((one) => [x(one), y(one.middle_ms)]))} />
              {columns
                .filter((one) => one.lost > 0)
                .map((one) => {
                  const share = Math.max(one.lost / one.packets, 0.15);
                  return <rect key={one.from_ms} class="trace-loss" x={x(one) - Math.max(wide, 2) / 2} width={Math.max(wide, 2)} y={frame.top} height={(LANE - 4) * share} />;
                })}
            </>
          );
        }}
      </Plot>
      <figcaption class="trace-legend">
        <span>{say("trace_delay")}</span>
        <span class="legend-span">{say("trace_span")}</span>
        <span class="legend-middle">{say("trace_middle")}</span>
        <span class="legend-lost">{say("trace_lost")}</span>
      </figcaption>
    </figure>
  );
}
