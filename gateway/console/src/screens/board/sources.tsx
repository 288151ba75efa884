/** Where the numbers come from, and which of it has gone silent. */
import { ago } from "../../core/figures";
import { count } from "../../core/board";
import { may } from "../../core/rights";
import type { Board } from "../../core/showdata";
import { link } from "../../live/route";
import { language, sentence } from "../../shared/words";
import { Icon } from "../../shared/ui/icon";
import { say } from "../../words/board";
import { say as panel_say } from "../../words/panel";
import type { Room } from "../room";

export function Sources({ room, board }: { room: Room; board: Board }) {
  const links = Object.entries(room.desk.state.value.assistant?.links ?? {}).filter(([, one]) => one.state !== "off");
  const sources = Object.entries(board.sources ?? {}).sort(([a], [b]) => a.localeCompare(b));
  return (
    <section class="box" aria-labelledby="board-sources">
      <header class="box-head">
        <h2 id="board-sources">{say("sources")}</h2>
        {may(room.desk.you.value, "may_feed") && (
          <a class="button button-small" href={link("show", room.show, "settings", "sources")}>
            <Icon name="link" />
            <span>{say("connect")}</span>
          </a>
        )}
      </header>
      <ul class="plain sources">
        {sources.map(([name, one]) => {
          const age = ago(room.show_time.now_ms.value, one.last ?? null);
          return (
            <li key={name} class={one.stale ? "source source-stale" : "source"}>
              <Icon name={one.stale ? "warning" : "check"} label={say(one.stale ? "silent" : "speaking")} />
              <strong>{name === "manual" ? say("manual") : name === "demo" ? say("demo") : name}</strong>
              <span class="quiet">{say("facts", { count: count(one.facts, language.value) })}</span>
              <span class="quiet">{age === null ? "" : panel_say(`ago_${age.unit}`, { count: age.count })}</span>
            </li>
          );
        })}
        {links.map(([name, one]) => (
          <li key={`link ${name}`} class={one.state === "trouble" ? "source source-stale" : "source"}>
            <Icon name={one.state === "connected" ? "link" : one.state === "trouble" ? "warning" : "clock"} />
            <strong>{name}</strong>
            <span class="quiet">{sentence(one)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
