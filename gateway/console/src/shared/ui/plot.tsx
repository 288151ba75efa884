/** A chart over time in its own width, with a value to be read by pointing at it or by the arrow keys. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

export interface Mark {
  at: number;
  label: string;
}

/** Where things stand, in pixels. */
export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: (value: number) => number;
  y: (value: number) => number;
}

interface PlotProps {
  /** What it shows, in a sentence. */
  label: string;
  /** How its values are read, for who uses the keyboard. */
  hint: string;
  height: number;
  x: readonly [from: number, to: number];
  y: readonly [from: number, to: number];
  x_marks: (width: number) => readonly Mark[];
  y_marks: readonly Mark[];
  /** Values that can be read, by their place on x, ascending. */
  places: readonly number[];
  read: (index: number) => string;
  children: (frame: Frame) => ComponentChildren;
}

const LEFT = 44;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 26;
const FIRST_WIDTH = 640;

/** The element's width, followed. */
export function useWidth<T extends HTMLElement>(): [{ current: T | null }, number] {
  const element = useRef<T>(null);
  const [width, set_width] = useState(FIRST_WIDTH);
  useEffect(() => {
    if (element.current === null) return;
    const watch = new ResizeObserver((seen) => set_width(Math.floor(seen[0]?.contentRect.width ?? FIRST_WIDTH)));
    watch.observe(element.current);
    return () => watch.disconnect();
  }, []);
  return [element, width];
}

export function Plot(props: PlotProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const [chosen, set_chosen] = useState<number | null>(null);
  const frame: Frame = {
    left: LEFT,
    right: Math.max(width - RIGHT, LEFT + 1),
    top: TOP,
    bottom: props.height - BOTTOM,
    x: (value) => LEFT + ((Math.max(width - RIGHT, LEFT + 1) - LEFT) * (value - props.x[0])) / (props.x[1] - props.x[0] || 1),
    y: (value) => props.height - BOTTOM - ((props.height - BOTTOM - TOP) * (value - props.y[0])) / (props.y[1] - props.y[0] || 1),
  };
  const last = props.places.length - 1;
  const at = chosen === null || last < 0 ? null : Math.min(chosen, last);
  const place = at === null ? undefined : props.places[at];
  const step = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || last < 0) return;
    const wide = Math.max(1, Math.round(last / 20));
    const from = at ?? last;
    const steps: Record<string, number> = { ArrowLeft: from - 1, ArrowRight: from + 1, PageDown: from - wide, PageUp: from + wide, Home: 0, End: last };
    const wanted = event.key === "Escape" ? null : steps[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    set_chosen(wanted === null ? null : Math.min(Math.max(wanted, 0), last));
  };
  const point = (event: PointerEvent): void => {
    const wanted = event.clientX - (box.current?.getBoundingClientRect().left ?? 0);
    let best = 0;
    props.places.forEach((one, index) => {
      if (Math.abs(frame.x(one) - wanted) < Math.abs(frame.x(props.places[best] ?? 0) - wanted)) best = index;
    });
    set_chosen(last < 0 ? null : best);
  };
  return (
    <div
      ref={box}
      class="plot"
      role="slider"
      tabIndex={0}
      aria-label={`${props.label} ${props.hint}`}
      aria-valuemin={0}
      aria-valuemax={Math.max(last, 0)}
      aria-valuenow={at ?? Math.max(last, 0)}
      aria-valuetext={at === null ? props.label : props.read(at)}
      onKeyDown={step}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => set_chosen(null)}
      onBlur={() => set_chosen(null)}
    >
      <svg width={width} height={props.height} viewBox={`0 0 ${width} ${props.height}`} aria-hidden="true">
        {props.y_marks.map((mark) => (
          <g key={mark.at}>
            <line class="plot-grid" x1={frame.left} x2={frame.right} y1={frame.y(mark.at)} y2={frame.y(mark.at)} />
            <text x={frame.left - 7} y={frame.y(mark.at) + 4} text-anchor="end">
              {mark.label}
            </text>
          </g>
        ))}
        {props.x_marks(frame.right - frame.left).map((mark) => (
          <g key={mark.at}>
            <line class="plot-tick" x1={frame.x(mark.at)} x2={frame.x(mark.at)} y1={frame.bottom} y2={frame.bottom + 5} />
            <text x={frame.x(mark.at)} y={props.height - 6} text-anchor={frame.x(mark.at) > frame.right - 20 ? "end" : "middle"}>
              {mark.label}
            </text>
          </g>
        ))}
        <line class="plot-axis" x1={frame.left} x2={frame.right} y1={frame.bottom} y2={frame.bottom} />
        {props.children(frame)}
        {place !== undefined && <line class="plot-cursor" x1={frame.x(place)} x2={frame.x(place)} y1={frame.top} y2={frame.bottom} />}
      </svg>
      <output class="plot-read" aria-hidden="true">
        {at === null ? "" : props.read(at)}
      </output>
    </div>
  );
}
