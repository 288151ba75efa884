"""What a voice that takes its time costs: its own cue, and nothing else."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from support.loop_clock import skip
from support.speaker_rig import Rig, with_rig

from hushcue_gateway.assistant import speaker as speaker_module
from hushcue_gateway.assistant.suggestion import Suggestion


def test_what_has_become_too_old_while_its_sound_was_made_is_not_said(tmp_path: Path) -> None:
    async def work(rig: Rig) -> None:
        async def slow(suggestion: Suggestion) -> None:
            rig.now_ms = suggestion.expires_ms

        rig.before_true = slow
        await rig.put("one", "host-1")
        assert rig.so("one") == ("expired", "too_old") and rig.saying("host-1") == []

    with_rig(tmp_path, work)


def test_a_voice_that_does_not_come_back_keeps_the_ear_from_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaker_module, "CHECKED_S", 3600.0)

    async def work(rig: Rig) -> None:
        async def never(suggestion: Suggestion) -> None:
            if suggestion.id == "one":
                await asyncio.Event().wait()

        rig.before_true = never
        await rig.put("one", "host-1")
        await rig.put("two", "host-1")
        assert rig.state("one") == "queued"
        skip(3600.0)
        async with asyncio.timeout(60.0):
            while rig.state("two") != "speaking":
                await asyncio.sleep(0.01)
        assert rig.so("one") == ("expired", "too_old")

    with_rig(tmp_path, work)
