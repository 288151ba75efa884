/** The settings of whoever is signed in: between this browser and the gateway. */
import { Personal, type Values } from "../core/personal";
import { Problem, get, put } from "../shared/http";
import { keep, on_remember, remembered, remembered_keys } from "../shared/preferences";
import { tell_wrong } from "../shared/ui/toast";

const PLACE = "/me/preferences";
const PATIENCE_MS = 3000;

export const personal = new Personal(
  {
    read: async () => within(PATIENCE_MS, get<{ value: Values }>(PLACE)).then((kept) => kept.value),
    write: async (value) => within(PATIENCE_MS, put(PLACE, { value })).then(() => undefined),
  },
  { get: (key) => remembered<unknown>(key, undefined), set: keep, keys: remembered_keys },
  (task, ms) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  (why) => {
    const too_large = why instanceof Problem && (why.status === 413 || why.status === 422);
    if (too_large) tell_wrong(why);
    return too_large ? "drop" : "again";
  },
);

on_remember((key) => personal.changed(key));
// A page that is left may not come back.
addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") void personal.flush();
});

/** Nobody waits longer for their colours than for their show. */
async function within<T>(ms: number, task: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => (timer = setTimeout(() => fail(new Error("late")), ms)));
  try {
    return await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}
