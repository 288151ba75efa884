/**
 * A chart of the show over time: uPlot on a canvas, with what a canvas cannot do beside it — cues as buttons that can
 * be pointed at and reached by the keyboard, and values that are read out.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useWidth } from "../../shared/ui/plot";
import { theme } from "../../shared/theme";

export interface Line {
  name: string;
  label: string;
  /** A custom property of the style sheet. */
  colour: string;
  /** Each line has a scale of its own, in its colour. */
  side: "left" | "right";
  look: "area" | "bars" | "dashes";
  /** How much higher its scale goes than its highest value, so that lines do not lie on each other. */
  room: number;
  values: readonly (number | null)[];
}

export interface Pin {
  at_ms: number;
  id: string;
  label: string;
  kind: "person" | "assistant";
}

interface ChartProps {
  label: string;
  height: number;
  from_ms: number;
  step_ms: number;
  lines: readonly Line[];
  pins: readonly Pin[];
  /** step_ms: between two of them, where they stand in a row. */
  time: (ms: number, step_ms?: number) => string;
  /** Whether more can be told of the pin of this id, by `open`. */
  opens: (id: string) => boolean;
  open: (pin: Pin) => void;
  read: (index: number | null) => void;
}

/** Between two times of the axis: what people count in. */
const STEPS_MS = [10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200].map((seconds) => seconds * 1000);
const NARROW_PX = 480;
const LEAST_RANGE = 5;
const HALF_A_TIME_PX = 30;
const DARK = matchMedia("(prefers-color-scheme: dark)");

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#888888";
}

/** Of the page's own colours, none of which a style sheet can give to a canvas. */
function options(props: ChartProps, width: number): uPlot.Options {
  const grid = { stroke: colour("--line"), width: 1 };
  const font = `500 12px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { font, ticks: { ...grid, size: 4 } };
  const narrow = width < NARROW_PX;
  const bars = uPlot.paths.bars?.({ size: [0.9, 14], align: 1 });
  return {
    width,
    height: props.height,
    legend: { show: false },
    // Where no scale stands on the right, half of the last time would be cut off.
    padding: [null, props.lines.some((line) => line.side === "right") ? null : HALF_A_TIME_PX, null, null],
    cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
    scales: {
      x: { time: false },
      ...Object.fromEntries(
        props.lines.map(({ name, room }): [string, uPlot.Scale] => [name, { range: (_, __, most) => [0, Math.max(LEAST_RANGE, (most ?? 0) * room)] }]),
      ),
    },
    axes: [
      { ...axis, stroke: colour("--ink-3"), grid: { show: false }, size: 30, space: 84, incrs: STEPS_MS, values: (_, places, __, ___, step_ms) => places.map((ms) => props.time(ms, step_ms)) },
      ...props.lines.map(
        (line, at): uPlot.Axis => ({
          ...axis,
          scale: line.name,
          side: line.side === "left" ? 3 : 1,
          stroke: colour(line.colour),
          grid: at === 0 ? grid : { show: false },
          size: narrow && at > 0 ? 34 : 44,
          values: (_, places) => places.map(short),
        }),
      ),
    ],
    series: [
      {},
      ...props.lines.map((line): uPlot.Series => {
        const stroke = colour(line.colour);
        const look =
          line.look === "bars" && bars !== undefined
            ? { paths: bars, fill: `${stroke}99`, width: 0 }
            : line.look === "area"
              ? { fill: `${stroke}22`, width: 2 }
              : { dash: [5, 4], width: 1.8 };
        return { label: line.label, scale: line.name, stroke, points: { show: false }, spanGaps: false, ...look };
      }),
    ],
  };
}

const short = (value: number): string => (value >= 10_000 ? `${Math.round(value / 1000)}k` : String(Math.round(value * 10) / 10));

function data_of(props: ChartProps): uPlot.AlignedData {
  const length = Math.max(0, ...props.lines.map((line) => line.values.length));
  const places = Array.from({ length }, (_, at) => props.from_ms + at * props.step_ms);
  return [places, ...props.lines.map((line) => [...line.values] as (number | null)[])];
}

export function Chart(props: ChartProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const plot = useRef<uPlot | null>(null);
  const told = useRef(props.read);
  told.current = props.read;
  const [dark, set_dark] = useState(DARK.matches);
  const [chosen, set_chosen] = useState<number | null>(null);
  const [, set_drawn] = useState(0);
  useEffect(() => {
    const changed = (): void => set_dark(DARK.matches);
    DARK.addEventListener("change", changed);
    return () => DARK.removeEventListener("change", changed);
  }, []);
  const shape = `${theme.value} ${width < NARROW_PX} ${dark} ${props.height} ${props.lines.map((line) => line.name + line.label).join(" ")}`;
  const data = data_of(props);
  const last = (data[0]?.length ?? 0) - 1;
  useEffect(() => {
    if (box.current === null) return;
    const made = new uPlot(options(props, width), data, box.current);
    made.hooks.setCursor = [(self) => told.current(self.cursor.idx ?? null)];
    plot.current = made;
    set_drawn((count) => count + 1);
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [shape]);
  useEffect(() => {
    plot.current?.setSize({ width, height: props.height });
    set_drawn((count) => count + 1);
  }, [width]);
  useEffect(() => {
    plot.current?.setData(data);
    set_drawn((count) => count + 1);
  }, [props.from_ms, props.step_ms, props.lines]);
  const read_at = (at: number | null): void => {
    set_chosen(at);
    const self = plot.current;
    if (self === null) return;
    const place = at === null ? undefined : data[0]?.[at];
    self.setCursor({ left: place === undefined ? -10 : self.valToPos(place, "x"), top: 0 });
    props.read(at);
  };
  const step = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || last < 0 || event.target !== event.currentTarget) return;
    const from = chosen ?? last;
    const wide = Math.max(1, Math.round(last / 20));
    const steps: Record<string, number> = { ArrowLeft: from - 1, ArrowRight: from + 1, PageDown: from - wide, PageUp: from + wide, Home: 0, End: last };
    const wanted = event.key === "Escape" ? null : steps[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    read_at(wanted === null ? null : Math.min(Math.max(wanted, 0), last));
  };
  const words = (at: number): string =>
    `${props.time(data[0]?.[at] ?? 0)}: ${props.lines.map((line) => `${line.label} ${line.values[at] == null ? "–" : Math.round((line.values[at] ?? 0) * 10) / 10}`).join(", ")}`;
  return (
    <div class="chart">
      <div
        ref={box}
        class="chart-plot"
        role="slider"
        tabIndex={0}
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={Math.max(last, 0)}
        aria-valuenow={chosen ?? Math.max(last, 0)}
        aria-valuetext={last < 0 ? props.label : words(chosen ?? last)}
        onKeyDown={step}
        onBlur={() => read_at(null)}
      />
      {plot.current !== null && <Pins plot={plot.current} pins={props.pins} opens={props.opens} open={props.open} />}
    </div>
  );
}

/** Cues where they were said: a line down the chart, and a button on it. */
function Pins({ plot, pins, opens, open }: { plot: uPlot } & Pick<ChartProps, "pins" | "opens" | "open">) {
  const ratio = devicePixelRatio;
  const [left, right] = [plot.bbox.left / ratio, (plot.bbox.left + plot.bbox.width) / ratio];
  const [top, height] = [plot.bbox.top / ratio, plot.bbox.height / ratio];
  if (!(right > left)) return null;
  return (
    <>
      {pins.map((pin) => {
        // What was said a moment ago lies behind the last value that is drawn: it stands at the edge until that is.
        const x = Math.min(left + plot.valToPos(pin.at_ms, "x"), right);
        if (!Number.isFinite(x) || x < left) return null;
        return (
          <button
            key={pin.id}
            type="button"
            class={`cue-pin cue-pin-${pin.kind}`}
            style={{ insetInlineStart: `${x}px`, insetBlockStart: `${top}px`, blockSize: `${height}px` }}
            title={pin.label}
            aria-label={pin.label}
            aria-disabled={!opens(pin.id)}
            onClick={() => opens(pin.id) && open(pin)}
          />
        );
      })}
    </>
  );
}
