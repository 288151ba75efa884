/** What is said of an earpiece that is heard in the programme: whose it is, or of whom it is one. */
import type { Host } from "../../core/document";
import { label_of } from "../../core/targets";
import { say } from "../../words/panel";

export function leak_words(leak: NonNullable<Host["leak"]>, hosts: Record<string, Host>): string {
  const db = Math.round(leak.db);
  if (leak.among.length < 2) return say("leak", { db });
  return say("leak_among", { db, names: leak.among.map((id) => label_of(hosts, id)).join(say("name_separator")) });
}
