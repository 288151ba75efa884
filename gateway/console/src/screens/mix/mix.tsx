/** The mix: every source at every host. A table where there is room, one host at a time on a phone. */
import { signal, useComputed } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { sources_in_order } from "../../core/mix";
import { may } from "../../core/rights";
import { in_order, label_of } from "../../core/targets";
import { query } from "../../live/route";
import { Empty } from "../../shared/ui/banner";
import { Select } from "../../shared/ui/field";
import { say } from "../../words/mix";
import type { Room } from "../room";
import { MixTable } from "./mix_table";
import { OneHostMix } from "./one_host";

const NARROW = matchMedia("(max-width: 760px)");
const narrow = signal(NARROW.matches);
NARROW.addEventListener("change", () => (narrow.value = NARROW.matches));

/** From so many hosts on, one may choose a group of them. */
const MANY = 7;

export function MixScreen({ room }: { room: Room }) {
  const { desk } = room;
  // Told apart from the document, so that a figure of a bodypack draws nothing here anew.
  const hosts = useComputed(() => in_order(desk.state.value.hosts).join(" ")).value.split(" ").filter(Boolean);
  const sources = useComputed(() => sources_in_order(desk.state.value.sources).join(" ")).value.split(" ").filter(Boolean);
  const groups = useComputed(() => Object.keys(desk.state.value.groups).sort().join(" ")).value.split(" ").filter(Boolean);
  const asked = query.value.get("host");
  const [group, set_group] = useState("");
  const [chosen, set_chosen] = useState<string | null>(asked);
  useEffect(() => set_chosen(asked), [asked]);
  const one = chosen !== null && hosts.includes(chosen) ? chosen : (hosts[0] ?? "");
  const shown = group === "" ? hosts : hosts.filter((id) => desk.state.value.groups[group]?.includes(id));
  const changes = may(desk.you.value, "may_adjust");
  if (!desk.usable.value && hosts.length === 0) return <main class="page" />;
  if (hosts.length === 0 || sources.length === 0) {
    return (
      <main class="page">
        <Empty icon="sliders" title={say("no_mix")}>
          <p>{say("no_mix_help")}</p>
        </Empty>
      </main>
    );
  }
  return (
    <main class="page page-mix">
      <header class="page-head">
        <div>
          <h1>{say("mix")}</h1>
          <p class="quiet">{!changes ? say("mix_look") : narrow.value ? say("mix_help_touch") : say("mix_help")}</p>
        </div>
        {narrow.value ? (
          <Select
            label={say("mix_host")}
            value={one}
            choices={hosts.map((id) => ({ value: id, label: label_of(desk.state.value.hosts, id) }))}
            on={set_chosen}
          />
        ) : (
          hosts.length >= MANY &&
          groups.length > 0 && (
            <Select
              label={say("mix_hosts")}
              value={group}
              choices={[{ value: "", label: say("mix_all_hosts") }, ...groups.map((name) => ({ value: name, label: name }))]}
              on={set_group}
            />
          )
        )}
      </header>
      {narrow.value ? (
        <OneHostMix key={one} room={room} host={one} sources={sources} changes={changes} />
      ) : (
        <MixTable room={room} hosts={shown} sources={sources} changes={changes} chosen={asked} />
      )}
    </main>
  );
}
