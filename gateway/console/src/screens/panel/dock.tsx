/** The lower edge: keys for many, and how one talks. */
import { MODES, type Mode, type Priority } from "../../core/document";
import { may, rungs } from "../../core/rights";
import { label_of } from "../../core/targets";
import { Button } from "../../shared/ui/button";
import { Segments } from "../../shared/ui/field";
import { Icon } from "../../shared/ui/icon";
import { printed } from "../../core/hotkeys";
import { say } from "../../words/panel";
import { usePanel } from "./context";
import { reply_targets } from "./key_light";
import { MicrophoneBar } from "./microphone_bar";
import { TalkKey } from "./talk_key";

export function Dock() {
  return (
    <section class="dock" aria-label={say("talk")}>
      <ManyKeys />
      <Manner />
      <MicrophoneBar />
    </section>
  );
}

/** All-call, groups, reply. */
export function ManyKeys() {
  const { desk } = usePanel();
  const { groups, hosts } = desk.state.value;
  const caller = reply_targets(hosts)[0];
  return (
    <div class="dock-keys">
      <TalkKey name="all" size="dock" icon="megaphone" label={say("talk_to_all")} title={say("all_key")} />
      {Object.keys(groups)
        .sort()
        .map((name) => (
          <TalkKey key={name} name={`group:${name}`} size="dock" icon="group" label={say("talk_to_group", { name })} title={name} />
        ))}
      <TalkKey
        name="reply"
        size="dock"
        icon="reply"
        calling={caller !== undefined}
        label={caller === undefined ? say("reply") : say("reply_to", { name: label_of(hosts, caller) })}
        title={caller === undefined ? say("reply") : label_of(hosts, caller)}
        note={caller === undefined ? say("reply_help") : say("reply")}
      />
    </div>
  );
}

/** Mode, priority, privately or not, and the way to stop everything. */
export function Manner() {
  const { desk, talker } = usePanel();
  const you = desk.you.value;
  const may_latch = may(you, "may_latch");
  const allowed = you === null ? [] : rungs(you);
  const talking = [...desk.keys.value.values()].some((key) => key.phase !== "idle");
  const silence = talker.bindings.value["silence"];
  return (
    <div class="manner">
      <div class="manner-row">
        <Segments<Mode>
          label={say("mode")}
          value={talker.kept.value.mode}
          choices={MODES.map((mode) => ({
            value: mode,
            label: say(mode),
            title: say(`${mode}_help`),
            disabled: (mode === "latch" || mode === "tap") && !may_latch,
          }))}
          set={(mode) => talker.keep({ mode })}
        />
        {talker.kept.value.mode === "timed" && (
          <label class="seconds">
            <input
              class="input"
              type="number"
              min={1}
              max={60}
              value={talker.kept.value.seconds}
              onChange={(event) => talker.keep({ seconds: Math.min(Math.max(Math.round(Number(event.currentTarget.value)) || 10, 1), 60) })}
            />
            {say("seconds")}
          </label>
        )}
        <button
          type="button"
          class="toggle toggle-private"
          aria-pressed={talker.privately.value}
          title={say("private_help")}
          onClick={() => (talker.privately.value = !talker.privately.value)}
        >
          <Icon name="lock" />
          {say("private")}
        </button>
      </div>
      <div class="manner-row">
        {allowed.length > 1 && (
          <Segments<Priority>
            label={say("priority")}
            value={talker.priority.value}
            choices={allowed.map((one) => ({ value: one, label: say(one), title: say("raise") }))}
            set={(priority) => (talker.priority.value = priority)}
          />
        )}
        <Button icon="stop" kind={talking ? "danger" : "quiet"} disabled={!talking} on={() => desk.silence()}>
          <span class="stop-word">{say("silence")}</span>
          {silence !== undefined && <kbd class="key-hot">{printed(silence)}</kbd>}
        </Button>
      </div>
    </div>
  );
}
