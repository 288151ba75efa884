"""The roles a new show begins with. Everything in them can be changed; none is special to the program."""

from __future__ import annotations

from .rights import ALL, Role

PRESETS: tuple[Role, ...] = (
    Role(
        id="director",
        label="Director · 导播",
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
    ),
    Role(
        id="product",
        label="Product · 货品",
        talk_to=(ALL,),
        priority="direct",
        talk_one_at_a_time=True,
        may_latch=True,
    ),
    Role(
        id="ops",
        label="Operations · 运营",
        talk_to=(ALL,),
        priority="announcement",
        may_latch=True,
        may_page_all=True,
        may_speak_as_assistant=True,
        may_feed=True,
        may_listen=True,
        may_adjust=True,
        may_phrases=True,
        may_review=True,
    ),
    Role(id="support", label="Support · 场控", talk_to=(ALL,), priority="direct", may_latch=True, may_listen=True),
    Role(
        id="data",
        label="Data · 数据",
        talk_to=(ALL,),
        priority="direct",
        may_listen=True,
        may_speak_as_assistant=True,
        may_feed=True,
        may_review=True,
    ),
    Role(
        id="technician",
        label="Technician · 技术",
        talk_to=(ALL,),
        priority="direct",
        may_latch=True,
        may_listen=True,
        may_adjust=True,
        may_phrases=True,  # with may_administer: a clip that the assistant speaks by is a phrase
        may_review=True,
        may_administer=True,
    ),
)
