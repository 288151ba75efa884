/** One suggestion: what would be said, on what it rests, to whom, and what a person does with it. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Suggestion } from "../../core/assistant";
import { printed } from "../../core/hotkeys";
import { countdown, goes, over, restorable, same_moment, sayable_again, sayable_anyway, says_itself, sendable, waits } from "../../core/suggestions";
import { in_order, label_of } from "../../core/targets";
import { now_ms } from "../../live/clock";
import { part, post } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Button } from "../../shared/ui/button";
import { Icon } from "../../shared/ui/icon";
import { say } from "../../words/assistant";
import type { Room } from "../room";
import { Facts } from "./facts";
import { PreviewButton, blob_of, sound_of } from "./preview";
import { Ring } from "./ring";
import { language_name, names_of, rule_name, voice_name, why_of } from "./words";

interface Previewed {
  text: string;
  url: string;
  seconds: number;
}

/** After so long without a stroke the edited words are made into sound, so that their true length is seen. */
const TYPING_MS = 600;
const LONGEST = 200;

export function Card({ room, id, one, marked }: { room: Room; id: string; one: Suggestion; marked: boolean }) {
  const { assist, desk } = room;
  const draft = assist.drafts.value.get(id);
  const editing = draft !== undefined;
  const { text, hosts } = draft ?? one;
  const words = useRef<HTMLTextAreaElement>(null);
  const was_editing = useRef(editing);
  useEffect(() => {
    if (editing && !was_editing.current) words.current?.focus();
    was_editing.current = editing;
  }, [editing]);
  const previewed = usePreview(room, editing && text !== one.text, text, one.language);
  const usable = assist.usable && desk.usable.value;
  const asked = assist.busy(id);
  const twins = same_moment(desk.state.value.suggestions, id);
  const change = { ...(text.trim() === one.text ? {} : { text: text.trim() }), ...(hosts.join(" ") === one.hosts.join(" ") ? {} : { hosts: [...hosts] }) };
  const fresh = previewed?.text === text.trim() ? previewed : null;
  const edited = text.trim() !== one.text;
  const seconds = edited ? fresh?.seconds : one.spoken_s;
  const send = async (): Promise<boolean> => {
    if (sendable(one)) return assist.approve(id, change);
    const fine = await assist.own_words(text.trim(), hosts, one.language);
    if (fine) assist.edit(id, false);
    return fine;
  };
  const blocked = asked !== null || !usable || text.trim() === "" || hosts.length === 0;
  return (
    <article
      tabIndex={-1}
      class={`suggestion suggestion-${one.state}${one.urgent === true ? " suggestion-urgent" : ""}${marked ? " suggestion-marked" : ""}`}
      aria-label={`${rule_name(one.rule)}: ${one.text}`}
      aria-current={marked ? "true" : undefined}
      data-suggestion={id}
      onPointerDown={() => assist.select(id)}
      onFocusIn={() => assist.select(id)}
    >
      <Head one={one} />
      {editing ? (
        <textarea
          ref={words}
          class="input suggestion-text"
          rows={2}
          maxLength={LONGEST}
          lang={one.language}
          value={text}
          aria-label={say("edit_label")}
          onInput={(event) => assist.write(id, { text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.isComposing) return;
            if (event.key === "Escape") assist.drop(id);
            if (event.key === "Enter" && !event.shiftKey) {
              event.preventDefault();
              if (!blocked && !assist.muted) void send();
            }
          }}
        />
      ) : (
        <p class="suggestion-text" lang={one.language}>
          {one.text || say("state_making")}
        </p>
      )}
      {editing && !sendable(one) && one.state !== "making" && <p class="field-wrong">{say("expired_editing")}</p>}
      {one.trouble != null && (
        <p class="suggestion-trouble" role="alert">
          <Icon name="warning" /> {sentence(one.trouble)}
        </p>
      )}
      <Facts room={room} one={one} />
      {why_of(one) !== "" && (editing || waits(one)) && <p class="quiet suggestion-why">{why_of(one)}</p>}
      <div class="suggestion-how">
        {editing ? <Hosts room={room} chosen={hosts} set={(chosen) => assist.write(id, { hosts: [...chosen] })} /> : <span>{`${say("to_hosts")}: ${names_of(room, one)}`}</span>}
        {seconds != null && (
          <span class="quiet" title={say("seconds_title")}>
            {say("seconds", { seconds: seconds.toFixed(1) })}
          </span>
        )}
        <span class="quiet">{[language_name(one.language), voice_name(one.engine, one.voice)].filter(Boolean).join(" · ")}</span>
      </div>
      {twins.length > 0 && (
        <p class="quiet suggestion-twins">
          {say("same_moment", { languages: twins.map((twin) => `${language_name(twin.language)} (${names_of(room, twin)})`).join(", ") })}
        </p>
      )}
      {one.card != null && one.card !== "" && (
        <details class="suggestion-card">
          <summary>{say("script_card")}</summary>
          <p lang={one.language}>{one.card}</p>
        </details>
      )}
      {hosts.length === 0 && editing && <p class="field-wrong">{say("no_hosts")}</p>}
      {!editing && !waits(one) && (
        <p class="suggestion-keys suggestion-gone" data-aim={id}>
          <span class={`going-state going-state-${one.state}`}>{say(`state_${one.state}`)}</span>
        </p>
      )}
      {assist.usable && (editing || waits(one)) && (
        <div class="suggestion-keys" data-aim={id}>
          <Button kind="primary" icon="check" disabled={blocked || assist.muted || one.state === "making"} on={send}>
            {say("send")}
            {marked && sendable(one) && <KeyHint room={room} action="assist:send" />}
          </Button>
          <Button icon="edit" pressed={editing} disabled={asked !== null || !usable || one.state === "making"} on={() => (editing ? assist.drop(id) : assist.edit(id, true))}>
            {say("edit")}
          </Button>
          {waits(one) && (
            <Button icon="skip" disabled={asked !== null || !usable} on={() => assist.skip(id)}>
              {say("skip")}
              {marked && <KeyHint room={room} action="assist:skip" />}
            </Button>
          )}
          <span class="suggestion-more">
            <PreviewButton url={fresh?.url ?? sound_of(id)} disabled={one.state === "making" || (edited && fresh === null)} />
            {one.rule != null && desk.state.value.assistant?.rules?.[one.rule]?.mode === "suggest" && (
              <Button small kind="quiet" icon="spark" disabled={!usable} on={() => assist.set_mode(one.rule ?? "", "auto")}>
                {say("auto_next")}
              </Button>
            )}
          </span>
        </div>
      )}
    </article>
  );
}

function Head({ one }: { one: Suggestion }) {
  const itself = says_itself(one);
  const left = itself ? countdown(now_ms.value, one.at, one.says_at) : countdown(now_ms.value, one.at, one.expires);
  return (
    <header class="suggestion-head">
      <span class="suggestion-rule">
        <strong>{rule_name(one.rule)}</strong>
        {one.label != null && one.label !== "" && <span>{one.label}</span>}
      </span>
      {one.urgent === true && <span class="tag tag-bad">{say("urgent")}</span>}
      {one.held === true && (
        <span class="tag" title={say("held_help")}>
          {say("held")}
        </span>
      )}
      {one.demo === true && <span class="tag tag-demo">{say("demo_figures")}</span>}
      {one.rephrased === true && <span class="tag">{say("rephrased")}</span>}
      {itself && left !== null ? <strong class="says-itself">{say("says_in", { seconds: left.seconds })}</strong> : one.mode === "auto" && <span class="tag">{say("automatic")}</span>}
      {left !== null && (
        <Ring left={left} urgent={itself} label={itself ? say("says_in", { seconds: left.seconds }) : say("expires_in", { seconds: left.seconds })} />
      )}
    </header>
  );
}

export function KeyHint({ room, action }: { room: Room; action: string }) {
  const chord = room.talker.bindings.value[action];
  if (chord === undefined) return null;
  return (
    <kbd class="key-hot" aria-hidden="true">
      {chord === "Enter" ? "⏎" : printed(chord)}
    </kbd>
  );
}

function Hosts({ room, chosen, set }: { room: Room; chosen: readonly string[]; set: (hosts: readonly string[]) => void }) {
  const { hosts } = room.desk.state.value;
  return (
    <fieldset class="suggestion-hosts">
      <legend class="unseen">{say("to_hosts")}</legend>
      {in_order(hosts).map((host) => (
        <label key={host} class="choice-chip">
          <input
            type="checkbox"
            checked={chosen.includes(host)}
            onChange={(event) => set(event.currentTarget.checked ? [...chosen, host] : chosen.filter((one) => one !== host))}
          />
          <span>{label_of(hosts, host)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** The edited words as sound, once nobody types any more; null until then. */
function usePreview(room: Room, wanted: boolean, text: string, language: string): Previewed | null {
  const [made, set_made] = useState<Previewed | null>(null);
  useEffect(() => {
    const asked = text.trim();
    if (!wanted || asked === "") return;
    let late = false;
    const timer = setTimeout(() => {
      // What cannot be made into sound is said when it is sent; here it only has no length yet.
      post<{ wav: string; seconds: number }>(`/shows/${part(room.show)}/assistant/preview`, { text: asked, language }).then(
        ({ wav, seconds }) => late || set_made({ text: asked, url: URL.createObjectURL(blob_of(wav)), seconds }),
        () => undefined,
      );
    }, TYPING_MS);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [wanted, text, language]);
  const url = made?.url;
  useEffect(() => () => void (url !== undefined && URL.revokeObjectURL(url)), [url]);
  return made;
}

/** One that is on its way, or over: a line. */
export function Line({ room, id, one }: { room: Room; id: string; one: Suggestion }) {
  const { assist, desk } = room;
  const left = says_itself(one) ? countdown(now_ms.value, one.at, one.says_at) : null;
  const usable = assist.usable && desk.usable.value;
  return (
    <li class={`going going-${one.state}`}>
      {left !== null && <Ring urgent left={left} label={say("says_in", { seconds: left.seconds })} />}
      <div class="going-inside">
        <p class="going-head">
          <span class={`going-state going-state-${one.state}`}>{say(`state_${one.state}`)}</span>
          <span>{[rule_name(one.rule), one.label].filter(Boolean).join(" · ")}</span>
          <span class="quiet">{names_of(room, one)}</span>
        </p>
        <p lang={one.language}>{one.text}</p>
        {one.trouble != null && <p class="suggestion-trouble">{sentence(one.trouble)}</p>}
        <small class="quiet">{[over(one) ? why_of(one) : "", one.by === "assistant" ? say("automatic") : one.by].filter(Boolean).join(" · ")}</small>
      </div>
      {usable && goes(one) && (
        <Button small kind={left === null ? "plain" : "danger"} icon="close" disabled={assist.busy(id) === "cancel"} on={() => assist.cancel(id)}>
          {say("cancel")}
        </Button>
      )}
      {usable && restorable(one, now_ms.value) && (
        <Button small icon="reply" disabled={assist.busy(id) !== null} on={() => assist.restore(id)}>
          {say("undo")}
        </Button>
      )}
      {usable && sayable_again(one) && one.text !== "" && !restorable(one, now_ms.value) && (
        <Button small icon="reply" disabled={assist.muted} on={() => assist.own_words(one.text, one.hosts, one.language)}>
          {say(one.state === "cut" ? "say_again" : "say_anyway")}
        </Button>
      )}
      {usable && sayable_anyway(one) && (
        <Button small disabled={assist.busy(id) !== null || assist.muted} on={() => assist.say_anyway(id)}>
          {say("say_anyway")}
        </Button>
      )}
    </li>
  );
}
