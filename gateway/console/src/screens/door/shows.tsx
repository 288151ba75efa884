/** The choice of a show. Who has but one is led there at once. */
import { useEffect } from "preact/hooks";
import { go, link } from "../../live/route";
import { session, sign_out } from "../../live/session";
import { Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Icon } from "../../shared/ui/icon";
import { attempt } from "../../shared/ui/toast";
import { say as bodypacks_says } from "../../words/bodypacks";
import { say } from "../../words/door";
import { Door } from "./door";

export function Shows({ stay }: { stay: boolean }) {
  const now = session.value;
  const shows = now?.shows ?? [];
  const only = shows.length === 1 ? shows[0]?.id : undefined;
  useEffect(() => {
    if (only !== undefined && !stay) go("show", only);
  }, [only, stay]);
  return (
    <Door title={say("choose_show")} wide>
      {shows.length === 0 ? (
        <Empty icon="grid" title={say("no_shows")}>
          {say("no_shows_help")}
        </Empty>
      ) : (
        <ul class="plain shows">
          {shows.map((show) => (
            <li key={show.id}>
              <a class="show-card" href={link("show", show.id)}>
                <strong>{show.label || show.id}</strong>
                <small>{now?.person.owner === true ? say("owner") : (show.role?.label ?? "")}</small>
                <Icon name="right" />
              </a>
            </li>
          ))}
        </ul>
      )}
      <div class="row">
        <a class="button" href={link("account")}>
          <Icon name="user" />
          <span>{say("account")}</span>
        </a>
        {now?.person.owner === true && (
          <a class="button" href={link("bodypacks")}>
            <Icon name="pack" />
            <span>{bodypacks_says("bodypacks")}</span>
          </a>
        )}
        {now?.person.owner === true && (
          <a class="button" href={link("studio")}>
            <Icon name="gear" />
            <span>{say("studio")}</span>
          </a>
        )}
        <Button icon="out" on={() => attempt(sign_out)}>
          {say("sign_out")}
        </Button>
      </div>
    </Door>
  );
}
