/** Sources by hosts: what is heard now stands out, what is far to the side or below keeps its name in sight. */
import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { heard_by } from "../../core/mix";
import { label_of } from "../../core/targets";
import { Meter } from "../../shared/ui/meter";
import { sentence } from "../../shared/words";
import { say } from "../../words/mix";
import { say as control } from "../../words/panel_controls";
import type { Room } from "../room";
import { DepthAtHost, ProgrammeAtHost, SourceAtHost, SourceEverywhere } from "./cells";

interface TableProps {
  room: Room;
  hosts: readonly string[];
  sources: readonly string[];
  changes: boolean;
  /** The host that one came for. */
  chosen: string | null;
}

export function MixTable({ room, hosts, sources, changes, chosen }: TableProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen !== null) box.current?.querySelector(".mix-chosen")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [chosen]);
  return (
    <div ref={box} class="mix-scroll">
      <table class="mix">
        <thead>
          <tr>
            <th scope="col">{say("source")}</th>
            <th scope="col">{say("everyone")}</th>
            {hosts.map((id) => (
              <HostHead key={id} room={room} id={id} chosen={id === chosen} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sources.map((id) => (
            <SourceRow key={id} room={room} id={id} hosts={hosts} changes={changes} chosen={chosen} />
          ))}
        </tbody>
        <tbody class="mix-programme">
          <tr>
            <th scope="row">{say("programme_row")}</th>
            <td />
            {hosts.map((id) => (
              <td key={id} class={id === chosen ? "mix-chosen" : undefined}>
                <HostCell room={room} id={id} changes={changes} what="programme" />
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">{say("ducking_row")}</th>
            <td />
            {hosts.map((id) => (
              <td key={id} class={id === chosen ? "mix-chosen" : undefined}>
                <HostCell room={room} id={id} changes={changes} what="ducking" />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function HostHead({ room, id, chosen }: { room: Room; id: string; chosen: boolean }) {
  const { desk } = room;
  const name = useComputed(() => label_of(desk.state.value.hosts, id)).value;
  const colour = useComputed(() => desk.state.value.hosts[id]?.colour ?? "").value;
  const here = useComputed(() => desk.state.value.hosts[id]?.state === "online").value;
  const level = useComputed(() => desk.host_levels.value[id]);
  return (
    <th scope="col" class={chosen ? "mix-host mix-chosen" : here ? "mix-host" : "mix-host mix-away"}>
      <span class="mix-name">
        <span class="swatch" style={colour === "" ? undefined : { background: colour }} />
        {name}
      </span>
      <Meter level={level} label={name} />
    </th>
  );
}

function SourceRow(props: { room: Room; id: string; hosts: readonly string[]; changes: boolean; chosen: string | null }) {
  const { room, id, hosts, changes, chosen } = props;
  const { desk, show } = room;
  const source = useComputed(() => desk.state.value.sources[id]).value;
  const heard = useComputed(() => [...heard_by(desk.state.value.talks, id)].sort().join(" ")).value.split(" ");
  const names = useComputed(() => hosts.map((host) => label_of(desk.state.value.hosts, host)).join("\n")).value.split("\n");
  if (source === undefined) return null;
  return (
    <tr data-source={id}>
      <SourceHead room={room} id={id} />
      <td>
        <SourceEverywhere show={show} id={id} source={source} changes={changes} />
      </td>
      {hosts.map((host, at) => {
        const air = heard.includes(host);
        const classes = [air ? "mix-air" : "", host === chosen ? "mix-chosen" : ""].filter(Boolean).join(" ");
        return (
          <td key={host} class={classes || undefined} data-host={host}>
            <SourceAtHost show={show} id={id} source={source} host={host} name={names[at] ?? host} changes={changes} />
            {air && <span class="unseen">{say("on_air_cell")}</span>}
          </td>
        );
      })}
    </tr>
  );
}

/** Its name, kind, level, and what is wrong with it. */
function SourceHead({ room, id }: { room: Room; id: string }) {
  const source = useComputed(() => room.desk.state.value.sources[id]).value;
  const level = useComputed(() => room.desk.source_levels.value[id]);
  if (source === undefined) return null;
  return (
    <th scope="row">
      <SourceName id={id} label={source.label} kind={control(`kind_${source.kind}`)} />
      <Meter level={level} label={source.label || id} />
      {source.trouble != null && <p class="field-wrong">{sentence(source.trouble)}</p>}
    </th>
  );
}

export function SourceName({ id, label, kind }: { id: string; label: string; kind: string }) {
  return (
    <span class="mix-name">
      <strong>{label || id}</strong>
      <small class="quiet">{kind}</small>
    </span>
  );
}

function HostCell({ room, id, changes, what }: { room: Room; id: string; changes: boolean; what: "programme" | "ducking" }) {
  const { desk } = room;
  const host = useComputed(() => desk.state.value.hosts[id]).value;
  const studio = useComputed(() => desk.state.value.gateway.ducking).value;
  if (host === undefined) return null;
  const name = label_of(desk.state.value.hosts, id);
  if (what === "programme") return <ProgrammeAtHost id={id} host={host} name={name} changes={changes} />;
  return <DepthAtHost id={id} host={host} name={name} studio={studio} changes={changes} />;
}
