/** Who belongs to the show, as what; and invitations for those who have no account yet. */
import { useState } from "preact/hooks";
import type { Role } from "../../core/document";
import { session } from "../../live/session";
import { part, post, put, remove } from "../../shared/http";
import { Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { Select } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/settings";
import { date_words } from "../panel/times";
import type { Room } from "../room";
import { HandOn, RemoveButton, absolute, listed, useLoaded } from "./parts";

interface Member {
  id: string;
  name: string;
  role: string;
}
interface Invite {
  id: string;
  show?: string | null;
  role?: string | null;
  owner?: boolean;
  expires?: string | null;
  url?: string;
}

const DAY_S = 86_400;
const id_of = (member: Member): string => member.id;

export function MemberSettings({ room }: { room: Room }) {
  const base = `/shows/${part(room.show)}`;
  const members = useLoaded<unknown>(`${base}/members`);
  const roles = listed<Role>(useLoaded<unknown>(`${base}/roles`).value);
  const all = listed<Member>(members.value);
  const role_choices = roles.map((role) => ({ value: role.id, label: role.label }));
  return (
    <>
      <section class="box">
        {members.wrong}
        <p>{say("members_help")}</p>
        {all.length === 0 ? (
          <Empty icon="group" title={say("no_members")} />
        ) : (
          <table class="table">
            <tbody>
              {all.map((member) => {
                const path = `${base}/members/${part(id_of(member))}`;
                const change = (role: string): Promise<unknown> => put(path, { role });
                return (
                  <tr key={id_of(member)}>
                    <th scope="row">{member.name}</th>
                    <td>
                      <Select
                        quiet
                        label={`${say("role")}: ${member.name}`}
                        value={member.role}
                        choices={role_choices}
                        on={(role) => void attempt(() => change(role), () => say("saved"), () => change(member.role).then(members.again)).then(members.again)}
                      />
                    </td>
                    <td>
                      <div class="row row-end">
                        <Button
                          small
                          kind="quiet"
                          icon="trash"
                          label={`${say("remove")}: ${member.name}`}
                          on={async () => {
                            await attempt(() => remove(path), () => say("removed", { name: member.name }), () => change(member.role).then(members.again));
                            await members.again();
                          }}
                        />
                      </div>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
        {session.value?.person.owner === true && <AddMember base={base} roles={role_choices} known={all.map(id_of)} added={members.again} />}
      </section>
      <Invites room={room} roles={role_choices} />
    </>
  );
}

interface Choice {
  value: string;
  label: string;
}

function AddMember(props: { base: string; roles: Choice[]; known: string[]; added: () => Promise<void> }) {
  const accounts = listed<{ id: string; name: string }>(useLoaded<unknown>("/accounts").value).filter((one) => !props.known.includes(one.id));
  const [who, set_who] = useState("");
  const [role, set_role] = useState("");
  const chosen = role || props.roles[0]?.value || "";
  if (accounts.length === 0) return null;
  return (
    <div class="row row-bottom">
      <Select
        label={say("member_add")}
        value={who}
        choices={[{ value: "", label: "–" }, ...accounts.map((one) => ({ value: one.id, label: one.name }))]}
        on={set_who}
      />
      <Select label={say("role")} value={chosen} choices={props.roles} on={set_role} />
      <Button
        icon="plus"
        disabled={who === ""}
        on={async () => {
          await attempt(() => put(`${props.base}/members/${part(who)}`, { role: chosen }), () => say("saved"));
          set_who("");
          await props.added();
        }}
      >
        {say("add")}
      </Button>
    </div>
  );
}

function Invites({ room, roles }: { room: Room; roles: Choice[] }) {
  const invites = useLoaded<unknown>("/invites");
  const [role, set_role] = useState("");
  const [days, set_days] = useState("7");
  const [made, set_made] = useState<string | null>(null);
  const chosen = role || roles[0]?.value || "";
  const open = listed<Invite>(invites.value).filter((one) => one.show === room.show);
  const make = (): Promise<boolean> =>
    attempt(async () => {
      const body = { show: room.show, role: chosen, expires_s: Number(days) * DAY_S };
      set_made(absolute((await post<{ url: string }>("/invites", body)).url));
      await invites.again();
    });
  return (
    <section class="box">
      <h2>{say("invite")}</h2>
      <p>{say("invite_help")}</p>
      <div class="row row-bottom">
        <Select label={say("role")} value={chosen} choices={roles} on={set_role} />
        <Select label={say("days")} value={days} choices={["1", "7", "30"].map((value) => ({ value, label: value }))} on={set_days} />
        <Button kind="primary" icon="link" disabled={chosen === ""} on={make}>
          {say("invite_make")}
        </Button>
      </div>
      <h3>{say("invites_open")}</h3>
      {open.length === 0 ? (
        <p class="quiet">{say("no_invites")}</p>
      ) : (
        <ul class="plain stack">
          {open.map((invite) => (
            <li key={invite.id} class="row">
              <span>{roles.find((one) => one.value === invite.role)?.label ?? invite.role ?? say("owner")}</span>
              <small class="quiet">{invite.expires == null ? "" : say("expires", { time: date_words(invite.expires) })}</small>
              <RemoveButton
                label={say("withdraw")}
                question={say("withdraw")}
                task={() => remove(`/invites/${part(invite.id)}`)}
                done={() => say("withdrawn")}
                after={invites.again}
              />
            </li>
          ))}
        </ul>
      )}
      {made !== null && (
        <Dialog title={say("invite")} closed={() => set_made(null)}>
          <HandOn qr text={made} note={say("invite_help")} />
        </Dialog>
      )}
    </section>
  );
}
