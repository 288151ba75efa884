/** The panel: tiles, keys, and what stands beside them. */
import { signal, useSignal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { in_order, spoken } from "../../core/targets";
import { may } from "../../core/rights";
import { listen_to_keyboard } from "../../live/keyboard";
import { PhrasePlayer } from "../../live/phrase_player";
import { link } from "../../live/route";
import { Empty } from "../../shared/ui/banner";
import { Icon } from "../../shared/ui/icon";
import { attempt, tell_wrong, tell_done } from "../../shared/ui/toast";
import { Problem } from "../../shared/http";
import { microphone } from "../../sound/microphone";
import { say } from "../../words/panel";
import type { Room } from "../room";
import { Strip } from "../assistant/strip";
import { CueDialog } from "../cues/cue_dialog";
import { Announcer, Banners } from "./banners";
import { type Panel, PanelContext } from "./context";
import { Dock } from "./dock";
import { phrase_target } from "./phrases";
import { Side, TABS, TAB_ICONS, type Tab } from "./side";
import { Tile } from "./tile";
import { Timeline, is_dense } from "./timeline";

const side_tab = signal<Tab>("host");

export function PanelScreen({ room }: { room: Room }) {
  const { desk, talker, publisher, monitor, show, assist } = room;
  const [cue, set_cue] = useState<string | null>(null);
  /** On a phone, one of the pages; the panel itself where it is null. */
  const page = useSignal<Tab | null>(null);

  const panel = useMemo<Panel>(() => {
    const voiceless = (): void => {
      if (microphone.state.value !== "on") void microphone.open();
      tell_wrong(new Problem("no_voice", say.entries.no_voice_long[0], say.entries.no_voice_long[1], 0));
    };
    const phrases = new PhrasePlayer(show, desk);
    const say_phrase = (id: string): void => {
      const phrase = desk.state.peek().phrases[id];
      const target = phrase_target.peek() || talker.selected.peek();
      if (phrase === undefined) return;
      const { ends } = phrases.said(id, target ? [target] : []);
      if (ends.length > 0) {
        void attempt(
          () => phrases.stop(id, ends),
          () => say("phrase_stopped", { label: phrase.label }),
        );
        return;
      }
      if (phrase.state !== "ready") return;
      if (!target) {
        tell_done(() => say("choose_target"));
        return;
      }
      const names = (): string => spoken(desk.state.value, [target], say("all"), say("and"));
      void attempt(
        () => phrases.say(id, [target]),
        () => say("phrase_said", { label: phrase.label, names: names() }),
      );
    };
    return { show, desk, talker, publisher, monitor, open_cue: set_cue, voiceless, phrases, say_phrase };
  }, [room]);

  useEffect(() => listen_to_keyboard(talker, { phrase: panel.say_phrase, voiceless: panel.voiceless, assist: (verb) => assist.key(verb) }), [panel]);
  useEffect(() => {
    void microphone.open_if_wanted();
  }, []);

  return (
    <PanelContext.Provider value={panel}>
      <div class={`panel ${page.value === null ? "panel-home" : "panel-page"}`} data-private={talker.privately.value}>
        <h1 class="unseen">{desk.state.value.show.label}</h1>
        <Banners />
        <Announcer />
        <main class="panel-main">
          <Strip room={room} />
          <Tiles room={room} />
          <Timeline />
        </main>
        <Side tab={side_tab} />
        <Dock />
        <nav class="pages" aria-label={say("tab_panel")}>
          <button type="button" aria-current={page.value === null ? "page" : undefined} onClick={() => (page.value = null)}>
            <Icon name="grid" />
            {say("tab_panel")}
          </button>
          {TABS.map((tab) => (
            <button
              key={tab}
              type="button"
              aria-current={page.value === tab ? "page" : undefined}
              onClick={() => {
                side_tab.value = tab;
                page.value = tab;
              }}
            >
              <Icon name={TAB_ICONS[tab]} />
              {say(`tab_${tab}`)}
            </button>
          ))}
        </nav>
        {cue !== null && <CueDialog room={room} id={cue} closed={() => set_cue(null)} />}
      </div>
    </PanelContext.Provider>
  );
}

function Tiles({ room }: { room: Room }) {
  const { desk, talker, show } = room;
  const { hosts } = desk.state.value;
  const ids = in_order(hosts);
  const dense = is_dense(talker.kept.value.dense, ids.length);
  if (ids.length === 0) {
    if (!desk.usable.value) return <div class="tiles" />;
    return (
      <Empty icon="pack" title={say("no_hosts")}>
        <p>{say("no_hosts_help")}</p>
        {may(desk.you.value, "may_administer") && (
          <a class="button button-primary" href={link("show", show, "settings", "hosts")}>
            <span>{say("add_hosts")}</span>
          </a>
        )}
      </Empty>
    );
  }
  return (
    <div class={dense ? "tiles tiles-dense" : "tiles"}>
      {ids.map((id) => (
        <Tile key={id} id={id} dense={dense} />
      ))}
    </div>
  );
}
