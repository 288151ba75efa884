/** Where Piper voices are put, and what is found there. */
import type { VoiceSetup } from "../../core/assistant_settings";
import { sentence } from "../../shared/words";
import { Banner } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Icon } from "../../shared/ui/icon";
import { say } from "../../words/voices";
import { language_name } from "../assistant/words";
import { HandOn } from "./parts";

export function PiperFolder({ piper, administers, again }: { piper: VoiceSetup["piper"]; administers: boolean; again: () => Promise<void> }) {
  return (
    <section class="box">
      <div class="card-head">
        <h2>{say("piper")}</h2>
        <Button small on={again}>
          {say("piper_look")}
        </Button>
      </div>
      <p class="quiet">{say("piper_help")}</p>
      {!piper.installed && <Banner level="info">{say("piper_missing")}</Banner>}
      {administers && piper.folder !== "" ? <HandOn text={piper.folder} note={say("piper_folder")} /> : <p>{say("piper_ask")}</p>}
      <p role="status">{piper.voices.length === 0 ? say("piper_empty") : say("piper_found", { count: piper.voices.length })}</p>
      {piper.voices.length > 0 && (
        <ul class="plain stack">
          {piper.voices.map((voice) => (
            <li key={voice.name} class="row">
              <Icon name={voice.trouble === null ? "check" : "warning"} />
              <span class="mono">{voice.name}</span>
              {voice.language !== "" && <span class="quiet">{language_name(voice.language)}</span>}
              {voice.trouble !== null && <small class="field-wrong">{sentence(voice.trouble)}</small>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
