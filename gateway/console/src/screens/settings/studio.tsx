/** The whole gateway, for its owners. */
import { link, route } from "../../live/route";
import { session } from "../../live/session";
import { say } from "../../words/settings";
import { say as door } from "../../words/door";
import { Empty } from "../../shared/ui/banner";
import { CertificateSteps } from "../door/certificate";
import { AccountSettings } from "./accounts";
import { AuditLog } from "./audit";
import { DuckingSettings } from "./ducking";
import { SettingsPage } from "./parts";
import { ShowList } from "./show_list";
import { TokenSettings } from "./tokens";

const TABS = ["accounts", "shows", "ducking", "tokens", "audit", "certificate"] as const;

export function StudioScreen() {
  const here = TABS.find((tab) => tab === route.value[1]) ?? "accounts";
  if (session.value?.person.owner !== true) return <Empty icon="lock" title={say("not_allowed")} />;
  return (
    <SettingsPage title={say("studio")} here={here} tabs={TABS.map((tab) => ({ id: tab, label: say(`tab_${tab}`), href: link("studio", tab) }))}>
      {here === "accounts" && <AccountSettings />}
      {here === "shows" && <ShowList />}
      {here === "ducking" && <DuckingSettings />}
      {here === "tokens" && <TokenSettings />}
      {here === "audit" && <AuditLog />}
      {here === "certificate" && (
        <section class="box">
          <h2>{door("certificate")}</h2>
          <CertificateSteps />
        </section>
      )}
    </SettingsPage>
  );
}
