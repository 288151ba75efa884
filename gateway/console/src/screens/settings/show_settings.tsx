/** Settings of a show: each page for those who may. */
import { may } from "../../core/rights";
import { link, route } from "../../live/route";
import { say } from "../../words/settings";
import type { Room } from "../room";
import { HostSettings } from "./hosts";
import { HotkeySettings } from "./hotkeys";
import { MemberSettings } from "./members";
import { SettingsPage } from "./parts";
import { PhraseSettings } from "./phrases";
import { RoleSettings } from "./roles";

const TABS = ["keys", "phrases", "hosts", "roles", "members"] as const;

export function ShowSettings({ room }: { room: Room }) {
  const you = room.desk.you.value;
  const open = TABS.filter((tab) => tab === "keys" || (tab === "phrases" ? may(you, "may_phrases") : may(you, "may_administer")));
  const wanted = route.value[3];
  const here = open.find((tab) => tab === wanted) ?? (may(you, "may_administer") ? "hosts" : "keys");
  return (
    <SettingsPage
      title={say("settings_of", { show: room.desk.state.value.show.label || room.show })}
      here={here}
      tabs={open.map((tab) => ({ id: tab, label: say(`tab_${tab}`), href: link("show", room.show, "settings", tab) }))}
    >
      {here === "keys" && <HotkeySettings room={room} />}
      {here === "hosts" && <HostSettings room={room} />}
      {here === "roles" && <RoleSettings room={room} />}
      {here === "members" && <MemberSettings room={room} />}
      {here === "phrases" && <PhraseSettings room={room} />}
    </SettingsPage>
  );
}
