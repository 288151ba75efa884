/** Why the organisation's sign-in did not work, from the code in the address that the gateway sent the browser to. */
import { wrong } from "../../words/sign_in";

const CODES = [
  "oidc_state",
  "oidc_unreachable",
  "oidc_answer",
  "oidc_refused",
  "oidc_not_admitted",
  "too_often",
  "too_many_people",
  "store_not_now",
] as const;

/** Anybody can write an address: what is not known is repeated only where it looks like a code. */
export function why_not(code: string): string {
  const known = CODES.find((one) => one === code);
  return known === undefined ? wrong("other", { code: /^[a-z_]{1,40}$/.test(code) ? code : "?" }) : wrong(known);
}
