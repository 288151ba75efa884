/** Bodypacks, for the studio's owners: all of them, or one. */
import { useEffect, useState } from "preact/hooks";
import { packs_in_order } from "../../core/bodypacks";
import type { Fleet } from "../../core/fleet";
import { FleetDesk } from "../../live/fleet";
import { route } from "../../live/route";
import { session } from "../../live/session";
import { Banner, Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { say } from "../../words/bodypacks";
import { FleetFirmware } from "./fleet_firmware";
import { Knocking } from "./knocking";
import { OnePack } from "./one_pack";
import { PackTable } from "./pack_table";
import { RegisterDialog } from "./register";
import { UsbLink } from "./usb_link";

export function BodypacksScreen() {
  if (session.value?.person.owner !== true) return <Empty icon="lock" title={say("not_owner")} />;
  return <Owned />;
}

function Owned() {
  const [desk] = useState(() => new FleetDesk());
  useEffect(() => {
    desk.open();
    return () => desk.close();
  }, [desk]);
  const fleet = desk.fleet.value;
  const id = route.value[1];
  return (
    <main class="page">
      {desk.connection.value === "away" && <Banner level="warning">{say("away")}</Banner>}
      {fleet === null ? <p class="quiet">{say("loading")}</p> : id === undefined ? <All fleet={fleet} /> : <OnePack key={id} id={id} fleet={fleet} />}
    </main>
  );
}

function All({ fleet }: { fleet: Fleet }) {
  const [adding, set_adding] = useState<string | null>(null);
  const packs = packs_in_order(fleet.bodypacks);
  const online = packs.filter((pack) => pack.state === "online").length;
  const waiting = packs.filter((pack) => pack.state === "pending").length + fleet.knocking.length;
  const counts = [say("count", { online, all: packs.length }), ...(waiting === 0 ? [] : [say("waiting", { count: waiting })])];
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{say("bodypacks")}</h1>
          <p class="quiet">{packs.length === 0 ? say("bodypacks_help") : counts.join(" · ")}</p>
        </div>
        <div class="row">
          <UsbLink />
          <Button kind="primary" icon="plus" on={() => set_adding("")}>
            {say("add")}
          </Button>
        </div>
      </header>
      {fleet.knocking.length > 0 && <Knocking knocking={fleet.knocking} packs={packs} register={set_adding} />}
      {packs.length === 0 ? (
        <section class="box">
          <Empty icon="pack" title={say("none")}>
            <p>{say("none_help")}</p>
            <p class="pack-empty-way">
              <UsbLink primary />
            </p>
          </Empty>
        </section>
      ) : (
        <>
          <PackTable packs={packs} />
          <FleetFirmware fleet={fleet} />
        </>
      )}
      {adding !== null && <RegisterDialog id={adding} fleet={fleet} closed={() => set_adding(null)} />}
    </>
  );
}
