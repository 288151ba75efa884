/** All bodypacks, one a row: those that wait for somebody first. */
import { type Bodypack, firmware_of, name_of } from "../../core/bodypacks";
import { type Quality, battery_quality, rssi_quality } from "../../core/figures";
import { go, link } from "../../live/route";
import { studio } from "../../live/session";
import { sentence } from "../../shared/words";
import { Icon, type IconName } from "../../shared/ui/icon";
import { say } from "../../words/bodypacks";
import { battery_words, presence, show_label, signal_words } from "./words";

export function PackTable({ packs }: { packs: readonly Bodypack[] }) {
  return (
    <table class="table packs">
      <thead>
        <tr>
          <th scope="col">{say("bodypack")}</th>
          <th scope="col">{say("state")}</th>
          <th scope="col">{say("show")}</th>
          <th scope="col">{say("battery")}</th>
          <th scope="col">{say("signal")}</th>
          <th scope="col">{say("firmware")}</th>
        </tr>
      </thead>
      <tbody>
        {packs.map((pack) => (
          <Row key={pack.id} pack={pack} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ pack }: { pack: Bodypack }) {
  const here = pack.state === "online";
  const open = (event: MouseEvent): void => {
    const on_link = event.target instanceof Element && event.target.closest("a") !== null;
    if (!on_link && getSelection()?.isCollapsed !== false) go("bodypacks", pack.id);
  };
  return (
    <tr class={`pack-row pack-${pack.state}`} data-pack={pack.id} onClick={open}>
      <th scope="row">
        <a class="pack-link" href={link("bodypacks", pack.id)}>
          {name_of(pack)}
        </a>
        <small class="mono quiet">{pack.id}</small>
      </th>
      <td data-label={say("state")}>
        <Presence pack={pack} trouble />
      </td>
      <td data-label={say("show")}>
        <span class="pack-show">
          {show_label(pack.show)}
          {pack.groups.length > 0 && <Chips names={pack.groups} />}
        </span>
      </td>
      {pack.state === "pending" ? (
        <td colSpan={3} data-label={say("next")}>
          <span class="pack-next">
            <Icon name="usb" />
            {say("next_write")}
          </span>
        </td>
      ) : (
        <>
          <td class="cell-number" data-label={say("battery")}>
            <Figure icon="battery" value={here ? battery_words(pack) : ""} quality={battery_quality(pack.battery?.percent ?? null, null)} />
          </td>
          <td class="cell-number" data-label={say("signal")}>
            <Figure icon="wifi" value={here && pack.rssi_dbm !== null ? signal_words(pack.rssi_dbm) : ""} quality={rssi_quality(pack.rssi_dbm)} />
          </td>
          <td data-label={say("firmware")}>
            <FirmwareCell pack={pack} />
          </td>
        </>
      )}
    </tr>
  );
}

/** Is it there, is it heard: a word and a shape. */
export function Presence({ pack, trouble = false }: { pack: Bodypack; trouble?: boolean }) {
  return (
    <span class="pack-states">
      <span class={`pack-presence pack-presence-${pack.state}`}>
        <span class="pack-dot" />
        {presence(pack)}
      </span>
      {pack.on_air && <span class="tag tag-air">{say("on_air")}</span>}
      {pack.tracing && <span class="tag">{say("tracing")}</span>}
      {trouble && pack.trouble !== null && <small class="pack-trouble">{sentence(pack.trouble)}</small>}
    </span>
  );
}

export function Chips({ names }: { names: readonly string[] }) {
  return (
    <span class="chips">
      {names.map((name) => (
        <span key={name} class="tag">
          {name}
        </span>
      ))}
    </span>
  );
}

export function Figure({ icon, value, quality }: { icon: IconName; value: string; quality: Quality }) {
  if (value === "") return <span class="quiet">–</span>;
  return (
    <span class={`figure figure-${quality}`}>
      <Icon name={icon} />
      {value}
    </span>
  );
}

function FirmwareCell({ pack }: { pack: Bodypack }) {
  const state = firmware_of(pack, studio.value?.version ?? "");
  if (state === "under_way") {
    const percent = pack.update?.percent ?? 0;
    return (
      <span class="pack-updating">
        <progress max={100} value={percent} aria-label={say("firmware_under_way")} />
        <small>{percent} %</small>
      </span>
    );
  }
  return (
    <span class="pack-firmware">
      <span class="mono">{pack.version ?? "–"}</span>
      {state !== "unknown" && <small class={`pack-firmware-${state}`}>{say(`firmware_${state}`)}</small>}
    </span>
  );
}
