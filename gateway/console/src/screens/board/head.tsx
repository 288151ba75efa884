/** Which airing this is, whether it is on the air, how long it runs, and its end. */
import { useState } from "preact/hooks";
import { clock } from "../../core/figures";
import { may } from "../../core/rights";
import type { Airing, Board } from "../../core/showdata";
import { now_ms } from "../../live/clock";
import { API, part, post, remove } from "../../shared/http";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { Icon } from "../../shared/ui/icon";
import { attempt } from "../../shared/ui/toast";
import { language } from "../../shared/words";
import { say } from "../../words/board";
import { time_words } from "../panel/times";
import type { Room } from "../room";

export function BoardHead({ room, board }: { room: Room; board: Board }) {
  const { airing } = board;
  const { desk, show } = room;
  const replay = desk.state.value.assistant?.replay;
  const you = desk.you.value;
  const shown_ms = room.show_time.now_ms.value;
  return (
    <header class="board-head">
      <div class="board-title">
        <h1>{airing.title || say("board")}</h1>
        {airing.kind !== "live" && <span class={`tag tag-${airing.kind}`}>{say(`kind_${airing.kind}`, { speed: airing.speed })}</span>}
        <span class="quiet cell-number" title={say("began", { time: time_words(airing.began) })}>
          <Icon name="clock" /> {clock((shown_ms - Date.parse(airing.began)) / 1000)}
        </span>
        <span class={board.on_air ? "tag tag-live" : "tag"}>{say(board.on_air ? "on_air" : "off_air")}</span>
        {board.scene != null && board.scene !== "" && <span class="tag">{say("scene", { name: board.scene })}</span>}
        {board.quiet && (
          <span class="tag" title={say("quiet_help")}>
            {say("quiet")}
          </span>
        )}
      </div>
      <div class="row">
        {may(you, "may_review") && <Reports airing={airing} show={show} />}
        {airing.kind !== "live" && may(you, "may_feed") ? (
          <Button icon="stop" on={() => attempt(() => remove(`/shows/${part(show)}/replay`), () => say("replay_stopped"))}>
            {say("replay_stop")}
          </Button>
        ) : (
          may(you, "may_feed") && <EndAiring airing={airing} />
        )}
      </div>
      {replay != null && airing.kind !== "live" && <ReplayBar began={airing.began} ends={replay.ends} now={shown_ms} speed={replay.speed} />}
    </header>
  );
}

function EndAiring({ airing }: { airing: Airing }) {
  const [asking, set_asking] = useState(false);
  return (
    <>
      <Button icon="stop" on={() => set_asking(true)}>
        {say("end")}
      </Button>
      {asking && (
        <Dialog title={say("end")} closed={() => set_asking(false)}>
          <p>{say("end_sure")}</p>
          <div class="row row-end">
            <Button on={() => set_asking(false)}>{say("cancel")}</Button>
            <Button
              kind="danger"
              icon="stop"
              on={async () => {
                if (await attempt(() => post(`/airings/${part(airing.id)}/end`), () => say("ended"))) set_asking(false);
              }}
            >
              {say("end")}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

export function Reports({ airing, show }: { airing: Pick<Airing, "id">; show: string }) {
  const path = `${API}/shows/${part(show)}/airings/${part(airing.id)}`;
  return (
    <>
      <a class="button" href={`${path}/report.html?language=${language.value}`} target="_blank" rel="noopener">
        <Icon name="chart" />
        <span>{say("report")}</span>
      </a>
      <a class="button" href={`${path}/report.csv.zip?language=${language.value}`} download>
        <Icon name="download" />
        <span>CSV</span>
      </a>
    </>
  );
}

function ReplayBar({ began, ends, now, speed }: { began: string; ends: string; now: number; speed: number }) {
  const [from, to] = [Date.parse(began), Date.parse(ends)];
  const share = to > from ? Math.min(Math.max((now - from) / (to - from), 0), 1) : 0;
  const left_s = Math.max(0, (to - now) / 1000 / Math.max(speed, 1));
  void now_ms.value;
  return (
    <div class="replay">
      <span>{say("replaying", { speed })}</span>
      <progress max={1} value={share} aria-label={say("replaying", { speed })} />
      <span class="quiet cell-number">{say("replay_left", { time: clock(left_s) })}</span>
    </div>
  );
}
