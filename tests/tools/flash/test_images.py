"""MicroPython's files: which one is asked for, where it is looked for, what is refused before anything is written."""

from pathlib import Path

import pytest
from support.micropython_image import APP_AT, OFFSETS, TABLE_AT, micropython

from hushcue_tools.flash import images
from hushcue_tools.flash.image_check import check, numbers
from hushcue_words import EXIT_USAGE, Trouble


@pytest.mark.parametrize(
    ("chip", "psram_mb", "board"),
    [
        ("ESP32", None, "ESP32_GENERIC"),
        ("ESP32", 2, "ESP32_GENERIC-SPIRAM"),
        ("ESP32-C3", 0, "ESP32_GENERIC_C3"),
        ("ESP32-S3", 0, "ESP32_GENERIC_S3"),
        ("ESP32-S3", 2, "ESP32_GENERIC_S3"),
        ("ESP32-S3", 8, "ESP32_GENERIC_S3-SPIRAM_OCT"),
    ],
)
def test_the_build_fits_the_chip_and_its_memory(chip: str, psram_mb: int | None, board: str) -> None:
    build = images.builds_for(chip, psram_mb)[0]
    assert build.board == board
    assert build.offset == OFFSETS[chip]
    assert build.file in build.address
    assert build.file.endswith(f"v{images.dotted(images.BEST)}.bin")
    assert "-SPIRAM" not in build.page


def test_every_board_we_know_has_a_build_and_every_hash_is_one() -> None:
    assert set(images.BOARDS) == {build.chip for build in images.BUILDS}
    hashes = [build.sha256 for build in images.BUILDS if build.sha256]
    assert len(set(hashes)) == len(hashes)
    assert all(len(digest) == 64 and int(digest, 16) for digest in hashes)
    assert images.BEST >= images.OLDEST


def test_a_file_is_found_in_the_first_folder_that_has_it(tmp_path: Path) -> None:
    builds = images.builds_for("ESP32-C3", 0)
    folders = [tmp_path / "cache", tmp_path / "here"]
    assert images.find(builds, folders) is None
    folders[1].mkdir()
    (folders[1] / builds[0].file).write_bytes(b"x")
    assert images.find(builds, folders) == folders[1] / builds[0].file


@pytest.mark.parametrize("chip", ["ESP32", "ESP32-C3", "ESP32-S3"])
def test_a_whole_file_for_this_chip_passes_and_says_its_version(chip: str) -> None:
    image = check(micropython(chip, "v1.28.0"), "any.bin", chip, OFFSETS[chip])
    assert (image.version, image.chip, image.build) == ((1, 28, 0), chip, None)


def refused(data: bytes, name: str = "some.bin", chip: str = "ESP32-S3", offset: int = 0) -> str:
    with pytest.raises(Trouble) as caught:
        check(data, name, chip, offset)
    assert caught.value.exit_code == EXIT_USAGE
    assert name in caught.value.in_language("en") and name in caught.value.in_language("zh")
    return caught.value.code


def test_a_file_for_another_chip_is_refused() -> None:
    assert refused(micropython("ESP32-C3")) == "image_other_chip"


def test_a_file_cut_off_is_refused() -> None:
    data = micropython()
    assert refused(data[:1000]) == "image_short"
    assert refused(data[:-40]) == "image_broken"
    assert refused(data[: APP_AT + 100]) == "image_broken"


@pytest.mark.parametrize("at", [40, APP_AT + 400, APP_AT + 30])
def test_a_changed_byte_is_found_by_the_files_own_checksums(at: int) -> None:
    data = bytearray(micropython())
    data[at] ^= 0x10
    assert refused(bytes(data)) == "image_broken"


def test_what_is_no_image_is_refused() -> None:
    assert refused(b"UF2\n" * 100000) == "image_no_magic"
    assert refused(b"") == "image_short"


def test_an_update_without_a_partition_table_is_refused() -> None:
    data = bytearray(micropython())
    data[TABLE_AT : TABLE_AT + 32] = b"\xff" * 32
    assert refused(bytes(data)) == "image_no_table"


def test_another_program_in_the_same_form_is_refused() -> None:
    assert refused(micropython(project="tasmota")) == "image_other_project"


def test_too_old_a_micropython_is_refused() -> None:
    assert refused(micropython(version="v1.22.2")) == "image_old"


def test_a_file_that_is_not_what_its_name_says_is_refused_unless_one_insists() -> None:
    name = images.builds_for("ESP32-S3", 8)[0].file
    assert refused(micropython(), name) == "image_other_hash"
    assert check(micropython(), name, "ESP32-S3", 0, any_hash=True).build is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v1.29.0", (1, 29, 0)),
        ("v1.30.0-preview.12.gabc", (1, 30, 0)),
        ("1.28.0", (1, 28, 0)),
        ("5.5.1-dirty", (5, 5, 1)),
    ],
)
def test_versions_are_read(text: str, expected: tuple[int, ...]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize("text", ["", "esp-idf", "1.2", "v1.x.0"])
def test_what_is_no_version_is_none(text: str) -> None:
    assert numbers(text) == ()
