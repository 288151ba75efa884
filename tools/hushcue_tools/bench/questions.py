"""``hushcue bench questions``: how fast comments are read, and how often rightly on a labelled set.

Speed is of everything that happens to a comment (language, spam, question, topic, product, cluster, distinct people),
in time of one processor, with comments of nine languages. Of a set: a question is right where it is read as one and is
no spam; precision is the share of what was read as a question that is one, recall the share of questions that were read
as one. The project ships no set of others' words: name a file.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import time
from pathlib import Path
from typing import Any, NamedTuple

from hushcue_gateway.questions.language import primary
from hushcue_gateway.questions.questions import Questions
from hushcue_gateway.questions.reader import Reader
from hushcue_gateway.questions.shop import Shop
from hushcue_gateway.showdata.fact import Comment
from hushcue_words import EXIT_USAGE

from ..columns import lined_up
from .questions_words import WORDS

GOAL_PER_SECOND = 5_000
SAMPLE = (
    *("how much is the black one", "do you ship to canada?", "love this so much", "size m fits great", "price pls"),
    *("这个多少钱", "165 120斤穿什么码", "太好看了吧", "什么时候发货", "1111", "已拍"),
    *("這個有黑色嗎", "請問可以機洗嗎", "尺寸剛剛好", "已下單"),
    *("cuánto cuesta el rojo", "hacen envíos a Perú", "qué lindo vestido", "ya lo compré"),
    *("bisa cod ga kak", "harga yang merah berapa", "bagus banget kak", "udah checkout 2"),
    *("ราคาเท่าไหร่คะ", "มีสีดำมั้ย", "สวยมากค่ะ", "ซื้อแล้วค่ะ"),
    *("giá bao nhiêu vậy shop", "còn size L ko ạ", "đẹp quá", "chốt em 1 cái đen"),
    *("quanto custa", "tem no tamanho M", "que lindo, amei", "já comprei"),
    *("いくらですか", "Mサイズありますか", "かわいい", "届きました とても良いです"),
    *("+1", "👍👍👍", "check my bio for free followers", "@someone look at this"),
)


class Line(NamedTuple):
    """One labelled comment. language: "" where the set does not say."""

    asks: bool
    language: str
    text: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A set, and how it is read."""
    parser.add_argument("--set", type=Path, metavar="FILE", help=WORDS.say("help_set"))
    parser.add_argument("--told", action="store_true", help=WORDS.say("help_told"))
    parser.add_argument("--half", choices=("A", "B"), help=WORDS.say("help_half"))
    parser.add_argument("--wrong", action="store_true", help=WORDS.say("help_wrong"))
    parser.add_argument("--comments", type=int, default=20_000, metavar="N", help=WORDS.say("help_comments"))


def measure(args: argparse.Namespace) -> dict[str, object]:
    """Speed, and a row for each language of the set. Raises Trouble for a file that is no set."""
    if not 100 <= args.comments <= 10_000_000:
        raise WORDS.trouble("out_of_range", exit_code=EXIT_USAGE)
    lines = [] if args.set is None else read_set(args.set)
    if args.half:
        lines = [line for line in lines if half_of(line.text) == args.half]
    return {**speed(args.comments), **score(lines, args.told, args.wrong)}


def speed(comments: int) -> dict[str, object]:
    """How many comments one processor reads in a second, and how long all but one of a hundred take at most."""
    dice = random.Random(1)
    said = [
        Comment(
            at * 10,
            f"{dice.choice(SAMPLE)} {dice.choice(SAMPLE)}" if at % 4 == 0 else dice.choice(SAMPLE),
            f"{at % 700}",
        )
        for at in range(comments)
    ]
    questions = Questions(Shop())
    spent_ns = []
    for comment in said:
        began_ns = time.thread_time_ns()
        questions.take(comment, "SKU1", comment.at_ms)
        spent_ns.append(time.thread_time_ns() - began_ns)
    per_second = comments / max(1e-9, sum(spent_ns) / 1e9)
    p99_ns = sorted(spent_ns)[len(spent_ns) * 99 // 100]
    return {"comments": comments, "comments_per_s": round(per_second), "p99_us": round(p99_ns / 1000)}


def score(lines: list[Line], told: bool, wrong: bool) -> dict[str, object]:
    """Counts by language, and (wrong) what was read wrongly."""
    reader = Reader(Shop())
    counts: dict[str, dict[str, int]] = {}
    missed = []
    for line in lines:
        reading = reader.read(line.text, line.language if told else "")
        row = counts.setdefault(
            line.language or "-", dict.fromkeys(("found", "missed", "false", "rightly_not", "right"), 0)
        )
        row[_kind(line.asks, reading.question)] += 1
        row["right"] += primary(reading.language) == primary(line.language)
        if wrong and line.asks != reading.question:
            missed.append({"asks": line.asks, "language": reading.language, "spam": reading.spam, "text": line.text})
    rows = [{"language": language, **_row(row)} for language, row in sorted(counts.items())]
    return {"rows": rows, **({"wrong": missed} if wrong else {})}


def half_of(text: str) -> str:
    """ "A" or "B", the same on every machine."""
    return "AB"[hashlib.sha256(text.encode()).digest()[-1] % 2]


def read_set(file: Path) -> list[Line]:
    """Raises Trouble set_unread, set_wrong."""
    try:
        content = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as reason:
        raise WORDS.trouble("set_unread", exit_code=EXIT_USAGE, file=file, reason=reason) from reason
    lines = []
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        cells = line.rstrip("\r").split("\t")
        if len(cells) != 3 or cells[0] not in ("0", "1"):
            raise WORDS.trouble("set_wrong", exit_code=EXIT_USAGE, file=file, line=number)
        lines.append(Line(cells[0] == "1", "" if cells[1] == "-" else cells[1], cells[2]))
    return lines


def held(figures: dict[str, Any]) -> bool:
    """Whether comments are read fast enough. What is right depends on the set, and is for people to judge."""
    return bool(figures["comments_per_s"] >= GOAL_PER_SECOND)


def describe(figures: dict[str, Any]) -> str:
    """A line of speed, and a table where there was a set."""
    lines = [WORDS.say("speed", per_second=figures["comments_per_s"], p99_us=figures["p99_us"])]
    if not held(figures):
        lines.append(WORDS.say("too_slow", goal=GOAL_PER_SECOND))
    if figures["rows"]:
        names = ("language", "questions", "others", "precision", "recall", "false", "right")
        table = [[WORDS.say("col_" + name) for name in names]]
        for row in figures["rows"]:
            cells = [row["language"], str(row["questions"]), str(row["others"])]
            table.append([*cells, *(_percent(row[name]) for name in ("precision", "recall", "false", "right"))])
        lines += lined_up(table, range(len(names)))
    lines += ["{asks:d}\t{language}\t{text}".format(**each) for each in figures.get("wrong", [])]
    return "\n".join(lines)


def _kind(asks: bool, read: bool) -> str:
    if asks:
        return "found" if read else "missed"
    return "false" if read else "rightly_not"


def _row(row: dict[str, int]) -> dict[str, object]:
    questions, others = row["found"] + row["missed"], row["false"] + row["rightly_not"]
    return {
        "questions": questions,
        "others": others,
        "precision": _share(row["found"], row["found"] + row["false"]),
        "recall": _share(row["found"], questions),
        "false": _share(row["false"], others),
        "right": _share(row["right"], questions + others),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"
