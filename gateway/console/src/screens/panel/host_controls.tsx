/** Everything about the selected host: listening in, volume, programme, text, and the figures of the link. */
import { useState } from "preact/hooks";
import { MODES, type Host, type Mode } from "../../core/document";
import { db, tenth, whole } from "../../core/figures";
import { may } from "../../core/rights";
import { in_order, label_of } from "../../core/targets";
import { link } from "../../live/route";
import { Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Select, Slider, Switch, TextArea } from "../../shared/ui/field";
import { Icon } from "../../shared/ui/icon";
import { say as mix_says } from "../../words/mix";
import { say } from "../../words/panel";
import { say as control } from "../../words/panel_controls";
import { usePanel } from "./context";
import { type Depth, depth_words, identify, say_again, send_text, set_ducking, set_muted, set_programme, set_volume } from "./host_actions";
import { ListenControls } from "./sound";
import { Note, worst_note } from "./tile";
import { LastReceipt } from "./tile_figures";
import { duration_words } from "./times";

export function HostControls() {
  const { desk, talker } = usePanel();
  const { hosts } = desk.state.value;
  const id = talker.selected.value;
  const host = id === null ? undefined : hosts[id];
  const chooser = (
    <Select
      label={say("tab_host")}
      value={host === undefined ? "" : (id ?? "")}
      choices={[{ value: "", label: "–" }, ...in_order(hosts).map((one) => ({ value: one, label: label_of(hosts, one) }))]}
      on={(chosen) => (talker.selected.value = chosen === "" ? null : chosen)}
    />
  );
  if (id === null || host === undefined) {
    return (
      <>
        {chooser}
        <Empty icon="user" title={say("choose_host")} />
      </>
    );
  }
  return (
    <>
      {chooser}
      <OneHost key={id} id={id} host={host} name={label_of(hosts, id)} />
    </>
  );
}

function OneHost({ id, host, name }: { id: string; host: Host; name: string }) {
  const { show, desk, talker } = usePanel();
  const you = desk.you.value;
  const note = worst_note(host, desk.state.value.hosts);
  return (
    <div class="stack">
      {note !== null && <Note note={note} />}
      <LastReceipt host={host} />
      <Select
        label={say("mode_of_key")}
        value={talker.kept.value.modes[`host:${id}`] ?? ""}
        choices={[
          { value: "", label: `${say("mode_all")} (${say(talker.kept.value.mode)})` },
          ...MODES.map((mode) => ({
            value: mode,
            label: say(mode),
            disabled: (mode === "latch" || mode === "tap") && !may(you, "may_latch"),
          })),
        ]}
        on={(mode) => talker.set_mode(`host:${id}`, mode === "" ? null : (mode as Mode))}
      />
      {may(you, "may_listen") && <ListenControls what={`host:${id}`} label={control("listen", { name })} />}
      {may(you, "may_adjust") && <Ear id={id} host={host} name={name} />}
      <a class="button" href={`${link("show", show, "mix")}?host=${encodeURIComponent(id)}`}>
        <Icon name="sliders" />
        <span>{mix_says("mix_of", { name })}</span>
      </a>
      {host.kind === "phone" && <TextBox id={id} name={name} />}
      <Link host={host} />
    </div>
  );
}

const DEPTHS: readonly Depth[] = [null, "off", -6, -12, -18, -24, -60];

function Ear({ id, host, name }: { id: string; host: Host; name: string }) {
  const [moving, set_moving] = useState<number | null>(null);
  const volume = moving ?? host.volume_db ?? 0;
  const most = host.max_volume_db ?? 0;
  const programme = host.programme_db;
  return (
    <>
      <Slider
        label={control("volume")}
        value={volume}
        least={-40}
        most={Math.max(most, -40)}
        step={1}
        shown={db(volume)}
        on={set_moving}
        done={(value) => {
          set_moving(null);
          void set_volume(id, name, value, host.volume_db);
        }}
      />
      <Switch label={control("mute")} on={host.muted} set={(on) => void set_muted(id, name, on)} />
      <Switch label={control("programme")} on={programme !== null} set={(on) => void set_programme(id, name, on ? 0 : null, programme)} />
      {programme !== null && (
        <Slider
          label={control("programme")}
          value={programme}
          least={-40}
          most={12}
          step={1}
          shown={db(programme)}
          done={(value) => void set_programme(id, name, value, programme)}
        />
      )}
      <Select
        label={control("ducking")}
        value={String(host.ducking_db)}
        choices={depths(host.ducking_db).map((depth) => ({ value: String(depth), label: depth_words(depth) }))}
        on={(text) => void set_ducking(id, name, depth_of(text), host.ducking_db)}
      />
      <div class="row">
        <Button icon="pulse" on={() => identify(id, name)}>
          {control("identify")}
        </Button>
        <Button icon="reply" on={() => say_again(id, name)}>
          {control("say_again")}
        </Button>
      </div>
    </>
  );
}

/** The usual depths, and the one that is set where it is none of them. */
function depths(now: Depth): Depth[] {
  return DEPTHS.includes(now) ? [...DEPTHS] : [...DEPTHS, now];
}

function depth_of(text: string): Depth {
  return text === "null" ? null : text === "off" ? "off" : Number(text);
}

function TextBox({ id, name }: { id: string; name: string }) {
  const [text, set_text] = useState("");
  const send = async (): Promise<void> => {
    if (text.trim() !== "" && (await send_text(id, name, text.trim()))) set_text("");
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextArea label={control("text_cue")} placeholder={control("text_place")} value={text} on={set_text} longest={500} rows={2} />
      <div class="row row-end">
        <Button icon="text" kind="primary" type="submit" disabled={text.trim() === ""}>
          {control("send")}
        </Button>
      </div>
    </form>
  );
}

function Link({ host }: { host: Host }) {
  const rows: [string, string][] = [
    [say("battery"), whole(host.battery_percent, " %") + (host.battery_left_min === null ? "" : ` · ${duration_words(host.battery_left_min)}`)],
    [say("rssi"), whole(host.rssi_dbm, " dBm").replace("-", "−")],
    [say("loss"), tenth(host.loss_percent, " %")],
    [say("rtt"), tenth(host.rtt_ms, " ms")],
    [say("delay"), whole(host.delay_ms, " ms")],
    [say("buffer"), whole(host.buffer_ms, " ms")],
  ];
  return (
    <section>
      <h3>{control("figures")}</h3>
      <dl class="facts">
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
