/** Viewers, orders and comments over time, with every cue where it was said: the last half hour, or all of the airing. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { count, minute_of, rate, rolling, thinned } from "../../core/board";
import type { Board, Series } from "../../core/showdata";
import { may } from "../../core/rights";
import { label_of } from "../../core/targets";
import { get, part } from "../../shared/http";
import { language } from "../../shared/words";
import { Segments } from "../../shared/ui/field";
import { CueDialog } from "../cues/cue_dialog";
import { rule_name } from "../assistant/words";
import { say } from "../../words/board";
import type { Room } from "../room";
import { Chart, type Line, type Pin } from "./chart";

const STEP_MS = 10_000;
/** Orders and comments are shown as so many a minute: of the six places before each. */
const A_MINUTE = 6;
/** More places than this are thinned, since there are not more pixels. */
const MOST_PLACES = 360;
const ASK_EVERY_MS = 15_000;
const LATEST_SHOWN = 3;

type Span = "30" | "all";

export function BoardTimeline({ room, board }: { room: Room; board: Board }) {
  const [span, set_span] = useState<Span>("30");
  const [hidden, set_hidden] = useState<ReadonlySet<string>>(new Set());
  const [at, set_at] = useState<number | null>(null);
  const [cue, set_cue] = useState<string | null>(null);
  const series = useSeries(room, board.airing.id, span, board.airing.began);
  const { lines, from_ms, step_ms } = useMemo(() => drawn(board, span, series), [board.minute, series, span, language.value]);
  const { hosts, cues } = room.desk.state.value;
  const pins = useMemo((): Pin[] => {
    const names = (ids: readonly string[]): string => ids.map((id) => label_of(hosts, id)).join(", ");
    return (series?.cues ?? []).map((mark) => pin_of(mark, names(mark.hosts ?? []))).filter((pin) => Number.isFinite(pin.at_ms));
  }, [series, hosts, language.value]);
  const shown = lines.filter((line) => !hidden.has(line.name));
  const length = lines[0]?.values.length ?? 0;
  const place = at === null || at >= length ? length - 1 : at;
  const toggle = (name: string): void => {
    const now = new Set(hidden);
    if (!now.delete(name)) now.add(name);
    set_hidden(now);
  };
  const opens = (id: string): boolean => id in cues || may(room.desk.you.value, "may_review");
  return (
    <section class="box" aria-labelledby="board-timeline">
      <header class="box-head">
        <h2 id="board-timeline">{say("timeline")}</h2>
        <Segments<Span>
          label={say("span")}
          value={span}
          choices={[
            { value: "30", label: say("span_30") },
            { value: "all", label: say("span_all") },
          ]}
          set={set_span}
        />
      </header>
      <div class="legend">
        {lines.map((line) => (
          <button key={line.name} type="button" class={`legend-one legend-${line.look}`} aria-pressed={!hidden.has(line.name)} style={{ "--colour": `var(${line.colour})` }} onClick={() => toggle(line.name)}>
            <i aria-hidden="true" />
            {line.label} <strong>{line.name === "viewers" ? count(line.values[place], language.value) : rate(line.values[place])}</strong>
          </button>
        ))}
        <span class="quiet cell-number">{length === 0 ? "" : clock_words(from_ms + place * step_ms)}</span>
      </div>
      {length === 0 ? (
        <p class="quiet">{say("timeline_none")}</p>
      ) : (
        <Chart
          label={say("timeline_label")}
          height={220}
          from_ms={from_ms}
          step_ms={step_ms}
          lines={shown}
          pins={pins}
          time={clock_words}
          read={set_at}
          opens={opens}
          open={(pin) => set_cue(pin.id)}
        />
      )}
      {pins.length > 0 && (
        <ul class="plain cue-list">
          {pins
            .slice(-LATEST_SHOWN)
            .reverse()
            .map((pin) => (
              <li key={pin.id}>
                <i class={`cue-dot cue-dot-${pin.kind}`} aria-hidden="true" />
                {opens(pin.id) ? (
                  <button type="button" class="cue-line" title={pin.label} onClick={() => set_cue(pin.id)}>
                    {pin.label}
                  </button>
                ) : (
                  <span title={pin.label}>{pin.label}</span>
                )}
              </li>
            ))}
        </ul>
      )}
      {cue !== null && <CueDialog room={room} id={cue} closed={() => set_cue(null)} />}
    </section>
  );
}

/** names: of its hosts. */
function pin_of(mark: NonNullable<Series["cues"]>[number], names: string): Pin {
  const at_ms = Date.parse(mark.at);
  const who = mark.rule == null ? (mark.who ?? say("somebody")) : rule_name(mark.rule);
  const to = names === "" ? "" : ` → ${names}`;
  const text = mark.text ? `: ${mark.text}` : "";
  return { at_ms, id: mark.id, label: `${Number.isFinite(at_ms) ? clock_words(at_ms) : ""} ${who}${to}${text}`, kind: mark.rule == null ? "person" : "assistant" };
}

/** With seconds where two in a row would else read the same. */
const clock_words = (ms: number, step_ms = 60_000): string =>
  new Date(ms).toLocaleTimeString(language.value === "zh" ? "zh-CN" : "en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    ...(step_ms < 60_000 ? { second: "2-digit" } : {}),
  });

/** What is drawn: the half hour that was pushed, or what was asked for of the whole airing. */
function drawn(board: Board, span: Span, series: Series | null): { lines: Line[]; from_ms: number; step_ms: number } {
  const whole = span === "all" && series !== null;
  const told = whole ? null : minute_of(board.minute);
  const values = (name: "viewers" | "orders" | "comments"): (number | null)[] => (told === null ? (series?.values[name] ?? []) : told[name]);
  const length = Math.max(values("viewers").length, values("orders").length, values("comments").length);
  const step_ms = whole ? series.step_ms : STEP_MS;
  const every = Math.max(1, Math.ceil(length / MOST_PLACES));
  const a_minute = Math.max(1, Math.round((A_MINUTE * STEP_MS) / step_ms));
  const first = whole ? series.from : told?.from;
  const from_ms = first !== undefined ? Date.parse(first) : Math.floor(Date.parse(board.airing.now) / STEP_MS) * STEP_MS - (length - 1) * STEP_MS;
  const line = (name: "viewers" | "orders" | "comments", colour: string, side: Line["side"], look: Line["look"], room: number): Line => ({
    name,
    label: say(`line_${name}`),
    colour,
    side,
    look,
    room,
    values: thinned(name === "viewers" ? values(name) : rolling(values(name), a_minute), every),
  });
  const lines = length === 0 ? [] : [line("viewers", "--accent", "left", "area", 1.15), line("orders", "--good", "right", "bars", 2.4), line("comments", "--warn", "right", "dashes", 1.6)].filter(told_of);
  return { lines, from_ms, step_ms: step_ms * every };
}

/** Of what nobody tells there is no line, and no scale that would look like nought. */
const told_of = (line: Line): boolean => line.values.some((value) => value !== null);

/** Cues of the last half hour, or everything of the airing; asked for anew while it is looked at. */
function useSeries(room: Room, airing: string, span: Span, began: string): Series | null {
  const [series, set_series] = useState<Series | null>(null);
  useEffect(() => {
    let late = false;
    const ask = (): void => {
      if (document.hidden) return;
      const since = span === "all" ? Date.parse(began) : Math.max(Date.parse(began), room.show_time.now_ms.peek() - 30 * 60_000);
      const query = new URLSearchParams({ what: "viewers,orders,comments", since: String(Math.round(since)) });
      get<Series>(`/shows/${part(room.show)}/airings/${part(airing)}/series?${query.toString()}`).then(
        (found) => late || set_series(found),
        () => undefined, // The board goes on with what is pushed.
      );
    };
    set_series(null);
    ask();
    const timer = setInterval(ask, ASK_EVERY_MS);
    return () => {
      late = true;
      clearInterval(timer);
    };
  }, [room, airing, span]);
  return series;
}
