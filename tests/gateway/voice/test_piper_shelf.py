"""The folder of Piper voices: what lies there is read with care, and told apart from what can be used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.voice import packages, shelf
from hushcue_gateway.voice.shelf import MOST_SETTINGS_BYTES, PiperShelf, PiperVoice
from hushcue_gateway.voice.words import WORDS
from hushcue_words import Trouble

SETTINGS: dict[str, Any] = {
    "audio": {"sample_rate": 22050, "quality": "medium"},
    "espeak": {"voice": "cmn"},
    "language": {"code": "zh_CN", "family": "zh"},
    "phoneme_id_map": {"a": [1]},
}


@pytest.fixture
def as_if_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The shelf reads files; whether Piper is there is another question."""
    monkeypatch.setattr(shelf, "has_package", lambda name: name == "piper")
    yield


def put(folder: Path, name: str, settings: object = None, card: str | None = None) -> Path:
    """A voice of noise."""
    place = folder / "voices"
    place.mkdir(exist_ok=True)
    path = place / f"{name}.onnx"
    path.write_bytes(name.encode())
    if settings is not False:
        text = settings if isinstance(settings, str) else json.dumps(settings or SETTINGS)
        path.with_name(path.name + ".json").write_text(text)
    if card is not None:
        path.with_suffix(".MODEL_CARD").write_text(card)
    return path


def looked(folder: Path) -> PiperShelf:
    found = PiperShelf(folder)
    found.look()
    return found


@pytest.mark.usefixtures("as_if_installed")
def test_a_voice_is_known_by_its_language_licence_and_hash(tmp_path: Path) -> None:
    card = "# Model card\n* Language: zh_CN\n* License: CC BY-NC-SA 4.0\n"
    path = put(tmp_path, "zh_CN-huayan-medium", card=card)
    (voice,) = looked(tmp_path).voices
    assert voice == PiperVoice(
        "zh_CN-huayan-medium",
        path,
        "zh-CN",
        "medium",
        22050,
        "CC BY-NC-SA 4.0",
        hashlib.sha256(b"zh_CN-huayan-medium").hexdigest(),
    )


def test_there_may_be_no_folder(tmp_path: Path) -> None:
    assert looked(tmp_path).voices == ()


def of(code: str, quality: str = "medium") -> dict[str, Any]:
    return {**SETTINGS, "language": {"code": code}, "audio": {"sample_rate": 16000, "quality": quality}}


@pytest.mark.usefixtures("as_if_installed")
def test_the_region_that_is_asked_for_speaks_first_and_else_the_usual_one_at_a_quality_that_is_quick(
    tmp_path: Path,
) -> None:
    for name, code, quality in (
        ("a", "pt_PT", "medium"),
        ("b", "pt_BR", "high"),
        ("c", "pt_BR", "medium"),
        ("d", "pt_BR", "low"),
        ("e", "zh_HK", "medium"),
        ("f", "zh_CN", "medium"),
    ):
        put(tmp_path, name, of(code, quality))
    found = looked(tmp_path)
    assert [voice.name for voice in found.of_language("pt")] == ["c", "d", "b", "a"]
    assert found.of_language("pt-PT")[0].name == "a"
    assert [voice.name for voice in found.of_language("zh-Hant")] == ["f"], "Cantonese is another language"
    assert [voice.name for voice in found.of_language("yue-HK")] == []
    assert [voice.name for voice in found.of_language("zh-Hant-HK")] == ["e"]
    assert found.of_language("th") == []


@pytest.mark.usefixtures("as_if_installed")
@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (False, "voice_no_settings"),
        ("not json", "voice_settings_unreadable"),
        ("[]", "voice_settings_unreadable"),
        ("{}", "voice_settings_unreadable"),
        ("[" * 100_000, "voice_settings_unreadable"),
        (" " * (MOST_SETTINGS_BYTES + 1), "voice_settings_unreadable"),
        ({**SETTINGS, "audio": {"sample_rate": 10**9}}, "voice_settings_unreadable"),
        ({**SETTINGS, "audio": 7}, "voice_settings_unreadable"),
        ({**SETTINGS, "phoneme_id_map": {}}, "voice_settings_unreadable"),
        ({**SETTINGS, "language": 7}, "voice_settings_unreadable"),
        ({**SETTINGS, "phoneme_type": "thai"}, "voice_needs_package"),
    ],
)
def test_what_cannot_be_used_says_why_and_is_never_chosen(tmp_path: Path, settings: object, code: str) -> None:
    put(tmp_path, "v", settings)
    found = looked(tmp_path)
    (voice,) = found.voices
    assert voice.trouble == code
    assert Trouble(WORDS, voice.trouble, voice.facts, 0).in_language("zh")
    assert found.usable == ()
    assert found.find("v") is None


@pytest.mark.usefixtures("as_if_installed")
def test_a_voice_that_is_put_there_later_replaced_or_taken_away_is_noticed(tmp_path: Path) -> None:
    found = looked(tmp_path)
    path = put(tmp_path, "v")
    found.look()
    first = found.find("v")
    assert first is not None
    path.write_bytes(b"another")
    found.look()
    second = found.find("v")
    assert second is not None and second.sha256 != first.sha256
    put(tmp_path, "v", card="License: MIT")
    found.look()
    third = found.find("v")
    assert third is not None and third.licence == "MIT"
    path.unlink()
    found.look()
    assert found.find("v") is None


def test_without_the_package_nothing_is_usable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "has_package", lambda name: False)
    put(tmp_path, "v")
    found = looked(tmp_path)
    assert (len(found.voices), found.usable) == (1, ())


def test_a_package_is_found_without_being_loaded() -> None:
    assert packages.has_package("wave")
    assert not packages.has_package("no_such_package")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
near_misses = st.fixed_dictionaries(
    {}, optional={name: st.one_of(st.just(value), json_values) for name, value in SETTINGS.items()}
)


@given(st.one_of(near_misses, json_values))
def test_whatever_somebody_puts_there_is_a_voice_or_a_reason(document: object) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder), "v", json.dumps(document))
        (voice,) = looked(Path(folder)).voices
        assert voice.trouble in ("", "voice_settings_unreadable")
        assert voice.trouble or (voice.sha256 and 8000 <= voice.rate_hz <= 48000)
