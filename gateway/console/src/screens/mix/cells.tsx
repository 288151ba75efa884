/** What stands in the cells of the mix: a source at a host, a source everywhere, the programme of a host, its depth. */
import { useMemo } from "preact/hooks";
import type { Host, Source } from "../../core/document";
import type { Ducking } from "../../core/ducking";
import { MUTE_DB } from "../../core/fader";
import { db } from "../../core/figures";
import { gain_at } from "../../core/mix";
import { Latest } from "../../live/latest";
import { part, put } from "../../shared/http";
import { Fader } from "../../shared/ui/fader";
import { Select } from "../../shared/ui/field";
import { tell_done, tell_wrong } from "../../shared/ui/toast";
import { say } from "../../words/mix";
import { say as ducked } from "../../words/ducking";
import { type Depth, depth_words, set_ducking } from "../panel/host_actions";

/** Between two requests of one fader: often enough to be heard, seldom enough to be no flood. */
const PACE_MS = 150;

interface CellProps {
  label: string;
  path: string;
  value: number;
  changes: boolean;
  silent: string;
  quiet?: boolean;
  said: (value: string) => string;
  body: (value: number) => unknown;
}

function Cell({ label, path, value, changes, silent, quiet = false, said, body }: CellProps) {
  const latest = useMemo(() => {
    const send = async (wanted: number): Promise<void> => {
      try {
        await put(path, body(wanted));
      } catch (wrong) {
        tell_wrong(wrong);
        throw wrong;
      }
    };
    return new Latest(send, PACE_MS);
  }, [path]);
  const words = (wanted: number): string => said(wanted <= MUTE_DB ? silent : db(wanted));
  return (
    <Fader
      label={label}
      value={value}
      silent={silent}
      quiet={quiet}
      mute={say("cell_mute")}
      disabled={!changes}
      send={(wanted) => latest.want(wanted)}
      told={(wanted, before) =>
        tell_done(
          () => words(wanted),
          () => latest.want(before),
        )
      }
    />
  );
}

const plain = (gain_db: number): unknown => ({ gain_db });
const name_of = (id: string, source: Source): string => source.label || id;

export function SourceAtHost(props: { show: string; id: string; source: Source; host: string; name: string; changes: boolean }) {
  const { show, id, source, host, name, changes } = props;
  const about = { source: name_of(id, source), name };
  return (
    <Cell
      label={say("cell", about)}
      path={`/shows/${part(show)}/sources/${part(id)}/hosts/${part(host)}/gain`}
      value={gain_at(source, host)}
      changes={changes}
      silent={say("cell_muted")}
      said={(value) => say("cell_done", { ...about, value })}
      body={plain}
    />
  );
}

export function SourceEverywhere({ show, id, source, changes }: { show: string; id: string; source: Source; changes: boolean }) {
  const about = { source: name_of(id, source) };
  return (
    <Cell
      label={say("cell_all", about)}
      path={`/shows/${part(show)}/sources/${part(id)}/gain`}
      value={source.gain_db}
      changes={changes}
      silent={say("cell_muted")}
      said={(value) => say("cell_all_done", { ...about, value })}
      body={plain}
    />
  );
}

export function ProgrammeAtHost({ id, host, name, changes }: { id: string; host: Host; name: string; changes: boolean }) {
  const label = say("programme_cell", { name });
  return (
    <Cell
      label={label}
      path={`/hosts/${part(id)}/programme`}
      value={host.programme_db ?? MUTE_DB}
      changes={changes}
      silent={say("cell_off")}
      quiet
      said={(value) => `${label}: ${value}`}
      body={(gain_db) => ({ gain_db: gain_db <= MUTE_DB ? null : gain_db })}
    />
  );
}

const USUAL: readonly Depth[] = [null, "off", -6, -12, -18, -24, -60];

export function DepthAtHost(props: { id: string; host: Host; name: string; studio: Ducking | undefined; changes: boolean }) {
  const { id, host, name, studio, changes } = props;
  const now = host.ducking_db;
  const depths = USUAL.includes(now) ? USUAL : [...USUAL, now];
  const words = (depth: Depth): string => (depth === null && studio !== undefined ? say("ducking_studio", { value: depth_name(studio.programme) }) : depth_words(depth));
  return (
    <Select
      quiet
      label={say("ducking_cell", { name })}
      value={String(now)}
      disabled={!changes}
      choices={depths.map((depth) => ({ value: String(depth), label: words(depth) }))}
      on={(text) => void set_ducking(id, name, text === "null" ? null : text === "off" ? "off" : Number(text), now)}
    />
  );
}

/** A depth of the studio's ladder in words. */
export function depth_name(depth: Ducking["programme"]): string {
  return depth === "mute" ? ducked("depth_mute") : depth === 0 ? ducked("depth_none") : db(depth);
}
