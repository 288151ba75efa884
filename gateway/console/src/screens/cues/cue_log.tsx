/** Everything that was said in this show: searched, opened, exported. New cues appear by themselves. */
import { useEffect, useState } from "preact/hooks";
import type { Cue } from "../../core/document";
import { may } from "../../core/rights";
import { in_order, label_of } from "../../core/targets";
import { API, as_problem, get, part } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Banner, Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Select, TextField } from "../../shared/ui/field";
import { Icon } from "../../shared/ui/icon";
import { say } from "../../words/cues";
import type { Room } from "../room";
import { CueDialog } from "./cue_dialog";
import { CueRow } from "./cue_row";
import { Retention } from "./retention";

type Logged = Cue & { id: string };
interface Page {
  cues: Logged[];
  next: string | null;
}

const PAGE = 50;
const TYPING_MS = 300;

export function CueLog({ room }: { room: Room }) {
  const [text, set_text] = useState("");
  const [who, set_who] = useState("");
  const [host, set_host] = useState("");
  const [cues, set_cues] = useState<Logged[] | null>(null);
  const [next, set_next] = useState<string | null>(null);
  const [wrong, set_wrong] = useState<string | null>(null);
  const [opened, set_opened] = useState<Logged | null>(null);
  const { desk, show } = room;
  const { people, hosts, cues: live } = desk.state.value;
  const newest = Object.keys(live).length + Object.values(live).filter((cue) => cue.ended != null).length;
  const searching = text !== "" || who !== "" || host !== "";

  const wanted = (): URLSearchParams => {
    const query = new URLSearchParams();
    if (text.trim() !== "") query.set("text", text.trim());
    if (who !== "") query.set("who", who);
    if (host !== "") query.set("host", host);
    return query;
  };
  const load = async (before?: string): Promise<void> => {
    const query = wanted();
    query.set("limit", String(PAGE));
    if (before !== undefined) query.set("before", before);
    try {
      const page = await get<Page>(`/shows/${part(show)}/cues?${query.toString()}`);
      set_next(page.next);
      set_cues((known) => (before === undefined ? page.cues : [...(known ?? []), ...page.cues]));
      set_wrong(null);
    } catch (trouble) {
      set_wrong(sentence(as_problem(trouble)));
    }
  };
  useEffect(() => {
    const timer = setTimeout(() => void load(), cues === null ? 0 : TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, who, host, newest]);

  return (
    <main class="page">
      <header class="page-head">
        <h1>{say("cue_log")}</h1>
        <div class="row">
          <a class="button" href={`${API}/shows/${part(show)}/cues.csv?${wanted().toString()}`} download>
            <Icon name="download" />
            <span>{say("csv")}</span>
          </a>
          <a class="button" href={`${API}/shows/${part(show)}/cues.zip?${wanted().toString()}`} download>
            <Icon name="download" />
            <span>{say("zip")}</span>
          </a>
        </div>
      </header>
      <div class="filters" role="search">
        <TextField type="search" label={say("search")} value={text} on={set_text} longest={64} />
        <Select
          label={say("who")}
          value={who}
          choices={[{ value: "", label: say("anybody") }, ...Object.entries(people).map(([id, one]) => ({ value: id, label: one.name }))]}
          on={set_who}
        />
        <Select
          label={say("host")}
          value={host}
          choices={[{ value: "", label: say("any_host") }, ...in_order(hosts).map((id) => ({ value: id, label: label_of(hosts, id) }))]}
          on={set_host}
        />
      </div>
      {wrong !== null && <Banner level="warning">{wrong}</Banner>}
      {cues !== null && cues.length === 0 && (
        <Empty icon="clock" title={searching ? say("nothing_fits") : say("empty")}>
          {!searching && say("empty_help")}
        </Empty>
      )}
      {cues !== null && cues.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              {(["when", "who", "to", "how", "text", "length", "heard"] as const).map((column) => (
                <th key={column} scope="col">
                  {say(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cues.map((cue) => (
              <CueRow key={cue.id} room={room} cue={cue} open={() => set_opened(cue)} />
            ))}
          </tbody>
        </table>
      )}
      {next !== null && (
        <div class="row row-centre">
          <Button on={() => load(next)}>{say("more")}</Button>
        </div>
      )}
      {may(desk.you.value, "may_administer") && <Retention show={show} />}
      {opened !== null && <CueDialog room={room} id={opened.id} known={opened} closed={() => set_opened(null)} />}
    </main>
  );
}
