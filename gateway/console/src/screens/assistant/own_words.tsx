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
  const { own } = room.assist;
  const { text } = own.value;
  const to = own.value.to in hosts ? own.value.to : "all";
  const [started] = useState(text !== "");
  const [busy, set_busy] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy || text.trim() === "" || room.assist.muted) return;
    set_busy(true);
    if (await room.assist.own_words(text.trim(), [to])) own.value = { ...own.peek(), text: "" };
    set_busy(false);
  };
  return (
    <details class="box own-words" open={started}>
      <summary>{say("own")}</summary>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <TextArea label={say("edit_label")} hint={say("own_help")} value={text} on={(typed) => (own.value = { ...own.peek(), text: typed })} longest={LONGEST} rows={2} />
        <div class="row row-bottom">
          <Select
            label={say("to_hosts")}
            value={to}
            choices={[{ value: "all", label: say("everybody") }, ...in_order(hosts).map((id) => ({ value: id, label: label_of(hosts, id) }))]}
            on={(host) => (own.value = { ...own.peek(), to: host })}
          />
          <Button kind="primary" type="submit" icon="check" disabled={busy || text.trim() === "" || !room.desk.usable.value || room.assist.muted}>
            {say("own_do")}
          </Button>
        </div>
      </form>
    </details>
  );
}
