/** Who was invited, or starts the gateway for the first time, makes an account here; who has one joins with it. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { LEAST_CHARS, accept_invitation, join_with_account, session, sign_out, type SignedIn } from "../../live/session";
import { pending_invitation } from "../../live/pending_invitation";
import { go } from "../../live/route";
import { as_problem, get, part, type Problem } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { TextField } from "../../shared/ui/field";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/door";
import { Door } from "./door";
import { SignInForm } from "./sign_in";

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
  const [making, set_making] = useState(false);
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
  const who = session.value;
  if (invited === null || who === undefined) return <Door title={say("invitation")}>{say("loading")}</Door>;
  const form = { token, invited, busy: making, set_busy: set_making };
  if (invited.kind === "reset") return <NewAccount {...form} />;
  // Whoever makes an account is signed in a moment before they are led on.
  return who === null || making ? <Stranger {...form} /> : <JoinAs token={token} invited={invited} who={who} />;
}

interface FormProps {
  token: string;
  invited: Invited;
  busy: boolean;
  set_busy: (busy: boolean) => void;
}

/** Nobody is signed in here: a new account, or signing in with the one they have. */
function Stranger(form: FormProps) {
  const { token, invited } = form;
  const [has_one, set_has_one] = useState(false);
  if (!has_one) {
    return (
      <NewAccount {...form}>
        {invited.kind !== "welcome" && (
          <Button kind="quiet" icon="user" on={() => set_has_one(true)}>
            {say("have_account")}
          </Button>
        )}
      </NewAccount>
    );
  }
  return (
    <Door title={say("welcome", { studio: invited.studio })}>
      <p>{purpose(invited)}</p>
      <p class="field-hint">{say("have_account_help")}</p>
      <SignInForm leaving={() => pending_invitation.keep(token)} />
      <Button kind="quiet" on={() => set_has_one(false)}>
        {say("have_none")}
      </Button>
    </Door>
  );
}

/** Somebody is signed in: what they have here now, what they will have, and one button. */
function JoinAs({ token, invited, who }: { token: string; invited: Invited; who: SignedIn }) {
  const { name, owner } = who.person;
  const now = who.shows.find((show) => show.id === invited.show)?.role ?? null;
  const nothing = owner || (!invited.owner && now !== null && now.id === invited.role);
  const changes = !nothing && !invited.owner && now !== null;
  const join = (): Promise<boolean> =>
    attempt(async () => {
      await join_with_account(token);
      if (invited.show === null) go();
      else go("show", invited.show);
    });
  return (
    <Door title={say("welcome", { studio: invited.studio })}>
      <p>{purpose(invited)}</p>
      <p>{say("joining_as", { name })}</p>
      {changes && <p>{say("joining_changes", { now: now.label, role: invited.role_label ?? invited.role ?? "" })}</p>}
      {nothing && <p>{say("joining_nothing")}</p>}
      <div class="stack">
        {!nothing && (
          <Button kind="primary" on={join}>
            {say("join_as", { name })}
          </Button>
        )}
        <Button kind="quiet" icon="out" on={() => attempt(sign_out)}>
          {say("somebody_else")}
        </Button>
        {nothing && <Button on={() => go()}>{say("back")}</Button>}
      </div>
    </Door>
  );
}

function NewAccount({ token, invited, busy, set_busy, children }: FormProps & { children?: ComponentChildren }) {
  const [name, set_name] = useState(invited.name ?? "");
  const [password, set_password] = useState("");
  const [again, set_again] = useState("");
  const [wrong, set_wrong] = useState<{ en: string; zh: string } | null>(null);
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
      {children}
    </Door>
  );
}

function purpose(invited: Invited): string {
  if (invited.kind === "reset") return say("reset", { name: invited.name ?? "" });
  if (invited.owner || invited.kind === "welcome") return say("invited_owner");
  if (invited.show === null) return say("invited");
  return say("invited_show", { show: invited.show_label ?? invited.show, role: invited.role_label ?? invited.role ?? "" });
}
