/** How a dim goes over time: down when speech begins; held, and up again after the last word. */
import { type Depth, type Ducking, coming_up, going_down } from "../../core/ducking";
import { say } from "../../words/ducking";

const LEFT = 46;
const TOP = 26;
const HEIGHT = 150;
const BOTTOM = TOP + HEIGHT;
/** What is softer than this is drawn at the floor. */
const FLOOR_DB = -36;
const LINES_DB = [0, -6, -12, -18, -24, FLOOR_DB];
const POINTS = 240;

export function DimPicture({ ducking, label }: { ducking: Ducking; label: string }) {
  const after_ms = round_up(ducking.hold_ms + ducking.release_ms);
  return (
    <div class="dim-pictures" role="img" aria-label={label}>
      <Side
        width={200}
        from_ms={-6}
        to_ms={24}
        event={say("speech_begins")}
        marks={[0, 10, 20]}
        ducking={ducking}
        factor={(depth, at_ms) => going_down(depth, ducking, at_ms)}
      />
      <Side
        width={400}
        from_ms={-after_ms / 12}
        to_ms={after_ms}
        event={say("last_word")}
        marks={[0, after_ms / 2, after_ms]}
        ducking={ducking}
        factor={(depth, at_ms) => coming_up(depth, ducking, at_ms)}
      />
    </div>
  );
}

interface SideProps {
  width: number;
  from_ms: number;
  to_ms: number;
  /** What happens at 0. */
  event: string;
  marks: readonly number[];
  ducking: Ducking;
  factor: (depth: Depth, at_ms: number) => number;
}

function Side({ width, from_ms, to_ms, event, marks, ducking, factor }: SideProps) {
  const x_of = (at_ms: number): number => LEFT + (width * (at_ms - from_ms)) / (to_ms - from_ms);
  const curve = (depth: Depth): string => {
    const points = Array.from({ length: POINTS + 1 }, (_, at) => {
      const at_ms = from_ms + ((to_ms - from_ms) * at) / POINTS;
      return `${x_of(at_ms).toFixed(1)} ${y_of(20 * Math.log10(Math.max(factor(depth, at_ms), 1e-6))).toFixed(1)}`;
    });
    return `M${points.join("L")}`;
  };
  const full = LEFT + width + 22;
  return (
    <svg class="dim-picture" width={full} height={BOTTOM + 26} viewBox={`0 0 ${full} ${BOTTOM + 26}`} aria-hidden="true">
      {LINES_DB.map((db) => (
        <g key={db}>
          <line class="dim-grid" x1={LEFT} x2={LEFT + width} y1={y_of(db)} y2={y_of(db)} />
          <text x={LEFT - 8} y={y_of(db) + 4} text-anchor="end">
            {db === FLOOR_DB ? "−∞" : db === 0 ? "0 dB" : `−${-db}`}
          </text>
        </g>
      ))}
      <line class="dim-event" x1={x_of(0)} x2={x_of(0)} y1={TOP - 8} y2={BOTTOM} />
      <text x={x_of(0)} y={TOP - 13}>
        {event}
      </text>
      {marks.map((ms) => (
        <text key={ms} x={x_of(ms)} y={BOTTOM + 19} text-anchor="middle">
          {ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`}
        </text>
      ))}
      <path class="dim-curve dim-programme" d={curve(ducking.programme)} />
      <path class="dim-curve dim-speech" d={curve(ducking.speech)} />
    </svg>
  );
}

function y_of(db: number): number {
  return TOP + (HEIGHT * Math.max(db, FLOOR_DB)) / FLOOR_DB;
}

/** A length of time that divides well, a little more than ``ms``. */
function round_up(ms: number): number {
  const wanted = ms * 1.08;
  return [200, 400, 600, 800, 1000, 1500, 2000, 3000, 4000, 6000, 8000].find((one) => one >= wanted) ?? 11_000;
}
