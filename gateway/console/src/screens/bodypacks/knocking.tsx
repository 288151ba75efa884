/** Who was not let in, and what to do about each. */
import type { Bodypack, Knock } from "../../core/bodypacks";
import { Button } from "../../shared/ui/button";
import { Icon } from "../../shared/ui/icon";
import { say } from "../../words/bodypacks";
import { UsbLink } from "./usb_link";
import { knock_words } from "./words";

interface KnockingProps {
  knocking: readonly Knock[];
  packs: readonly Bodypack[];
  register: (id: string) => void;
}

export function Knocking({ knocking, packs, register }: KnockingProps) {
  const known = (id: string): boolean => packs.some((pack) => pack.id === id);
  return (
    <section class="box" aria-label={say("knocking")}>
      <div>
        <h2>{say("knocking")}</h2>
        <p class="quiet">{say("knocking_help")}</p>
      </div>
      <ul class="plain knocks">
        {knocking.map((knock) => {
          const { id } = knock;
          const what = id === null ? "nameless" : knock.reason === "unknown" && !known(id) ? "unknown" : "password";
          return (
            <li key={`${knock.reason} ${id} ${knock.ip}`} class="knock" data-knock={id ?? ""}>
              <Icon name={what === "unknown" ? "bell" : "warning"} />
              <div class="knock-words">
                <strong>{id === null ? say("knock_nameless") : say(`knock_${what === "unknown" ? "unknown" : "password"}`, { id })}</strong>
                <p>{say(`knock_${what}_help`)}</p>
                <small class="quiet">{knock_words(knock)}</small>
              </div>
              {what === "unknown" && id !== null ? (
                <Button icon="plus" on={() => register(id)}>
                  {say("next_register")}
                </Button>
              ) : (
                <UsbLink {...(id === null ? {} : { id })} />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
