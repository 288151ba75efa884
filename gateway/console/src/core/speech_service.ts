/** A speech service as people fill it in, before the gateway gets it. */
import type { Service } from "./assistant_settings";

export const DEADLINE_S = [0.5, 20] as const;
export const LONGEST = { url: 500, name: 200, key: 1000 } as const;

export interface ServiceDraft {
  url: string;
  model: string;
  voice: string;
  /** "": the one that is kept, where there is one. */
  key: string;
  languages: readonly string[];
  deadline_s: number;
}

export const FRESH: ServiceDraft = { url: "", model: "tts-1", voice: "alloy", key: "", languages: [], deadline_s: 3 };

export function draft_of(service: Omit<Service, "key"> | null): ServiceDraft {
  if (service === null) return FRESH;
  const { url, model, voice, languages, deadline_s } = service;
  return { url, model, voice, languages, deadline_s, key: "" };
}

export type AddressWrong = "address_needed" | "address_scheme" | "address_secret" | "address_strange";

/** What is wrong with an address; null where it can be asked. */
export function address_wrong(typed: string): AddressWrong | null {
  const url = typed.trim();
  if (url === "") return "address_needed";
  if (!/^https?:\/\//i.test(url)) return "address_scheme";
  let read: URL;
  try {
    read = new URL(url);
  } catch {
    return "address_strange";
  }
  if (/^https?:\/\/[^/?#]*@/i.test(url)) return "address_secret";
  return read.hostname === "" || read.hash !== "" || /\s/.test(url) ? "address_strange" : null;
}

/** The whole address, where somebody typed only its beginning; null where there is nothing to add. */
export function completed(typed: string): string | null {
  const url = typed.trim().replace(/\/+$/, "");
  if (address_wrong(url) !== null) return null;
  const { pathname, search } = new URL(url);
  if (search !== "" || pathname.endsWith("/speech")) return null;
  if (pathname === "/") return `${url}/v1/audio/speech`;
  return /\/v\d+$/.test(pathname) ? `${url}/audio/speech` : null;
}

export const key_wrong = (key: string): boolean => !/^[!-~]*$/.test(key.trim());

/** For the gateway. Without a key, the one that it keeps for this very address counts. */
export function body_of(draft: ServiceDraft, on: boolean): Service {
  const key = draft.key.trim();
  const url = draft.url.trim().replace(/^https?:/i, (scheme) => scheme.toLowerCase());
  return {
    url,
    model: draft.model.trim(),
    voice: draft.voice.trim(),
    languages: [...draft.languages],
    deadline_s: draft.deadline_s,
    on,
    ...(key === "" ? {} : { key }),
  };
}

/** Whether saving would change anything. */
export function differs(draft: ServiceDraft, service: Omit<Service, "key"> | null): boolean {
  const before = draft_of(service);
  const same = (name: "url" | "model" | "voice"): boolean => draft[name].trim() === before[name];
  const languages = [...draft.languages].sort().join() === [...before.languages].sort().join();
  return service === null || draft.key.trim() !== "" || !same("url") || !same("model") || !same("voice") || !languages || draft.deadline_s !== before.deadline_s;
}
