/** Settings of a show: each page for those who may. */
import type { You } from "../../core/document";
import { type Ability, may } from "../../core/rights";
import { link, route } from "../../live/route";
import { say } from "../../words/settings";
import { RulesPage } from "../assistant/rules";
import type { Room } from "../room";
import { DataRetention } from "./data_retention";
import { HostSettings } from "./hosts";
import { HotkeySettings } from "./hotkeys";
import { MannerSettings } from "./manners";
import { MemberSettings } from "./members";
import { SettingsPage } from "./parts";
import { PhraseSettings } from "./phrases";
import { ProductSettings } from "./products";
import { RoleSettings } from "./roles";
import { SourceSettings } from "./sources";
import { TopicSettings } from "./topics";
import { VoiceSettings } from "./voices";

const TABS = ["keys", "phrases", "hosts", "roles", "members", "rules", "manners", "voices", "topics", "products", "sources", "data"] as const;
type Tab = (typeof TABS)[number];

/** What it takes to see a page, one of them; keys are everybody's own. */
const TAKES: Record<Tab, Ability | readonly Ability[] | null> = {
  keys: null,
  phrases: "may_phrases",
  hosts: "may_administer",
  roles: "may_administer",
  members: "may_administer",
  rules: "may_speak_as_assistant",
  manners: "may_administer",
  voices: ["may_speak_as_assistant", "may_administer"],
  topics: "may_speak_as_assistant",
  products: "may_feed",
  sources: "may_feed",
  data: "may_administer",
};

const open_to = (you: Pick<You, "role" | "owner"> | null): Tab[] =>
  TABS.filter((tab) => {
    const ability = TAKES[tab];
    return ability === null || [ability].flat().some((one) => may(you, one));
  });

/** Whether there is anything to set beside one's own keys. */
export const can_set = (you: Pick<You, "role" | "owner"> | null): boolean => open_to(you).length > 1;

export function ShowSettings({ room }: { room: Room }) {
  const you = room.desk.you.value;
  const open = open_to(you);
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
      {here === "rules" && <RulesPage room={room} />}
      {here === "manners" && <MannerSettings room={room} />}
      {here === "voices" && <VoiceSettings room={room} />}
      {here === "topics" && <TopicSettings room={room} />}
      {here === "products" && <ProductSettings room={room} />}
      {here === "sources" && <SourceSettings room={room} />}
      {here === "data" && <DataRetention room={room} />}
    </SettingsPage>
  );
}
