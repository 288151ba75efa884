/** Roles as a matrix: a column for each, a row for each right. Every change counts at once, and can be taken back. */
import { useState } from "preact/hooks";
import { LADDER, type Priority, type Role } from "../../core/document";
import { ABILITIES, type Ability } from "../../core/rights";
import { part, put, remove } from "../../shared/http";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { TextField } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/settings";
import { say as panel_says } from "../../words/panel";
import type { Room } from "../room";
import { ID_PATTERN } from "./hosts";
import { RemoveButton, listed, names_in, useLoaded } from "./parts";

const ROWS: readonly (Ability | "talk_one_at_a_time")[] = [...ABILITIES, "talk_one_at_a_time"];

export const NEW_ROLE: Omit<Role, "id" | "label"> = {
  talk_to: ["all"],
  priority: "direct",
  may_latch: false,
  may_page_all: false,
  may_speak_as_assistant: false,
  may_feed: false,
  may_listen: true,
  may_adjust: false,
  may_phrases: false,
  may_review: false,
  may_administer: false,
  talk_one_at_a_time: false,
};

export function RoleSettings({ room }: { room: Room }) {
  const base = `/shows/${part(room.show)}/roles`;
  const loaded = useLoaded<unknown>(base);
  const [adding, set_adding] = useState(false);
  const roles = listed<Role>(loaded.value);
  const save = async (role: Role, before: Role | null): Promise<boolean> => {
    const write = (one: Role): Promise<unknown> => {
      const { id, ...body } = one;
      return put(`${base}/${part(id)}`, body);
    };
    const done = await attempt(
      () => write(role),
      () => say("saved"),
      before === null
        ? undefined
        : async () => {
            await write(before);
            await loaded.again();
          },
    );
    await loaded.again();
    return done;
  };
  return (
    <section class="box">
      {loaded.wrong}
      <p>{say("roles_help")}</p>
      <div class="scroll">
        <table class="table matrix">
          <thead>
            <tr>
              <th scope="col">{say("role")}</th>
              {roles.map((role) => (
                <th key={role.id} scope="col">
                  <span class="matrix-role">{role.label}</span>
                  <RemoveButton
                    question={say("role_remove_sure", { name: role.label })}
                    task={() => remove(`${base}/${part(role.id)}`)}
                    done={() => say("removed", { name: role.label })}
                    after={loaded.again}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{say("talk_to")}</th>
              {roles.map((role) => (
                <td key={role.id}>
                  <input
                    class="input input-small"
                    aria-label={`${role.label}: ${say("talk_to")}`}
                    title={say("talk_to_hint")}
                    defaultValue={role.talk_to.join(", ")}
                    onChange={(event) => void save({ ...role, talk_to: names_in(event.currentTarget.value) }, role)}
                  />
                </td>
              ))}
            </tr>
            <tr>
              <th scope="row">{say("highest")}</th>
              {roles.map((role) => (
                <td key={role.id}>
                  <select
                    class="input select input-small"
                    aria-label={`${role.label}: ${say("highest")}`}
                    value={role.priority}
                    onChange={(event) => void save({ ...role, priority: event.currentTarget.value as Priority }, role)}
                  >
                    {LADDER.filter((one) => one !== "assistant").map((one) => (
                      <option key={one} value={one} selected={one === role.priority}>
                        {panel_says(one)}
                      </option>
                    ))}
                  </select>
                </td>
              ))}
            </tr>
            {ROWS.map((right) => (
              <tr key={right}>
                <th scope="row">{say(right)}</th>
                {roles.map((role) => (
                  <td key={role.id} class="matrix-cell">
                    <input
                      type="checkbox"
                      aria-label={`${role.label}: ${say(right)}`}
                      checked={role[right]}
                      onChange={(event) => void save({ ...role, [right]: event.currentTarget.checked }, role)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="row">
        <Button kind="primary" icon="plus" on={() => set_adding(true)}>
          {say("add_role")}
        </Button>
      </div>
      {adding && <RoleDialog save={(id, label) => save({ ...NEW_ROLE, id, label }, null)} closed={() => set_adding(false)} />}
    </section>
  );
}

function RoleDialog(props: { save: (id: string, label: string) => Promise<boolean>; closed: () => void }) {
  const [id, set_id] = useState("");
  const [label, set_label] = useState("");
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await props.save(id.trim(), label.trim() || id.trim())) props.closed();
  };
  return (
    <Dialog title={say("add_role")} closed={props.closed}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <TextField label={say("id")} hint={say("id_hint")} value={id} on={set_id} pattern={ID_PATTERN} longest={32} required focus />
        <TextField label={say("label")} value={label} on={set_label} longest={64} />
        <div class="row row-end">
          <Button on={props.closed}>{say("cancel")}</Button>
          <Button kind="primary" type="submit">
            {say("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
