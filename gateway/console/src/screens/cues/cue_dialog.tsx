/** One cue: who, to whom, when, what was heard of it, its recording. */
import { useEffect, useState } from "preact/hooks";
import type { Cue, Receipt } from "../../core/document";
import { clock, heard_percent, heard_quality, whole } from "../../core/figures";
import { may } from "../../core/rights";
import { label_of, spoken } from "../../core/targets";
import { API, as_problem, get, part, remove } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { Icon } from "../../shared/ui/icon";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/cues";
import { say as panel_says } from "../../words/panel";
import { say_again } from "../panel/host_actions";
import { date_words, time_words } from "../panel/times";
import type { Room } from "../room";
import { duration_of } from "./cue_row";

export function CueDialog({ room, id, closed, known }: { room: Room; id: string; closed: () => void; known?: Cue }) {
  const [fetched, set_fetched] = useState<Cue | null>(null);
  const [wrong, set_wrong] = useState<string | null>(null);
  const live = room.desk.state.value.cues[id];
  const review = may(room.desk.you.value, "may_review");
  useEffect(() => {
    if (!review) return;
    get<Cue>(`/cues/${part(id)}`).then(set_fetched, (trouble: unknown) => {
      if (live === undefined && known === undefined) set_wrong(sentence(as_problem(trouble)));
    });
  }, [id, review, live?.state]);
  const cue = live ?? fetched ?? known ?? null;
  return (
    <Dialog title={cue === null ? say("cue") : say("details", { time: time_words(cue.started ?? cue.asked) })} closed={closed}>
      {wrong !== null && <p class="field-wrong">{wrong}</p>}
      {cue === null ? wrong === null && <p>{say("loading")}</p> : <Inside room={room} id={id} cue={{ ...cue, recording: fetched?.recording ?? cue.recording }} />}
    </Dialog>
  );
}

function Inside({ room, id, cue }: { room: Room; id: string; cue: Cue }) {
  const state = room.desk.state.value;
  const seconds = duration_of(cue);
  return (
    <div class="stack">
      <dl class="facts">
        <Fact term={say("who")}>{cue.name}</Fact>
        <Fact term={say("to")}>{spoken(state, cue.to, panel_says("all"), panel_says("and"))}</Fact>
        <Fact term={say("when")}>{date_words(cue.started ?? cue.asked)}</Fact>
        <Fact term={say("length")}>{seconds === null ? say("running") : clock(seconds)}</Fact>
        <Fact term={say("how")}>
          {panel_says(cue.priority)}
          {cue.private && ` · ${say("private")}`}
        </Fact>
        {cue.text != null && cue.text !== "" && <Fact term={say("text")}>{cue.text}</Fact>}
        {cue.reason != null && cue.reason !== "" && <Fact term={say("reason")}>{reason_words(cue.reason)}</Fact>}
      </dl>
      <h3>{say("receipts")}</h3>
      <ul class="plain receipts">
        {cue.hosts.map((host) => (
          <OneReceipt key={host} room={room} id={id} host={host} receipt={cue.receipts?.[host]} cue_over={cue.ended != null} />
        ))}
        {cue.hosts.length === 0 && <li>{say("no_receipts")}</li>}
      </ul>
      {may(room.desk.you.value, "may_review") && <Recording room={room} id={id} cue={cue} />}
    </div>
  );
}

const REASONS = ["released", "heartbeat", "source_removed", "timed", "gateway_restarted"] as const;

/** In words, where there are any; else the gateway's own code. */
function reason_words(code: string): string {
  const known = REASONS.find((one) => one === code);
  return known === undefined ? code : say(`ended_${known}`);
}

function Fact({ term, children }: { term: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function OneReceipt({ room, id, host, receipt, cue_over }: { room: Room; id: string; host: string; receipt: Receipt | undefined; cue_over: boolean }) {
  const name = label_of(room.desk.state.value.hosts, host);
  const percent = receipt?.heard_percent ?? null;
  return (
    <li class="receipt-row">
      <strong>{name}</strong>
      <span class={`receipt receipt-${heard_quality(percent)}`}>
        <Icon name={percent !== null && percent >= 99 ? "check" : "info"} />
        {percent === null ? panel_says("heard_waiting") : panel_says("heard", { percent: heard_percent(percent) })}
      </span>
      <span class="quiet">{receipt?.delay_ms == null ? "" : `${say("delay")} ${whole(receipt.delay_ms, " ms")}`}</span>
      <span class={receipt?.acknowledged == null ? "quiet" : "receipt receipt-acknowledged"}>
        {receipt?.acknowledged == null ? say("not_acknowledged") : say("acknowledged", { time: time_words(receipt.acknowledged) })}
      </span>
      {cue_over && host in room.desk.state.value.hosts && (
        <Button small icon="reply" label={say("say_again", { name })} on={() => say_again(host, name, id)} />
      )}
    </li>
  );
}

function Recording({ room, id, cue }: { room: Room; id: string; cue: Cue }) {
  const [there, set_there] = useState(cue.recording);
  const [sure, set_sure] = useState(false);
  useEffect(() => set_there(cue.recording), [cue.recording]);
  if (!there) return <p class="quiet">{say("no_recording")}</p>;
  return (
    <section class="stack">
      <h3>{say("play")}</h3>
      <audio class="player" controls preload="none" src={`${API}/cues/${part(id)}/recording.ogg`} />
      {may(room.desk.you.value, "may_administer") &&
        (sure ? (
          <div class="row">
            <p role="alert">{say("delete_sure")}</p>
            <Button
              kind="danger"
              on={async () => {
                if (await attempt(() => remove(`/cues/${part(id)}/recording`), () => say("deleted"))) set_there(false);
              }}
            >
              {say("confirm")}
            </Button>
            <Button on={() => set_sure(false)}>{say("cancel")}</Button>
          </div>
        ) : (
          <Button icon="trash" kind="quiet" on={() => set_sure(true)}>
            {say("delete_recording")}
          </Button>
        ))}
    </section>
  );
}
