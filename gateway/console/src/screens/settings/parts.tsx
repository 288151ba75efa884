/** What the pages of the settings share: tabs, asking whether one is sure, a link to copy, something loaded from the gateway. */
import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { as_problem, get } from "../../shared/http";
import { sentence } from "../../shared/words";
import { Banner } from "../../shared/ui/banner";
import { Button } from "../../shared/ui/button";
import { Dialog } from "../../shared/ui/dialog";
import { Qr } from "../../shared/ui/qr";
import { attempt, tell_done } from "../../shared/ui/toast";
import { say } from "../../words/settings";

export function SettingsPage(props: {
  title: string;
  tabs: readonly { id: string; label: string; href: string }[];
  here: string;
  children: ComponentChildren;
}) {
  const tabs = useRef<HTMLElement>(null);
  useEffect(() => tabs.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }), [props.here]);
  return (
    <main class="page">
      <header class="page-head">
        <h1>{props.title}</h1>
      </header>
      <nav ref={tabs} class="page-tabs" aria-label={props.title}>
        {props.tabs.map((tab) => (
          <a key={tab.id} href={tab.href} aria-current={tab.id === props.here ? "page" : undefined}>
            {tab.label}
          </a>
        ))}
      </nav>
      {props.children}
    </main>
  );
}

export interface Loaded<T> {
  value: T | null;
  again: () => Promise<void>;
  wrong: ComponentChildren;
}

/** What the gateway says at this path, and a way to ask anew after a change. */
export function useLoaded<T>(path: string | null): Loaded<T> {
  const [value, set_value] = useState<T | null>(null);
  const [wrong, set_wrong] = useState<{ en: string; zh: string } | null>(null);
  const again = useCallback(async () => {
    if (path === null) return;
    try {
      set_value(await get<T>(path));
      set_wrong(null);
    } catch (trouble) {
      set_wrong(as_problem(trouble));
    }
  }, [path]);
  useEffect(() => void again(), [again]);
  return { value, again, wrong: wrong === null ? null : <Banner level="warning">{sentence(wrong)}</Banner> };
}

/** A list that comes bare or under a name: {"accounts": [...]}. */
export function listed<T>(value: unknown): T[] {
  if (Array.isArray(value)) return value as T[];
  if (value === null || typeof value !== "object") return [];
  const inside = Object.values(value).find(Array.isArray);
  return (inside ?? []) as T[];
}

/** Removing what cannot be brought back asks once. words: the label stands on the button, beside others of its kind. */
export function RemoveButton(props: { question: string; task: () => Promise<unknown>; done: () => string; after: () => unknown; small?: boolean; label?: string; words?: boolean }) {
  const [asking, set_asking] = useState(false);
  const label = props.label ?? say("remove");
  const remove = async (): Promise<void> => {
    if (await attempt(props.task, props.done)) {
      set_asking(false);
      await props.after();
    }
  };
  return (
    <>
      <Button small kind="quiet" icon="trash" label={label} on={() => set_asking(true)}>
        {props.words === true ? label : undefined}
      </Button>
      {asking && (
        <Dialog title={label} closed={() => set_asking(false)}>
          <p>{props.question}</p>
          <div class="row row-end">
            <Button on={() => set_asking(false)}>{say("cancel")}</Button>
            <Button kind="danger" icon="trash" on={remove}>
              {label}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

/** A link or secret to hand on. */
export function HandOn({ text, qr, note }: { text: string; qr?: boolean; note: string }) {
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    tell_done(() => say("copied"));
  };
  return (
    <div class="hand-on">
      {qr === true && <Qr text={text} label={note} />}
      <div class="stack">
        <p>{note}</p>
        <div class="row">
          <input class="input mono" readOnly value={text} aria-label={note} onFocus={(event) => event.currentTarget.select()} />
          <Button icon="copy" on={() => attempt(copy)}>
            {say("copy")}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** A link as people have to open it, also where the gateway gives only its path. */
export function absolute(url: string): string {
  return new URL(url, location.href).href;
}

export function names_in(text: string): string[] {
  return text
    .split(/[,，、\s]+/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

const COLOURS = ["", "#e5484d", "#f08c00", "#c9a400", "#2f9e44", "#1098ad", "#1c7ed6", "#7048e8", "#d6336c"];

/** A colour, or none (""). Each is labelled by its number, since its look says nothing to everybody. */
export function Colours({ value, set }: { value: string; set: (colour: string) => void }) {
  return (
    <fieldset class="colours">
      <legend>{say("colour")}</legend>
      {COLOURS.map((one, at) => (
        <label key={one} class="colour">
          <input type="radio" name="colour" checked={value === one} onChange={() => set(one)} />
          <span class="swatch swatch-big" style={one === "" ? undefined : { background: one }} />
          <span class="unseen">{one === "" ? say("key_none") : at}</span>
        </label>
      ))}
    </fieldset>
  );
}
