/** Hearing protection: what may leave a bodypack at most. From afar it goes down, never up. */
import { useState } from "preact/hooks";
import { type Bodypack, ceiling_now, lower_ceilings, name_of } from "../../core/bodypacks";
import { part, patch } from "../../shared/http";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { Select } from "../../shared/ui/field";
import { Icon } from "../../shared/ui/icon";
import { attempt } from "../../shared/ui/toast";
import { say as all } from "../../words/bodypacks";
import { say } from "../../words/bodypack";
import { ceiling_words } from "./words";

export function CeilingBox({ pack }: { pack: Bodypack }) {
  const [asking, set_asking] = useState(false);
  const now = ceiling_now(pack);
  const waits = pack.ceiling_wanted_db !== null && pack.ceiling_wanted_db !== pack.ceiling_db;
  const lower = now === null ? [] : lower_ceilings(now);
  return (
    <section class="box" aria-labelledby="pack-ceiling">
      <div class="page-head">
        <h2 id="pack-ceiling">{say("ceiling")}</h2>
        <strong class="pack-big">{pack.ceiling_db === null ? "–" : ceiling_words(pack.ceiling_db)}</strong>
      </div>
      <p>{say("ceiling_help")}</p>
      {waits && (
        <p class="pack-note" role="status">
          <Icon name="clock" />
          {say("ceiling_wanted", { value: ceiling_words(pack.ceiling_wanted_db ?? 0) })}
        </p>
      )}
      <div class="row pack-foot">
        <p class="field-hint">{say(now === null ? "ceiling_unknown" : lower.length === 0 ? "ceiling_least" : pack.state === "online" ? "ceiling_only" : "ceiling_offline")}</p>
        <Button icon="shield" disabled={lower.length === 0 || pack.state !== "online"} on={() => set_asking(true)}>
          {say("ceiling_lower")}
        </Button>
      </div>
      {asking && now !== null && <LowerDialog pack={pack} now={now} lower={lower} closed={() => set_asking(false)} />}
    </section>
  );
}

/** As a first proposal; nearer than that hardly anybody hears a difference. */
const STEP_DB = 6;

function LowerDialog({ pack, now, lower, closed }: { pack: Bodypack; now: number; lower: readonly number[]; closed: () => void }) {
  const [wanted, set_wanted] = useState(() => lower.find((one) => one <= now - STEP_DB) ?? lower.at(-1) ?? now);
  const name = name_of(pack);
  const to = ceiling_words(wanted);
  const tell = async (): Promise<void> => {
    const done = (): string => say("ceiling_done", { name, to });
    if (await attempt(() => patch(`/bodypacks/${part(pack.id)}`, { ceiling_db: wanted }), done)) closed();
  };
  return (
    <Dialog title={say("ceiling")} closed={closed}>
      <Select
        label={say("ceiling_to")}
        value={String(wanted)}
        choices={lower.map((one) => ({ value: String(one), label: ceiling_words(one) }))}
        on={(text) => set_wanted(Number(text))}
      />
      <p>
        <strong>{say("ceiling_ask", { name, from: ceiling_words(now), to })}</strong>
      </p>
      <p>{say("ceiling_sure")}</p>
      <div class="row row-end">
        <Button on={closed}>{all("cancel")}</Button>
        <Button kind="primary" icon="shield" on={tell}>
          {say("ceiling_do")}
        </Button>
      </div>
    </Dialog>
  );
}
