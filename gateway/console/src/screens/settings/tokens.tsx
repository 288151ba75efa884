/** Tokens for programs. The secret of one is shown when it is made, and never again. */
import { useState } from "preact/hooks";
import type { Role } from "../../core/document";
import { session } from "../../live/session";
import { part, post, remove } from "../../shared/http";
import { Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { Select, TextField } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/settings";
import { date_words } from "../panel/times";
import { HandOn, RemoveButton, listed, useLoaded } from "./parts";

interface Token {
  id: string;
  name: string;
  show?: string | null;
  role?: string | null;
  used?: string | null;
}
interface MadeToken extends Token {
  secret: string;
}

export function TokenSettings() {
  const tokens = useLoaded<unknown>("/tokens");
  const [name, set_name] = useState("");
  const [show, set_show] = useState("");
  const [role, set_role] = useState("");
  const [secret, set_secret] = useState<string | null>(null);
  const roles = listed<Role>(useLoaded<unknown>(show === "" ? null : `/shows/${part(show)}/roles`).value);
  const chosen = role || roles[0]?.id || "";
  const all = listed<Token>(tokens.value);
  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    await attempt(async () => {
      const made = await post<MadeToken>("/tokens", { name: name.trim(), ...(show === "" ? {} : { show, role: chosen }) });
      set_secret(made.secret);
      set_name("");
      await tokens.again();
    });
  };
  return (
    <section class="box">
      {tokens.wrong}
      <p>{say("tokens_help")}</p>
      {all.length === 0 ? (
        <Empty icon="key" title={say("no_tokens")} />
      ) : (
        <table class="table">
          <tbody>
            {all.map((token) => (
              <tr key={token.id}>
                <th scope="row">{token.name}</th>
                <td>{token.show == null ? say("token_all") : `${token.show} · ${token.role ?? ""}`}</td>
                <td class="quiet">{token.used == null ? say("never_used") : say("last_used", { time: date_words(token.used) })}</td>
                <td>
                  <div class="row row-end">
                    <RemoveButton
                      question={say("token_remove_sure", { name: token.name })}
                      task={() => remove(`/tokens/${part(token.id)}`)}
                      done={() => say("removed", { name: token.name })}
                      after={tokens.again}
                    />
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <form class="row row-bottom" onSubmit={(event) => void make(event)}>
        <TextField label={say("label")} value={name} on={set_name} required longest={64} />
        <Select
          label={say("token_show")}
          value={show}
          choices={[
            { value: "", label: say("token_all") },
            ...(session.value?.shows ?? []).map((one) => ({ value: one.id, label: one.label || one.id })),
          ]}
          on={set_show}
        />
        {show !== "" && <Select label={say("role")} value={chosen} choices={roles.map((one) => ({ value: one.id, label: one.label }))} on={set_role} />}
        <Button kind="primary" icon="key" type="submit">
          {say("token_add")}
        </Button>
      </form>
      {secret !== null && (
        <Dialog title={say("token_add")} closed={() => set_secret(null)}>
          <HandOn text={secret} note={say("token_secret")} />
        </Dialog>
      )}
    </section>
  );
}
