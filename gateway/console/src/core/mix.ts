/** The mix of a show as a table: who is heard by whom, and how loud beside how they are heard everywhere. */
import type { LiveDocument, Source } from "./document";
import { MUTE_DB } from "./fader";

const RANK: Record<Source["kind"], number> = { microphone: 0, webrtc: 1, phrase: 2, file: 3, assistant: 4, programme: 5 };
const { compare } = new Intl.Collator("en", { numeric: true });

/** People first, the programme last, the same on every screen. */
export function sources_in_order(sources: Readonly<Record<string, Source>>): string[] {
  return Object.keys(sources).sort((a, b) => {
    const by_kind = RANK[sources[a]?.kind ?? "file"] - RANK[sources[b]?.kind ?? "file"];
    return by_kind !== 0 ? by_kind : compare(a, b);
  });
}

export function gain_at(source: Source | undefined, host: string): number {
  return source?.at?.[host] ?? 0;
}

/** Hosts for whom this source is muted. */
export function silent_at(source: Source | undefined): ReadonlySet<string> {
  return new Set(Object.entries(source?.at ?? {}).flatMap(([host, gain_db]) => (gain_db <= MUTE_DB ? [host] : [])));
}

/** Hosts that hear this source now: a talk of it is on air to them. */
export function heard_by(talks: LiveDocument["talks"], source: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const talk of Object.values(talks)) if (talk.on_air && talk.source === source) talk.hosts.forEach((host) => found.add(host));
  return found;
}
