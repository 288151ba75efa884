/** The gateway's time as a signal, for "3 s ago" and running talks: once a second, and only while somebody looks. */
import { signal } from "@preact/signals";
import { gateway_time } from "../shared/http";

const gateway_now = (): number => Date.now() + gateway_time.ahead_ms;

export const now_ms = signal(gateway_now());
setInterval(() => {
  if (!document.hidden) now_ms.value = gateway_now();
}, 1000);
document.addEventListener("visibilitychange", () => (now_ms.value = gateway_now()));
