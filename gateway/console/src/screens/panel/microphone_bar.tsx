/** The operator's own microphone: is it heard by the gateway, how loud, which one; and what to do when it is not. */
import { useState } from "preact/hooks";
import { may } from "../../core/rights";
import { microphone, type MicrophoneState } from "../../sound/microphone";
import { Banner } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { Select, Switch } from "../../shared/ui/field";
import { Icon } from "../../shared/ui/icon";
import { Meter } from "../../shared/ui/meter";
import { link } from "../../live/route";
import { sentence } from "../../shared/words";
import { say } from "../../words/panel_controls";
import { usePanel } from "./context";

export function MicrophoneBar() {
  const { publisher } = usePanel();
  const [open, set_open] = useState(false);
  const state = microphone.state.value;
  const ready = state === "on" && publisher.way.value === "ready";
  return (
    <div class={ready ? "mic mic-ready" : state === "on" || state === "asking" ? "mic mic-waiting" : "mic mic-off"}>
      <div class="mic-head">
        <Icon name={state === "on" ? "mic" : "mic_off"} />
        <span class="mic-words" role="status">
          <strong>{words_of(state, publisher.way.value)}</strong>
          <small>{state === "on" ? microphone.label.value : say("microphone")}</small>
        </span>
        <Button icon="gear" kind="quiet" label={say("mic_settings")} on={() => set_open(true)} />
      </div>
      {state === "on" ? (
        <Meter level={microphone.level_db} label={say("mic_level")} />
      ) : (
        <Button kind="primary" icon="mic" disabled={state === "asking"} on={() => microphone.open()}>
          {state === "off" ? say("mic_turn_on") : state === "asking" ? say("mic_turn_on") : say("try_again")}
        </Button>
      )}
      {open && <MicrophoneDialog closed={() => set_open(false)} />}
    </div>
  );
}

function words_of(state: MicrophoneState, way: string): string {
  if (state === "on") {
    return way === "ready" ? say("mic_ready") : way === "lost" ? say("mic_reconnecting") : say("mic_connecting");
  }
  return say(`mic_${state}`);
}

function MicrophoneDialog({ closed }: { closed: () => void }) {
  const { desk, talker } = usePanel();
  const { echo, noise, gain } = microphone.switches.value;
  const studio = Object.entries(desk.state.value.sources).filter(([, source]) => source.kind === "microphone");
  return (
    <Dialog title={say("mic_settings")} closed={closed}>
      {studio.length > 0 && may(desk.you.value, "may_adjust") && (
        <Select
          label={say("voice")}
          value={talker.voice.value}
          choices={[{ value: "", label: say("voice_own") }, ...studio.map(([id, one]) => ({ value: id, label: one.label || id }))]}
          on={(voice) => (talker.voice.value = voice)}
        />
      )}
      <Select
        label={say("device")}
        value={microphone.device.value}
        choices={[
          { value: "", label: say("device_default") },
          ...microphone.devices.value
            .filter((one) => one.deviceId !== "default")
            .map((one) => ({ value: one.deviceId, label: one.label || one.deviceId.slice(0, 8) })),
        ]}
        on={(device) => void microphone.choose(device)}
      />
      <Meter level={microphone.level_db} label={say("mic_level")} />
      <Switch label={say("echo")} on={echo} set={(on) => void microphone.set({ echo: on })} />
      <Switch label={say("noise")} on={noise} set={(on) => void microphone.set({ noise: on })} />
      <Switch label={say("gain")} on={gain} set={(on) => void microphone.set({ gain: on })} />
      <div class="row row-end">
        {microphone.state.value === "on" ? (
          <Button icon="mic_off" on={() => microphone.close()}>
            {say("mic_turn_off")}
          </Button>
        ) : (
          <Button kind="primary" icon="mic" on={() => microphone.open()}>
            {say("mic_turn_on")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

const HELPED = ["lost", "denied", "missing", "insecure", "busy"] as const;

/** Across the page: why the microphone cannot be used, and what helps. */
export function MicrophoneBanner() {
  const { publisher } = usePanel();
  const state = HELPED.find((one) => one === microphone.state.value);
  if (state === undefined) {
    const problem = publisher.problem.value;
    if (problem === null || publisher.way.value !== "lost") return null;
    return (
      <Banner level="warning" icon="mic_off">
        {sentence(problem)}
      </Banner>
    );
  }
  return (
    <Banner
      level={state === "lost" ? "error" : "warning"}
      icon="mic_off"
      actions={
        state === "insecure" ? (
          <a class="button" href={link("certificate")}>
            {say("certificate_help")}
          </a>
        ) : (
          <Button on={() => microphone.open()}>{say("try_again")}</Button>
        )
      }
    >
      <strong>{say(`mic_${state}`)}</strong> {say(`mic_${state}_help`)}
    </Banner>
  );
}
