/** The data board: how the show goes, what sells, what viewers ask, and when the host was told something. */
import { useEffect } from "preact/hooks";
import { may } from "../../core/rights";
import { listen_to_assist_keys } from "../../live/keyboard";
import { say } from "../../words/board";
import { Away } from "../assistant/away";
import { Strip } from "../assistant/strip";
import type { Room } from "../room";
import { Begin } from "./begin";
import { BoardHead } from "./head";
import { ManualPanel } from "./manual";
import { Numbers } from "./numbers";
import { ProductTable } from "./products";
import { QuestionList } from "./questions";
import { Sources } from "./sources";
import { BoardTimeline } from "./timeline";

export function BoardScreen({ room }: { room: Room }) {
  const { desk, assist, talker } = room;
  useEffect(() => listen_to_assist_keys(talker, (verb) => assist.key(verb)), [room]);
  const { board } = desk.state.value;
  const feeds = may(desk.you.value, "may_feed");
  if (board == null) {
    return (
      <main class="page page-wide">
        <header class="page-head">
          <h1>{say("board")}</h1>
        </header>
        <Away room={room} />
        {desk.usable.value && <Begin room={room} />}
      </main>
    );
  }
  return (
    <main class="page page-wide board">
      <BoardHead room={room} board={board} />
      <Away room={room} />
      <Strip room={room} />
      <Numbers room={room} board={board} />
      <div class="board-columns">
        <div class="board-main">
          <BoardTimeline room={room} board={board} />
          <ProductTable room={room} />
        </div>
        <div class="board-side">
          <QuestionList room={room} />
          {feeds && <ManualPanel room={room} board={board} />}
          <Sources room={room} board={board} />
        </div>
      </div>
    </main>
  );
}
