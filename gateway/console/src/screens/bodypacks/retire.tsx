/** The end of a bodypack in this studio. Its id is typed, since nothing brings its key back. */
import { useState } from "preact/hooks";
import { type Bodypack, name_of } from "../../core/bodypacks";
import { go } from "../../live/route";
import { part, remove } from "../../shared/http";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { TextField } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say as all } from "../../words/bodypacks";
import { say } from "../../words/bodypack";

export function RetireBox({ pack }: { pack: Bodypack }) {
  const [asking, set_asking] = useState(false);
  return (
    <section class="box pack-wide" aria-labelledby="pack-retire">
      <h2 id="pack-retire">{say("retire")}</h2>
      <div class="row pack-foot">
        <p>{say(pack.declared ? "retire_declared" : "retire_help")}</p>
        <Button icon="trash" disabled={pack.declared} on={() => set_asking(true)}>
          {say("retire_do")}
        </Button>
      </div>
      {asking && <RetireDialog pack={pack} closed={() => set_asking(false)} />}
    </section>
  );
}

function RetireDialog({ pack, closed }: { pack: Bodypack; closed: () => void }) {
  const [typed, set_typed] = useState("");
  const name = name_of(pack);
  const sure = typed.trim() === pack.id;
  const retire = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!sure) return;
    const done = (): string => say("retired", { name });
    if (await attempt(() => remove(`/bodypacks/${part(pack.id)}`), done)) go("bodypacks");
  };
  return (
    <Dialog title={say("retire_title", { name })} closed={closed}>
      <form class="stack" onSubmit={(event) => void retire(event)}>
        <p>{say("retire_sure")}</p>
        <TextField label={say("retire_type", { id: pack.id })} value={typed} on={set_typed} longest={32} focus />
        <div class="row row-end">
          <Button on={closed}>{all("cancel")}</Button>
          <Button kind="danger" icon="trash" type="submit" disabled={!sure}>
            {say("retire")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
