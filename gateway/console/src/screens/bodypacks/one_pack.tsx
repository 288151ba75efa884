/** Everything about one bodypack. */
import { type Bodypack, name_of } from "../../core/bodypacks";
import { rssi_quality } from "../../core/figures";
import type { Fleet } from "../../core/fleet";
import { link } from "../../live/route";
import { part, post } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Banner, Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Icon } from "../../shared/ui/icon";
import { attempt } from "../../shared/ui/toast";
import { say as all } from "../../words/bodypacks";
import { say } from "../../words/bodypack";
import { BatteryBox } from "./battery";
import { CeilingBox } from "./ceiling";
import { PackFirmware } from "./firmware";
import { PackName, WhoBox } from "./names";
import { Figure, Presence } from "./pack_table";
import { RetireBox } from "./retire";
import { TraceBox } from "./trace";
import { UsbLink } from "./usb_link";
import { ago_of, battery_words, signal_words } from "./words";

export function OnePack({ id, fleet }: { id: string; fleet: Fleet }) {
  const pack = fleet.bodypacks.find((one) => one.id === id);
  if (pack === undefined) {
    return (
      <section class="box">
        <Empty icon="search" title={say("gone", { id })}>
          <p>{say("gone_help")}</p>
          <p class="pack-empty-way">
            <Back />
          </p>
        </Empty>
      </section>
    );
  }
  const name = name_of(pack);
  const locate = (): Promise<boolean> => attempt(() => post(`/hosts/${part(id)}/identify`), () => say("located", { name }));
  return (
    <>
      <Back />
      <header class="page-head pack-head">
        <div class="pack-title">
          <PackName pack={pack} />
          <Presence pack={pack} />
        </div>
        <div class="row">
          {pack.state !== "pending" && <UsbLink id={id} />}
          <Button icon="bell" disabled={pack.state !== "online"} on={locate}>
            {say("locate")}
          </Button>
        </div>
      </header>
      {pack.trouble !== null && <Banner level="error">{sentence(pack.trouble)}</Banner>}
      {pack.state === "pending" && <FirstSteps id={id} />}
      <div class="pack-boxes">
        <WhoBox pack={pack} fleet={fleet} />
        <FactsBox pack={pack} />
        {pack.state !== "pending" && (
          <>
            <BatteryBox pack={pack} />
            <TraceBox pack={pack} />
            <CeilingBox pack={pack} />
            <PackFirmware pack={pack} fleet={fleet} />
          </>
        )}
        <RetireBox pack={pack} />
      </div>
    </>
  );
}

function Back() {
  return (
    <a class="pack-back" href={link("bodypacks")}>
      <Icon name="reply" />
      {say("back")}
    </a>
  );
}

function FirstSteps({ id }: { id: string }) {
  return (
    <Banner level="info" icon="usb" actions={<UsbLink id={id} primary />}>
      <strong>{say("first")}</strong>
      <ol class="steps">
        <li>{say("first_usb")}</li>
        <li>{say("first_on")}</li>
      </ol>
    </Banner>
  );
}

function FactsBox({ pack }: { pack: Bodypack }) {
  const here = pack.state === "online";
  const rssi = rssi_quality(pack.rssi_dbm);
  const rows: [string, preact.ComponentChildren][] = [
    [say("id"), <span class="mono">{pack.id}</span>],
    [say("last_seen"), here ? say("now") : ago_of(pack.last_seen_ms) || all("never_seen")],
    [
      all("signal"),
      here && pack.rssi_dbm !== null ? (
        <span class="row">
          <Figure icon="wifi" value={signal_words(pack.rssi_dbm)} quality={rssi} />
          {rssi !== "unknown" && <small class="quiet">{say(`rssi_${rssi}`)}</small>}
        </span>
      ) : (
        "–"
      ),
    ],
    [all("battery"), here ? battery_words(pack) || "–" : "–"],
    [say("board"), pack.board === null ? "–" : <span class="mono">{pack.board}</span>],
    [say("address"), pack.ip === null ? "–" : <span class="mono">{pack.ip}</span>],
    [say("key"), pack.key === null ? "–" : <span class="mono">{pack.key}</span>],
  ];
  return (
    <section class="box" aria-labelledby="pack-facts">
      <h2 id="pack-facts">{say("facts")}</h2>
      <dl class="facts pack-facts">
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {pack.declared && <p class="field-hint">{say("declared")}</p>}
    </section>
  );
}
