/** A person who was invited, or who starts the gateway for the first time, makes an account here. */
import { useEffect, useState } from "preact/hooks";
import { LEAST_CHARS, accept_invitation } from "../../live/session";
import { go } from "../../live/route";
import { as_problem, get, part, type Problem } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { TextField } from "../../shared/ui/field";
import { say } from "../../words/door";
import { Door } from "./door";

interface Invited {
  kind: "invite" | "welcome" | "reset";
  show: string | null;
  show_label: string | null;
  role: string | null;
  role_label: string | null;
  owner: boolean;
  /** Of the account that gets a new password. */
  name: string | null;
  studio: string;
}

export function Invitation({ token }: { token: string }) {
  const [invited, set_invited] = useState<Invited | null>(null);
  const [bad, set_bad] = useState<Problem | null>(null);
  useEffect(() => {
    get<Invited>(`/invitation/${part(token)}`).then(set_invited, (wrong: unknown) => set_bad(as_problem(wrong)));
  }, [token]);

  if (bad !== null) {
    return (
      <Door title={say("invitation")}>
        <Empty icon="key" title={bad.status === 0 ? say("gateway_away") : say("invitation_bad")}>
          {bad.status === 404 || bad.status === 410 ? say("invitation_bad_help") : sentence(bad)}
        </Empty>
        <Button on={() => go()}>{say("back")}</Button>
      </Door>
    );
  }
  if (invited === null) return <Door title={say("invitation")}>{say("loading")}</Door>;
  return <Joining token={token} invited={invited} />;
}

function Joining({ token, invited }: { token: string; invited: Invited }) {
  const [name, set_name] = useState(invited.name ?? "");
  const [password, set_password] = useState("");
  const [again, set_again] = useState("");
  const [wrong, set_wrong] = useState<{ en: string; zh: string } | null>(null);
  const [busy, set_busy] = useState(false);
  const reset = invited.kind === "reset";
  const differ = again !== "" && password !== again;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    set_busy(true);
    set_wrong(null);
    try {
      await accept_invitation(token, name.trim(), password);
      go();
    } catch (trouble) {
      set_wrong(as_problem(trouble));
      set_busy(false);
    }
  };
  return (
    <Door title={say("welcome", { studio: invited.studio })}>
      <p>{purpose(invited)}</p>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <TextField
          label={say("name")}
          hint={reset ? undefined : say("name_hint")}
          value={name}
          on={set_name}
          complete="username"
          required
          focus={!reset}
          disabled={reset}
          longest={64}
        />
        <TextField
          label={say("password")}
          hint={say("password_hint")}
          type="password"
          value={password}
          on={set_password}
          complete="new-password"
          required
          shortest={LEAST_CHARS}
          longest={256}
        />
        <TextField
          label={say("password_again")}
          type="password"
          value={again}
          on={set_again}
          complete="new-password"
          required
          wrong={differ ? say("passwords_differ") : undefined}
        />
        {wrong !== null && (
          <p class="field-wrong" role="alert">
            {sentence(wrong)}
          </p>
        )}
        <Button kind="primary" type="submit" disabled={busy || name.trim() === "" || password.length < LEAST_CHARS || password !== again}>
          {reset ? say("set_password") : invited.kind === "welcome" ? say("create_owner") : say("join")}
        </Button>
      </form>
    </Door>
  );
}

function purpose(invited: Invited): string {
  if (invited.kind === "reset") return say("reset", { name: invited.name ?? "" });
  if (invited.owner || invited.kind === "welcome") return say("invited_owner");
  if (invited.show === null) return say("invited");
  return say("invited_show", { show: invited.show_label ?? invited.show, role: invited.role_label ?? invited.role ?? "" });
}
