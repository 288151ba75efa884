"""The configuration that is copied and changed is a good one. CPython alone: it lies outside of the tests."""

import pytest
from support.tree import ROOT

from hushcue_bodypack import boards, config

FIRMWARE = ROOT / "firmware"


def test_the_example_holds_every_key_and_is_accepted_once_it_is_provisioned() -> None:
    text = (FIRMWARE / "config.example.json").read_text(encoding="utf-8")
    with pytest.raises(config.ConfigError, match="hushcue key"):  # a key that everybody knows is none
        config.read(text.encode())
    settings = config.read(text.replace('"key": ""', f'"key": "{"5a" * 32}"').encode())
    assert set(settings) == set(config.KEYS)
    assert (FIRMWARE / "lib" / "hushcue_bodypack" / "boards" / f"{settings['board']}.py").is_file()


def test_every_board_says_the_same_things_without_using_a_pin_twice() -> None:
    folder = FIRMWARE / "lib" / "hushcue_bodypack" / "boards"
    names = sorted(path.stem for path in folder.glob("esp32*.py"))
    assert names == ["esp32_c3", "esp32_generic", "esp32_s3"]
    tables = {}
    for name in names:
        found: dict[str, object] = {}
        exec((folder / f"{name}.py").read_text(encoding="utf-8"), found)
        tables[name] = {key: value for key, value in found.items() if key.isupper()}
        assert tables[name]["NAME"] == name
        pins = [tables[name][key] for key in ("I2S_SCK", "I2S_WS", "I2S_SD", "BUTTON", "LED", "BATTERY_ADC")]
        assert len(set(pins)) == len(pins)
    assert len({frozenset(table) for table in tables.values()}) == 1
    assert boards.__doc__
