/** Which page stands at which address, and the bar above those of a show. */
import { useEffect, useState } from "preact/hooks";
import { pending_invitation } from "../live/pending_invitation";
import { go, route } from "../live/route";
import { look_up_session, look_up_studio, session } from "../live/session";
import { as_problem, type Problem } from "../shared/http";
import { sentence } from "../shared/words";
import { Banner, Empty } from "../shared/ui/banner";
import { Button } from "../shared/ui/button";
import { Toasts } from "../shared/ui/toast";
import { say } from "../words/door";
import { AssistantScreen } from "./assistant/assistant";
import { SuggestionAnnouncer } from "./assistant/strip";
import { BoardScreen } from "./board/board";
import { BodypacksScreen } from "./bodypacks/bodypacks";
import { CueLog } from "./cues/cue_log";
import { Certificate } from "./door/certificate";
import { Door } from "./door/door";
import { Invitation } from "./door/invitation";
import { Shows } from "./door/shows";
import { SignIn } from "./door/sign_in";
import { why_not } from "./door/why_not";
import { MixScreen } from "./mix/mix";
import { PanelScreen } from "./panel/panel";
import { Room } from "./room";
import { AccountScreen } from "./settings/account";
import { ShowSettings } from "./settings/show_settings";
import { StudioScreen } from "./settings/studio";
import { TopBar } from "./top_bar";

export function App() {
  return (
    <>
      <Page />
      <Toasts />
    </>
  );
}

function Page() {
  const [first, second] = route.value;
  const [trouble, set_trouble] = useState<Problem | null>(null);
  const look_up = async (): Promise<void> => {
    set_trouble(null);
    try {
      await Promise.all([look_up_studio(), look_up_session()]);
    } catch (wrong) {
      set_trouble(as_problem(wrong));
    }
  };
  useEffect(() => void look_up(), []);
  const arrived = session.value != null && first === undefined;
  useEffect(() => {
    const token = arrived ? pending_invitation.take() : null;
    if (token !== null) go("invitation", token);
  }, [arrived]);

  if (first === "invitation" && second !== undefined && trouble === null) return <Invitation key={second} token={second} />;
  if (first === "certificate") return <Certificate />;
  if (trouble !== null) {
    return (
      <Door title={say("gateway_away")}>
        <p>{sentence(trouble)}</p>
        <Button kind="primary" on={look_up}>
          {say("retry")}
        </Button>
      </Door>
    );
  }
  if (session.value === undefined) return <Door title="hushcue">{say("loading")}</Door>;
  if (session.value === null) return <SignIn failed={first === "sign-in" ? second : undefined} />;
  if (first === "sign-in" && second !== undefined) return <StillIn failed={second} />;
  if (first === undefined || first === "shows") return <Shows stay={first === "shows"} />;
  if (first === "show" && second !== undefined) return <InShow key={second} show={second} person={session.value.person.id} />;
  if (first === "account" || first === "studio" || first === "bodypacks") {
    return (
      <div class="app">
        <TopBar room={null} here={first} />
        {first === "account" ? <AccountScreen /> : first === "studio" ? <StudioScreen /> : <BodypacksScreen />}
      </div>
    );
  }
  return (
    <Door title={say("not_found")}>
      <a href="#/">{say("back")}</a>
    </Door>
  );
}

/** Somebody who is signed in went to the organisation's sign-in once more, and that did not work. */
function StillIn({ failed }: { failed: string }) {
  return (
    <Door title={say("sign_in")}>
      <Banner level="error">{why_not(failed)}</Banner>
      <Button on={() => go()}>{say("back")}</Button>
    </Door>
  );
}

/** Panel, cue log and settings share one connection, so that talk goes on while one looks something up. */
function InShow({ show, person }: { show: string; person: string }) {
  const [room] = useState(() => new Room(show, person));
  useEffect(() => {
    room.open();
    return () => room.close();
  }, [room]);
  const [, , third] = route.value;
  const here = third ?? "panel";
  return (
    <div class={`app app-${here}`}>
      <TopBar room={room} here={here} />
      <SuggestionAnnouncer room={room} />
      {here === "panel" && <PanelScreen room={room} />}
      {here === "board" && <BoardScreen room={room} />}
      {here === "assistant" && <AssistantScreen room={room} />}
      {here === "mix" && <MixScreen room={room} />}
      {here === "cues" && <CueLog room={room} />}
      {here === "settings" && <ShowSettings room={room} />}
      {!["panel", "board", "assistant", "mix", "cues", "settings"].includes(here) && <Empty icon="search" title={say("not_found")} />}
    </div>
  );
}
