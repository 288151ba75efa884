/** What a host sees: one look must do. */
import { LANGUAGES, LANGUAGE_NAMES, language, sentence } from "../shared/words";
import { choose_language } from "../shared/theme";
import { CEILING_DB } from "./ceiling";
import type { PageState } from "./messages";
import type { Session } from "./session";
import { say } from "./words";

export function Page({ session }: { session: Session }) {
  const stage = session.stage.value;
  return (
    <main class="phone">
      <header class="phone-head">
        <strong>{session.state.value?.host.label ?? "hushcue"}</strong>
        <span class="phone-show">{session.state.value?.show ?? ""}</span>
        <select
          class="phone-language"
          aria-label={say("language")}
          value={language.value}
          onChange={(event) => choose_language(event.currentTarget.value === "zh" ? "zh" : "en")}
        >
          {LANGUAGES.map((one) => (
            <option key={one} value={one}>
              {LANGUAGE_NAMES[one]}
            </option>
          ))}
        </select>
      </header>
      {stage === "starting" && <Big kind="wait" title={say("connecting")} />}
      {stage === "no_link" && (
        <Big kind="wait" title={say("link_needed")}>
          {session.why.value !== null && <p>{sentence(session.why.value)}</p>}
          <p>{say("link_how")}</p>
        </Big>
      )}
      {stage === "ended" && (
        <Big kind="bad" title={say("ended")}>
          {session.why.value !== null && <p>{sentence(session.why.value)}</p>}
        </Big>
      )}
      {stage === "ready" && <Ready session={session} />}
    </main>
  );
}

function Ready({ session }: { session: Session }) {
  const state = session.state.value;
  const { ear } = session;
  const locked = ear.sound.value === "off" || !ear.unlocked.value;
  return (
    <>
      <Status session={session} state={state} locked={locked} />
      {locked && (
        <button type="button" class="phone-unlock" onClick={() => session.unlock()}>
          {say("unlock")}
          <small>{say("unlock_why")}</small>
        </button>
      )}
      {state !== null && state.texts.length > 0 && (
        <section class="phone-texts" aria-live="assertive">
          {state.texts.map((text) => (
            <article key={text.cue} class="phone-text">
              {text.name !== "" && <p class="phone-text-from">{say("text_from", { name: text.name })}</p>}
              <p class="phone-text-words">{text.text}</p>
              <button type="button" onClick={() => session.acknowledge(text.cue)}>
                {say("got_it")}
              </button>
            </article>
          ))}
        </section>
      )}
      <Volume session={session} state={state} />
      <nav class="phone-buttons">
        <button
          type="button"
          class="phone-call"
          aria-pressed={state?.calling ?? false}
          disabled={!session.online.value}
          onClick={() => session.call()}
        >
          {state?.calling ? say("calling") : say("call")}
        </button>
        <button
          type="button"
          class="phone-ack"
          disabled={!session.online.value}
          onClick={() => session.acknowledge()}
        >
          {say("got_it")}
        </button>
      </nav>
      <p class="phone-note" role="status">
        {session.acknowledged.value
          ? say("got_it_done")
          : session.awake.value
            ? say("screen_off")
            : say("screen_warning")}
      </p>
    </>
  );
}

function Status({ session, state, locked }: { session: Session; state: PageState | null; locked: boolean }) {
  if (!session.online.value) {
    return <Big kind="bad" title={session.was_online.value ? say("away") : say("connecting")} />;
  }
  const sound = session.ear.sound.value;
  if (sound === "lost") return <Big kind="bad" title={say("sound_lost")} />;
  if (sound === "connecting") return <Big kind="wait" title={say("connecting")} />;
  if (state?.muted) return <Big kind="bad" title={say("muted")} />;
  const talking = state?.speaking ?? [];
  const first = talking[0];
  if (first === undefined) {
    if (locked) return <Big kind="bad" title={say("deaf")} />;
    return (
      <Big kind="good" title={say("listening")}>
        <p>{say("quiet")}</p>
      </Big>
    );
  }
  const names = talking.map((one) => one.name || say("somebody")).join(" · ");
  const urgent = talking.some((one) => one.priority === "emergency");
  return (
    <Big kind={urgent ? "urgent" : "air"} title={say("speaks", { name: names })}>
      {locked && <p>{say("deaf")}</p>}
      {urgent && <p>{say("emergency")}</p>}
      {talking.every((one) => one.private) && <p>{say("private")}</p>}
    </Big>
  );
}

function Volume({ session, state }: { session: Session; state: PageState | null }) {
  const step = (by: number) => () => session.set_own(session.own_db.value + by);
  return (
    <section class="phone-volume">
      <button type="button" aria-label={say("softer")} onClick={step(-4)}>
        −
      </button>
      <label>
        <span>{say("volume")}</span>
        <input
          type="range"
          min={-40}
          max={0}
          step={1}
          value={session.own_db.value}
          disabled={state === null}
          onInput={(event) => session.set_own(Number(event.currentTarget.value))}
        />
      </label>
      <button type="button" aria-label={say("louder")} onClick={step(4)}>
        +
      </button>
      <small>{say("ceiling", { db: CEILING_DB })}</small>
    </section>
  );
}

interface BigProps {
  kind: "good" | "air" | "urgent" | "wait" | "bad";
  title: string;
  children?: preact.ComponentChildren;
}

function Big({ kind, title, children }: BigProps) {
  return (
    <section class={`phone-big phone-${kind}`} role="status" aria-live="polite">
      <h1>{title}</h1>
      {children}
    </section>
  );
}
