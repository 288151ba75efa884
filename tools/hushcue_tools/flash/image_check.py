"""Whether a file is MicroPython for this chip, and whole: asked before anything is written.

A MicroPython file is a copy of the flash from the boot loader's place on: boot loader, partition table at 0x8000, the
program at 0x10000. Both programs are read by esptool, which knows their form; their checksums and SHA-256 are compared.
"""

import hashlib
import struct
from dataclasses import dataclass

from hushcue_words import EXIT_USAGE, Trouble

from .chip_log import ears
from .images import OLDEST, Build, dotted, known, meant
from .words import WORDS

TABLE_AT = 0x8000
ENTRY = struct.Struct("<2sBBII16sI")
ENTRY_MAGIC = b"\xaa\x50"
TABLE_BYTES = 0xC00
APP = 0
DESCRIPTION = struct.Struct("<II8s32s32s")
DESCRIPTION_MAGIC = 0xABCD5432
SHORTEST_BYTES = TABLE_AT


@dataclass(frozen=True)
class Image:
    """A file that may be written. ``offset``: where to; ``version``: what it says to be, () where it does not say;
    ``build``: which of MicroPython's files it is, where we know its hash."""

    data: bytes
    offset: int
    chip: str
    version: tuple[int, ...]
    sha256: str
    build: Build | None


def check(data: bytes, name: str, chip: str, offset: int, any_hash: bool = False) -> Image:
    """``chip`` as esptool calls it; ``offset``: where its boot loader lies. ``any_hash``: even where the name says that
    it is another file. Raises Trouble."""
    digest = hashlib.sha256(data).hexdigest()
    build = known(digest)
    if build is not None and build.chip != chip:
        raise wrong(name, "image_other_chip", found=build.chip, chip=chip)
    named = meant(name)
    if build is None and named is not None and named.sha256 and not any_hash:
        raise wrong(name, "image_other_hash", expected=named.sha256, found=digest, address=named.address)
    if len(data) < SHORTEST_BYTES:
        raise wrong(name, "image_short", count=len(data))
    check_program(data, name, chip)
    app_at = find_app(data, offset, name)
    app = check_program(data[app_at:], name, chip)
    project, version = description(app)
    if project and project != "micropython":
        raise wrong(name, "image_other_project", project=project)
    if version and version < OLDEST:
        raise wrong(name, "image_old", version=dotted(version), oldest=dotted(OLDEST))
    return Image(data, offset, chip, version, digest, build)


def check_program(data: bytes, name: str, chip: str) -> bytes:
    """A program in Espressif's form: for this chip, and as it was built. Its first segment. Raises Trouble."""
    ears()
    from esptool.bin_image import LoadFirmwareImage
    from esptool.targets import CHIP_DEFS
    from esptool.util import FatalError

    if data[:1] != b"\xe9":
        raise wrong(name, "image_no_magic")
    number = int.from_bytes(data[12:14], "little")
    found = next((rom.CHIP_NAME for rom in CHIP_DEFS.values() if number == rom.IMAGE_CHIP_ID), "?")
    if found != chip:
        raise wrong(name, "image_other_chip", found=found, chip=chip)
    try:
        image = LoadFirmwareImage(chip, data)
    except (FatalError, struct.error, IndexError, TypeError) as error:
        raise wrong(name, "image_broken", reason=str(error).splitlines()[0] if str(error) else "?") from None
    if image.checksum != image.calculate_checksum():
        raise wrong(name, "image_broken", reason="checksum")
    if image.append_digest and image.stored_digest != image.calc_digest:
        raise wrong(name, "image_broken", reason="SHA-256")
    return bytes(image.segments[0].data) if image.segments else b""


def find_app(data: bytes, offset: int, name: str) -> int:
    """Where in the file the program lies, by the partition table. Raises Trouble."""
    table = data[TABLE_AT - offset : TABLE_AT - offset + TABLE_BYTES]
    for at in range(0, len(table) - ENTRY.size + 1, ENTRY.size):
        magic, kind, _, start, _, _, _ = ENTRY.unpack_from(table, at)
        if magic != ENTRY_MAGIC:
            break
        if kind == APP and offset <= start < offset + len(data):
            return int(start) - offset
    raise wrong(name, "image_no_table")


def description(segment: bytes) -> tuple[str, tuple[int, ...]]:
    """(project, version) of a program that says them, ("", ()) of one that does not."""
    if len(segment) < DESCRIPTION.size:
        return "", ()
    magic, _, _, version, project = DESCRIPTION.unpack_from(segment)
    if magic != DESCRIPTION_MAGIC:
        return "", ()
    return text_of(project), numbers(text_of(version))


def text_of(field: bytes) -> str:
    return field.split(b"\0", 1)[0].decode("ascii", "replace")


def numbers(text: str) -> tuple[int, ...]:
    """v1.29.0, v1.30.0-preview.5: the three numbers; () for anything else."""
    parts = text.removeprefix("v").partition("-")[0].split(".")
    return tuple(map(int, parts)) if len(parts) == 3 and all(map(str.isdigit, parts)) else ()


def wrong(name: str, code: str, **facts: object) -> Trouble:
    return WORDS.trouble(code, exit_code=EXIT_USAGE, name=name, **facts)
