"""The firmware onto a chip's flash: what is sent, what is taken over; no pulled cable leaves a chip without one."""

import hashlib

import pytest
from support.memory_chip import MemoryChip

from hushcue_tools.device import DeviceGone
from hushcue_tools.flash import plan
from hushcue_tools.flash.bundle import Bundle
from hushcue_tools.flash.install import install
from hushcue_tools.flash.progress import Silent
from hushcue_wire import manifest
from hushcue_words import Trouble

CONFIG = {"/config.json": b"{}"}


def noise(name: str, size: int) -> bytes:
    return (hashlib.sha256(name.encode()).digest() * (size // 32 + 1))[:size]


def bundle(version: str, changed: int = 0, loader: str = "1") -> Bundle:
    """Six modules, of which ``changed`` are another than in version 1, and two loaders."""
    files = {
        f"lib/hushcue_bodypack/m{n}.mpy": noise(f"{n} {version if n < changed else '1'}", 700 * n + 300)
        for n in range(5)
    }
    files["lib/hushcue_wire/rtp.mpy"] = noise("rtp", 1500)
    return Bundle(
        version, "esp32_s3", "xtensawin", 6, files, {name: noise(name + loader, 300) for name in ("boot.py", "main.py")}
    )


OLD = bundle("1")
NEW = bundle("2", changed=3, loader="2")


def put(chip: MemoryChip, wanted: Bundle) -> plan.Plan:
    return install(chip, wanted, Silent())


def installed(*bundles: Bundle) -> MemoryChip:
    chip = MemoryChip(CONFIG)
    for each in bundles:
        put(chip, each)
    return chip


def started(chip: MemoryChip) -> str:
    """The version that boot.py would start, whose every file must then be there; "" for none."""
    from hushcue_bodypack import slots
    from hushcue_tools.flash.remote import RemoteFlash

    slot = slots.kept(RemoteFlash(chip))  # type: ignore[arg-type]
    if not slot:
        return ""
    head, files = manifest.read(chip.files[plan.place(slot, manifest.NAME)])
    for path, (size, digest) in files.items():
        data = chip.files[plan.place(slot, path)]
        assert (len(data), hashlib.sha256(data).hexdigest()) == (size, digest), path
    return str(head["version"])


def test_a_bare_chip_gets_everything() -> None:
    chip = installed(OLD)
    assert started(chip) == "1"
    assert chip.files["/hushcue/slot"] == b"a"
    assert chip.files["/boot.py"] == OLD.loaders["boot.py"]
    assert chip.files["/config.json"] == b"{}"
    assert not [path for path in chip.files if path.endswith(".new")]


def test_a_second_time_nothing_is_sent() -> None:
    chip = installed(OLD)
    before, operations = dict(chip.files), chip.operations
    assert put(chip, OLD).nothing
    assert (chip.files, chip.operations) == (before, operations)


def test_an_update_goes_to_the_other_slot_and_sends_only_what_changed() -> None:
    chip = installed(OLD)
    chip.sent_bytes = 0
    done = put(chip, NEW)
    assert started(chip) == "2"
    assert (done.slot, len(done.puts), len(done.copies)) == ("b", 3, 3)
    assert chip.sent_bytes < NEW.bytes / 2 + 2000
    assert chip.files["/boot.py"] == NEW.loaders["boot.py"]


def test_going_back_sends_nothing_but_the_loaders() -> None:
    chip = installed(OLD, NEW)
    done = put(chip, OLD)
    assert started(chip) == "1"
    assert (len(done.puts), len(done.copies), len(done.loaders)) == (0, 0, 2)


@pytest.mark.parametrize("what", ["changed", "missing", "short"])
def test_a_broken_file_is_put_right_in_place_and_alone(what: str) -> None:
    chip = installed(OLD)
    path = "/hushcue/a/lib/hushcue_bodypack/m3.mpy"
    if what == "missing":
        del chip.files[path]
    else:
        chip.files[path] = b"x" * (len(chip.files[path]) if what == "changed" else 3)
    done = put(chip, OLD)
    assert (done.in_place, list(done.puts)) == (True, [path])
    assert started(chip) == "1"


def test_what_does_not_belong_there_goes() -> None:
    chip = installed(OLD)
    lib = "/hushcue/a/lib/hushcue_bodypack"
    for name in ("__pycache__/m1.pyc", "__pycache__/m2.pyc", "m9.mpy"):
        chip.put(f"{lib}/{name}", b"x")
    assert put(chip, OLD).removes == (f"{lib}/__pycache__", f"{lib}/m9.mpy")
    assert {entry.name for entry in chip.listdir(lib)} == {f"m{n}.mpy" for n in range(5)}


def test_a_firmware_from_before_there_were_slots_is_replaced_and_nothing_else_of_lib() -> None:
    chip = MemoryChip({"/lib/hushcue_bodypack/app.mpy": b"1", "/lib/hushcue_wire/rtp.mpy": b"2", "/lib/mine.py": b"3"})
    put(chip, OLD)
    assert started(chip) == "1"
    assert [path for path in chip.files if path.startswith("/lib/")] == ["/lib/mine.py"]


def test_a_trial_from_the_air_ends_when_somebody_stands_beside_the_chip() -> None:
    chip = installed(OLD, NEW)
    chip.files["/hushcue/trial"] = b'{"slot": "a", "boots": 2}'
    put(chip, NEW)
    assert "/hushcue/trial" not in chip.files
    assert started(chip) == "2"


def test_a_slot_whose_manifest_is_cut_off_is_none() -> None:
    chip = installed(OLD)
    path = "/hushcue/a/manifest.json"
    chip.files[path] = chip.files[path][:-10]
    assert started(chip) == ""
    put(chip, OLD)
    assert started(chip) == "1"


def test_what_arrives_otherwise_than_it_was_sent_is_sent_again_and_then_given_up() -> None:
    class Worn(MemoryChip):
        def rename(self, old: str, new: str) -> None:
            super().rename(old, new)
            if new.endswith("m3.mpy"):
                self.files[new] = b"worn out"

    chip = Worn(CONFIG)
    with pytest.raises(Trouble, match="not what was sent"):
        put(chip, OLD)
    assert started(chip) == ""


def test_too_little_room_is_said_before_anything_is_written() -> None:
    chip = installed(OLD)
    before = dict(chip.files)
    with pytest.raises(Trouble, match="kB") as caught:
        install(chip, NEW, Silent(), room_bytes=8000)
    assert caught.value.code == "no_room"
    assert chip.files == before


def operations_of(prepare: list[Bundle], wanted: Bundle) -> int:
    chip = installed(*prepare)
    before = chip.operations
    put(chip, wanted)
    return chip.operations - before


@pytest.mark.parametrize(
    ("prepare", "wanted"),
    [([], OLD), ([OLD], NEW), ([OLD, NEW], OLD), ([OLD, NEW], bundle("3", changed=5))],
    ids=["bare", "update", "back", "third"],
)
def test_wherever_the_cable_is_pulled_the_chip_starts_the_old_or_the_new_one_and_the_next_run_finishes(
    prepare: list[Bundle], wanted: Bundle
) -> None:
    """Every single operation of the flash, one after the other; then once more in the middle of the second try."""
    before = prepare[-1].version if prepare else ""
    seen = set()
    count = operations_of(prepare, wanted)
    assert count > 20 or prepare[-1:] == [NEW]
    for cut in range(count):
        chip = installed(*prepare)
        chip.cut_at = chip.operations + cut
        with pytest.raises(DeviceGone):
            put(chip, wanted)
        seen.add(started(chip))
        chip.cut_at = chip.operations + cut // 3
        try:
            put(chip, wanted)
        except DeviceGone:
            assert started(chip) in (before, wanted.version)
        chip.cut_at = None
        put(chip, wanted)
        assert started(chip) == wanted.version
        assert put(chip, wanted).nothing
        assert not [path for path in chip.files if path.endswith(".new")]
    assert seen == {before, wanted.version}


def test_the_interrupted_run_is_not_begun_from_nothing() -> None:
    chip = installed(OLD)
    chip.cut_at = chip.operations + 14
    with pytest.raises(DeviceGone):
        put(chip, NEW)
    chip.cut_at = None
    there = put(chip, NEW)
    assert len(there.puts) + len(there.copies) < len(NEW.files)
