/** Sources and their gains, and listening in to programme feeds. */
import { useComputed } from "@preact/signals";
import type { Source } from "../../core/document";
import { db } from "../../core/figures";
import { may } from "../../core/rights";
import { part, put } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Slider } from "../../shared/ui/field";
import { Meter } from "../../shared/ui/meter";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/panel_controls";
import { usePanel } from "./context";

export function Sound() {
  const { desk } = usePanel();
  const { sources } = desk.state.value;
  const ids = Object.keys(sources).sort();
  if (ids.length === 0) return <Empty icon="speaker" title={say("no_sources")} />;
  return (
    <ul class="plain stack">
      {ids.map((id) => {
        const source = sources[id];
        return source === undefined ? null : <OneSource key={id} id={id} source={source} />;
      })}
    </ul>
  );
}

function OneSource({ id, source }: { id: string; source: Source }) {
  const { show, desk } = usePanel();
  const level = useComputed(() => desk.source_levels.value[id]);
  const you = desk.you.value;
  const name = source.label || id;
  const set = (gain_db: number): Promise<boolean> => {
    const path = `/shows/${part(show)}/sources/${part(id)}/gain`;
    return attempt(
      () => put(path, { gain_db }),
      () => say("source_done", { name, value: db(gain_db) }),
      () => put(path, { gain_db: source.gain_db }),
    );
  };
  return (
    <li class="card">
      <div class="card-head">
        <strong>{name}</strong>
        <span class="tag">{say(`kind_${source.kind}`)}</span>
      </div>
      <Meter level={level} label={name} />
      {source.trouble !== null && source.trouble !== undefined && <p class="field-wrong">{sentence(source.trouble)}</p>}
      {may(you, "may_adjust") && (
        <Slider
          label={say("source_gain", { name })}
          value={source.gain_db}
          least={-40}
          most={12}
          step={1}
          shown={db(source.gain_db)}
          done={(value) => void set(value)}
        />
      )}
      {source.kind === "programme" && may(you, "may_listen") && (
        <ListenControls what={`programme:${id}`} label={`${say("listen_short")}: ${name}`} />
      )}
    </li>
  );
}

/** Start, stop and volume of listening in to something. */
export function ListenControls({ what, label }: { what: string; label: string }) {
  const { monitor } = usePanel();
  const heard = monitor.listening.value.get(what);
  if (heard === undefined) {
    return (
      <Button icon="headphones" on={() => monitor.toggle(what)}>
        {label}
      </Button>
    );
  }
  const state = heard.state === "connected" ? say("listen_connected") : heard.state === "connecting" ? say("listen_connecting") : say("listen_lost");
  return (
    <div class="card">
      <div class="card-head" role="status">
        <span>{heard.problem === null ? state : sentence(heard.problem)}</span>
        <Button small icon="stop" on={() => monitor.toggle(what)}>
          {say("stop_listening")}
        </Button>
      </div>
      <Slider
        label={say("listen_volume")}
        value={heard.volume}
        least={0}
        most={1.5}
        step={0.05}
        shown={`${Math.round(heard.volume * 100)} %`}
        on={(volume) => monitor.set_volume(what, volume)}
        done={(volume) => monitor.set_volume(what, volume)}
      />
    </div>
  );
}
