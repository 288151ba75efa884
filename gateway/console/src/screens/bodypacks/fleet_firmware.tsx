/** The firmware of all bodypacks: who is behind, the roll-out that goes on, and what one may do about it. */
import { useState } from "preact/hooks";
import { type Bodypack, type Rollout, behind, name_of, progress_of } from "../../core/bodypacks";
import type { Fleet } from "../../core/fleet";
import { studio } from "../../live/session";
import { post } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { Select } from "../../shared/ui/field";
import { Icon } from "../../shared/ui/icon";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/bodypacks";

const MOST_AT_ONCE = 8;

export function FleetFirmware({ fleet }: { fleet: Fleet }) {
  const [asking, set_asking] = useState(false);
  const rollout = fleet.rollout;
  const known = fleet.bodypacks.some((pack) => pack.update?.current != null);
  const version = studio.value?.version ?? "";
  const late = behind(fleet.bodypacks, version);
  const busy = rollout !== null && (rollout.state === "running" || rollout.state === "paused" || progress_of(rollout).under_way);
  const words = late.length > 0 ? say("fleet_behind", { count: late.length, version }) : say(known ? "fleet_current" : "fleet_unknown", { version });
  return (
    <section class="box" aria-label={say("fleet")}>
      <div class="page-head">
        <h2>{say("fleet")}</h2>
        {!busy && late.length > 0 && (
          <Button icon="download" on={() => set_asking(true)}>
            {say("update_all")}
          </Button>
        )}
      </div>
      {!busy && <p>{words}</p>}
      {rollout !== null && <RolloutState rollout={rollout} />}
      {asking && <UpdateDialog packs={late} version={version} closed={() => set_asking(false)} />}
    </section>
  );
}

const ROLLOUT = "/updates";

/** Where the newest roll-out is. */
export function RolloutState({ rollout }: { rollout: Rollout }) {
  const { done, all, share, under_way } = progress_of(rollout);
  const { state, version } = rollout;
  const told = Object.entries(rollout.hosts).filter(([, row]) => row.state !== undefined && row.state !== "done" && row.state !== "waiting" && row.en !== undefined);
  const tell = (what: string) => () => attempt(() => post(`${ROLLOUT}/${what}`));
  return (
    <div class="rollout" data-rollout={state}>
      <div class="rollout-head">
        <strong>{say(`rollout_${state}`, { version })}</strong>
        {state !== "done" && <span class="quiet">{say("rollout_count", { done, all })}</span>}
        <span class="row rollout-ways">
          {state === "running" && (
            <Button small on={tell("pause")}>
              {say("pause")}
            </Button>
          )}
          {state === "paused" && (
            <Button small icon="play" on={tell("resume")}>
              {say("resume")}
            </Button>
          )}
          {state === "stopped" && done < all && (
            <Button small icon="play" on={tell("resume")}>
              {say("retry")}
            </Button>
          )}
          {(state === "running" || state === "paused") && (
            <Button small icon="stop" on={tell("stop")}>
              {say("stop")}
            </Button>
          )}
          {(state === "stopped" || state === "done") && !under_way && done > 0 && (
            <Button small icon="reply" on={() => attempt(() => post(`${ROLLOUT}/undo`), () => say("undone"))}>
              {say("undo")}
            </Button>
          )}
        </span>
      </div>
      {state !== "done" && <progress class="rollout-bar" max={1} value={share} aria-label={say("rollout_progress")} />}
      {told.length > 0 && (
        <ul class="plain rollout-rows" aria-live="polite">
          {told.map(([id, row]) => (
            <li key={id} class={row.state === "failed" ? "rollout-failed" : undefined}>
              <Icon name={row.state === "failed" ? "warning" : "clock"} />
              {sentence({ en: row.en ?? "", zh: row.zh ?? "" })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function UpdateDialog({ packs, version, closed }: { packs: readonly Bodypack[]; version: string; closed: () => void }) {
  const [first, set_first] = useState(packs[0]?.id ?? "");
  const [at_once, set_at_once] = useState("1");
  const canary = packs.some((pack) => pack.id === first) ? first : (packs[0]?.id ?? "");
  const begin = async (): Promise<void> => {
    const body = { hosts: packs.map((pack) => pack.id), canary, at_once: Number(at_once) };
    if (await attempt(() => post(ROLLOUT, body), () => say("update_began", { version }))) closed();
  };
  return (
    <Dialog title={say("update_title")} closed={closed}>
      <p>{say("update_help")}</p>
      <p>{say("update_who", { names: packs.map(name_of).join(", ") })}</p>
      <div class="row row-bottom">
        <Select label={say("update_first")} value={canary} choices={packs.map((pack) => ({ value: pack.id, label: name_of(pack) }))} on={set_first} />
        <Select
          label={say("update_at_once")}
          value={at_once}
          choices={Array.from({ length: MOST_AT_ONCE }, (_, at) => ({ value: String(at + 1), label: String(at + 1) }))}
          on={set_at_once}
        />
      </div>
      <div class="row row-end">
        <Button on={closed}>{say("cancel")}</Button>
        <Button kind="primary" icon="download" disabled={packs.length === 0} on={begin}>
          {say("update_begin")}
        </Button>
      </div>
    </Dialog>
  );
}
