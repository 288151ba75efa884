/** A window over the page: the browser's own dialog, which keeps the focus inside and closes on Escape. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { catalogue } from "../words";
import { Button } from "./button";

const say = catalogue({ close: ["Close", "关闭"] });

interface DialogProps {
  title: string;
  children: ComponentChildren;
  closed: () => void;
  wide?: boolean;
}

export function Dialog({ title, children, closed, wide }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    if (dialog !== null && !dialog.open) dialog.showModal();
  }, []);
  return (
    <dialog
      ref={element}
      class={wide === true ? "dialog dialog-wide" : "dialog"}
      aria-labelledby={id}
      onClose={closed}
      onPointerDown={(event) => {
        if (event.target === element.current) element.current?.close();
      }}
    >
      <div class="dialog-inside">
        <header class="dialog-head">
          <h2 id={id}>{title}</h2>
          <Button icon="close" kind="quiet" label={say("close")} on={() => element.current?.close()} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
