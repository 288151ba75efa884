/** Names one may talk to: "all", a host, a group. A host of the same name goes before a group, as in the gateway. */
import type { Host, LiveDocument } from "./document";

export const ALL = "all";

export function hosts_of(state: LiveDocument, names: readonly string[]): string[] {
  const found = new Set<string>();
  for (const name of names) {
    if (name === ALL) Object.keys(state.hosts).forEach((id) => found.add(id));
    else if (name in state.hosts) found.add(name);
    else (state.groups[name] ?? []).filter((id) => id in state.hosts).forEach((id) => found.add(id));
  }
  return [...found];
}

const { compare } = new Intl.Collator("en", { numeric: true });

/** Hosts in the order of the panel: by id, which is the same on every screen, numbers by their value. */
export function in_order(hosts: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(hosts).sort(compare);
}

export function label_of(hosts: Record<string, Host>, id: string): string {
  const label = hosts[id]?.label;
  return label === undefined || label === "" ? id : label;
}

/** A key's targets for people: labels of hosts, names of groups, and what "all" is called. */
export function spoken(state: LiveDocument, names: readonly string[], all: string, and: string): string {
  return names.map((name) => (name === ALL ? all : label_of(state.hosts, name))).join(and);
}

export const reachable = (host: Host | undefined): boolean => host?.state === "online";
