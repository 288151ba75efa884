/** What the gateway and this page say to each other over the WebSocket. */
export interface Speaking {
  cue: string;
  name: string;
  priority: "emergency" | "announcement" | "direct" | "assistant";
  private: boolean;
}

export interface TextCue {
  cue: string;
  text: string;
  name: string;
  at_ms: number;
}

export interface PageState {
  host: { id: string; label: string; language: string };
  show: string;
  volume_db: number;
  muted: boolean;
  calling: boolean;
  speaking: Speaking[];
  texts: TextCue[];
}

export type In =
  | ({ t: "hello"; report_ms: number; ceiling_db: number } & PageState)
  | ({ t: "state" } & PageState)
  | { t: "bye"; error: string; en: string; zh: string }
  | { t: "pong" };

export interface Played {
  n: number;
  position: number;
  samples: number;
  concealed: number;
  received: number;
  lost: number;
  delay_ms: number;
  rtt_ms?: number;
  ago_ms: number;
  muted: boolean;
}

export type Out =
  | ({ t: "played" } & Played)
  | { t: "listening"; on: boolean; boot: number; peer: number }
  | { t: "power"; percent: number; charging: boolean }
  | { t: "ack"; cue?: string }
  | { t: "call" }
  | { t: "ping" };
