/** A small show for tests. */
import type { Hearing, Host, LiveDocument, Priority, Role } from "../src/core/document";
import { EMPTY } from "../src/core/live";

export function host(over: Partial<Host> = {}): Host {
  return {
    label: "", kind: "bodypack", groups: [], language: "zh", state: "online", hearing: [], volume_db: 0, muted: false,
    programme_db: null, ducking_db: null, battery_percent: null, battery_left_min: null, charging: null, rssi_dbm: null,
    loss_percent: null, rtt_ms: null, delay_ms: null, buffer_ms: null, last_receipt: null, acknowledged: null,
    calling_since: null, trouble: null, heard_at: null, leak: null, ...over,
  };
}

export function hearing(who: string, priority: Priority = "direct", over: Partial<Hearing> = {}): Hearing {
  return { cue: `${who}-cue`, who, name: who.toUpperCase(), priority, private: false, since: "2026-01-01T00:00:00Z", ...over };
}

export function show(hosts: Record<string, Host>, groups: Record<string, string[]> = {}): LiveDocument {
  return { ...EMPTY, hosts, groups };
}

export function role(over: Partial<Role> = {}): Role {
  return {
    id: "r", label: "R", talk_to: ["all"], priority: "direct", may_latch: false, may_page_all: false, may_speak_as_assistant: false, may_feed: false,
    may_listen: false, may_adjust: false, may_phrases: false, may_review: false, may_administer: false, talk_one_at_a_time: false, ...over,
  };
}
