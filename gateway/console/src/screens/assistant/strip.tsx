/** A slim line of the assistant on other pages: the suggestion that the keys mean, decided without leaving. */
import type { Suggestion } from "../../core/assistant";
import { countdown, going, says_itself, waiting } from "../../core/suggestions";
import { now_ms } from "../../live/clock";
import { link } from "../../live/route";
import { Button } from "../../shared/ui/button";
import { Icon } from "../../shared/ui/icon";
import { useSeenFirst } from "../../shared/ui/settled";
import { say } from "../../words/assistant";
import type { Room } from "../room";
import { KeyHint } from "./card";
import { age_words } from "./facts";
import { MuteButton, MutedFor } from "./mute";
import { PreviewButton, sound_of } from "./preview";
import { Ring } from "./ring";
import { names_of, rule_name } from "./words";

/** Always of the same height, so that no key beside it ever moves under a finger. */
export function Strip({ room }: { room: Room }) {
  const { assist, desk } = room;
  const { suggestions } = desk.state.value;
  const id = assist.marked.value;
  const one = id === null ? undefined : suggestions[id];
  const going_id = going(suggestions)[0];
  const goes = going_id === undefined ? undefined : suggestions[going_id];
  const seen_first = useSeenFirst(one !== undefined ? `offer ${id}` : `goes ${going_id ?? ""}`);
  if (!assist.usable) return null;
  const more = waiting(suggestions).length - (one === undefined ? 0 : 1);
  return (
    <section class={one?.urgent === true ? "strip strip-urgent" : "strip"} aria-label={say("strip")} onClickCapture={seen_first}>
      <a class="strip-way" href={link("show", room.show, "assistant")} aria-label={say("assistant")}>
        <Icon name="spark" />
      </a>
      {id !== null && one !== undefined ? (
        <Offer room={room} id={id} one={one} more={more} />
      ) : goes !== undefined && going_id !== undefined ? (
        <Goes room={room} id={going_id} one={goes} />
      ) : (
        <>
          <p class="strip-text quiet">{say("strip_none")}</p>
          <span class="strip-keys">
            <MutedFor room={room} />
            <MuteButton room={room} small />
          </span>
        </>
      )}
    </section>
  );
}

function Offer({ room, id, one, more }: { room: Room; id: string; one: Suggestion; more: number }) {
  const { assist, desk } = room;
  const left = countdown(now_ms.value, one.at, says_itself(one) ? one.says_at : one.expires);
  const busy = assist.busy(id) !== null || !desk.usable.value;
  return (
    <>
      {left !== null && (
        <Ring left={left} urgent={says_itself(one)} label={say(says_itself(one) ? "says_in" : "expires_in", { seconds: left.seconds })} />
      )}
      <p class="strip-text" title={one.text}>
        <small>
          {says_itself(one) && left !== null && <strong class="says-itself">{`${say("says_in", { seconds: left.seconds })} · `}</strong>}
          <strong>{rule_name(one.rule)}</strong>
          {` → ${names_of(room, one)}`}
          {[one.spoken_s == null ? "" : say("seconds", { seconds: one.spoken_s.toFixed(1) }), age_words(room, one), one.label].filter(Boolean).map((word) => ` · ${word}`)}
        </small>
        <span lang={one.language}>{one.text}</span>
      </p>
      <span class="strip-keys strip-offer">
        <MutedFor room={room} />
        {more > 0 && <a href={link("show", room.show, "assistant")}>{say("more_waiting", { count: more })}</a>}
        <MuteButton room={room} bare />
        <PreviewButton url={sound_of(id)} bare />
        <Button small icon="skip" disabled={busy} on={() => assist.skip(id)}>
          {say("skip")}
          <KeyHint room={room} action="assist:skip" />
        </Button>
        <Button small kind="primary" icon="check" disabled={busy || assist.muted} on={() => assist.approve(id)}>
          {say("send")}
          <KeyHint room={room} action="assist:send" />
        </Button>
      </span>
    </>
  );
}

function Goes({ room, id, one }: { room: Room; id: string; one: Suggestion }) {
  const left = says_itself(one) ? countdown(now_ms.value, one.at, one.says_at) : null;
  return (
    <>
      {left !== null && <Ring urgent left={left} label={say("says_in", { seconds: left.seconds })} />}
      <p class="strip-text" title={one.text}>
        <small>
          <strong class={`going-state-${one.state}`}>{say(`state_${one.state}`)}</strong>
          {` → ${names_of(room, one)} · ${rule_name(one.rule)}`}
        </small>
        <span lang={one.language}>{one.text}</span>
      </p>
      <span class="strip-keys">
        <Button small kind={left === null ? "plain" : "danger"} icon="close" disabled={room.assist.busy(id) === "cancel"} on={() => room.assist.cancel(id)}>
          {say("cancel")}
        </Button>
        <MuteButton room={room} small />
      </span>
    </>
  );
}

/** For screen readers: what newly waits, urgent ones at once. */
export function SuggestionAnnouncer({ room }: { room: Room }) {
  const { assist, desk } = room;
  const id = assist.newest.value;
  const one = id === null ? undefined : desk.state.value.suggestions[id];
  const words = !assist.usable || one === undefined || one.state !== "proposed" ? "" : say(one.urgent === true ? "new_urgent" : "new_one", { text: one.text });
  return (
    <>
      <div class="unseen" aria-live="polite">
        {one?.urgent === true ? "" : words}
      </div>
      <div class="unseen" aria-live="assertive">
        {one?.urgent === true ? words : ""}
      </div>
    </>
  );
}
