/** Which key does what, changed by pressing it; conflicts are shown where they are. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type AssistVerb, printed } from "../../core/hotkeys";
import { label_of } from "../../core/targets";
import { Button } from "../../shared/ui/button";
import { say } from "../../words/settings";
import type { Room } from "../room";

/** How long a second key may follow the first. */
const SECOND_WITHIN_MS = 900;

export function HotkeySettings({ room }: { room: Room }) {
  const { talker } = room;
  const [asking, set_asking] = useState<string | null>(null);
  const chosen = talker.kept.value.keys;
  const choose = (action: string, chord: string | null): void => {
    const keys = { ...chosen };
    if (chord === null) delete keys[action];
    else keys[action] = chord;
    talker.keep({ keys });
  };
  const conflicts = talker.conflicts.value;
  const actions = [...new Set([...Object.keys(talker.given.value), ...Object.keys(chosen), ...every_action(room)])];
  return (
    <section class="box">
      <p>{say("keys_help")}</p>
      <table class="table">
        <tbody>
          {actions.map((action) => {
            const chord = talker.bindings.value[action];
            const others = conflicts.get(action);
            return (
              <tr key={action}>
                <th scope="row">{name_of(room, action)}</th>
                <td>
                  {asking === action ? (
                    <Ask
                      heard={(heard) => {
                        set_asking(null);
                        if (heard !== null) choose(action, heard);
                      }}
                    />
                  ) : (
                    <kbd class="key-hot key-hot-big">{chord === undefined ? say("key_none") : printed(chord)}</kbd>
                  )}
                  {others !== undefined && (
                    <p class="field-wrong">{say("key_conflict", { others: others.map((other) => name_of(room, other)).join(", ") })}</p>
                  )}
                </td>
                <td>
                  <div class="row row-end">
                    <Button small on={() => set_asking(asking === action ? null : action)}>
                      {say("key_change")}
                    </Button>
                    <Button small kind="quiet" disabled={chord === undefined} on={() => choose(action, "")}>
                      {say("key_clear")}
                    </Button>
                    <Button small kind="quiet" disabled={!(action in chosen)} on={() => choose(action, null)}>
                      {say("key_given")}
                    </Button>
                  </div>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <div class="row row-end">
        <Button disabled={Object.keys(chosen).length === 0} on={() => talker.keep({ keys: {} })}>
          {say("key_all_given")}
        </Button>
      </div>
    </section>
  );
}

function every_action(room: Room): string[] {
  const { hosts, groups, phrases } = room.desk.state.value;
  return [
    ...Object.keys(hosts).map((id) => `host:${id}`),
    ...Object.keys(groups).map((id) => `group:${id}`),
    ...Object.keys(phrases).map((id) => `phrase:${id}`),
  ];
}

function name_of(room: Room, action: string): string {
  const { hosts, phrases } = room.desk.state.value;
  const at = action.indexOf(":");
  const id = action.slice(at + 1);
  if (action.startsWith("host:")) return say("action_host", { name: label_of(hosts, id) });
  if (action.startsWith("group:")) return say("action_group", { name: id });
  if (action.startsWith("phrase:")) return say("action_phrase", { name: phrases[id]?.label ?? id });
  if (action.startsWith("assist:")) return say(`action_assist_${id as AssistVerb}`);
  return say(`action_${action as "all" | "reply" | "selected" | "silence" | "private"}`);
}

/** Takes one key, or two in a row; Tab goes on, so that nobody is caught here. */
function Ask({ heard }: { heard: (chord: string | null) => void }) {
  const [first, set_first] = useState<string | null>(null);
  const box = useRef<HTMLSpanElement>(null);
  const done = useRef(heard);
  done.current = heard;
  useEffect(() => box.current?.focus(), []);
  useEffect(() => {
    if (first === null) return;
    const timer = setTimeout(() => done.current(first), SECOND_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [first]);
  return (
    <span
      ref={box}
      class="key-hot key-hot-big key-asking"
      contentEditable
      role="textbox"
      tabIndex={0}
      aria-label={say("key_press")}
      onBlur={() => done.current(first)}
      onBeforeInput={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.code === "Tab" || /^(Shift|Control|Alt|Meta)/.test(event.code)) return;
        event.preventDefault();
        event.stopPropagation();
        if (event.repeat) return;
        if (first === null) set_first(event.code);
        else heard(`${first} ${event.code}`);
      }}
    >
      {first === null ? say("key_press") : `${printed(first)} …`}
    </span>
  );
}
