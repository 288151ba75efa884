/** The time as a signal, for "3 s ago" and running talks: once a second, and only while somebody looks. */
import { signal } from "@preact/signals";

export const now_ms = signal(Date.now());
setInterval(() => {
  if (!document.hidden) now_ms.value = Date.now();
}, 1000);
document.addEventListener("visibilitychange", () => (now_ms.value = Date.now()));
