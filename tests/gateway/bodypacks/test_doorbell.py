"""Who was not let in, from the lines of a Mosquitto; the lines are those that 2.0.11 wrote."""

from hushcue_gateway.broker.doorbell import PATIENCE_S, Doorbell, Refused

CAME = "New connection from 192.168.1.44:39271 on port 1883."
OTHER = "New connection from 192.168.1.45:51087 on port 1883."
LET_IN = "New client connected from 192.168.1.45:51087 as host-1 (p2, c1, k5, u'host-1')."
REFUSED = "Client <unknown> disconnected, not authorised."


def test_a_refusal_has_the_address_of_the_only_one_who_came() -> None:
    bell = Doorbell()
    assert bell.said(CAME, 0.0) is None
    assert bell.said(REFUSED, 0.1) == Refused(None, "192.168.1.44")
    assert bell.said(REFUSED, 0.2) == Refused(None, None), "that one has had its answer"


def test_of_two_who_came_nobody_is_blamed_until_one_is_in() -> None:
    bell = Doorbell()
    for line in (CAME, OTHER):
        bell.said(line, 0.0)
    assert bell.said(REFUSED, 0.1) == Refused(None, None)
    bell = Doorbell()
    for line in (CAME, OTHER, LET_IN):
        bell.said(line, 0.0)
    assert bell.said(REFUSED, 0.1) == Refused(None, "192.168.1.44")


def test_one_that_comes_again_before_its_first_try_is_over_is_known_by_its_address() -> None:
    bell = Doorbell()
    for line in (CAME, CAME.replace("39271", "39272")):
        bell.said(line, 0.0)
    assert [bell.said(REFUSED, 0.1) for _ in range(3)] == [*[Refused(None, "192.168.1.44")] * 2, Refused(None, None)]
    for line in (CAME, CAME.replace("39271", "39272"), OTHER):
        bell.said(line, 0.2)
    assert bell.said(REFUSED, 0.3) == Refused(None, None)


def test_whoever_comes_and_says_nothing_is_forgotten() -> None:
    bell = Doorbell()
    bell.said(OTHER, 0.0)
    bell.said(CAME, PATIENCE_S)
    assert bell.said(REFUSED, PATIENCE_S) == Refused(None, "192.168.1.44")


def test_one_that_closes_again_is_not_the_one_that_is_refused() -> None:
    bell = Doorbell()
    bell.said(OTHER, 0.0)
    bell.said("Client <unknown> closed its connection.", 0.1)
    bell.said(CAME, 0.2)
    assert bell.said(REFUSED, 0.3) == Refused(None, "192.168.1.44")


def test_what_later_versions_tell_is_taken() -> None:
    bell = Doorbell()
    for line in (CAME, OTHER):
        bell.said(line, 0.0)
    told = "Client host-7 [192.168.1.44:39271] disconnected: not authorised."
    assert bell.said(told, 0.1) == Refused("host-7", "192.168.1.44")
    assert bell.said("Client host-8 disconnected, not authorised.", 0.2) == Refused("host-8", "192.168.1.45")
    assert bell.said("Client host-9 [::1:51000] disconnected: not authorised.", 0.3) == Refused("host-9", "::1")


def test_other_lines_are_nothing() -> None:
    bell = Doorbell()
    for line in (
        "",
        "Client host-1 disconnected.",
        "mosquitto version 2.0.11 running",
        "Client  disconnected",
        "x" * 9999,
    ):
        assert bell.said(line, 0.0) is None


def test_a_thousand_who_come_and_say_nothing_are_not_kept() -> None:
    bell = Doorbell()
    for port in range(1, 2000):
        bell.said(f"New connection from 10.0.0.{port % 2}:{port} on port 1883.", 0.0)
    assert bell.said(REFUSED, 0.1) == Refused(None, None)
    assert len(bell._open) <= 256
