"""The ledger's short cuts (receipts made once, an index of what is awaited) against what they stand for."""

from __future__ import annotations

import contextlib
import random

import pytest

from hushcue_gateway.core.account import Part
from hushcue_gateway.core.ledger import WRONG, Ledger, last_record, part_record, told_record

HOSTS = ("a", "b", "c")
CUES = ("k", "l", "m", "n")
FRAME_MS = 10


def some_record(rng: random.Random, ledger: Ledger) -> dict[str, object]:
    cue, host, session = rng.choice(CUES), rng.choice(HOSTS), rng.randint(1, 2)
    who = Part(1, session, FRAME_MS, 100 * session, 0)
    kind = rng.choice(("talk", "part", "part", "last", "told", "told", "told", "gave", "over", "receipt"))
    if kind == "talk":
        return {"k": "talk", "cue": cue, "to": rng.sample(HOSTS, rng.randint(1, 3)), "at": 0}
    if kind == "part":
        return part_record(cue, host, who)
    if kind == "last":
        return last_record(cue, host, who, rng.choice((None, who.first + rng.randint(0, 30))), rng.random() < 0.5)
    if kind == "told":
        fates = bytes(rng.choice((0x20, 0x21, 0xE0)) for _ in range(rng.randint(1, 20)))
        return told_record(host, 1, session, 1, who.first + rng.randint(0, 20), fates, rng.random() * 9)
    if kind == "gave":
        return {"k": "gave", "cue": cue, "b": host, "boot": 1, "session": session, "why": "not_told"}
    if kind == "over":
        return {"k": "over", "cue": cue, "at": rng.randint(0, 500) * 1_000_000, "cut": rng.random() < 0.3}
    entry = ledger.entries.get(cue)
    if entry is None or host not in entry.accounts:
        return some_record(rng, ledger)
    return {"k": "receipt", "cue": cue, "r": entry.receipt(host, FRAME_MS).as_json()}


@pytest.mark.parametrize("seed", range(30))
def test_a_receipt_made_before_is_the_one_that_would_be_made_now(seed: int) -> None:
    rng, ledger = random.Random(seed), Ledger(most=3)
    for _ in range(300):
        with contextlib.suppress(*WRONG):  # of a bodypack the cue is not for
            ledger.apply(some_record(rng, ledger))
        if rng.random() < 0.1:
            ledger.close_old(FRAME_MS)
        for entry in ledger.entries.values():
            for host, account in entry.accounts.items():
                if not entry.complete(host):
                    assert entry.receipt(host, FRAME_MS) == account.receipt(entry.duration_ms(), FRAME_MS)
        for host in HOSTS:
            awaited = [
                (entry, part)
                for entry in ledger.entries.values()
                if not entry.complete(host) and host in entry.accounts
                for part in entry.accounts[host].parts
            ]
            assert list(ledger.parts_of(host)) == awaited
