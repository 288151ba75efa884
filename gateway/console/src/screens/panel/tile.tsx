/** One host: who they are, what they hear, how well, and the key to speak to them. */
import { useComputed } from "@preact/signals";
import type { Host } from "../../core/document";
import { label_of } from "../../core/targets";
import { may, may_end } from "../../core/rights";
import { end_talk } from "../../live/phrase_player";
import { part, remove } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Button } from "../../shared/ui/button";
import { Icon, type IconName } from "../../shared/ui/icon";
import { Meter } from "../../shared/ui/meter";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/panel";
import { say as controls } from "../../words/panel_controls";
import { usePanel } from "./context";
import { TalkKey } from "./talk_key";
import { Figures, LastReceipt } from "./tile_figures";
import { ago_words } from "./times";
import { leak_words } from "./leak_words";
import { set_muted } from "./host_actions";

export function Tile({ id, dense }: { id: string; dense: boolean }) {
  const panel = usePanel();
  const { desk, talker, monitor } = panel;
  const host = useComputed(() => desk.state.value.hosts[id]).value;
  const level = useComputed(() => desk.host_levels.value[id]);
  const programme = useComputed(() => Object.values(desk.state.value.sources).some((one) => one.kind === "programme")).value;
  if (host === undefined) return null;
  const name = label_of(desk.state.value.hosts, id);
  const on_air = host.hearing.length > 0;
  const worst = worst_note(host, desk.state.value.hosts);
  const calling = host.calling_since !== null;
  const listening = monitor.listening.value.has(`host:${id}`);
  const chosen = talker.selected.value === id;
  const classes = ["tile", dense ? "tile-dense" : "", on_air ? "tile-air" : "", calling ? "tile-calling" : "", chosen ? "tile-chosen" : "", `tile-${host.state}`];
  return (
    <article class={classes.filter(Boolean).join(" ")} aria-label={name} data-host={id}>
      <header class="tile-head">
        <span class="tile-swatch" style={host.colour ? { background: host.colour } : undefined} />
        <button
          type="button"
          class="tile-name"
          aria-pressed={chosen}
          aria-label={say("select", { name })}
          onClick={() => (talker.selected.value = chosen ? null : id)}
        >
          {name}
        </button>
        <span class={`state state-${host.state}`}>
          <Icon name={host.kind === "phone" ? "phone" : "pack"} />
          <span>{say(host.state)}</span>
        </span>
        {!dense && may(desk.you.value, "may_listen") && (
          <Button
            small
            kind="quiet"
            icon="headphones"
            pressed={listening}
            label={listening ? controls("stop_listening") : controls("listen", { name })}
            on={() => monitor.toggle(`host:${id}`)}
          />
        )}
        {!dense && may(desk.you.value, "may_adjust") && (
          <Button
            small
            kind="quiet"
            icon={host.muted ? "speaker_off" : "speaker"}
            pressed={host.muted}
            label={host.muted ? controls("unmute") : controls("mute")}
            on={() => set_muted(id, name, !host.muted)}
          />
        )}
      </header>

      {!on_air && worst !== null ? <Note note={worst} /> : <Hearing host={host} programme={programme} />}
      <Meter level={level} label={say("level", { name })} />

      <TalkKey
        name={`host:${id}`}
        label={say("talk_to", { name })}
        title={dense ? name : say("talk")}
        calling={calling}
      />

      {on_air && worst !== null ? <Note note={worst} /> : <Figures host={host} dense={dense} />}
      {!dense && <LastReceipt host={host} />}
      {calling && (
        <div class="tile-call" role="status">
          <Icon name="bell" />
          <strong>{say("calling")}</strong>
          <span>{ago_words(host.calling_since)}</span>
          <Button small on={() => attempt(() => remove(`/hosts/${part(id)}/call`))}>
            {say("answered")}
          </Button>
        </div>
      )}
    </article>
  );
}

/** Who is in this ear now. */
function Hearing({ host, programme }: { host: Host; programme: boolean }) {
  if (host.hearing.length === 0) {
    return <p class="hearing hearing-none">{host.programme_db === null || !programme ? say("hears_none") : say("hears_programme")}</p>;
  }
  return (
    <p class="hearing">
      <span class="air-light" aria-hidden="true" />
      <strong class="air-word">{say("on_air")}</strong>
      {host.hearing.map((one) => (
        <span key={one.cue} class={`speaker speaker-${one.priority}`}>
          {one.private && <Icon name="lock" label={say("privately")} />}
          {one.name}
          {one.priority !== "direct" && <small>{say(one.priority)}</small>}
          <EndPhrase cue={one.cue} />
        </span>
      ))}
    </p>
  );
}

/** A phrase that is said here can be ended here, whoever began it. */
function EndPhrase({ cue }: { cue: string }) {
  const { desk } = usePanel();
  const state = desk.state.value;
  const you = desk.you.value;
  const talk = state.talks[cue];
  if (talk?.phrase == null || you === null || !may_end(you, state, talk)) return null;
  const label = state.phrases[talk.phrase]?.label ?? talk.phrase;
  return (
    <Button
      small
      kind="quiet"
      icon="close"
      label={say("phrase_end", { label })}
      on={() => attempt(() => end_talk(cue), () => say("phrase_stopped", { label }))}
    />
  );
}

interface TileNote {
  icon: IconName;
  level: "warning" | "error";
  text: string;
}

/** What is wrong with this ear, the gravest first, in words. It stands where it moves no key. */
export function worst_note(host: Host, hosts: Record<string, Host>): TileNote | null {
  if (host.leak !== null) return { icon: "leak", level: "error", text: leak_words(host.leak, hosts) };
  if (host.trouble !== null) return { icon: "warning", level: "error", text: sentence(host.trouble) };
  if (host.muted) return { icon: "speaker_off", level: "warning", text: say("muted_host") };
  return null;
}

export function Note({ note }: { note: TileNote }) {
  return (
    <p class={`tile-note tile-${note.level}`} role={note.level === "error" ? "alert" : undefined} title={note.text}>
      <Icon name={note.icon} />
      <span>{note.text}</span>
    </p>
  );
}
