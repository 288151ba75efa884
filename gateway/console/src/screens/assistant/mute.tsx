/** The big key that silences the assistant, and how much it speaks. */
import { clock } from "../../core/figures";
import { muted_ms } from "../../core/suggestions";
import { now_ms } from "../../live/clock";
import { sentence } from "../../shared/words";
import { Banner } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { say } from "../../words/assistant";
import type { Room } from "../room";
import { MUTE_MINUTES } from "./assist";
import { KeyHint } from "./card";
import { language_name } from "./words";

const left_of = (room: Room): number => muted_ms(room.desk.state.value.assistant, now_ms.value);

/** bare: a sign alone, where there is room for no words. */
export function MuteButton({ room, small, bare }: { room: Room; small?: boolean; bare?: boolean }) {
  const left_ms = left_of(room);
  const disabled = !room.assist.usable || !room.desk.usable.value;
  if (bare === true) {
    const words = left_ms > 0 ? say("unmute") : say("mute", { minutes: MUTE_MINUTES });
    return <Button small icon={left_ms > 0 ? "speaker" : "speaker_off"} pressed={left_ms > 0} label={words} disabled={disabled} on={() => room.assist.mute(left_ms <= 0)} />;
  }
  if (left_ms > 0) {
    return (
      <Button small={small === true} icon="speaker" kind="primary" disabled={disabled} on={() => room.assist.mute(false)}>
        {say("unmute")}
        <KeyHint room={room} action="assist:mute" />
      </Button>
    );
  }
  return (
    <Button small={small === true} icon="speaker_off" disabled={disabled} on={() => room.assist.mute(true)}>
      {say(small === true ? "mute_short" : "mute", { minutes: MUTE_MINUTES })}
      <KeyHint room={room} action="assist:mute" />
    </Button>
  );
}

export function MutedFor({ room }: { room: Room }) {
  const left_ms = left_of(room);
  if (left_ms <= 0) return null;
  return <strong class="muted-for">{say("muted_for", { left: clock(left_ms / 1000) })}</strong>;
}

/** How often it speaks, and languages that have no voice. */
export function Manners({ room }: { room: Room }) {
  const assistant = room.desk.state.value.assistant;
  if (assistant == null) return null;
  const troubles = Object.entries(assistant.voice ?? {}).filter(([, one]) => !one.ok);
  return (
    <>
      <dl class="manners">
        <div>
          <dt>{say("spoken_hour")}</dt>
          <dd>{say("of_most", { count: assistant.spoken_last_hour, most: assistant.most_per_hour })}</dd>
        </div>
        <div>
          <dt>{say("gap")}</dt>
          <dd>{say("seconds", { seconds: assistant.gap_s })}</dd>
        </div>
      </dl>
      {troubles.map(([language, one]) => (
        <Banner key={language} level="warning">
          {say("voice_trouble", { language: language_name(language), why: one.trouble == null ? "–" : sentence(one.trouble) })}
        </Banner>
      ))}
    </>
  );
}
