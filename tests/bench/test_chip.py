"""The firmware's machine code on an emulated core: what it computes, and what it costs."""

from __future__ import annotations

import argparse
import array
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hushcue_tools import firmware
from hushcue_tools.bench import chip, mpy, reference
from hushcue_tools.bench.machine import Machine, MachineError, compile_module
from hushcue_tools.bench.replay import Mismatch, Replay, built
from hushcue_wire import red, rtp
from hushcue_words import choose_language

BODYPACK = firmware.use() / "lib" / "hushcue_bodypack"
VECTORS = Path(__file__).parent.parent / "vectors"

from hushcue_bodypack import dsp, packet, tone  # noqa: E402 - importable only now


@pytest.fixture(scope="module")
def machine() -> Machine:
    plain, made = built()
    return Machine([BODYPACK / f"{name}.py" for name in plain], made)


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    return chip.measure(argparse.Namespace())


def noise(dice: random.Random, count: int, bits: int = 16) -> bytearray:
    half = 1 << (bits - 1)
    return bytearray(np.array([dice.randrange(-half, half) for _ in range(count)], "<i2").tobytes())


def a_level(dice: random.Random) -> tuple[Any, ...]:
    count = dice.randrange(1, 161)
    gains = dice.randrange(16385), dice.randrange(16385)
    limits = dice.randrange(count + 1), dice.randrange(1, 32768)
    return (dice.randrange(40), count, noise(dice, 200), noise(dice, 200), *gains, *limits)


def a_copy(dice: random.Random) -> tuple[Any, ...]:
    if dice.random() < 0.3:  # within one buffer, forward
        buffer = noise(dice, 200)
        return (dice.randrange(20, 60), dice.randrange(20), buffer, buffer, dice.randrange(130))
    return (dice.randrange(40), dice.randrange(40), noise(dice, 200), noise(dice, 200), dice.randrange(150))


def a_steps(dice: random.Random) -> tuple[Any, ...]:
    shift = dice.randrange(4)
    return (shift + dice.randrange(20), dice.randrange(3, 100), noise(dice, 140, dice.choice((3, 16))), shift)


def an_upsampling(dice: random.Random) -> tuple[Any, ...]:
    buffers = noise(dice, 1100), noise(dice, 170), noise(dice, 9)
    return (dice.randrange(20), dice.randrange(162), *buffers, dice.randrange(1, 32768))


def a_scaling(dice: random.Random) -> tuple[Any, ...]:
    places = dice.randrange(20), dice.randrange(20)
    return (*places, noise(dice, 200, 10), noise(dice, 200), dice.randrange(150), dice.randrange(2), dice.randrange(6))


def a_search(dice: random.Random) -> tuple[Any, ...]:
    stride, shift = dice.choice(((4, 12), (1, 14)))
    return (dice.randrange(80, 90), dice.randrange(90, 130), stride, shift, noise(dice, 560, dice.choice((2, 11))))


def a_repetition(dice: random.Random) -> tuple[Any, ...]:
    gains = dice.randrange(4097), dice.randrange(4097)
    places = dice.randrange(80), dice.randrange(20)
    return (*places, noise(dice, 80), noise(dice, 400), dice.randrange(1, 320), 80, *gains)


def a_beep(dice: random.Random) -> tuple[Any, ...]:
    limits = dice.randrange(4097), dice.randrange(1, 32768)
    return (dice.randrange(tone.LENGTH), dice.randrange(162), noise(dice, 170), tone.SINE, *limits)


def a_decoding(*more: Any) -> Callable[[random.Random], tuple[Any, ...]]:
    return lambda d: (d.randrange(20), d.randrange(170), noise(d, 200), noise(d, 300), d.randrange(100), *more)


def a_decryption(dice: random.Random) -> tuple[Any, ...]:
    shift, count = dice.randrange(20), 8 * dice.randrange(21)
    return (
        shift + dice.randrange(40),
        dice.randrange(60),
        noise(dice, 130),
        noise(dice, 130),
        shift,
        noise(dice, 120),
        count,
    )


def a_search_for_headers(dice: random.Random) -> tuple[Any, ...]:
    buf = bytearray(dice.randbytes(200))
    ssrc = bytearray(dice.randbytes(4))
    for _ in range(dice.randrange(3)):
        place = dice.randrange(200)
        header = bytes([0x80, dice.choice((98, 200)), 1, 2]) + dice.choice((ssrc + ssrc, bytes(4) + ssrc))
        buf[place : place + 12] = header[: 200 - place]
    return (buf, dice.randrange(20), dice.randrange(100, 201), ssrc)


def flags(dice: random.Random) -> bytearray:
    return bytearray(dice.choice((0, 0, 4, 8, 0x41, 0x46, 0x81, 0xC5)) for _ in range(64))


def a_choice(dice: random.Random) -> tuple[Any, ...]:
    first = 0x10000 + dice.randrange(65536)
    last = first + dice.randrange(60)
    places = flags(dice), first, last, 63, dice.randrange(7), last + dice.randrange(4)
    return (*places, bytearray(48), dice.choice((3, 24)))


def a_count(dice: random.Random) -> tuple[Any, ...]:
    ring = bytearray(dice.choice((0x40, 0x40, 0x47, 0x40, 0x00, 0x80, 0xC0)) for _ in range(256))
    for _ in range(3):
        place = dice.randrange(200)
        ring[place : place + 40] = bytes([0x41] * 40)
    counts = np.array([dice.randrange(50) for _ in range(8)], "<i4")
    return (ring, dice.randrange(65536), dice.randrange(200), 255, bytearray(counts.tobytes()))


ARGUMENTS: dict[str, Callable[[random.Random], tuple[Any, ...]]] = {
    "copy_samples": a_copy,
    "clear_samples": lambda d: (d.randrange(50), d.randrange(50, 100), noise(d, 100)),
    "peak": lambda d: (d.randrange(50), d.randrange(50, 100), noise(d, 100, d.choice((4, 16)))),
    "decode_l16": a_decoding(),
    "decode_pcmu": a_decoding(dsp.PCMU_TABLE),
    "level": a_level,
    "crossfade": lambda d: (d.randrange(20), d.randrange(20), noise(d, 400), noise(d, 400), d.randrange(1, 321)),
    "drop_one": a_steps,
    "insert_one": lambda d: (d.randrange(2, 160), noise(d, 161, d.choice((3, 16)))),
    "upsample3": an_upsampling,
    "scale": a_scaling,
    "best_lag": a_search,
    "repeat": a_repetition,
    "bend": lambda d: (d.randrange(20), d.randrange(1, 61), noise(d, 100), d.randrange(-65535, 65536)),
    "mix_beeps": a_beep,
    "copy_masked": a_decryption,
    "find_header": a_search_for_headers,
    "move_down": lambda d: (d.randrange(1, 50), d.randrange(50, 100), noise(d, 50)),
    "missing_copies": lambda d: (flags(d), 0x10000 + d.randrange(64, 200), d.randrange(7), 63),
    "choose_packets": a_choice,
    "count_bursts": a_count,
}


ANSWERS = (
    "peak",
    "decode_l16",
    "decode_pcmu",
    "best_lag",
    "repeat",
    "find_header",
    "missing_copies",
    "choose_packets",
)
"""What gives a result that anybody asks for."""


class TestMachineCode:
    def test_every_function_has_a_second_writing(self, machine: Machine) -> None:
        cryptography = {"compress", "fill_counters", "_last_blocks", "_same", "_copy", "_xor"}  # hashlib is theirs
        readers = {"read_header", "read_blocks"}
        assert {name.split(".")[1] for name in machine.names} - cryptography - readers == set(reference.FUNCTIONS)
        assert set(reference.FUNCTIONS) == set(ARGUMENTS)

    @pytest.mark.parametrize("name", ARGUMENTS)
    def test_it_computes_what_numpy_computes(self, machine: Machine, name: str) -> None:
        dice = random.Random(name)
        place = next(place for place in machine.names if place.endswith("." + name))
        for _ in range(12):
            arguments = ARGUMENTS[name](dice)
            result, buffers, _ = machine.call(place, *arguments)
            mine = Replay.copies(arguments)
            expected = reference.FUNCTIONS[name](*mine)
            assert buffers == [bytes(each) for each in mine if not isinstance(each, int)]
            if name in ANSWERS:
                assert result == expected

    def test_it_reads_headers_as_the_shared_module_does(self, machine: Machine) -> None:
        vectors = json.loads((VECTORS / "rtp.json").read_text(encoding="utf-8"))
        for case in [*vectors["packets"], *vectors["refused"]]:
            data = bytes.fromhex(case["hex"])
            fields = array.array("H", bytes(2 * packet.FIELDS))
            code, buffers, _ = machine.call("packet.read_header", data, len(data), data[8:12].ljust(4, b"\0"), fields)
            if "place" in case and case["place"] != "rtp.padding":  # padding is read with the blocks
                assert "rtp." + packet.FAULT_NAMES[code] == case["place"]
            elif "place" not in case:
                parsed = rtp.parse(data)
                found = np.frombuffer(buffers[2], "<u2").tolist()
                at, count, payload_type, marker, sequence = found[:5]
                assert code == packet.OK and data[at : at + count - parsed.padding_bytes] == bytes(parsed.payload)
                assert (payload_type, bool(marker), sequence) == (parsed.payload_type, parsed.marker, parsed.sequence)

    @pytest.mark.parametrize("depth", range(7))
    def test_it_reads_blocks_as_the_shared_module_does(self, machine: Machine, depth: int) -> None:
        dice = random.Random(depth)
        buf = bytearray(1400)
        copies: list[Any] = [dice.randbytes(160) for _ in range(depth)]
        payload = bytes(buf[: red.build_into(buf, 0, 96, dice.randbytes(320), 97, copies, 160)])
        shape = array.array("H", [96, 97, 98, 160, 320])
        for _ in range(20):
            bent = bytearray(payload)
            if dice.random() < 0.5:
                bent[dice.randrange(4 * depth + 1)] ^= 1 << dice.randrange(8)
            mask = bytearray(dice.randbytes(len(bent)))
            data = bytearray(12) + bytearray(a ^ b for a, b in zip(bent, mask, strict=True))
            fields = array.array("H", [12, len(bent), 98, 0, 0, 0, 0, 0, 0])
            code, buffers, _ = machine.call("packet.read_blocks", data, mask, fields, shape)
            assert (code == 0) == (bent == payload)
            assert packet.read_blocks(data, mask, fields, shape) == code
            assert buffers[2] == fields.tobytes()

    def test_code_that_never_ends_is_noticed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        source = tmp_path / "endless.py"
        body = "    while x < 1:\n        x = 0\n"
        source.write_text("import micropython\n@micropython.viper\ndef turn(x: int):\n" + body)
        monkeypatch.setattr("hushcue_tools.bench.machine.MOST_INSTRUCTIONS", 1000)
        with pytest.raises(MachineError, match="end"):
            Machine([source]).call("endless.turn", 0)

    def test_code_that_needs_the_runtime_is_noticed(self, tmp_path: Path) -> None:
        source = tmp_path / "objects.py"
        source.write_text("import micropython\n@micropython.viper\ndef make(x: int):\n    return [x]\n")
        with pytest.raises(MachineError, match="runtime"):
            Machine([source]).call("objects.make", 0)

    def test_a_file_that_does_not_compile_is_refused(self, tmp_path: Path) -> None:
        source = tmp_path / "wrong.py"
        source.write_text("def (\n")
        with pytest.raises(MachineError):
            compile_module(source)

    @pytest.mark.parametrize(
        "data", [b"", b"M\x06", b"M\x05\x2e\x1f\0\0\0", b"N\x06\x2e\x1f\0\0\0", b"M\x06\x2e\x1f\x05\x01"]
    )
    def test_a_broken_mpy_file_is_refused(self, data: bytes) -> None:
        with pytest.raises(mpy.MpyError):
            mpy.read(data)


class TestCost:
    def test_a_packet_is_within_the_budget(self, figures: dict[str, Any]) -> None:
        for group in ("steady", "all_copies_missing", "volume_turned"):
            assert list(figures[group]) == ["L16+2", "L16+3", "PCMU+5", "PCMU+6"]
            for shape, costs in figures[group].items():
                assert 10_000 < costs["total"] <= chip.BUDGET, (group, shape, costs)
                assert costs["total"] == sum(costs[stage] for stage in chip.STAGES)
                assert all(costs[stage] > 0 for stage in chip.STAGES)
        assert figures["instructions_per_packet"] == figures["steady"]["L16+3"]

    def test_what_a_build_puts_beside_viper_is_much_faster(self, figures: dict[str, Any]) -> None:
        plain, built = figures["without_machine_code"], figures["instructions_per_packet"]
        assert plain["total"] > 4 * built["total"]
        for stage in ("authenticate", "keystream", "decode", "level", "upsample"):
            assert plain[stage] > 3 * built[stage], stage

    def test_copies_that_are_needed_cost_more_to_receive(self, figures: dict[str, Any]) -> None:
        for shape, costs in figures["steady"].items():
            assert figures["all_copies_missing"][shape]["receive"] > costs["receive"]

    def test_the_dearest_moments_fit_into_the_time_of_one_packet(self, figures: dict[str, Any]) -> None:
        # 10 ms of a 160 MHz core are 1.6 million cycles; half of them, at 1.5 cycles per instruction
        assert figures["concealment"] <= 533_000
        assert figures["concealment"] > 2 * figures["instructions_per_packet"]["total"]
        assert figures["shortening"] <= 533_000
        assert figures["shortening"] > 2 * figures["instructions_per_packet"]["total"]

    def test_talking_back_is_bounded(self, figures: dict[str, Any]) -> None:
        assert 1_000 < figures["request"] <= chip.MOST_REQUEST
        assert 1_000 < figures["report"] <= chip.MOST_REPORT
        assert 1_000 < figures["report_read"] <= chip.BUDGET

    def test_nothing_is_allocated(self, figures: dict[str, Any]) -> None:
        assert figures["heap_bytes_per_packet"] in (0, None)

    def test_figures_are_said_in_both_languages(self, figures: dict[str, Any]) -> None:
        said = []
        for tongue in ("zh", "en"):
            choose_language(tongue)
            said.append(chip.describe(figures))
        assert str(figures["instructions_per_packet"]["total"]) in said[0]
        assert "每包堆内存" in said[0] and "heap per packet" in said[1]
        assert chip.held(figures)
        assert not chip.held({**figures, "heap_bytes_per_packet": 16})
        assert not chip.held({**figures, "request": chip.MOST_REQUEST + 1})
        costs = {"L16+2": {**figures["steady"]["L16+2"], "total": chip.BUDGET + 1}}
        assert not chip.held({**figures, "steady": costs})

    def test_a_difference_is_not_overlooked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        replay = Replay()
        bodypack = replay.bodypack("PCMU", 5)
        with replay.watching():
            bodypack.packet()
        monkeypatch.setitem(reference.FUNCTIONS, "decode_pcmu", lambda *arguments: 0)
        with replay.watching(), pytest.raises(Mismatch, match="decode_pcmu"):
            for _ in range(5):
                bodypack.packet()


class TestImages:
    @pytest.mark.parametrize("hz", [200, 1000, 2500, 4000, 5000, 6000])
    def test_they_lie_forty_decibels_under_the_sound(self, hz: int) -> None:
        count = 1600
        samples = (16000 * np.sin(2 * np.pi * hz * np.arange(count) / 16000)).astype("<i2")
        out, history = bytearray(12 * count), bytearray(18)
        for at in range(0, count, 160):
            dsp.upsample3(6 * at, 160, out, bytearray(samples[at : at + 160].tobytes()), history, 32767)
        left = np.frombuffer(out, "<i2")[0::2][480:].astype(float)
        spectrum = np.abs(np.fft.rfft(left * np.blackman(len(left))))
        hertz = np.fft.rfftfreq(len(left), 1 / 48000)
        sound = spectrum[np.abs(hertz - hz) < 100].max()
        images = spectrum[hertz > 9000].max()
        assert 20 * np.log10(sound / images) >= 40

    def test_the_figure_of_the_bench_is_that_of_the_filter(self, figures: dict[str, Any]) -> None:
        assert figures["image_rejection_db"] >= 40
        assert reference.image_rejection_db(7000) < figures["image_rejection_db"]
