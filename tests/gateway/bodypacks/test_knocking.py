"""Who came and was not let in: counted, bounded, forgotten."""

from hushcue_gateway.bodypacks.knocking import FORGET_MS, MOST, Knocks


def test_it_is_counted_and_the_newest_comes_first() -> None:
    knocks = Knocks()
    knocks.note("host-8", "unknown", "192.168.1.8", 1000)
    knocks.note("host-9", "password", "192.168.1.9", 2000)
    knocks.note("host-8", "unknown", None, 3000)
    assert list(knocks.told(3000)) == ["host-8", "host-9"]
    assert knocks.told(3000)["host-8"] == {
        "id": "host-8",
        "reason": "unknown",
        "ip": "192.168.1.8",
        "count": 2,
        "seen_ms": 3000,
    }


def test_for_another_reason_the_count_begins_anew() -> None:
    knocks = Knocks()
    for reason in ("unknown", "unknown", "password"):
        knocks.note("host-8", reason, None, 1000)
    assert knocks.told(1000)["host-8"]["count"] == 1


def test_who_tells_no_name_is_told_apart_by_address() -> None:
    knocks = Knocks()
    for ip in ("192.168.1.8", "192.168.1.9", "192.168.1.8"):
        knocks.note(None, "unknown", ip, 1000)
    assert {place: each["count"] for place, each in knocks.told(1000).items()} == {"192.168.1.8": 2, "192.168.1.9": 1}
    assert knocks.told(1000)["192.168.1.8"]["id"] is None


def test_who_tells_nothing_at_all_has_one_place_in_the_list_too() -> None:
    knocks = Knocks()
    for at_ms in (1000, 2000):
        knocks.note(None, "unknown", None, at_ms)
    ((place, knock),) = knocks.told(2000).items()
    assert place, "a table has no entry without a name"
    assert (knock["id"], knock["ip"], knock["count"]) == (None, None, 2)


def test_who_is_let_in_or_stays_away_is_forgotten() -> None:
    changed: list[int] = []
    knocks = Knocks()
    knocks.changed = lambda: changed.append(1)
    knocks.note("host-7", "password", "192.168.1.7", 0)
    knocks.note(None, "unknown", "192.168.1.8", 0)
    knocks.note("host-9", "unknown", None, FORGET_MS)
    knocks.forget("host-8", "192.168.1.8")
    assert list(knocks.told(FORGET_MS)) == ["host-9", "host-7"]
    assert list(knocks.told(FORGET_MS + 1)) == ["host-9"]
    assert len(changed) == 4
    knocks.forget("nobody")
    assert len(changed) == 4, "nothing went"


def test_there_is_an_end_to_it() -> None:
    knocks = Knocks()
    for number in range(10 * MOST):
        knocks.note(f"host-{number}", "unknown", None, number)
    assert len(knocks.told(10 * MOST)) == MOST
