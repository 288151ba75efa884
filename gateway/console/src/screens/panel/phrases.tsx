/** Quick phrases: one key each, spoken to the chosen host or to everyone. */
import { signal } from "@preact/signals";
import type { Phrase } from "../../core/document";
import { printed } from "../../core/hotkeys";
import { ALL, in_order, label_of } from "../../core/targets";
import { link } from "../../live/route";
import { Empty } from "../../shared/ui/banner";
import { Select } from "../../shared/ui/field";
import { say } from "../../words/panel";
import { usePanel } from "./context";

/** "": the selected host. */
export const phrase_target = signal("");

export function Phrases() {
  const { show, desk, talker, phrases: player, say_phrase } = usePanel();
  const { phrases, hosts, groups } = desk.state.value;
  const ids = Object.keys(phrases).sort((a, b) => (phrases[a]?.order ?? 0) - (phrases[b]?.order ?? 0));
  const selected = talker.selected.value;
  const target = phrase_target.value || selected;
  if (ids.length === 0) {
    return (
      <Empty icon="note" title={say("phrases_empty")}>
        <a href={link("show", show, "settings", "phrases")}>{say("phrases_make")}</a>
      </Empty>
    );
  }
  return (
    <div class="stack">
      <Select
        label={say("phrases_to")}
        value={phrase_target.value}
        choices={[
          { value: "", label: selected === null ? say("phrases_selected") : `${say("phrases_selected")}: ${label_of(hosts, selected)}` },
          { value: ALL, label: say("all") },
          ...Object.keys(groups).sort().map((name) => ({ value: name, label: name })),
          ...in_order(hosts).map((id) => ({ value: id, label: label_of(hosts, id) })),
        ]}
        on={(target) => (phrase_target.value = target)}
      />
      <div class="phrase-keys">
        {ids.map((id) => {
          const phrase = phrases[id];
          if (phrase === undefined) return null;
          const chord = talker.bindings.value[`phrase:${id}`];
          const { ends, by } = player.said(id, target ? [target] : []);
          const said = ends.length > 0;
          const note = phrase_note(phrase, said, by.join(say("and")));
          return (
            <button
              key={id}
              type="button"
              class={said ? "phrase-key phrase-said" : "phrase-key"}
              data-phrase={id}
              aria-pressed={said}
              disabled={(phrase.state !== "ready" && !said) || !desk.usable.value}
              style={phrase.colour ? { borderInlineStartColor: phrase.colour } : undefined}
              title={phrase.text}
              lang={phrase.language}
              onClick={() => say_phrase(id)}
            >
              <strong>{phrase.label}</strong>
              <small>{note}</small>
              <span class="phrase-foot">
                {phrase.seconds != null && <small>{phrase.seconds.toFixed(1)} s</small>}
                {chord !== undefined && <kbd class="key-hot">{printed(chord)}</kbd>}
              </span>
            </button>
          );
        })}
      </div>
    </div>
  );
}

/** The second line of a key. by: who else says it. */
function phrase_note(phrase: Phrase, said: boolean, by: string): string {
  if (said) return by === "" ? say("phrase_stop") : say("phrase_stop_theirs", { name: by });
  if (by !== "") return say("phrase_theirs", { name: by });
  if (phrase.state === "making") return say("phrase_making");
  return phrase.state === "failed" ? say("phrase_failed") : phrase.text;
}
