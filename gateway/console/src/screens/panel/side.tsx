/** Beside the tiles: one of host, phrases, sound, people, events. On a phone these are pages of their own. */
import type { Signal } from "@preact/signals";
import type { IconName } from "../../shared/ui/icon";
import { Icon } from "../../shared/ui/icon";
import { say } from "../../words/panel";
import { usePanel } from "./context";
import { EventLog } from "./event_log";
import { HostControls } from "./host_controls";
import { People } from "./people";
import { Phrases } from "./phrases";
import { Sound } from "./sound";

export const TABS = ["host", "phrases", "sound", "people", "events"] as const;
export type Tab = (typeof TABS)[number];

export const TAB_ICONS: Record<Tab, IconName> = {
  host: "user",
  phrases: "note",
  sound: "speaker",
  people: "group",
  events: "list",
};

export function Side({ tab }: { tab: Signal<Tab> }) {
  const { desk } = usePanel();
  const here = Object.values(desk.state.value.people).filter((one) => one.online).length;
  const moved = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab.value) + step + TABS.length) % TABS.length] ?? "host";
    tab.value = next;
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <aside class="side">
      <div class="tabs" role="tablist" onKeyDown={moved}>
        {TABS.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`tab-${one}`}
            class="tab"
            aria-selected={tab.value === one}
            aria-controls="side-inside"
            tabIndex={tab.value === one ? 0 : -1}
            onClick={() => (tab.value = one)}
          >
            <Icon name={TAB_ICONS[one]} />
            <span>{say(`tab_${one}`)}</span>
            {one === "people" && <span class="count">{here}</span>}
          </button>
        ))}
      </div>
      <div class="side-inside" id="side-inside" role="tabpanel" aria-labelledby={`tab-${tab.value}`}>
        {tab.value === "host" && <HostControls />}
        {tab.value === "phrases" && <Phrases />}
        {tab.value === "sound" && <Sound />}
        {tab.value === "people" && <People />}
        {tab.value === "events" && <EventLog />}
      </div>
    </aside>
  );
}
