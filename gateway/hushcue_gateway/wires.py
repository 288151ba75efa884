"""Who is told of what: the callbacks between parts that do not know each other. Run once, after all were made."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from .people.audit import Deed
from .people.clock import now_ms
from .phone_words import WORDS as PHONE_WORDS
from .talk_desk import Asker
from .talk_words import WORDS as TALK_WORDS
from .traces.words import WORDS as TRACE_WORDS
from .updates.words import WORDS as UPDATE_WORDS
from .webrtc.words import WORDS as WEBRTC_WORDS
from .wires_assistant import wire_assistant
from .words import WORDS

if TYPE_CHECKING:
    from .parts import Parts


def wire(parts: Parts) -> None:
    """Connect them."""
    _objects(parts)
    _people(parts)
    _phones(parts)
    _phrases(parts)
    _webrtc(parts)
    _witness(parts)
    _updates(parts)
    _fleet(parts)
    parts.live.sights.gains_at = parts.mix.at
    _ducking(parts)
    wire_assistant(parts)


def _objects(parts: Parts) -> None:
    """In which show an object is, for the gate."""
    gate = parts.gate
    gate.knows("host", parts.shows.show_of_host, lambda name: TALK_WORDS.trouble("unknown_host", id=name))

    async def show_of_cue(cue: str) -> str | None:
        known = parts.cues.log.get(cue)
        return known.show if known is not None else await parts.cue_book.show_of(cue)

    gate.knows("cue", show_of_cue, lambda name: WORDS.trouble("unknown_cue", id=name))
    gate.knows("phrase", parts.phrases.show_of, lambda name: TALK_WORDS.trouble("unknown_phrase", id=name))


def _people(parts: Parts) -> None:
    """Names for screens, and refused talks for the audit log."""

    def name_of(account: str) -> str:
        known = parts.people.accounts.find(account)
        return known.name if known is not None else account

    def refused(asker: Asker, show: str, code: str, names: tuple[str, ...]) -> None:
        about = {"to": ",".join(names)[:256], "code": code}
        parts.people.audit.write(Deed(now_ms(), "session", asker.id, asker.name, "talk", 403, "", show, about))

    parts.live.entries.name_of = name_of
    parts.people.sign_ins.on_ended.append(lambda _: parts.live.refresh())
    parts.talks.refused = refused


def _phones(parts: Parts) -> None:
    """Hosts whose phone is their earpiece."""
    parts.live.sights.kinds["phone"] = parts.phones.sight
    parts.phones.on_change(parts.live.touch_host)
    parts.phones.keys.on_void.append(parts.webrtc.close_of)
    parts.people.phone_sessions = parts.phones.caller

    def note(show: str, code: str, host: str, cue: str | None) -> None:
        parts.live.event(show, PHONE_WORDS, code, {"id": host}, host=host, cue=cue)

    parts.phones.note = note


def _phrases(parts: Parts) -> None:
    """One key each."""

    def tell(show: str) -> None:
        parts.live.put_table(show, "phrases", parts.phrases.state(show))

    parts.phrases.on_change(tell)
    parts.live.on_open(tell)


def _webrtc(parts: Parts) -> None:
    """Microphones of browsers, and in which show a session is."""
    parts.talks.microphone_of = parts.webrtc.microphone_of
    parts.live.entries.microphone_state = parts.webrtc.mic_state
    parts.live.sights.webrtc = lambda: parts.webrtc.running
    parts.webrtc.on_change(parts.live.touch_people)
    parts.shows.on_change(parts.webrtc.refresh)
    parts.people.sign_ins.on_ended.append(lambda _: parts.webrtc.refresh())
    parts.gate.knows("webrtc", parts.webrtc.show_of, lambda _: WEBRTC_WORDS.trouble("unknown_webrtc"))


def _witness(parts: Parts) -> None:
    """Recordings and leaks."""
    parts.cues.record_with(parts.witness.begin)
    parts.live.sights.is_recorded = parts.recordings.is_there

    def tell(show: str) -> None:
        parts.live.put(show, "recording", "", parts.witness.recording(show))

    def changed(what: str, name: str) -> None:
        if what == "show":
            tell(name)
        elif what == "cue":
            parts.live.touch_cue(name)
        else:
            parts.live.sights.mark(name).leak = parts.witness.leak_of(name, time.time())
            parts.live.touch_host(name)

    parts.witness.on_change(changed)
    parts.live.on_open(tell)


def _updates(parts: Parts) -> None:
    """Where each bodypack of a show is on its way to another firmware."""

    def tell(show: str) -> None:
        parts.live.put(show, "updates", "", parts.updates.state(list(parts.shows.hosts_of(show))))

    def changed() -> None:
        for show in parts.shows.shows():
            tell(show)
        parts.owners.touch()

    def note(code: str, facts: Mapping[str, object], level: str, host: str) -> None:
        known = parts.shows.show_of_host(host) if host else None
        for show in [known] if known else parts.shows.shows():
            parts.live.event(show, UPDATE_WORDS, code, facts, level, host=host or None)

    parts.updates.changed = changed
    parts.updates.note = note
    parts.live.on_open(tell)


def _fleet(parts: Parts) -> None:
    """Bodypacks that come and go, and who looks at all of them."""

    def note(code: str, facts: Mapping[str, object], level: str, host: str) -> None:
        show = parts.shows.show_of_host(host)
        if show:
            parts.live.event(show, TRACE_WORDS, code, facts, level, host=host)

    parts.traces.note = note
    parts.fleet.enter.append(parts.talks.end_talks_to)
    parts.fleet.leave += [parts.updates.gone, parts.traces.forget, parts.live.sights.forget]
    parts.traces.on_change(parts.owners.touch)
    parts.ceilings.on_change(parts.owners.touch)
    parts.people.sign_ins.on_ended.append(lambda _: parts.owners.refresh())


def _ducking(parts: Parts) -> None:
    """How far the studio dims, in every show's document."""
    live = parts.live
    live.sights.ducking = lambda: asdict(parts.ducking.now)

    def changed() -> None:
        for show in parts.shows.shows():
            live.put(show, "gateway", "", live.sights.gateway(time.monotonic_ns()))

    parts.ducking.on_change(changed)
