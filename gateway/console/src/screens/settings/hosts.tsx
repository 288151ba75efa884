/** Hosts of the show, the groups they are in, and phones with their invitation links. */
import { useState } from "preact/hooks";
import type { Host } from "../../core/document";
import { in_order, label_of } from "../../core/targets";
import { part, patch, post, remove } from "../../shared/http";
import { Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { Select, TextField } from "../../shared/ui/field";
import { Icon } from "../../shared/ui/icon";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/settings";
import type { Room } from "../room";
import { Colours, HandOn, RemoveButton, absolute, names_in } from "./parts";

export const ID_PATTERN = "[a-z0-9][a-z0-9\\-]{0,31}";

export function HostSettings({ room }: { room: Room }) {
  const { hosts } = room.desk.state.value;
  const [editing, set_editing] = useState<string | null>(null);
  const [adding, set_adding] = useState(false);
  const [invitation, set_invitation] = useState<string | null>(null);
  const ids = in_order(hosts);
  const base = `/shows/${part(room.show)}/hosts`;
  const invite = (id: string): Promise<boolean> =>
    attempt(async () => set_invitation(absolute((await post<{ url: string }>(`${base}/${part(id)}/invite`)).url)));
  return (
    <section class="box">
      {ids.length === 0 && (
        <Empty icon="pack" title={say("no_hosts")}>
          {say("no_hosts_help")}
        </Empty>
      )}
      {ids.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{say("label")}</th>
              <th scope="col">{say("id")}</th>
              <th scope="col">{say("kind")}</th>
              <th scope="col">{say("groups")}</th>
              <th scope="col">{say("host_language")}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {ids.map((id) => {
              const host = hosts[id];
              if (host === undefined) return null;
              return (
                <tr key={id}>
                  <th scope="row">
                    <span class="swatch" style={host.colour ? { background: host.colour } : undefined} />
                    {label_of(hosts, id)}
                  </th>
                  <td class="mono">{id}</td>
                  <td>
                    <Icon name={host.kind === "phone" ? "phone" : "pack"} /> {say(`kind_${host.kind}`)}
                  </td>
                  <td>{host.groups.join(", ")}</td>
                  <td>{host.language}</td>
                  <td>
                    <div class="row row-end">
                      {host.kind === "phone" && (
                        <Button small icon="link" on={() => invite(id)}>
                          {say("phone_link")}
                        </Button>
                      )}
                      <Button small icon="edit" on={() => set_editing(id)}>
                        {say("edit")}
                      </Button>
                      {host.kind === "phone" && (
                        <RemoveButton
                          question={say("host_remove_sure", { name: label_of(hosts, id) })}
                          task={() => remove(`${base}/${part(id)}`)}
                          done={() => say("removed", { name: id })}
                          after={() => undefined}
                        />
                      )}
                    </div>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <div class="row">
        <Button kind="primary" icon="plus" on={() => set_adding(true)}>
          {say("add_phone")}
        </Button>
        <p class="field-hint">{say("add_phone_help")}</p>
      </div>
      {editing !== null && hosts[editing] !== undefined && (
        <HostDialog
          title={label_of(hosts, editing)}
          id={editing}
          host={hosts[editing]}
          save={(_, body) => attempt(() => patch(`${base}/${part(editing)}`, body), () => say("saved"))}
          closed={() => set_editing(null)}
        />
      )}
      {adding && (
        <HostDialog
          title={say("add_phone")}
          save={async (id, body) => {
            const { colour, ...first } = body;
            const made = await attempt(
              async () => {
                await post(base, { ...first, id, kind: "phone" });
                if (colour !== "") await patch(`${base}/${part(id)}`, { colour });
              },
              () => say("saved"),
            );
            if (made) await invite(id);
            return made;
          }}
          closed={() => set_adding(false)}
        />
      )}
      {invitation !== null && (
        <Dialog title={say("phone_link")} closed={() => set_invitation(null)}>
          <HandOn qr text={invitation} note={say("phone_scan")} />
        </Dialog>
      )}
    </section>
  );
}

interface HostBody {
  label: string;
  groups: string[];
  language: string;
  /** "": none. */
  colour: string;
}

function HostDialog(props: {
  title: string;
  id?: string;
  host?: Host;
  save: (id: string, body: HostBody) => Promise<boolean>;
  closed: () => void;
}) {
  const { host } = props;
  const [id, set_id] = useState(props.id ?? "");
  const [label, set_label] = useState(host?.label ?? "");
  const [groups, set_groups] = useState(host?.groups.join(", ") ?? "");
  const [language, set_language] = useState(host?.language ?? "zh");
  const [colour, set_colour] = useState(host?.colour ?? "");
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { label: label.trim() || id.trim(), groups: names_in(groups), language: language.trim(), colour };
    if (await props.save(id.trim(), body)) props.closed();
  };
  return (
    <Dialog title={props.title} closed={props.closed}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        {props.id === undefined && (
          <TextField label={say("id")} hint={say("id_hint")} value={id} on={set_id} pattern={ID_PATTERN} longest={32} required focus />
        )}
        <TextField label={say("label")} value={label} on={set_label} longest={64} />
        <TextField label={say("groups")} hint={say("groups_hint")} value={groups} on={set_groups} />
        <Select
          label={say("host_language")}
          value={language}
          choices={[
            { value: "zh", label: "简体中文" },
            { value: "en", label: "English" },
            ...(["zh", "en"].includes(language) ? [] : [{ value: language, label: language }]),
          ]}
          on={set_language}
        />
        <Colours value={colour} set={set_colour} />
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
