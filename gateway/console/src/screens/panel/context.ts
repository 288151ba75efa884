/** What every part of the panel works with. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Desk } from "../../live/desk";
import type { PhrasePlayer } from "../../live/phrase_player";
import type { Talker } from "../../live/talker";
import type { Monitor } from "../../sound/monitor";
import type { Publisher } from "../../sound/publisher";

export interface Panel {
  show: string;
  desk: Desk;
  talker: Talker;
  publisher: Publisher;
  monitor: Monitor;
  /** Opens what is known of a cue. */
  open_cue(id: string): void;
  /** Says why nothing can be heard, and turns the microphone on. */
  voiceless(): void;
  phrases: PhrasePlayer;
  /** Says it to whom is chosen; while it is being said, ends it. */
  say_phrase(id: string): void;
}

export const PanelContext = createContext<Panel | null>(null);

export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (panel === null) throw new Error("outside of a panel");
  return panel;
}
