/** Show data typed in by a person, told to the gateway as any other source tells it; each entry can be taken back. */
import { type Entry, line_of } from "../../core/manual";
import { Problem, ask, part, post } from "../../shared/http";
import { attempt } from "../../shared/ui/toast";

interface Refused {
  line: number;
  field?: string;
  en: string;
  zh: string;
}

const NDJSON = "application/x-ndjson";

/** Tells the entries; each has an id, so that one that is sent twice counts once. Undo takes back this one. */
export function feed(show: string, entries: readonly Entry[], done: () => string, airing?: string): Promise<boolean> {
  const stamp = crypto.randomUUID();
  const lines = entries.map((entry, at) => line_of(entry, `${stamp}-${at}`)).join("");
  const undo = async (): Promise<void> => {
    const path = `/shows/${part(show)}/airings/${part(airing ?? "")}/undo`;
    for (const at of [...entries.keys()].reverse()) await post(path, { id: `${stamp}-${at}` });
  };
  return attempt(() => tell(show, lines), done, airing === undefined ? undefined : undo);
}

/** What the gateway refuses of it is thrown as a Problem. */
export async function tell(show: string, lines: string): Promise<void> {
  const response = await ask("POST", `/shows/${part(show)}/ingest`, lines, NDJSON);
  const { refused = [] } = (await response.json()) as { refused?: Refused[] };
  const first = refused[0];
  if (first !== undefined) throw new Problem("refused", first.en, first.zh, 400);
}
