/** Accounts of the studio. */
import { useState } from "preact/hooks";
import { LEAST_CHARS, session } from "../../live/session";
import { part, patch, post, remove } from "../../shared/http";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { Switch, TextField } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/settings";
import { HandOn, RemoveButton, absolute, listed, useLoaded } from "./parts";

interface Account {
  id: string;
  name: string;
  owner: boolean;
  /** False: nobody comes in with it. */
  active: boolean;
}

export function AccountSettings() {
  const accounts = useLoaded<unknown>("/accounts");
  const [adding, set_adding] = useState(false);
  const [link, set_link] = useState<{ url: string; note: string } | null>(null);
  const me = session.value?.person.id;
  const change = (account: Account, body: Partial<Account>, back: Partial<Account>): Promise<unknown> =>
    attempt(
      () => patch(`/accounts/${part(account.id)}`, body),
      () => say("saved"),
      () => patch(`/accounts/${part(account.id)}`, back).then(accounts.again),
    ).then(accounts.again);
  const invite = (body: { owner: true } | { account: string }, note: string): Promise<boolean> =>
    attempt(async () => set_link({ url: absolute((await post<{ url: string }>("/invites", body)).url), note }));
  return (
    <section class="box">
      {accounts.wrong}
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{say("name")}</th>
            <th scope="col">{say("owner")}</th>
            <th scope="col">{say("active")}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {listed<Account>(accounts.value).map((account) => (
            <tr key={account.id}>
              <th scope="row">{account.name}</th>
              <td>
                <Switch
                  label={say("owner")}
                  on={account.owner}
                  disabled={account.id === me}
                  set={(owner) => void change(account, { owner }, { owner: account.owner })}
                />
              </td>
              <td>
                <Switch
                  label={say("active")}
                  on={account.active}
                  disabled={account.id === me}
                  set={(active) => void change(account, { active }, { active: account.active })}
                />
              </td>
              <td>
                <div class="row row-end">
                  <Button small icon="key" on={() => invite({ account: account.id }, say("reset_note", { name: account.name }))}>
                    {say("new_password")}
                  </Button>
                  {account.id !== me && (
                    <RemoveButton
                      question={say("account_remove_sure", { name: account.name })}
                      task={() => remove(`/accounts/${part(account.id)}`)}
                      done={() => say("removed", { name: account.name })}
                      after={accounts.again}
                    />
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="row">
        <Button kind="primary" icon="plus" on={() => set_adding(true)}>
          {say("account_add")}
        </Button>
        <Button icon="link" on={() => invite({ owner: true }, say("owner_hint"))}>
          {`${say("invite")} (${say("owner")})`}
        </Button>
      </div>
      {adding && <NewAccount made={accounts.again} closed={() => set_adding(false)} />}
      {link !== null && (
        <Dialog title={say("invite")} closed={() => set_link(null)}>
          <HandOn qr text={link.url} note={link.note} />
        </Dialog>
      )}
    </section>
  );
}

function NewAccount({ made, closed }: { made: () => Promise<void>; closed: () => void }) {
  const [name, set_name] = useState("");
  const [password, set_password] = useState("");
  const [owner, set_owner] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!(await attempt(() => post("/accounts", { name: name.trim(), password, owner }), () => say("saved")))) return;
    await made();
    closed();
  };
  return (
    <Dialog title={say("account_add")} closed={closed}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <TextField label={say("name")} value={name} on={set_name} required focus longest={64} />
        <TextField label={say("password")} type="password" value={password} on={set_password} complete="new-password" required shortest={LEAST_CHARS} />
        <Switch label={say("owner")} hint={say("owner_hint")} on={owner} set={set_owner} />
        <div class="row row-end">
          <Button kind="primary" type="submit">
            {say("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
