/** What everybody at the panel has to know: the connection, the gateway's own troubles, that cues are recorded. */
import { useEffect, useRef, useState } from "preact/hooks";
import { go } from "../../live/route";
import { Banner } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { tell_done } from "../../shared/ui/toast";
import { sentence } from "../../shared/words";
import { remember, remembered } from "../../shared/preferences";
import { label_of } from "../../core/targets";
import { say as panel_says } from "../../words/panel";
import { say } from "../../words/panel_controls";
import { catalogue } from "../../shared/words";
import { usePanel } from "./context";
import { MicrophoneBanner } from "./microphone_bar";
import { time_words } from "./times";

const own = catalogue({ understood: ["Understood", "知道了"] });

export function Banners() {
  const { desk } = usePanel();
  const connection = desk.connection.value;
  const { gateway } = desk.state.value;
  const away_since = useRef<Date | null>(null);
  useEffect(() => {
    if (connection.kind === "away") away_since.current = connection.since;
    if (connection.kind === "open" && away_since.current !== null) {
      const seconds = Math.max(1, Math.round((Date.now() - away_since.current.getTime()) / 1000));
      away_since.current = null;
      tell_done(() => say("back", { seconds }));
    }
  }, [connection]);
  return (
    <div class="banners">
      {connection.kind === "opening" && <Banner level="info">{say("opening")}</Banner>}
      {connection.kind === "away" && (
        <Banner level="error">
          <strong>{say("away_banner", { time: time_words(connection.since) })}</strong> {say("away_keys")}
        </Banner>
      )}
      {connection.kind === "ended" && (
        <Banner level="error" actions={<Button on={() => go()}>{say("to_shows")}</Button>}>
          {sentence(connection.why)}
        </Banner>
      )}
      {desk.usable.value && (
        <>
          {!gateway.media && <Banner level="error">{say("trouble_media")}</Banner>}
          {!gateway.mqtt && <Banner level="warning">{say("trouble_mqtt")}</Banner>}
          {!gateway.webrtc && <Banner level="error">{say("trouble_webrtc")}</Banner>}
          <MicrophoneBanner />
          <Consent />
        </>
      )}
    </div>
  );
}

/** Cues are recorded: said to everyone once, in the studio's own words, and again whenever the words change. */
function Consent() {
  const { show, desk } = usePanel();
  const { on, notice } = desk.state.value.recording;
  const text = on ? sentence(notice) : "";
  const [read, set_read] = useState(() => remembered(`consent.${show}`, ""));
  if (text === "" || read === text) return null;
  return (
    <Banner
      level="info"
      icon="record"
      actions={
        <Button
          on={() => {
            remember(`consent.${show}`, text);
            set_read(text);
          }}
        >
          {own("understood")}
        </Button>
      }
    >
      {text}
    </Banner>
  );
}

/** For screen readers: new events politely, calls of hosts at once. */
export function Announcer() {
  const { desk } = usePanel();
  const { hosts } = desk.state.value;
  const calling = Object.keys(hosts).filter((id) => hosts[id]?.calling_since != null);
  const last = desk.live.value?.events.at(-1);
  return (
    <>
      <div class="unseen" aria-live="assertive" role="alert">
        {calling.map((id) => panel_says("host_calls", { name: label_of(hosts, id) })).join(panel_says("and"))}
      </div>
      <div class="unseen" aria-live="polite">
        {last === undefined ? "" : sentence(last)}
      </div>
    </>
  );
}
