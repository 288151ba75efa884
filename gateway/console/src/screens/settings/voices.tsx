/** The assistant's voices: what speaks each language, recorded clips, a speech service, and where Piper voices are put. */
import type { SpokenBy, VoiceChange, VoiceSetup } from "../../core/assistant_settings";
import { may } from "../../core/rights";
import { part, put } from "../../shared/http";
import { say } from "../../words/voices";
import { say as settings_say } from "../../words/settings";
import type { Room } from "../room";
import { listed, useLoaded } from "./parts";
import { PiperFolder } from "./piper_folder";
import { SpeechService } from "./speech_service";
import { VoiceOfLanguage } from "./voice_of_language";

/** What every part of the page needs. change: throws what the gateway answers. */
export interface VoiceParts {
  room: Room;
  setup: VoiceSetup;
  administers: boolean;
  change: (change: VoiceChange) => Promise<void>;
}

export function VoiceSettings({ room }: { room: Room }) {
  const place = `/shows/${part(room.show)}`;
  const voices = useLoaded<unknown>(`${place}/voices`);
  const setup = useLoaded<VoiceSetup>(`${place}/voices/setup`);
  const again = async (): Promise<void> => {
    await Promise.all([voices.again(), setup.again()]);
  };
  if (setup.value === null || voices.value === null) return setup.wrong ?? voices.wrong ?? <p class="quiet">{settings_say("loading")}</p>;
  const parts: VoiceParts = {
    room,
    setup: setup.value,
    administers: may(room.desk.you.value, "may_administer"),
    change: async (change) => {
      await put(`${place}/assistant/settings`, { voices: change });
      await again();
    },
  };
  const languages = listed<SpokenBy>(voices.value);
  return (
    <>
      {voices.wrong ?? setup.wrong}
      <section class="box">
        <h2>{say("languages_title")}</h2>
        <p class="quiet">{say("languages_help")}</p>
        <ul class="plain stack">
          {languages.map((one) => (
            <VoiceOfLanguage key={one.language} parts={parts} one={one} />
          ))}
        </ul>
      </section>
      <SpeechService parts={parts} languages={languages.map((one) => one.language)} />
      <PiperFolder piper={parts.setup.piper} administers={parts.administers} again={again} />
    </>
  );
}
