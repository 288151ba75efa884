"""A speech service speaks where the show has one; whatever it does instead, a cue does not wait for it."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import wave
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from support.language_model import TURNS
from support.loop_clock import skip
from support.speaking import WithSpeaking

from hushcue_gateway.phrases.decode import MOST_BYTES
from hushcue_gateway.voice.http import BREAK_AFTER, BREAK_S, SpeechService
from hushcue_gateway.voice.kinds import Service, VoiceSettings
from hushcue_gateway.voice.languages import Unreadable
from hushcue_gateway.voice.speaking import Speaking
from hushcue_words import Trouble

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]
PATIENT_S = 20.0
"""The longest deadline that a service may have: here it is over only where a test says so."""


def a_wav(seconds: float = 1.0, rate_hz: int = 24_000) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, rate_hz, 0, "NONE", ""))
        noise = np.random.default_rng(1).standard_normal(int(seconds * rate_hz))
        file.writeframes((noise * 3000).astype("<i2").tobytes())
    return out.getvalue()


def says(body: bytes, status: str = "200 OK", more: str = "") -> Answer:
    async def answer(writer: asyncio.StreamWriter) -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Type: audio/wav\r\nContent-Length: {len(body)}\r\n{more}\r\n"
        writer.write(head.encode() + body)
        await writer.drain()

    return answer


async def hangs(writer: asyncio.StreamWriter) -> None:
    skip(PATIENT_S)
    await asyncio.Event().wait()


async def drips(writer: asyncio.StreamWriter) -> None:
    """An octet now and then, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\n\r\n")
    while True:
        writer.write(b"R")
        await writer.drain()
        await asyncio.sleep(0.01)
        skip(PATIENT_S / 4)


async def pours(writer: asyncio.StreamWriter) -> None:
    """More than any cue is."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\n\r\n")
    for _ in range(MOST_BYTES // 65536 + 2):
        writer.write(bytes(65536))
        await writer.drain()


async def hangs_up(writer: asyncio.StreamWriter) -> None:
    writer.close()


@dataclass
class Server:
    """A real one, on a port of the kernel's choice, which speaks as much HTTP as is needed."""

    answer: Answer
    asked: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    url: str = ""

    async def __aenter__(self) -> Server:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/v1/audio/speech"
        self._tasks: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for _turn in range(TURNS):  # who was let in a moment ago
            await asyncio.sleep(0)
        for task, writer in self._tasks.items():
            writer.transport.abort()
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks[task] = writer
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])}
            body = json.loads(await reader.readexactly(int(headers["content-length"])))
            self.asked.append(({**headers, "": head[0]}, body))
            await self.answer(writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
            del self._tasks[task]


def test_it_is_asked_as_openai_is_and_its_speech_is_levelled_and_kept(with_speaking: WithSpeaking) -> None:
    async def work(speaking: Speaking) -> None:
        async with Server(says(a_wav())) as server:
            service = Service(server.url, "tts-1", "nova", "the-key", ("th",), PATIENT_S)
            speaking.settings_of = lambda _: VoiceSettings(http=service, pace=1.1)
            made = await speaking.make("เหลือ 50", "th", spoken="เหลือ ห้าสิบ")
            assert (made.engine, made.voice) == ("http", "nova")
            assert made.seconds == pytest.approx(1.0, abs=0.1)
            headers, body = server.asked[0]
            assert headers[""] == "POST /v1/audio/speech HTTP/1.1"
            assert headers["authorization"] == "Bearer the-key"
            assert body == {
                "model": "tts-1",
                "voice": "nova",
                "input": "เหลือ ห้าสิบ",
                "response_format": "wav",
                "speed": 1.1,
            }
            again = await speaking.make("เหลือ 50", "th", spoken="เหลือ ห้าสิบ")
            assert (again.path, len(server.asked)) == (made.path, 1)
            assert (await speaking.make("fifty left", "en")).engine == "espeak", "it is not asked for English"
            assert len(server.asked) == 1

    with_speaking(work)


BAD: dict[str, Answer] = {
    "hangs": hangs,
    "drips": drips,
    "pours": pours,
    "hangs up": hangs_up,
    "error": says(b"no", "500 Oh no"),
    "elsewhere": says(b"", "302 Found", "Location: http://127.0.0.1:9/\r\n"),
    "no sound": says(b'{"error": "quota"}'),
    "silence": says(a_wav(1.0)[:44] + bytes(48_000)),
    "no http": says(b"", "what\r\n"),
}


@pytest.mark.parametrize("how", BAD)
def test_whatever_it_does_instead_the_cue_is_spoken_by_another_voice_or_not_at_all(
    with_speaking: WithSpeaking, how: str
) -> None:
    async def work(speaking: Speaking) -> None:
        async with Server(BAD[how]) as server:
            service = Service(server.url, key="the-key", deadline_s=PATIENT_S)
            speaking.settings_of = lambda _: VoiceSettings({"en": "http"}, http=service)
            assert (await speaking.make("fifty left", "en")).engine == "espeak"
            with pytest.raises(Trouble) as refused:
                await speaking.make("เหลือ ห้าสิบ", "th")
            assert refused.value.code in ("speech_service_failed", "speech_silent")
            assert "the-key" not in str(refused.value)
            assert len(server.asked) == 2

    with_speaking(work)


def test_one_that_fails_again_and_again_is_left_alone_for_a_while() -> None:
    async def work() -> None:
        now_s = 1000.0
        speech = SpeechService(lambda: now_s)
        async with Server(says(b"no", "500 Oh no")) as server:
            service = Service(server.url, deadline_s=PATIENT_S)
            for _ in range(BREAK_AFTER + 2):
                with pytest.raises(Unreadable):
                    await speech.speech(service, "one", 1.0)
            assert len(server.asked) == BREAK_AFTER
            now_s += BREAK_S
            server.answer = says(b"sound")
            assert await speech.speech(service, "one", 1.0) == b"sound"
            assert await speech.speech(service, "two", 1.0) == b"sound"
        await speech.close()

    asyncio.run(work())


def test_nobody_at_the_address_is_a_reason_too() -> None:
    async def work() -> None:
        speech = SpeechService()
        with pytest.raises(Unreadable) as refused:
            await speech.speech(Service("http://127.0.0.1:9/v1/audio/speech"), "one", 1.0)
        assert refused.value.code == "speech_service_failed"
        await speech.close()

    asyncio.run(work())
