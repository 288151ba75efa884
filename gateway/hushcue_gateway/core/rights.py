"""Who may do what: roles, actions, and the two questions everything else asks.

A person has one role in each show they belong to, or none. The owner of a studio may do everything in every show.

| action     | allowed by                                          |
|------------|-----------------------------------------------------|
| OPEN       | nothing: nobody has to be signed in                 |
| SELF       | being signed in                                     |
| SEE        | any role in the show                                |
| TALK       | a role that may talk to somebody                    |
| LISTEN     | may_listen                                          |
| ADJUST     | may_adjust                                          |
| ASSIST     | may_speak_as_assistant                              |
| FEED       | may_feed                                            |
| PHRASES    | may_phrases                                         |
| REVIEW     | may_review                                          |
| ADMINISTER | may_administer                                      |
| OWN        | being an owner                                      |

``decide`` answers whether somebody may do such a thing at all, ``talk_allowed`` whether this very talk is theirs to
begin: its targets, its priority, its mode.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, cast, get_args

from .groups import ALL, resolve

__all__ = ["ALL", "PRIORITIES", "Action", "Refusal", "Role", "TalkMode", "decide", "talk_allowed"]

Rung = Literal["assistant", "direct", "announcement", "emergency"]
PRIORITIES: tuple[Rung, ...] = ("assistant", "direct", "announcement", "emergency")
"""Of a talk, lowest first."""
TALK_PRIORITIES: tuple[Rung, ...] = PRIORITIES[1:]
"""The highest a role may be given."""
TalkMode = Literal["hold", "latch", "tap", "timed"]
LATCHING: tuple[TalkMode, ...] = ("latch", "timed")
"""Modes in which a talk goes on though no key is down. A tap that one may not latch is a hold."""
MAX_LABEL_CHARS = 64
MAX_TALK_TO = 256


class Action(StrEnum):
    """What a person may want to do."""

    OPEN = "open"
    SELF = "self"
    SEE = "see"
    TALK = "talk"
    LISTEN = "listen"
    ADJUST = "adjust"
    ASSIST = "assist"
    FEED = "feed"
    PHRASES = "phrases"
    REVIEW = "review"
    ADMINISTER = "administer"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody may do in one show. ValueError naming the field when a value is outside its limits."""

    id: str
    label: str
    talk_to: tuple[str, ...] = ()
    """"all", groups and host ids"""
    priority: Rung = "direct"
    """the highest rung a talk may have"""
    may_latch: bool = False
    may_page_all: bool = False
    """talk to everybody at once"""
    may_speak_as_assistant: bool = False
    """let the assistant speak: approve, edit and skip its cues, set its rules, mark questions"""
    may_feed: bool = False
    """tell the gateway sales, stock, viewers and comments"""
    may_listen: bool = False
    """hear what hosts hear, and the programme"""
    may_adjust: bool = False
    """volume, mute, programme, identify, open microphones of the studio"""
    may_phrases: bool = False
    may_review: bool = False
    """cue log and recordings"""
    may_administer: bool = False
    """hosts, groups, roles, members, invitations and retention of this show"""
    talk_one_at_a_time: bool = False
    """one host with every press, and nobody else hears it"""

    def __post_init__(self) -> None:
        if not self.label or len(self.label) > MAX_LABEL_CHARS:
            raise ValueError(f"label: 1 to {MAX_LABEL_CHARS} characters")
        if len(self.talk_to) > MAX_TALK_TO:
            raise ValueError(f"talk_to: at most {MAX_TALK_TO} names")
        if self.priority not in TALK_PRIORITIES:
            raise ValueError("priority: direct, announcement or emergency")

    def as_json(self) -> dict[str, object]:
        """As the HTTP interface shows it and the store keeps it."""
        fields = {name: getattr(self, name) for name in FLAGS}
        return {
            "id": self.id,
            "label": self.label,
            "talk_to": list(self.talk_to),
            "priority": self.priority,
            **fields,
        }

    @classmethod
    def of_json(cls, fields: Mapping[str, object]) -> Role:
        """Back again. KeyError, TypeError or ValueError where it is none."""
        talk_to = fields["talk_to"]
        if not isinstance(talk_to, Iterable) or isinstance(talk_to, str):
            raise TypeError("talk_to: a list of names")
        flags = {name: bool(fields.get(name, False)) for name in FLAGS}
        return cls(
            id=str(fields["id"]),
            label=str(fields["label"]),
            talk_to=tuple(str(name) for name in talk_to),
            priority=cast(Rung, fields["priority"]),
            **flags,
        )


FLAGS = (
    "may_latch",
    "may_page_all",
    "may_speak_as_assistant",
    "may_feed",
    "may_listen",
    "may_adjust",
    "may_phrases",
    "may_review",
    "may_administer",
    "talk_one_at_a_time",
)

Refusal = Literal[
    "talk_not_allowed_target",
    "talk_not_allowed_priority",
    "talk_not_allowed_latch",
    "talk_not_allowed_page_all",
    "talk_one_host_only",
    "talk_not_allowed_assistant",
]
REFUSALS: tuple[Refusal, ...] = get_args(Refusal)

SCOPE_FLAGS: Mapping[str, Action] = {
    "may_speak_as_assistant": Action.ASSIST,
    "may_feed": Action.FEED,
    "may_listen": Action.LISTEN,
    "may_adjust": Action.ADJUST,
    "may_phrases": Action.PHRASES,
    "may_review": Action.REVIEW,
    "may_administer": Action.ADMINISTER,
}
"""Flag of a role -> the action that it allows."""
_FLAG_OF: Mapping[Action, str] = {action: flag for flag, action in SCOPE_FLAGS.items()}


def decide(role: Role | None, owner: bool, action: Action) -> bool:
    """Whether somebody who is signed in may do ``action``. role: theirs in the show it is about, None where they do not
    belong to it or it is about no show."""
    if owner or action in (Action.OPEN, Action.SELF):
        return True
    if role is None or action is Action.OWN:
        return False
    if action is Action.SEE:
        return True
    if action is Action.TALK:
        return bool(role.talk_to)
    return bool(getattr(role, _FLAG_OF[action]))


def talk_allowed(
    role: Role,
    groups_of: Mapping[str, tuple[str, ...]],
    names: Iterable[str],
    priority: str,
    mode: TalkMode,
) -> Refusal | None:
    """Why this talk is not theirs to begin, None when it is. groups_of: every host of the show -> its groups. Names
    that nobody knows are for the directory to refuse."""
    names = tuple(names)
    wanted = resolve(names, groups_of).ids
    if not set(wanted) <= set(resolve(role.talk_to, groups_of).ids):
        return "talk_not_allowed_target"
    if role.talk_one_at_a_time and len(wanted) != 1:
        return "talk_one_host_only"
    if ALL in names and not role.may_page_all:
        return "talk_not_allowed_page_all"
    if len(wanted) > 1 and len(wanted) == len(groups_of) and not role.may_page_all:
        return "talk_not_allowed_page_all"  # everybody by other names
    if priority == "assistant" and not role.may_speak_as_assistant:
        return "talk_not_allowed_assistant"
    if PRIORITIES.index(cast(Rung, priority)) > PRIORITIES.index(role.priority):
        return "talk_not_allowed_priority"
    if mode in LATCHING and not role.may_latch:
        return "talk_not_allowed_latch"
    return None


OWNER = Role(
    id="owner",
    label="Owner · 所有者",
    talk_to=(ALL,),
    priority="emergency",
    may_latch=True,
    may_page_all=True,
    may_speak_as_assistant=True,
    may_feed=True,
    may_listen=True,
    may_adjust=True,
    may_phrases=True,
    may_review=True,
    may_administer=True,
)
"""What an owner may do in every show, whatever role they have in it."""
