"""The log: readable or JSON, in one language, without secrets, and never a flood."""

import io
import json
import logging
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from hushcue_gateway.logs import BURST, HIDDEN, LEVELS, WINDOW_S, Log, capture_libraries
from hushcue_words import Catalogue, choose_language

WORDS = Catalogue(
    {
        "opened": ("{source} is open", "{source} 已打开"),
        "why": ("because of {what}", "因为 {what}"),
        "lost": ("{source} is lost {why}", "{source} 丢失 {why}"),
    }
)


def stopped() -> float:
    return 0.0


def a_log(as_json: bool = True, level: str = "info", clock: Callable[[], float] = stopped) -> tuple[Log, io.StringIO]:
    stream = io.StringIO()
    return Log([WORDS], stream, as_json, level, clock), stream


def entries(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_has_code_facts_and_a_sentence() -> None:
    log, stream = a_log()
    log.info("opened", source="desk")
    (entry,) = entries(stream)
    assert (entry["code"], entry["level"], entry["facts"]) == ("opened", "info", {"source": "desk"})
    assert entry["message"] == "desk is open"


def test_the_sentence_is_in_the_chosen_language_the_code_is_not() -> None:
    log, stream = a_log()
    choose_language("zh")
    try:
        log.warning("lost", source="desk", why=WORDS.trouble("why", what="x"))
    finally:
        choose_language("auto")
    (entry,) = entries(stream)
    assert (entry["code"], entry["message"]) == ("lost", "desk 丢失 因为 x")
    assert entry["facts"] == {"source": "desk", "why": "why"}


def test_a_code_without_a_sentence_is_shown_with_its_facts() -> None:
    log, stream = a_log(as_json=False)
    log.error("strange", port=80)
    assert stream.getvalue().rstrip().endswith("error   strange port=80")


def test_levels_below_the_least_are_not_written() -> None:
    for least in range(len(LEVELS)):
        log, stream = a_log(level=LEVELS[least])
        for level in LEVELS:
            log.tell(level, "opened", {"source": "a"}, about=level)
        assert [entry["level"] for entry in entries(stream)] == list(LEVELS[least:])


@given(
    secret=st.text("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_", min_size=12, max_size=40),
    before=st.text(max_size=20),
    after=st.text(max_size=20),
    as_json=st.booleans(),
)
def test_a_secret_is_never_written_wherever_it_turns_up(secret: str, before: str, after: str, as_json: bool) -> None:
    log, stream = a_log(as_json)
    log.hide(secret)
    log.error("opened", source=before + secret + after)
    log.error("unknown-code", text=before + secret, why=WORDS.trouble("why", what=secret))
    log.error("our_mistake", reason=repr(ValueError(secret)))
    assert secret not in stream.getvalue()
    assert HIDDEN in stream.getvalue()


@given(text=st.text(max_size=60))
def test_no_fact_breaks_the_line(text: str) -> None:
    for as_json in (True, False):
        log, stream = a_log(as_json)
        log.info("opened", source=text)
        assert stream.getvalue().count("\n") == 1 and stream.getvalue().endswith("\n")


def test_a_repeated_line_is_said_a_few_times_and_then_counted() -> None:
    now = [0.0]
    log, stream = a_log(clock=lambda: now[0])
    for _ in range(100):
        log.warning("opened", source="desk")
    assert len(entries(stream)) == BURST
    now[0] = WINDOW_S
    log.warning("opened", source="desk")
    assert entries(stream)[-1]["unsaid"] == 100 - BURST


def test_what_is_about_different_things_is_limited_apart() -> None:
    log, stream = a_log()
    for number in range(10 * BURST):
        log.tell("info", "opened", {"source": number % 10}, about=str(number % 10))
    assert len(entries(stream)) == 10 * BURST


def test_a_log_nobody_reads_stops_nothing() -> None:
    tried = []

    class Broken(io.StringIO):
        def write(self, text: str) -> int:
            tried.append(text)
            raise BrokenPipeError

    log = Log([WORDS], Broken())
    for source in ("desk", "stage"):
        log.error("opened", source=source)
    assert len(tried) == 2


def test_a_console_that_cannot_show_chinese_gets_something_readable() -> None:
    console = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    Log([WORDS], console).info("opened", source="麦克风")
    assert b"is open" in console.buffer.getvalue()


def test_what_libraries_log_is_in_the_log_too() -> None:
    log, stream = a_log()
    log.hide("geheimnis")
    with capture_libraries(log):
        logging.getLogger("some.library").warning("strange %s", "geheimnis")
        logging.getLogger("some.library").info("not so important")
    logging.getLogger("some.library").debug("no longer")
    (entry,) = entries(stream)
    assert entry["facts"] == {"library": "some.library", "text": f"strange {HIDDEN}"}
