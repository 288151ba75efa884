/** Who is signed in in this browser, and what shows they may see. */
import { signal } from "@preact/signals";
import type { Role } from "../core/document";
import { Problem, get, on_unauthorized, patch, post, put, remove, set_csrf } from "../shared/http";
import { choose_language, take_theme } from "../shared/theme";
import { language, type Language } from "../shared/words";
import { personal } from "./personal";

/** Fewest characters of a password, as the gateway wants it. */
export const LEAST_CHARS = 10;

export interface SignedIn {
  person: { id: string; name: string; owner: boolean; language: string };
  shows: { id: string; label: string; role: Role | null }[];
  csrf: string;
}

export interface Studio {
  studio: string;
  version: string;
  languages: string[];
  oidc: boolean;
  https: string | null;
  /** The gateway has a certificate authority of its own. */
  ca: boolean;
  oidc_name: string | null;
  first_start: boolean;
}

/** undefined: not asked yet; null: nobody. */
export const session = signal<SignedIn | null | undefined>(undefined);
export const studio = signal<Studio | null>(null);

async function enter(found: SignedIn): Promise<void> {
  set_csrf(found.csrf);
  await personal.begin(found.person.id);
  take_theme();
  session.value = found;
  if (found.person.language === "zh" || found.person.language === "en") choose_language(found.person.language);
}

export async function look_up_studio(): Promise<void> {
  studio.value = await get<Studio>("/studio");
}

/** Asks the gateway who this browser is. A gateway that cannot be reached is thrown, as a Problem. */
export async function look_up_session(): Promise<void> {
  try {
    await enter(await get<SignedIn>("/session"));
  } catch (wrong) {
    if (!(wrong instanceof Problem) || wrong.status !== 401) throw wrong;
    forget_session();
  }
}

export async function sign_in(name: string, password: string): Promise<void> {
  await enter(await post<SignedIn>("/session", { name, password }));
}

export async function accept_invitation(token: string, name: string, password: string): Promise<void> {
  const wanted = language.value;
  const found = await post<SignedIn>(`/invitation/${encodeURIComponent(token)}`, { name, password });
  await enter(found);
  // The account speaks what the person read when making it.
  if (found.person.language !== wanted) await speak(wanted);
}

/** The same with the account that is signed in. */
export async function join_with_account(token: string): Promise<void> {
  await enter(await post<SignedIn>(`/invitation/${encodeURIComponent(token)}/accept`));
}

export async function sign_out(): Promise<void> {
  await personal.flush();
  await remove("/session").catch((wrong: unknown) => {
    if (!(wrong instanceof Problem) || wrong.status !== 401) throw wrong;
  });
  forget_session();
}

export function forget_session(): void {
  set_csrf("");
  personal.end();
  session.value = null;
}

export async function speak(wanted: Language): Promise<void> {
  choose_language(wanted);
  const now = session.value;
  if (now == null) return;
  session.value = { ...now, person: { ...now.person, language: wanted } };
  await patch("/session", { language: wanted });
}

export async function rename(name: string): Promise<void> {
  await patch("/session", { name, language: language.value });
  await look_up_session();
}

export async function change_password(old: string, fresh: string): Promise<void> {
  await put("/session/password", { old, new: fresh });
  await look_up_session();
}

on_unauthorized(() => {
  if (session.value != null) void look_up_session().catch(() => undefined);
});
