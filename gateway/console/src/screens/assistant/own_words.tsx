/** Something of one's own in the assistant's voice: for who has no microphone, or a colleague who speaks another language. */
import { useState } from "preact/hooks";
import { in_order, label_of } from "../../core/targets";
import { Button } from "../../shared/ui/button";
import { Select, TextArea } from "../../shared/ui/field";
import { say } from "../../words/assistant";
import type { Room } from "../room";

const LONGEST = 200;

export function OwnWords({ room }: { room: Room }) {
  const { hosts } = room.desk.state.value;
  const [text, set_text] = useState("");
  const [to, set_to] = useState("all");
  const [busy, set_busy] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy || text.trim() === "") return;
    set_busy(true);
    if (await room.assist.own_words(text.trim(), [to])) set_text("");
    set_busy(false);
  };
  return (
    <details class="box own-words">
      <summary>{say("own")}</summary>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <TextArea label={say("edit_label")} hint={say("own_help")} value={text} on={set_text} longest={LONGEST} rows={2} />
        <div class="row row-bottom">
          <Select
            label={say("to_hosts")}
            value={to}
            choices={[{ value: "all", label: say("everybody") }, ...in_order(hosts).map((id) => ({ value: id, label: label_of(hosts, id) }))]}
            on={set_to}
          />
          <Button kind="primary" type="submit" icon="check" disabled={busy || text.trim() === "" || !room.desk.usable.value}>
            {say("own_do")}
          </Button>
        </div>
      </form>
    </details>
  );
}
