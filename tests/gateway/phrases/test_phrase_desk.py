"""Phrases are kept with their sound, and come back with it after a restart."""

import asyncio
import io
import wave
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest

from hushcue_gateway.logs import Log
from hushcue_gateway.phrases import PhraseDesk
from hushcue_gateway.phrases.sound import speech_db
from hushcue_gateway.store import Database
from hushcue_wire.audio import RATE_HZ
from hushcue_words import Trouble


def with_desk(folder: Path, work: Callable[[PhraseDesk], Awaitable[None]]) -> None:
    """One life of a gateway's phrases."""

    async def run() -> None:
        log = Log((), io.StringIO())
        database = Database(folder, log)
        database.open()
        desk = PhraseDesk(folder, database, lambda: ["main"], log)
        try:
            await desk.start()
            await work(desk)
        finally:
            await desk.stop()
            database.settle(60)  # closing waits for a few seconds alone
            database.close()

    asyncio.run(run())


def recording(seconds: float = 0.5) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        noise = np.random.default_rng(1).standard_normal(int(seconds * RATE_HZ))
        file.writeframes((noise * 2000).astype("<i2").tobytes())
    return out.getvalue()


def sound_of(path: Path) -> np.ndarray:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768.0


def test_a_phrase_lives_on_and_its_sound_is_made_again_where_it_is_lost(tmp_path: Path) -> None:
    made: list[str] = []

    async def first(desk: PhraseDesk) -> None:
        heard: list[str] = []
        desk.on_change(heard.append)
        typed = await desk.add("main", "me", "typed", "50", "zh", "只剩五十件", "#ff0000", None)
        recorded = await desk.add("main", "me", "recorded", "hi", "th", "", "", None)
        assert (typed.state, typed.place, recorded.why, recorded.place) == ("ready", 0, "sound_missing", 1)
        with pytest.raises(Trouble):
            desk.sound(recorded.id)
        assert (await desk.record(recorded.id, "me", recording())).state == "ready"
        assert speech_db(sound_of(desk.sound(typed.id))) == pytest.approx(-20.0, abs=1.5)
        assert heard and set(heard) == {"main"}
        made.extend((typed.id, recorded.id))

    async def second(desk: PhraseDesk) -> None:
        assert [phrase.id for phrase in desk.of_show("main")] == made
        for name in made:
            desk.sound(name).unlink()

    async def third(desk: PhraseDesk) -> None:
        async with asyncio.timeout(120):
            while (desk.get(made[0]).state, desk.get(made[1]).state) != ("ready", "failed"):
                await asyncio.sleep(0.05)
        assert sound_of(desk.sound(made[0])).size > RATE_HZ // 2
        assert desk.get(made[1]).why == "sound_lost"

    for life in (first, second, third):
        with_desk(tmp_path, life)


def test_a_changed_text_is_spoken_anew_and_one_without_a_voice_says_why(tmp_path: Path) -> None:
    async def work(desk: PhraseDesk) -> None:
        made = await desk.add("main", "me", "typed", "x", "en", "short", "", None)
        longer = await desk.change(made.id, "me", {"text": "a good deal longer than before"})
        assert longer.seconds > made.seconds and longer.sound != made.sound
        renamed = await desk.change(made.id, "me", {"label": "y"})
        assert (renamed.label, renamed.sound) == ("y", longer.sound)
        thai = await desk.change(made.id, "me", {"language": "th"})
        assert (thai.state, thai.why) == ("failed", "no_voice")
        shown = thai.as_json()["trouble"]
        assert "th" in shown["en"] and shown["zh"]
        with pytest.raises(Trouble) as refused:
            await desk.record(made.id, "me", bytes(1000))
        assert refused.value.code == "sound_unknown"
        assert desk.get(made.id) == thai
        with pytest.raises(Trouble):
            desk.get(made.id, "late")
        await desk.remove(made.id)
        assert desk.of_show("main") == []

    with_desk(tmp_path, work)
