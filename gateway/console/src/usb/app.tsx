/** Who may be here, and whether this browser can do it. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { query } from "../live/route";
import { look_up_session, look_up_studio, session, speak } from "../live/session";
import { Door, Mark } from "../screens/door/door";
import { SignIn } from "../screens/door/sign_in";
import { as_problem, type Problem } from "../shared/http";
import { Banner, Empty } from "../shared/ui/banner";
import { Button } from "../shared/ui/button";
import { LanguageSwitch, ThemeSwitch } from "../shared/ui/menus";
import { attempt, Toasts } from "../shared/ui/toast";
import { sentence } from "../shared/words";
import { say as door } from "../words/door";
import { say } from "../words/usb";
import { Job } from "./job";
import { UsbPage } from "./page";

export function UsbApp() {
  return (
    <>
      <Page />
      <Toasts />
    </>
  );
}

function Page() {
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
  if (trouble !== null) {
    return (
      <Door title={door("gateway_away")}>
        <p>{sentence(trouble)}</p>
        <Button kind="primary" on={look_up}>
          {door("retry")}
        </Button>
      </Door>
    );
  }
  if (session.value === undefined) return <Door title="hushcue">{door("loading")}</Door>;
  if (session.value === null) return <SignIn failed={undefined} />;
  return (
    <div class="app">
      <Bar />
      <main class="page page-usb">
        <header class="page-head">
          <h1>{say("usb_title")}</h1>
        </header>
        <Inside />
      </main>
    </div>
  );
}

function Bar() {
  return (
    <header class="top">
      <a class="top-home" href="/#/bodypacks">
        <Mark />
        <span class="top-show">{say("back_to_packs")}</span>
      </a>
      <span class="usb-space" />
      <LanguageSwitch set={(wanted) => void attempt(() => speak(wanted))} />
      <ThemeSwitch />
    </header>
  );
}

function Inside() {
  const serial = "serial" in navigator ? navigator.serial : undefined;
  const [job] = useState(() => (serial === undefined ? null : new Job(serial, query.value.get("id") ?? "")));
  if (session.value?.person.owner !== true) return <Empty icon="lock" title={say("owners_only")} />;
  if (!window.isSecureContext) return <Instead>{say("not_secure")}</Instead>;
  if (job === null) return <Instead>{say("no_serial")}</Instead>;
  return <UsbPage job={job} />;
}

/** Where it cannot be done here: how else. */
function Instead({ children }: { children: ComponentChildren }) {
  return (
    <section class="box">
      <Banner level="warning">{children}</Banner>
      <p>{say("by_command")}</p>
      <pre class="usb-log">hushcue flash{"\n"}hushcue provision --id host-1 --config studio.toml</pre>
    </section>
  );
}
