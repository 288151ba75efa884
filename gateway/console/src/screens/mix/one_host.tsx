/** The mix of one host, for a narrow window: everything it hears, one below the other. */
import { useComputed } from "@preact/signals";
import { heard_by } from "../../core/mix";
import { label_of } from "../../core/targets";
import { Meter } from "../../shared/ui/meter";
import { sentence } from "../../shared/words";
import { say } from "../../words/mix";
import { say as control } from "../../words/panel_controls";
import type { Room } from "../room";
import { DepthAtHost, ProgrammeAtHost, SourceAtHost } from "./cells";
import { SourceName } from "./mix_table";

export function OneHostMix({ room, host, sources, changes }: { room: Room; host: string; sources: readonly string[]; changes: boolean }) {
  const { desk } = room;
  const found = useComputed(() => desk.state.value.hosts[host]).value;
  const studio = useComputed(() => desk.state.value.gateway.ducking).value;
  const level = useComputed(() => desk.host_levels.value[host]);
  const name = label_of(desk.state.value.hosts, host);
  if (found === undefined) return null;
  return (
    <section class="box mix-one" aria-label={say("mix_of", { name })}>
      <div class="mix-strip">
        <strong>{say("in_the_ear", { name })}</strong>
        <Meter level={level} label={name} />
      </div>
      {sources.map((id) => (
        <Strip key={id} room={room} id={id} host={host} name={name} changes={changes} />
      ))}
      <div class="mix-strip">
        <strong>{say("programme_row")}</strong>
        <ProgrammeAtHost id={host} host={found} name={name} changes={changes} />
      </div>
      <div class="mix-strip">
        <strong>{say("ducking_row")}</strong>
        <DepthAtHost id={host} host={found} name={name} studio={studio} changes={changes} />
      </div>
    </section>
  );
}

function Strip({ room, id, host, name, changes }: { room: Room; id: string; host: string; name: string; changes: boolean }) {
  const { desk, show } = room;
  const source = useComputed(() => desk.state.value.sources[id]).value;
  const level = useComputed(() => desk.source_levels.value[id]);
  const air = useComputed(() => heard_by(desk.state.value.talks, id).has(host)).value;
  if (source === undefined) return null;
  return (
    <div class={air ? "mix-strip mix-air" : "mix-strip"} data-source={id}>
      <SourceName id={id} label={source.label} kind={air ? say("on_air_cell") : control(`kind_${source.kind}`)} />
      <Meter level={level} label={source.label || id} />
      {source.trouble != null && <p class="field-wrong">{sentence(source.trouble)}</p>}
      <SourceAtHost show={show} id={id} source={source} host={host} name={name} changes={changes} />
    </div>
  );
}
