"""Events of a TikTok LIVE, as TikTokLive 7 gives them, as documents. Pure: it reads their fields and imports nothing.

| event                                       | document                                                              |
|---------------------------------------------|-----------------------------------------------------------------------|
| CommentEvent                                | comment                                                               |
| QuestionNewEvent                            | comment: a question of TikTok's own kind                              |
| RoomUserSeqEvent                            | viewers now; views: all who came, as a total                          |
| LikeEvent                                   | likes, as a total                                                     |
| ShareEvent, FollowEvent                     | one more                                                              |
| OecLiveShoppingEvent with a product         | its name; it is pinned, where another was                             |
| ConnectEvent, LiveUnpauseEvent              | on the air                                                            |
| LivePauseEvent                              | on the air, quiet                                                     |
| LiveEndEvent                                | off the air                                                           |

Of people only an opaque number goes on. Orders, clicks and stock are not in TikTok's events.
"""

from typing import Any

MAX_TEXT_CHARS = 500
MAX_LABEL_CHARS = 100
MAX_NUMBER = 2**40
LATEST_MS = 253_402_300_799_000
PAUSED = "paused"
JOINERS = ("\u200c", "\u200d")
EVENTS = (
    "CommentEvent",
    "QuestionNewEvent",
    "RoomUserSeqEvent",
    "LikeEvent",
    "ShareEvent",
    "FollowEvent",
    "OecLiveShoppingEvent",
    "ConnectEvent",
    "LivePauseEvent",
    "LiveUnpauseEvent",
    "LiveEndEvent",
)
Documents = list[dict[str, Any]]


class TikTokMap:
    """Of one LIVE: remembers what is pinned, and how far its counters were told. ``documents`` never raises."""

    def __init__(self) -> None:
        self._pinned = ""
        self._most: dict[str, int] = {}
        """counter -> how far it was told; events overtake each other, and hearts come by the hundred"""

    def documents(self, name: str, event: object) -> Documents:
        """What an event tells. name: of its class."""
        common = getattr(event, "common", None)
        told = self._told(name, event, _id(getattr(common, "msg_id", 0)))
        at_ms = _moment_ms(getattr(common, "create_time", 0))
        about = {"src": "tiktok", **({"t": at_ms} if at_ms else {})}
        return [{**document, **about} for document in told]

    def _told(self, name: str, event: object, message: str) -> Documents:
        if name == "CommentEvent":
            language = getattr(event, "content_language", "")
            return _comment(getattr(event, "content", ""), getattr(event, "user", None), message, language)
        if name == "QuestionNewEvent":
            asked = getattr(event, "data", None)
            question = _id(getattr(asked, "question_id", 0))
            return _comment(
                getattr(asked, "content", ""), getattr(asked, "user", None), f"q{question}" if question else ""
            )
        if name == "RoomUserSeqEvent":
            told: Documents = [{"type": "gauge", "viewers": _number(getattr(event, "total", 0))}]
            return told + self._total("views", getattr(event, "total_user", 0))
        if name == "LikeEvent":
            return self._total("likes", getattr(event, "total", 0))
        if name in ("ShareEvent", "FollowEvent"):
            what = "shares" if name == "ShareEvent" else "follows"
            return [{"type": "counter", what: 1, "mode": "delta", **_named(message)}]
        if name == "OecLiveShoppingEvent":
            return self._product(getattr(event, "pop_product", None))
        if name == "LiveEndEvent":
            return [{"type": "on_air", "on": False}]
        if name == "LivePauseEvent":
            return [{"type": "on_air", "on": True, "scene": PAUSED, "quiet": True}]
        return [{"type": "on_air", "on": True}] if name in ("ConnectEvent", "LiveUnpauseEvent") else []

    def _total(self, what: str, value: object) -> Documents:
        total = _number(value)
        if total <= self._most.get(what, 0):
            return []
        self._most[what] = total
        return [{"type": "counter", what: total, "mode": "total"}]

    def _product(self, shown: object) -> Documents:
        product = _id(getattr(shown, "product_id", 0))
        if not product or product == self._pinned:
            return []
        self._pinned = product
        label = _text(getattr(shown, "title", ""), MAX_LABEL_CHARS)
        sheet: Documents = [{"type": "product", "product": product, "label": label}] if label else []
        return [*sheet, {"type": "pin", "product": product}]


def _comment(content: object, user: object, message: str, language: object = "") -> Documents:
    text = _text(content, MAX_TEXT_CHARS)
    if not text:
        return []
    said = {"type": "comment", "text": text, "user": _id(getattr(user, "id", 0)) or "?", **_named(message)}
    tongue = _text(language, 35)
    good = tongue and all(2 <= len(part) <= 8 and part.isascii() and part.isalnum() for part in tongue.split("-"))
    return [{**said, "lang": tongue} if good and tongue.split("-")[0].isalpha() else said]


def _named(message: str) -> dict[str, str]:
    return {"id": message} if message else {}


def _text(value: object, most: int) -> str:
    """In one line, without what is no letter; a joiner inside of an emoji is none either, and stays."""
    shown = value if isinstance(value, str) else ""
    kept = "".join(char if char.isprintable() or char in JOINERS else " " for char in shown)
    return " ".join(kept.split())[:most].strip("".join(JOINERS))


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_NUMBER else 0


def _id(value: object) -> str:
    """TikTok's numbers have up to 19 digits."""
    return str(value) if isinstance(value, int) and 0 < value < 2**63 else ""


def _moment_ms(value: object) -> int:
    """Some messages tell seconds, some milliseconds, some nothing."""
    if not isinstance(value, int) or not 10**9 <= value < LATEST_MS:
        return 0
    return value if value >= 10**12 else value * 1000
