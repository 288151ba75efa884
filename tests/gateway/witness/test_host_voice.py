"""Whether a host speaks: the witness process hears it in the programme, and whoever asks is told what it said last."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

import numpy as np
from support.gateway_process import wait_for

from hushcue_gateway.host_voices import FEED, HostVoices
from hushcue_gateway.part import Observers
from hushcue_gateway.supervisor.witness import Witness, WitnessRestarted
from hushcue_gateway.witness.messages import HostVoice, OpenTap
from hushcue_gateway.witness.settings import WitnessSettings

from .conftest import RATE_HZ, spoken
from .test_witness_process import Sender


@dataclass
class Entry:
    id: str
    kind: str


@dataclass
class Sources:
    """Shows and their sources, changed by the test."""

    shows: dict[str, list[Entry]]
    hearers: list[object] = field(default_factory=list)

    def on_change(self, hear: object, /) -> None:
        self.hearers.append(hear)

    def of_show(self, show: str, /) -> list[Entry]:
        return self.shows.get(show, [])

    def change(self, **shows: list[Entry]) -> None:
        self.shows.update(shows)
        for hear in self.hearers:
            hear()  # type: ignore[operator]


def tell(voices: HostVoices, event: object) -> None:
    observers: Observers = voices.observers()
    observers[type(event)](event)


def test_a_show_speaks_while_one_of_its_programmes_does() -> None:
    sources = Sources({"live": [Entry("cam", "programme"), Entry("mic", "programme"), Entry("desk", "talk")]})
    voices, told = HostVoices(sources), []
    voices.on_voice(told.append)
    assert voices.speaking("live") is None
    tell(voices, HostVoice("live", FEED + "cam", False, 1))
    assert voices.speaking("live") is False
    tell(voices, HostVoice("live", FEED + "mic", True, 2))
    tell(voices, HostVoice("live", FEED + "cam", True, 3))
    assert voices.speaking("live") is True
    tell(voices, HostVoice("live", FEED + "mic", False, 4))
    assert voices.speaking("live") is True
    tell(voices, HostVoice("live", FEED + "cam", False, 5))
    assert voices.speaking("live") is False
    assert voices.speaking("other") is None
    assert told == ["live"] * 3, "None to False, False to True, True to False"


def test_nobody_can_tell_of_a_programme_that_is_gone_or_of_a_witness_that_is_new() -> None:
    sources = Sources({"live": [Entry("cam", "programme")]})
    voices, told = HostVoices(sources), []
    voices.on_voice(told.append)
    tell(voices, HostVoice("live", FEED + "cam", True, 1))
    sources.change(live=[])
    assert voices.speaking("live") is None
    tell(voices, HostVoice("live", FEED + "cam", False, 2))
    assert voices.speaking("live") is None, "it was under way when the programme went"
    sources.change(live=[Entry("cam", "programme")])
    tell(voices, HostVoice("live", FEED + "cam", True, 3))
    tell(voices, WitnessRestarted(4, "died", 1, 10.0, 1))
    assert voices.speaking("live") is None
    assert told == ["live"] * 4


def test_the_witness_hears_a_host_begin_and_pause_in_the_programme_and_not_in_cues() -> None:
    """Sent faster than it is spoken: what counts is the sound's own time."""
    events: list[object] = []
    witness = Witness(WitnessSettings(hang_s=60.0), events.append)
    witness.start(60.0)
    keys = {name: os.urandom(30) for name in ("feed-cam", "tap-cue")}
    senders = []
    try:
        for number, (name, key) in enumerate(keys.items()):
            assert witness.open(OpenTap(name, number + 1, "live", key, "" if name == "feed-cam" else "cue"))
            senders.append(Sender(witness.address, number + 1, key, witness._socket))
        wait_for("both taps are open", lambda: [each for each in events if getattr(each, "taps", 0) == 2])
        silence, speech = np.zeros(RATE_HZ), spoken(3.0, np.random.default_rng(2))
        pcm = (32767 * np.concatenate([silence, speech, silence, silence])).astype(np.int16)
        for sender in senders:
            sender.send(pcm, 0.0005)

        def heard() -> list[bool] | None:
            found = [each.speaking for each in events if isinstance(each, HostVoice)]
            return found if found[-2:] == [True, False] and len(found) >= 3 else None

        found = wait_for("the pause is told", heard)
        assert found[0] is False
        assert {each.feed for each in events if isinstance(each, HostVoice)} == {"feed-cam"}
    finally:
        for sender in senders:
            sender.close()
        witness.stop()
