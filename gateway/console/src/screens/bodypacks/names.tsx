/** What people call a bodypack and where it belongs: changed where it stands, and taken back by one press. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Bodypack, groups_of, name_of, with_group } from "../../core/bodypacks";
import type { Fleet } from "../../core/fleet";
import { part, patch } from "../../shared/http";
import { Button } from "../../shared/ui/button";
import { Select } from "../../shared/ui/field";
import { Icon } from "../../shared/ui/icon";
import { attempt } from "../../shared/ui/toast";
import { say as all } from "../../words/bodypacks";
import { say } from "../../words/bodypack";
import { language_choices, language_words, show_choices, show_label } from "./words";

export const LONGEST_LABEL = 32;

type Change = Partial<Pick<Bodypack, "label" | "groups" | "language" | "show">>;

/** Changes it, says so, and offers to bring back what was. */
export function change_pack(pack: Bodypack, change: Change, back: Change, done: () => string): Promise<boolean> {
  const path = `/bodypacks/${part(pack.id)}`;
  return attempt(
    () => patch(path, change),
    done,
    () => patch(path, back),
  );
}

/** The heading of its page: a press on the pencil makes it a field; Enter keeps, Escape leaves it. */
export function PackName({ pack }: { pack: Bodypack }) {
  const [text, set_text] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const name = name_of(pack);
  useEffect(() => {
    if (text !== null && document.activeElement !== field.current) field.current?.select();
  }, [text !== null]);
  if (text === null) {
    return (
      <h1 class="pack-name">
        <span>{name}</span>
        <Button kind="quiet" small icon="edit" label={say("rename")} on={() => set_text(name)} />
      </h1>
    );
  }
  const save = async (): Promise<void> => {
    const label = text.trim();
    const done = label === pack.label || (await change_pack(pack, { label }, { label: pack.label }, () => say("renamed", { name: label })));
    if (done) set_text(null);
  };
  return (
    <form
      class="row pack-name"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => event.key === "Escape" && set_text(null)}
    >
      <input
        ref={field}
        class="input"
        value={text}
        maxLength={LONGEST_LABEL}
        required
        aria-label={say("name")}
        onInput={(event) => set_text(event.currentTarget.value)}
      />
      <Button kind="primary" type="submit">
        {say("save")}
      </Button>
      <Button on={() => set_text(null)}>{all("cancel")}</Button>
    </form>
  );
}

/** Show, groups and language. */
export function WhoBox({ pack, fleet }: { pack: Bodypack; fleet: Fleet }) {
  const name = name_of(pack);
  const shows = show_choices(pack.show);
  return (
    <section class="box" aria-labelledby="pack-who">
      <h2 id="pack-who">{say("who")}</h2>
      {shows.length > 1 && (
        <Select
          label={all("show")}
          value={pack.show}
          choices={shows}
          on={(show) => void change_pack(pack, { show }, { show: pack.show }, () => say("show_set", { name, show: show_label(show) }))}
        />
      )}
      <Groups pack={pack} known={groups_of(fleet.bodypacks, pack.show)} />
      <Select
        label={all("language")}
        value={pack.language}
        choices={language_choices(pack.language)}
        on={(language) =>
          void change_pack(pack, { language }, { language: pack.language }, () => say("language_set", { name, language: language_words(language) }))
        }
      />
    </section>
  );
}

function Groups({ pack, known }: { pack: Bodypack; known: readonly string[] }) {
  const [text, set_text] = useState("");
  const name = name_of(pack);
  const set = (groups: string[], done: () => string): Promise<boolean> => change_pack(pack, { groups }, { groups: pack.groups }, done);
  const add = async (): Promise<void> => {
    const group = text.trim();
    const groups = with_group(pack.groups, group);
    if (groups.length === pack.groups.length || (await set(groups, () => say("group_added", { name, group })))) set_text("");
  };
  return (
    <div class="field">
      <span class="field-label" id="pack-groups">
        {all("groups")}
      </span>
      <ul class="plain chips" aria-labelledby="pack-groups">
        {pack.groups.length === 0 && <li class="quiet">{say("group_none")}</li>}
        {pack.groups.map((group) => (
          <li key={group} class="chip">
            {group}
            <button
              type="button"
              aria-label={say("group_remove", { group })}
              title={say("group_remove", { group })}
              onClick={() => void set(pack.groups.filter((one) => one !== group), () => say("group_removed", { name, group }))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <form
        class="row group-add"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <input
          class="input"
          list="pack-groups-known"
          value={text}
          maxLength={32}
          placeholder={say("group_place")}
          aria-label={say("group_place")}
          autocapitalize="none"
          onInput={(event) => set_text(event.currentTarget.value)}
        />
        <datalist id="pack-groups-known">
          {known.filter((one) => !pack.groups.includes(one)).map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <Button type="submit" icon="plus" disabled={text.trim() === ""}>
          {say("group_add")}
        </Button>
      </form>
    </div>
  );
}
