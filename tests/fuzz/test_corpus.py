"""Every parser against its kept corpus and seeded mutations of it: a result or a refusal, nothing else."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
MUTATIONS = 1500
MOST_BYTES = 1500


def seeds(target: str) -> list[bytes]:
    """The kept corpus of one parser."""
    return [path.read_bytes() for path in sorted((CORPUS / target).iterdir())]


def mutated(data: bytes, dice: random.Random) -> bytes:
    """``data`` with a few bits, bytes or stretches changed."""
    changed = bytearray(data or b"\0")
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(changed))
        match dice.randrange(5):
            case 0:
                changed[at] ^= 1 << dice.randrange(8)
            case 1:
                changed[at] = dice.choice((0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)))
            case 2:
                del changed[at : at + dice.randint(1, 8)]
            case 3:
                changed[at:at] = dice.randbytes(dice.randint(1, 8))
            case _:
                changed[at:at] = changed[: dice.randint(1, 32)]
        if not changed:
            changed = bytearray(1)
    return bytes(changed[:MOST_BYTES])


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_a_kept_input_is_read_or_refused(target: str) -> None:
    assert seeds(target), "every parser has a corpus"
    for data in seeds(target):
        TARGETS[target](data)


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_a_mutated_input_is_read_or_refused(target: str) -> None:
    dice = random.Random(target)
    kept = seeds(target)
    for _ in range(MUTATIONS):
        data = mutated(dice.choice(kept), dice)
        try:
            TARGETS[target](data)
        except Exception as error:
            raise AssertionError(f"{target}: {data.hex()}") from error
