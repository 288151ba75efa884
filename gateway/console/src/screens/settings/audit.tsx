/** Who changed what, newest first. */
import { useEffect, useState } from "preact/hooks";
import { get } from "../../shared/http";
import { Empty } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/settings";
import { date_words } from "../panel/times";

interface Deed {
  n: number;
  at: string;
  name: string;
  what: string;
  about: Record<string, string>;
  show: string | null;
  address: string;
  result: string;
}
interface Page {
  entries: Deed[];
  before: number | null;
}

const PAGE = 50;

export function AuditLog() {
  const [entries, set_entries] = useState<Deed[] | null>(null);
  const [older, set_older] = useState<number | null>(null);
  const load = (before: number | null): Promise<boolean> =>
    attempt(async () => {
      const page = await get<Page>(`/audit?limit=${PAGE}${before === null ? "" : `&before=${before}`}`);
      set_older(page.before);
      set_entries((known) => (before === null ? page.entries : [...(known ?? []), ...page.entries]));
    });
  useEffect(() => void load(null), []);
  if (entries === null) return <p>{say("loading")}</p>;
  return (
    <section class="box">
      <p>{say("audit_help")}</p>
      {entries.length === 0 && <Empty icon="shield" title={say("audit_empty")} />}
      <table class="table">
        <tbody>
          {entries.map((deed) => (
            <tr key={deed.n}>
              <td class="quiet cell-number">{date_words(deed.at)}</td>
              <th scope="row">{deed.name || "–"}</th>
              <td>{deed_words(deed.what)}</td>
              <td class="quiet mono cell-text">{about_words(deed.about)}</td>
              <td class="quiet">{deed.show ?? ""}</td>
              <td>
                <span class={deed.result === "done" ? "tag" : "tag tag-bad"}>{deed.result}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {older !== null && (
        <div class="row row-centre">
          <Button on={() => load(older)}>{say("audit_more")}</Button>
        </div>
      )}
    </section>
  );
}

const VERBS = ["post", "put", "patch", "delete"] as const;

/** "patch_host" as "changed: host". */
function deed_words(what: string): string {
  const verb = VERBS.find((one) => what.startsWith(`${one}_`));
  if (verb === undefined) return what;
  return `${say(`did_${verb}`)}: ${what.slice(verb.length + 1).replaceAll("_", " ")}`;
}

function about_words(about: Record<string, string>): string {
  return Object.entries(about)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
}
