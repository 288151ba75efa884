"""What the USB page fetches: the boards, and for each the very files that ``hushcue flash`` would send."""

from __future__ import annotations

import pytest
from support.studio import Studio

from hushcue_tools.flash import bundle
from hushcue_wire import __version__, manifest

MADE_S = 170
"""A busy machine may take minutes to make the firmware of a board."""


def get(studio: Studio, path: str) -> bytes:
    answer = studio.api.get(f"/api/v1/firmware/{path}", timeout=MADE_S)
    assert answer.status_code == 200, answer.text
    return answer.content


def test_every_board_is_listed_with_its_chip_and_the_file_to_get(studio: Studio) -> None:
    found = studio.api.get("/api/v1/firmware", timeout=MADE_S).json()
    assert found["version"] == __version__
    assert {each["board"]: each["chip"] for each in found["boards"]} == {
        "esp32_c3": "ESP32-C3",
        "esp32_generic": "ESP32",
        "esp32_s3": "ESP32-S3",
    }
    for each in found["boards"]:
        assert each["image"] == each["images"][0]
        assert each["image"]["url"].endswith("/" + each["image"]["name"])


def test_the_files_are_those_that_hushcue_flash_sends(studio: Studio) -> None:
    wanted = bundle.build("esp32_c3")
    sealed = get(studio, "esp32_c3/manifest.json")
    assert sealed == wanted.manifest
    _, files = manifest.read(sealed)
    assert {path: get(studio, f"esp32_c3/{path}") for path in files} == wanted.files
    assert {name: get(studio, f"esp32_c3/{name}") for name in ("boot.py", "main.py")} == wanted.loaders


@pytest.mark.parametrize(
    "path",
    ["esp8266/manifest.json", "esp32_c3/lib", "esp32_c3/config.json", "esp32_c3/lib/%2e%2e/manifest.json", "esp32_c3/"],
)
def test_nothing_else_is_there(path: str, studio: Studio) -> None:
    answer = studio.api.get(f"/api/v1/firmware/{path}", timeout=MADE_S)
    assert answer.status_code in (404, 422)
    assert {"error", "en", "zh"} <= set(answer.json())
