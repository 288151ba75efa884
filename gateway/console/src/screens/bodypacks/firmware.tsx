/** The firmware of one bodypack: what it runs, where its update is, and updating it alone. */
import { type Bodypack, firmware_of, name_of, progress_of } from "../../core/bodypacks";
import type { Fleet } from "../../core/fleet";
import { studio } from "../../live/session";
import { post } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Button } from "../../shared/ui/button";
import { Icon } from "../../shared/ui/icon";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/bodypack";
import { RolloutState } from "./fleet_firmware";

export function PackFirmware({ pack, fleet }: { pack: Bodypack; fleet: Fleet }) {
  const { update } = pack;
  const { rollout } = fleet;
  const here = studio.value?.version ?? "";
  const state = firmware_of(pack, here);
  const mine = rollout !== null && pack.id in rollout.hosts;
  const busy = rollout !== null && (rollout.state === "running" || rollout.state === "paused" || progress_of(rollout).under_way);
  const name = name_of(pack);
  /** It runs something that knows of no updates. */
  const by_cable = pack.version !== null && update?.machine == null;
  const begin = (): Promise<boolean> => attempt(() => post("/updates", { hosts: [pack.id] }), () => say("update_began", { name }));
  return (
    <section class="box" aria-labelledby="pack-firmware">
      <div class="page-head">
        <h2 id="pack-firmware">{say("firmware")}</h2>
        <strong class="pack-big">{pack.version ?? "–"}</strong>
      </div>
      <p>{pack.version === null ? say("firmware_silent") : say("firmware_runs", { version: pack.version })}</p>
      {update?.current === true && <p class="quiet">{say("firmware_newest")}</p>}
      {state === "older" && <p class="quiet">{say("firmware_differs", { version: here })}</p>}
      {update?.on_trial === true && <p class="field-hint">{say("firmware_trial")}</p>}
      {update?.en !== undefined && update.zh !== undefined && mine && update.state === "waiting" && busy && (
        <p class="pack-note" role="status">
          <Icon name="clock" />
          {sentence({ en: update.en, zh: update.zh })}
        </p>
      )}
      {!busy && (
        <div class="row pack-foot">
          <p class="field-hint">{by_cable ? say("firmware_cable") : pack.state === "online" ? "" : say("firmware_offline")}</p>
          <Button icon="download" disabled={pack.state !== "online" || by_cable} on={begin}>
            {say(state === "current" ? "update_again" : "update")}
          </Button>
        </div>
      )}
      {mine ? <RolloutState rollout={rollout} /> : busy && <p class="field-hint">{say("firmware_others")}</p>}
    </section>
  );
}
