/** What happened, newest first, by how grave it is and by words. */
import { useState } from "preact/hooks";
import type { LiveEvent } from "../../core/document";
import { label_of } from "../../core/targets";
import { Empty } from "../../shared/ui/banner";
import { Segments, TextField } from "../../shared/ui/field";
import { Icon } from "../../shared/ui/icon";
import { sentence } from "../../shared/words";
import { say } from "../../words/panel";
import { usePanel } from "./context";
import { time_words } from "./times";

type Shown = "all" | "warning" | "error";
const SHOWN_AT_MOST = 200;

export function fits(event: LiveEvent, shown: Shown, search: string): boolean {
  if (shown === "error" && event.level !== "error") return false;
  if (shown === "warning" && event.level === "info") return false;
  const wanted = search.trim().toLowerCase();
  return wanted === "" || `${event.en} ${event.zh} ${event.host ?? ""}`.toLowerCase().includes(wanted);
}

export function EventLog() {
  const { desk, open_cue } = usePanel();
  const [shown, set_shown] = useState<Shown>("all");
  const [search, set_search] = useState("");
  const events = desk.live.value?.events ?? [];
  const found = events.filter((event) => fits(event, shown, search)).slice(-SHOWN_AT_MOST).reverse();
  const { hosts, cues } = desk.state.value;
  return (
    <div class="stack">
      <Segments<Shown>
        label={say("events_filter")}
        value={shown}
        choices={[
          { value: "all", label: say("events_all") },
          { value: "warning", label: say("events_warning") },
          { value: "error", label: say("events_error") },
        ]}
        set={set_shown}
      />
      <TextField quiet type="search" label={say("events_search")} placeholder={say("events_search")} value={search} on={set_search} />
      {found.length === 0 ? (
        <Empty icon="list" title={events.length === 0 ? say("events_empty") : say("events_none")} />
      ) : (
        <ol class="plain events">
          {found.map((event) => (
            <li key={`${event.n} ${event.at}`} class={`event event-${event.level}`}>
              <Icon name={event.level === "info" ? "info" : "warning"} label={say(event.level)} />
              <div>
                <p>{sentence(event)}</p>
                <small>
                  <time dateTime={event.at}>{time_words(event.at)}</time>
                  {event.host != null && ` · ${label_of(hosts, event.host)}`}
                  {event.cue != null && event.cue in cues && (
                    <button type="button" class="linkish" onClick={() => open_cue(event.cue ?? "")}>
                      {event.cue}
                    </button>
                  )}
                </small>
              </div>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
