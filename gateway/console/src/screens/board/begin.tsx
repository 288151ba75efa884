/** Nothing is on: four ways to begin, and the airings that were. */
import { useState } from "preact/hooks";
import { may } from "../../core/rights";
import type { Airing } from "../../core/showdata";
import { clock } from "../../core/figures";
import { link } from "../../live/route";
import { API, part, post, remove } from "../../shared/http";
import { Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Segments, TextField } from "../../shared/ui/field";
import { Icon } from "../../shared/ui/icon";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/board";
import { date_words } from "../panel/times";
import type { Room } from "../room";
import { RemoveButton, listed, useLoaded } from "../settings/parts";
import { Reports } from "./head";

const SPEEDS = ["1", "10", "60"] as const;
type Speed = (typeof SPEEDS)[number];

export function Begin({ room }: { room: Room }) {
  const you = room.desk.you.value;
  const feeds = may(you, "may_feed");
  const [title, set_title] = useState("");
  const [speed, set_speed] = useState<Speed>("10");
  const path = `/shows/${part(room.show)}`;
  return (
    <>
      <Empty icon="chart" title={say("nothing_on")}>
        <p>{say(feeds ? "nothing_on_help" : "nothing_on_wait")}</p>
      </Empty>
      {feeds && (
        <div class="begin">
          <section class="box">
            <h2>{say("begin_demo")}</h2>
            <p>{say("begin_demo_help")}</p>
            <Segments<Speed> label={say("speed")} value={speed} choices={SPEEDS.map((value) => ({ value, label: `×${value}` }))} set={set_speed} />
            <Button kind="primary" icon="play" on={() => attempt(() => post(`${path}/replay`, { kind: "demo", speed: Number(speed) }), () => say("demo_started"))}>
              {say("begin_demo_do")}
            </Button>
          </section>
          <section class="box">
            <h2>{say("begin_hand")}</h2>
            <p>{say("begin_hand_help")}</p>
            <form
              class="stack"
              onSubmit={(event) => {
                event.preventDefault();
                void attempt(() => post(`${path}/airings`, { title: title.trim() }), () => say("begun"));
              }}
            >
              <TextField label={say("airing_title")} value={title} on={set_title} longest={80} />
              <Button kind="primary" icon="edit" type="submit">
                {say("begin_hand_do")}
              </Button>
            </form>
          </section>
          <section class="box">
            <h2>{say("begin_connect")}</h2>
            <p>{say("begin_connect_help")}</p>
            <a class="button button-primary" href={link("show", room.show, "settings", "sources")}>
              <Icon name="link" />
              <span>{say("begin_connect_do")}</span>
            </a>
          </section>
          <section class="box">
            <h2>{say("begin_sheet")}</h2>
            <p>{say("begin_sheet_help")}</p>
            <a class="button" href={link("show", room.show, "settings", "products")}>
              <Icon name="table" />
              <span>{say("product_sheet")}</span>
            </a>
          </section>
        </div>
      )}
      <Airings room={room} />
    </>
  );
}

function Airings({ room }: { room: Room }) {
  const you = room.desk.you.value;
  const loaded = useLoaded<unknown>(`/shows/${part(room.show)}/airings`);
  const airings = listed<Airing>(loaded.value).filter((one) => one.ended != null);
  if (airings.length === 0) return null;
  return (
    <section class="box">
      <h2>{say("airings")}</h2>
      <table class="table">
        <tbody>
          {airings.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                {one.title || say("airing")} {one.kind !== "live" && <span class={`tag tag-${one.kind}`}>{say(`kind_${one.kind}`, { speed: one.speed })}</span>}
              </th>
              <td class="cell-number">{date_words(one.began)}</td>
              <td class="cell-number">{clock((Date.parse(one.ended ?? one.began) - Date.parse(one.began)) / 1000)}</td>
              <td>
                <div class="row row-end">
                  {may(you, "may_review") && <Reports airing={one} show={room.show} />}
                  {may(you, "may_review") && (
                    <a class="button" href={`${API}/shows/${part(room.show)}/airings/${part(one.id)}/export.zip`} download>
                      <Icon name="download" />
                      <span>{say("export")}</span>
                    </a>
                  )}
                  {may(you, "may_feed") && (
                    <Button icon="play" on={() => attempt(() => post(`/shows/${part(room.show)}/replay`, { kind: "airing", airing: one.id, speed: 60 }), () => say("replay_started"))}>
                      {say("replay")}
                    </Button>
                  )}
                  {may(you, "may_administer") && (
                    <RemoveButton
                      label={say("airing_delete")}
                      question={say("airing_delete_sure")}
                      task={() => remove(`/airings/${part(one.id)}`)}
                      done={() => say("airing_deleted")}
                      after={loaded.again}
                    />
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
