/** Writing a bodypack down: from now on the studio knows its name. Its key comes by cable. */
import { useState } from "preact/hooks";
import type { Bodypack } from "../../core/bodypacks";
import type { Fleet } from "../../core/fleet";
import { go } from "../../live/route";
import { session } from "../../live/session";
import { post } from "../../shared/http";
import { language } from "../../shared/words";
import { Banner } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { Select, TextField } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/bodypacks";
import { ID_PATTERN } from "../settings/hosts";
import { names_in } from "../settings/parts";
import { LONGEST_LABEL } from "./names";
import { language_choices, show_choices } from "./words";

export function RegisterDialog({ id: first, fleet, closed }: { id: string; fleet: Fleet; closed: () => void }) {
  const [id, set_id] = useState(first);
  const [label, set_label] = useState("");
  const [show, set_show] = useState(session.value?.shows[0]?.id ?? "");
  const [groups, set_groups] = useState("");
  const [tongue, set_tongue] = useState<string>(language.value);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { id: id.trim(), label: label.trim() || id.trim(), show, groups: names_in(groups), language: tongue };
    const made = await attempt(
      () => post<Bodypack>("/bodypacks", body),
      () => say("registered", { name: body.label }),
    );
    if (!made) return;
    closed();
    go("bodypacks", body.id);
  };
  return (
    <Dialog title={say("register")} closed={closed}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <p>{say("register_help")}</p>
        {fleet.broker === "external" && <Banner level="info">{say("register_external")}</Banner>}
        <TextField label={say("id")} hint={say("id_hint")} value={id} on={set_id} pattern={ID_PATTERN} longest={32} required focus={first === ""} />
        <TextField label={say("label")} hint={say("label_hint")} value={label} on={set_label} longest={LONGEST_LABEL} focus={first !== ""} />
        {show_choices(show).length > 1 && <Select label={say("show")} value={show} choices={show_choices(show)} on={set_show} />}
        <TextField label={say("groups")} hint={say("groups_hint")} value={groups} on={set_groups} />
        <Select label={say("language")} value={tongue} choices={language_choices(tongue)} on={set_tongue} />
        <div class="row row-end">
          <Button on={closed}>{say("cancel")}</Button>
          <Button kind="primary" type="submit" disabled={id.trim() === ""}>
            {say("register_do")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
