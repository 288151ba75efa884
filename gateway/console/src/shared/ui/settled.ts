/** A list under a hand: it keeps its order while the hand moves over it, and takes no click on what has just moved. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Places, held } from "../../core/places";
import { HAND_STILL_MS, SETTLED_MS } from "../../core/suggestions";
import { catalogue } from "../words";
import { tell_done } from "./toast";

const say = catalogue({
  moved: ["That has only just come there. Look, then press again.", "内容刚刚变化，请看清后再点一次。"],
});

/** The entries of `box` are marked with data-aim, each with a name of its own. */
export function useSettled(box: { current: HTMLElement | null }): void {
  const places = useRef(new Places());
  const look = (): void => {
    const seen = new Map<string, number>();
    for (const entry of box.current?.querySelectorAll<HTMLElement>("[data-aim]") ?? []) {
      seen.set(entry.dataset["aim"] ?? "", entry.getBoundingClientRect().top + scrollY);
    }
    places.current.look(seen, performance.now());
  };
  useLayoutEffect(look);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const clicked = (event: MouseEvent): void => {
      look();
      // A click by the keyboard hits what has the focus, wherever that is.
      const entry = event.detail === 0 || !(event.target instanceof Element) ? null : event.target.closest<HTMLElement>("[data-aim]");
      if (entry === null || places.current.settled(entry.dataset["aim"] ?? "", performance.now())) return;
      event.preventDefault();
      event.stopPropagation();
      tell_done(() => say("moved"));
    };
    const watch = new ResizeObserver(look);
    watch.observe(element);
    element.addEventListener("click", clicked, true);
    return () => {
      watch.disconnect();
      element.removeEventListener("click", clicked, true);
    };
  }, []);
}

/** For a place whose keys mean now this and now that: a handler (onClickCapture) that lets nobody press what they cannot have seen. */
export function useSeenFirst(what: string): (event: MouseEvent) => void {
  const shown = useRef({ what, since_ms: Number.NEGATIVE_INFINITY });
  if (shown.current.what !== what) shown.current = { what, since_ms: performance.now() };
  return (event) => {
    const pressed = event.target instanceof Element && event.target.closest("button") !== null;
    if (!pressed || performance.now() - shown.current.since_ms >= SETTLED_MS) return;
    event.preventDefault();
    event.stopPropagation();
    tell_done(() => say("moved"));
  };
}

/** The entries in their order, which stays while a hand moves over `box`. there: which may still be shown. by: what they are ordered by; when that changes, so do they. */
export function useHeld(box: { current: HTMLElement | null }, wanted: readonly string[], there: (id: string) => boolean, by = ""): readonly string[] {
  const [over, set_over] = useState(false);
  const shown = useRef({ by, ids: wanted });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const still = (): void => {
      clearTimeout(timer);
      set_over(false);
    };
    const moved = (): void => {
      clearTimeout(timer);
      timer = setTimeout(still, HAND_STILL_MS);
      set_over(true);
    };
    element.addEventListener("pointermove", moved);
    element.addEventListener("pointerdown", moved, true);
    element.addEventListener("pointerleave", still);
    return () => {
      clearTimeout(timer);
      element.removeEventListener("pointermove", moved);
      element.removeEventListener("pointerdown", moved, true);
      element.removeEventListener("pointerleave", still);
    };
  }, []);
  const ids = over && shown.current.by === by ? held(shown.current.ids, wanted, there) : wanted;
  shown.current = { by, ids };
  return ids;
}
