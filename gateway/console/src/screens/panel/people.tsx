/** Who is here, with what role, and who is talking to whom. */
import { in_order, label_of } from "../../core/targets";
import { colour_of } from "../../core/timeline";
import { Icon } from "../../shared/ui/icon";
import { say } from "../../words/panel";
import { usePanel } from "./context";
import { role_words, useRoles } from "./roles";

export function People() {
  const { show, desk } = usePanel();
  const { people, talks, hosts } = desk.state.value;
  const me = desk.you.value?.id;
  const roles = useRoles(show);
  const ids = Object.keys(people).sort(
    (a, b) => Number(people[b]?.online) - Number(people[a]?.online) || (people[a]?.name ?? "").localeCompare(people[b]?.name ?? ""),
  );
  return (
    <ul class="plain stack">
      {ids.map((id) => {
        const person = people[id];
        if (person === undefined) return null;
        const talk = Object.values(talks).find((one) => one.who === id && one.on_air);
        return (
          <li key={id} class={person.online ? "person" : "person person-away"}>
            <span class={`avatar speaker-colour-${colour_of(id, in_order(people))}`} aria-hidden="true">
              {[...person.name][0]?.toUpperCase()}
            </span>
            <div>
              <strong>
                {person.name}
                {id === me && <small> ({say("you")})</small>}
              </strong>
              <small>
                {role_words(person.role, roles)} · {person.online ? say(`mic_${person.mic}`) : say("person_away")}
              </small>
              {talk !== undefined && (
                <small class="air-word">
                  <Icon name={talk.private ? "lock" : "mic"} />
                  {say("person_on_air", { names: talk.hosts.map((host) => label_of(hosts, host)).join(say("and")) })}
                </small>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
