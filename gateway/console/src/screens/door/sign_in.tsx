/** Name and password, or the organisation's own sign-in where the gateway knows one. */
import { useState } from "preact/hooks";
import { go } from "../../live/route";
import { sign_in, studio } from "../../live/session";
import { API, as_problem } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Banner } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { TextField } from "../../shared/ui/field";
import { say } from "../../words/door";
import { Door } from "./door";
import { why_not } from "./why_not";

/** failed: a code, where the gateway sent the browser here because the organisation's sign-in did not work. */
export function SignIn({ failed }: { failed?: string | undefined }) {
  return (
    <Door title={say("sign_in")}>
      {studio.value?.first_start === true && <Banner level="info">{say("first_start")}</Banner>}
      {failed !== undefined && <Banner level="error">{why_not(failed)}</Banner>}
      <SignInForm
        done={() => {
          if (failed !== undefined) go();
        }}
      />
      <p class="field-hint">{say("no_account")}</p>
    </Door>
  );
}

interface FormProps {
  /** Called before the browser leaves for the organisation's sign-in. */
  leaving?: () => void;
  /** Called after signing in. */
  done?: () => void;
}

export function SignInForm({ leaving, done }: FormProps) {
  const [name, set_name] = useState("");
  const [password, set_password] = useState("");
  const [wrong, set_wrong] = useState<{ en: string; zh: string } | null>(null);
  const [busy, set_busy] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    set_busy(true);
    set_wrong(null);
    try {
      await sign_in(name.trim(), password);
      done?.();
    } catch (trouble) {
      set_wrong(as_problem(trouble));
      set_busy(false);
    }
  };
  return (
    <>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <TextField label={say("name")} value={name} on={set_name} complete="username" required focus longest={64} />
        <TextField label={say("password")} type="password" value={password} on={set_password} complete="current-password" required longest={256} />
        {wrong !== null && (
          <p class="field-wrong" role="alert">
            {sentence(wrong)}
          </p>
        )}
        <Button kind="primary" type="submit" disabled={busy || name.trim() === "" || password === ""}>
          {say("sign_in")}
        </Button>
      </form>
      {studio.value?.oidc === true && (
        <>
          <p class="door-or">{say("or")}</p>
          <a class="button" href={`${API}/oidc/login`} onClick={leaving}>
            <span>{studio.value.oidc_name || say("with_house")}</span>
          </a>
        </>
      )}
    </>
  );
}
