/** The upper edge: where one is, whether the gateway is there, and the way elsewhere. */
import { useEffect, useRef } from "preact/hooks";
import { may } from "../core/rights";
import { link } from "../live/route";
import { session, sign_out, speak } from "../live/session";
import { Button } from "../shared/ui/button";
import { Icon, type IconName } from "../shared/ui/icon";
import { LanguageSwitch, ThemeSwitch } from "../shared/ui/menus";
import { attempt } from "../shared/ui/toast";
import { waiting } from "../core/suggestions";
import { say as assist_say } from "../words/assistant";
import { say as board_say } from "../words/board";
import { say as bodypacks_says } from "../words/bodypacks";
import { say } from "../words/door";
import { say as mix_says } from "../words/mix";
import { say as panel_says } from "../words/panel";
import { say as control_says } from "../words/panel_controls";
import { Mark } from "./door/door";
import type { Room } from "./room";
import { can_set } from "./settings/show_settings";

export function TopBar({ room, here }: { room: Room | null; here: string }) {
  return (
    <header class="top">
      {here === "panel" && (
        <a class="skip" href="#" onClick={skip}>
          {say("skip")}
        </a>
      )}
      <a class="top-home" href={link("shows")} aria-label={say("shows")}>
        <Mark />
        <span class="top-show">{room === null ? "hushcue" : room.desk.state.value.show.label || room.show}</span>
        <Icon name="down" />
      </a>
      {room !== null && <Lights room={room} />}
      <nav class="top-nav" aria-label={say("menu")}>
        {room !== null ? <Ways room={room} here={here} /> : <StudioWays here={here} />}
      </nav>
      <Menu room={room} />
    </header>
  );
}

function skip(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("[data-key]")?.focus();
}

/** Connection, on air, recording: words and shapes, not colours alone. */
function Lights({ room }: { room: Room }) {
  const kind = room.desk.connection.value.kind;
  const { show, recording } = room.desk.state.value;
  const word = kind === "open" ? say("connected") : kind === "opening" ? say("connecting") : say("away");
  return (
    <div class="lights">
      <span class={`light light-${kind}`} role="status">
        <span class="light-dot" />
        <span class="light-word">{word}</span>
      </span>
      <span class={show.on_air ? "light light-air" : "light light-quiet"}>
        <span class="light-dot" />
        {panel_says(show.on_air ? "show_on_air" : "show_quiet")}
      </span>
      {recording.on && (
        <span class="light light-recording" title={control_says("recording_on")}>
          <Icon name="record" filled />
          <span class="light-word">{control_says("recording_on")}</span>
        </span>
      )}
    </div>
  );
}

function Ways({ room, here }: { room: Room; here: string }) {
  const you = room.desk.you.value;
  const ways: { to: string; path: string[]; icon: IconName; label: string; open: boolean; count?: number }[] = [
    { to: "panel", path: [], icon: "grid", label: say("panel"), open: true },
    { to: "board", path: ["board"], icon: "chart", label: board_say("board"), open: true },
    {
      to: "assistant",
      path: ["assistant"],
      icon: "spark",
      label: assist_say("assistant"),
      open: may(you, "may_speak_as_assistant") || may(you, "may_review"),
      count: may(you, "may_speak_as_assistant") ? waiting(room.desk.state.value.suggestions).length : 0,
    },
    { to: "mix", path: ["mix"], icon: "sliders", label: mix_says("mix"), open: true },
    { to: "cues", path: ["cues"], icon: "clock", label: say("cue_log"), open: may(you, "may_review") },
    { to: "settings", path: ["settings"], icon: "gear", label: say("settings"), open: can_set(you) },
  ];
  return (
    <>
      {ways
        .filter((way) => way.open)
        .map((way) => (
          <a key={way.to} class="top-way" href={link("show", room.show, ...way.path)} title={way.label} aria-label={way.label} aria-current={here === way.to ? "page" : undefined}>
            <Icon name={way.icon} />
            <span>{way.label}</span>
            {way.count !== undefined && way.count > 0 && <span class="count">{way.count}</span>}
          </a>
        ))}
    </>
  );
}

/** The pages of the whole studio, for those who own it. */
function StudioWays({ here }: { here: string }) {
  if (session.value?.person.owner !== true) return null;
  const ways: { to: string; icon: IconName; label: string }[] = [
    { to: "bodypacks", icon: "pack", label: bodypacks_says("bodypacks") },
    { to: "studio", icon: "gear", label: say("studio") },
  ];
  return (
    <>
      {ways.map((way) => (
        <a key={way.to} class="top-way" href={link(way.to)} aria-current={here === way.to ? "page" : undefined}>
          <Icon name={way.icon} />
          <span>{way.label}</span>
        </a>
      ))}
    </>
  );
}

function Menu({ room }: { room: Room | null }) {
  const person = session.value?.person;
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) box.current.open = false;
    };
    addEventListener("pointerdown", outside);
    return () => removeEventListener("pointerdown", outside);
  }, []);
  if (person === undefined) return null;
  return (
    <details ref={box} class="menu" onKeyDown={(event) => event.key === "Escape" && event.currentTarget.removeAttribute("open")}>
      <summary aria-label={`${say("menu")}: ${person.name}`}>
        <span class="avatar" aria-hidden="true">
          {[...person.name][0]?.toUpperCase()}
        </span>
        <span class="menu-name">{person.name}</span>
        <Icon name="down" />
      </summary>
      <div
        class="menu-inside"
        onClick={(event) => {
          const link_hit = event.target instanceof Element && event.target.closest("a") !== null;
          if (link_hit) event.currentTarget.closest("details")?.removeAttribute("open");
        }}
      >
        <p class="menu-who">
          <strong>{person.name}</strong>
          <small>{person.owner ? say("owner") : (room?.desk.you.value?.role?.label ?? "")}</small>
        </p>
        <LanguageSwitch set={(wanted) => void attempt(() => speak(wanted))} />
        <ThemeSwitch />
        {room !== null && (
          <div class="menu-ways">
            <Ways room={room} here="" />
          </div>
        )}
        <a href={link("shows")}>
          <Icon name="grid" />
          {say("shows")}
        </a>
        <a href={link("account")}>
          <Icon name="user" />
          {say("account")}
        </a>
        {person.owner && (
          <a href={link("bodypacks")}>
            <Icon name="pack" />
            {bodypacks_says("bodypacks")}
          </a>
        )}
        {person.owner && (
          <a href={link("studio")}>
            <Icon name="gear" />
            {say("studio")}
          </a>
        )}
        <Button kind="quiet" icon="out" on={() => attempt(sign_out)}>
          {say("sign_out")}
        </Button>
      </div>
    </details>
  );
}
