/** One's own account. */
import { useState } from "preact/hooks";
import { LEAST_CHARS, change_password, rename, session, speak } from "../../live/session";
import { post } from "../../shared/http";
import { Button } from "../../shared/ui/button";
import { TextField } from "../../shared/ui/field";
import { LanguageSwitch, ThemeSwitch } from "../../shared/ui/menus";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/settings";
import { say as door } from "../../words/door";

export function AccountScreen() {
  const person = session.value?.person;
  const [name, set_name] = useState(person?.name ?? "");
  const [old, set_old] = useState("");
  const [fresh, set_fresh] = useState("");
  const change = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await attempt(() => change_password(old, fresh), () => say("password_changed"))) {
      set_old("");
      set_fresh("");
    }
  };
  return (
    <main class="page page-narrow">
      <header class="page-head">
        <h1>{say("account")}</h1>
      </header>
      <section class="box">
        <form
          class="row row-bottom"
          onSubmit={(event) => {
            event.preventDefault();
            void attempt(() => rename(name.trim()), () => say("saved"));
          }}
        >
          <TextField label={say("name")} value={name} on={set_name} longest={64} required complete="username" />
          <Button type="submit" disabled={name.trim() === "" || name.trim() === person?.name}>
            {say("save")}
          </Button>
        </form>
        <h3>{say("language")}</h3>
        <LanguageSwitch set={(wanted) => void attempt(() => speak(wanted))} />
        <h3>{say("theme")}</h3>
        <ThemeSwitch />
        <p class="field-hint">{say("personal_help")}</p>
      </section>
      <section class="box">
        <h2>{say("password")}</h2>
        <form class="stack" onSubmit={(event) => void change(event)}>
          <TextField type="password" label={say("password_old")} value={old} on={set_old} complete="current-password" required />
          <TextField
            type="password"
            label={say("password_new")}
            hint={door("password_hint")}
            value={fresh}
            on={set_fresh}
            complete="new-password"
            shortest={LEAST_CHARS}
            required
          />
          <div class="row row-end">
            <Button kind="primary" type="submit" disabled={old === "" || fresh.length < LEAST_CHARS}>
              {say("password_change")}
            </Button>
          </div>
        </form>
      </section>
      <section class="box">
        <h2>{say("elsewhere")}</h2>
        <p>{say("elsewhere_help")}</p>
        <div class="row row-end">
          <Button icon="out" on={() => attempt(() => post("/session/everywhere-else"), () => say("elsewhere_done"))}>
            {say("elsewhere_do")}
          </Button>
        </div>
      </section>
    </main>
  );
}
