"""Several viewers ask the same: different people, lately, and not answered yet."""

from __future__ import annotations

from collections.abc import Iterable

from .opportunity import FactValue, Opportunity
from .rule import Group, Level, Rule, Sight
from .settings import RuleSetting

TTL_MS = 60_000


class Question(Rule):
    """One key for each group. Who asks on after the cooldown is heard again."""

    name = "question"
    cools = "key"
    learns = False
    repeats = True

    def levels(self, sight: Sight, setting: RuleSetting) -> Iterable[Level]:
        levels = (self._level(group, sight, setting) for group in sight.groups)
        return tuple(level for level in levels if level is not None)

    def level_of(self, key: str, sight: Sight, setting: RuleSetting) -> Level | None:
        group = _group(key, sight)
        return self._level(group, sight, setting) if group is not None else None

    def tell(self, level: Level, sight: Sight, setting: RuleSetting) -> Opportunity | None:
        group = _group(level.key, sight)
        if group is None:
            return None
        facts: dict[str, FactValue] = {
            "topic": group.topic,
            "topic_zh": group.label.get("zh", group.topic),
            "topic_en": group.label.get("en", group.topic),
            "users": group.users_2min,
        }
        if group.product:
            facts |= sight.about(group.product)
        facts["example"] = group.example
        return Opportunity(self.name, sight.now_ms, level.key, group.product, sight.marked(facts), ttl_ms=TTL_MS)

    def _level(self, group: Group, sight: Sight, setting: RuleSetting) -> Level | None:
        """High: enough, and they are a good part of all who ask; where nobody knows what it is about, more of them.
        Answered or said lately: what was asked before that is not asked any more."""
        for done_ms in (group.answered_ms, group.sent_ms):
            if done_ms and 0 <= sight.now_ms - done_ms < setting.cooldown_ms:
                return None
        users = group.users_2min
        enough = bool(group.topic) and users >= setting["users"] and group.share * 100 >= setting["share_percent"]
        if enough or users >= setting["users_alone"]:
            return Level(group.id, True, group.product)
        return Level(group.id, False, group.product) if users >= 2 else None


def _group(key: str, sight: Sight) -> Group | None:
    return next((group for group in sight.groups if group.id == key), None)
