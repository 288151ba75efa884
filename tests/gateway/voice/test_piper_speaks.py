"""Piper speaks a voice that somebody put into the folder: a tiny model of the real contract, made here of noise."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import numpy as np
import pytest
from support.speaking import WithSpeaking

from hushcue_gateway.voice.kinds import VoiceSettings
from hushcue_gateway.voice.speaking import Speaking

onnx = pytest.importorskip("onnx", reason="makes the model")
pytest.importorskip("piper", reason="speaks it")

RATE_HZ = 22050
SAMPLES = 1024
"""Of each phoneme."""
LETTERS = "_^$ abcdefghijklmnopqrstuvwxyzæðŋɐɑɔəɚɛɜɡɪɹʃʊʌʒθɾˈˌː,.;:!?"
SYMBOLS = {letter: [number] for number, letter in enumerate(LETTERS)}


def a_model() -> bytes:
    """input (1, phonemes), input_lengths, scales (noise, length, noise) -> (1, 1, 1, samples): for each phoneme its own
    noise, as long as the scale of length says."""
    from onnx import TensorProto, helper, numpy_helper

    table = np.random.default_rng(3).standard_normal((len(SYMBOLS), SAMPLES)).astype(np.float32) * 0.1
    constants = {
        "table": table,
        "flat": np.array([1, 1, -1], np.int64),
        "one": np.array([1], np.int64),
        "ones": np.ones(2, np.float32),
        "first": np.array([1], np.int64),
        "last": np.array([2], np.int64),
    }
    nodes = [
        helper.make_node("Gather", ["table", "input"], ["sounds"]),
        helper.make_node("Reshape", ["sounds", "flat"], ["row"]),
        helper.make_node("Slice", ["scales", "first", "last"], ["length"]),
        helper.make_node("Concat", ["ones", "length"], ["stretch"], axis=0),
        helper.make_node("Resize", ["row", "", "stretch"], ["stretched"], mode="linear"),
        helper.make_node("Unsqueeze", ["stretched", "one"], ["output"]),
    ]
    graph = helper.make_graph(
        nodes,
        "voice",
        [
            helper.make_tensor_value_info("input", TensorProto.INT64, [1, "phonemes"]),
            helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
            helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
        ],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "samples"])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    """en_US-noise-medium."""
    folder = tmp_path / "voices"
    folder.mkdir()
    path = folder / "en_US-noise-medium.onnx"
    path.write_bytes(a_model())
    settings = {
        "audio": {"sample_rate": RATE_HZ, "quality": "medium"},
        "espeak": {"voice": "en-us"},
        "language": {"code": "en_US"},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "num_symbols": len(SYMBOLS),
        "num_speakers": 1,
        "phoneme_id_map": SYMBOLS,
    }
    path.with_name(path.name + ".json").write_text(json.dumps(settings))
    path.with_suffix(".MODEL_CARD").write_text("* License: CC0\n")
    return path


def test_its_language_is_spoken_by_it_and_faster_where_people_want_that(
    voice: Path, with_speaking: WithSpeaking
) -> None:
    async def work(speaking: Speaking) -> None:
        usual = await speaking.make("Only fifty left. Push it now.", "en")
        assert (usual.engine, usual.voice) == ("piper", "en_US-noise-medium")
        assert 1.0 < usual.seconds < 20.0
        speaking.settings_of = lambda _: VoiceSettings(pace=1.25)
        fast = await speaking.make("Only fifty left. Push it now.", "en")
        assert fast.seconds == pytest.approx(usual.seconds / 1.25, rel=0.1)
        assert (await speaking.make("只剩五十件", "zh-Hans")).engine == "espeak"
        speaking.settings_of = lambda _: VoiceSettings({"th": "piper:en_US-noise-medium"})
        assert (await speaking.make("50 left", "th")).engine == "piper", "somebody knows better than the file's name"
        speaking.settings_of = lambda _: VoiceSettings({"en": "espeak"})
        assert (await speaking.make("Only fifty left.", "en")).engine == "espeak"
        english = next(each for each in await speaking.voices("") if each["language"] == "en")
        piper = next(each for each in english["choices"] if each["engine"] == "piper")
        assert (piper["licence"], piper["ok"], piper["intelligible"]) == ("CC0", True, None)

    with_speaking(work)


def test_phonemes_between_brackets_are_text(voice: Path, with_speaking: WithSpeaking) -> None:
    async def work(speaking: Speaking) -> None:
        plain = await speaking.make("fifty left  now", "en")
        marked = await speaking.make("fifty left [[ ]] now", "en")
        assert marked.seconds == pytest.approx(plain.seconds, abs=0.2)

    with_speaking(work)


def test_a_model_that_is_broken_leaves_the_cue_to_the_voice_that_is_always_there(
    voice: Path, with_speaking: WithSpeaking
) -> None:
    voice.write_bytes(b"no model")

    async def work(speaking: Speaking) -> None:
        made = await asyncio.wait_for(speaking.make("Only fifty left.", "en"), 60)
        assert made.engine == "espeak"

    with_speaking(work)
