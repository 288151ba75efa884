/** Shows of the studio. */
import { useState } from "preact/hooks";
import { look_up_session } from "../../live/session";
import { part, patch, post, remove } from "../../shared/http";
import { Button } from "../../shared/ui/button";
import { TextField } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/settings";
import { ID_PATTERN } from "./hosts";
import { RemoveButton, listed, useLoaded } from "./parts";

interface Show {
  id: string;
  label: string;
  declared?: unknown;
}

export function ShowList() {
  const shows = useLoaded<unknown>("/shows");
  const [id, set_id] = useState("");
  const [label, set_label] = useState("");
  const changed = async (): Promise<void> => {
    await Promise.all([shows.again(), look_up_session()]);
  };
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!(await attempt(() => post("/shows", { id: id.trim(), label: label.trim() || id.trim() }), () => say("saved")))) return;
    set_id("");
    set_label("");
    await changed();
  };
  return (
    <section class="box">
      {shows.wrong}
      <table class="table">
        <tbody>
          {listed<Show>(shows.value).map((show) => (
            <tr key={show.id}>
              <td class="mono">{show.id}</td>
              <td>
                <input
                  class="input"
                  aria-label={`${say("label")}: ${show.id}`}
                  defaultValue={show.label}
                  maxLength={64}
                  onChange={(event) => {
                    const wanted = event.currentTarget.value.trim();
                    const write = (text: string): Promise<void> => patch(`/shows/${part(show.id)}`, { label: text }).then(changed);
                    void attempt(() => write(wanted), () => say("saved"), () => write(show.label));
                  }}
                />
              </td>
              <td>
                <div class="row row-end">
                  <RemoveButton
                    question={say("show_remove_sure", { name: show.label || show.id })}
                    task={() => remove(`/shows/${part(show.id)}`)}
                    done={() => say("removed", { name: show.label || show.id })}
                    after={changed}
                  />
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <form class="row row-bottom" onSubmit={(event) => void add(event)}>
        <TextField label={say("id")} hint={say("id_hint")} value={id} on={set_id} pattern={ID_PATTERN} longest={32} required />
        <TextField label={say("label")} value={label} on={set_label} longest={64} />
        <Button kind="primary" icon="plus" type="submit">
          {say("show_add")}
        </Button>
      </form>
    </section>
  );
}
