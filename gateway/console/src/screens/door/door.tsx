/** The frame of all pages before a show: the name of the house, the form, language and appearance below. */
import type { ComponentChildren } from "preact";
import { speak, studio } from "../../live/session";
import { LanguageSwitch, ThemeSwitch } from "../../shared/ui/menus";
import { attempt } from "../../shared/ui/toast";
import { say } from "../../words/door";

export function Door({ title, children, wide }: { title: string; children: ComponentChildren; wide?: boolean }) {
  return (
    <div class="door">
      <main class={wide === true ? "door-card door-wide" : "door-card"}>
        <header class="door-head">
          <Mark />
          <div>
            <p class="door-name">hushcue</p>
            <p class="door-slogan">{studio.value?.studio ?? say("slogan")}</p>
          </div>
        </header>
        <h1>{title}</h1>
        {children}
      </main>
      <footer class="door-foot">
        <LanguageSwitch set={(wanted) => void attempt(() => speak(wanted))} />
        <ThemeSwitch />
      </footer>
    </div>
  );
}

export function Mark() {
  return (
    <svg class="mark-logo" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M11 20.5c-1.9-1.2-3-3.2-3-5.6C8 10.5 11.6 7 16 7s8 3.4 8 7.6c0 3.2-1.7 4.6-3.4 6-1.3 1.1-1.6 2-2 3.1-.6 1.5-1.6 2.3-3.1 2.3-2 0-3.4-1.3-3.7-3" />
      <circle cx="16" cy="15" r="2.7" />
    </svg>
  );
}
