/** Where show data may come from: the state of every link, and lines to copy for each way in. */
import { useState } from "preact/hooks";
import type { LinkSight } from "../../core/assistant";
import { type Place, command, csv, csv_config, curl, mqtt, obs_config, shopify, shopify_config, socket } from "../../core/examples";
import { link } from "../../live/route";
import { session, studio } from "../../live/session";
import { part } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Button } from "../../shared/ui/button";
import { Icon, type IconName } from "../../shared/ui/icon";
import { attempt, tell_done } from "../../shared/ui/toast";
import { say } from "../../words/data";
import { say as settings_say } from "../../words/settings";
import { ago_words } from "../panel/times";
import type { Room } from "../room";
import { useLoaded } from "./parts";

export function SourceSettings({ room }: { room: Room }) {
  const links = useLoaded<Record<string, LinkSight>>(`/shows/${part(room.show)}/links`);
  const { gateway, board } = room.desk.state.value;
  const place: Place = { origin: studio.value?.https ?? location.origin, show: room.show, studio: gateway.studio };
  const pushed = room.desk.state.value.assistant?.links;
  const shown = Object.entries(pushed ?? links.value ?? {});
  const owner = session.value?.person.owner === true;
  return (
    <>
      {shown.length > 0 && (
        <section class="box">
          <h2>{say("links")}</h2>
          <ul class="plain sources">
            {shown.map(([name, one]) => (
              <li key={name} class={one.state === "trouble" ? "source source-stale" : "source"}>
                <Icon name={SIGNS[one.state]} label={say(`link_${one.state}`)} />
                <strong>{NAMES[name] ?? name}</strong>
                <span class="quiet">{sentence(one)}</span>
                <span class="quiet">{one.last == null ? "" : ago_words(new Date(one.last).toISOString())}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="box">
        <h2>{say("ways")}</h2>
        <p class="quiet">{say("ways_help")}</p>
        <p class="row">
          {owner ? (
            <a class="button" href={link("studio", "tokens")}>
              <Icon name="key" />
              <span>{settings_say("token_add")}</span>
            </a>
          ) : (
            <span class="quiet">{say("token_owner")}</span>
          )}
          <a class="button" href={link("show", room.show, "board")}>
            <Icon name="chart" />
            <span>{say(board == null ? "by_hand_or_demo" : "to_board")}</span>
          </a>
        </p>
        <div class="ways">
          <Way title={say("way_http")} help={say("way_http_help")} examples={[curl(place)]} open />
          <Way title="WebSocket" help={say("way_socket_help")} examples={[socket(place)]} />
          <Way title="CSV" help={say("way_csv_help")} examples={[csv(), csv_config(room.show), command(place, "watch FOLDER")]} />
          <Way title="MQTT" help={say("way_mqtt_help")} examples={[mqtt(place)]} />
          <Way title="Shopify" help={say("way_shopify_help")} examples={[shopify(place), shopify_config(room.show)]} />
          <Way title="OBS" help={say("way_obs_help")} examples={[obs_config(room.show)]} />
          <Way title="TikTok" help={say("way_tiktok_help")} examples={["pip install TikTokLive", command(place, "tiktok @NAME")]} />
          <Way title={say("way_file")} help={say("way_file_help")} examples={[command(place, "send FILE.ndjson"), command(place, "replay FILE.ndjson --speed 10")]} />
        </div>
      </section>
    </>
  );
}

const SIGNS: Record<LinkSight["state"], IconName> = { off: "stop", connecting: "clock", connected: "check", trouble: "warning" };
const NAMES: Record<string, string> = { shopify: "Shopify", shopify_poll: "Shopify Admin API", obs: "OBS", tiktok: "TikTok", mqtt: "MQTT", csv: "CSV" };

function Way({ title, help, examples, open }: { title: string; help: string; examples: readonly string[]; open?: boolean }) {
  const [shown, set_shown] = useState(open === true);
  return (
    <details class="way" open={shown} onToggle={(event) => set_shown(event.currentTarget.open)}>
      <summary>{title}</summary>
      <p>{help}</p>
      {examples.map((text) => (
        <Example key={text} text={text} />
      ))}
    </details>
  );
}

function Example({ text }: { text: string }) {
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    tell_done(() => settings_say("copied"));
  };
  return (
    <div class="example">
      <pre tabIndex={0}>{text}</pre>
      <Button small icon="copy" label={settings_say("copy")} on={() => attempt(copy)} />
    </div>
  );
}
