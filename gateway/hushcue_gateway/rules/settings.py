"""How the rules of a show are set. Pure values, checked; ``forms.py`` says what may be set, and between which bounds.

As JSON: ``{"general": {"warm_up_s": 600, …}, "rules": {"stock_low": {"mode": "suggest", "cooldown_s": 120,
"holdout_percent": 0, "thresholds": {"pieces": 20, …}}, …}}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from hushcue_words import Trouble

from .forms import GENERAL_FORM, MODES, RULE_FORMS, Field, cooldown_form, holdout_form, modes_of
from .opportunity import NEVER_HELD, RULES, Mode
from .words import WORDS

MS_PER_S = 1000


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """Of one rule. thresholds: all of its form, by name."""

    mode: Mode
    cooldown_s: int
    holdout_percent: int
    thresholds: Mapping[str, float]

    @property
    def cooldown_ms(self) -> int:
        return self.cooldown_s * MS_PER_S

    def __getitem__(self, name: str) -> float:
        """A threshold. KeyError for one that the rule does not have: our mistake."""
        return self.thresholds[name]

    def as_json(self) -> dict[str, Any]:
        return {
            "mode": self.mode,
            "cooldown_s": self.cooldown_s,
            "holdout_percent": self.holdout_percent,
            "thresholds": dict(self.thresholds),
        }


def default_setting(rule: str) -> RuleSetting:
    """As a show begins: it suggests, and does not speak by itself."""
    return RuleSetting(
        "suggest",
        int(cooldown_form(rule).default),
        int(holdout_form(rule).default),
        MappingProxyType({entry.name: entry.default for entry in RULE_FORMS[rule]}),
    )


def _defaults() -> Mapping[str, RuleSetting]:
    return MappingProxyType({rule: default_setting(rule) for rule in RULES})


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """Of all rules of a show. warm_up_s: so long after its begin an airing has no usual. product_gap_s: between two
    opportunities about one product that can wait."""

    warm_up_s: int = 600
    product_gap_s: int = 120
    rules: Mapping[str, RuleSetting] = field(default_factory=_defaults)

    def of(self, rule: str) -> RuleSetting:
        """KeyError where there is no such rule."""
        return self.rules[rule]

    def as_json(self) -> dict[str, Any]:
        return {
            "general": {entry.name: getattr(self, entry.name) for entry in GENERAL_FORM},
            "rules": {rule: self.rules[rule].as_json() for rule in RULES},
        }

    def changed(self, document: object) -> RuleSettings:
        """With what the document says; what it leaves out stays. Raises Trouble that names what cannot be."""
        general, rules = _two_parts(document)
        values = {entry.name: getattr(self, entry.name) for entry in GENERAL_FORM}
        values |= _numbers("all_rules", GENERAL_FORM, general)
        _known(rules, RULES)
        settings = {**self.rules, **{rule: _setting(rule, self.rules[rule], rules[rule]) for rule in rules}}
        return RuleSettings(**{name: int(value) for name, value in values.items()}, rules=MappingProxyType(settings))

    @classmethod
    def of_json(cls, document: object) -> RuleSettings:
        """What the document leaves out is as at the beginning. Raises Trouble that names what cannot be."""
        return cls().changed(document)

    @classmethod
    def of_store(cls, document: object) -> RuleSettings:
        """What was kept by another version: what does not hold any more is as at the beginning. Raises nothing."""
        found = cls()
        try:
            general, rules = _two_parts(document)
        except Trouble:
            return found
        pieces: list[dict[str, Any]] = [{"general": {name: value}} for name, value in general.items()]
        for rule, setting in rules.items():
            if isinstance(setting, Mapping):
                thresholds = setting.get("thresholds")
                named = thresholds.items() if isinstance(thresholds, Mapping) else ()
                pieces += [{"rules": {rule: {"thresholds": {name: value}}}} for name, value in named]
                pieces += [{"rules": {rule: {name: setting[name]}}} for name in setting if name != "thresholds"]
        for piece in pieces:
            try:
                found = found.changed(piece)
            except Trouble:
                continue
        return found


def _two_parts(document: object) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    whole = _object(document)
    _known(whole, ("general", "rules"))
    return _object(whole.get("general", {})), _object(whole.get("rules", {}))


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise WORDS.trouble("rules_not_object", exit_code=0)
    return value


def _known(given: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in given:
        if name not in names:
            raise WORDS.trouble("rules_unknown", exit_code=0, name=name[:64])


def _setting(rule: str, before: RuleSetting, document: object) -> RuleSetting:
    given = _object(document)
    _known(given, ("mode", "cooldown_s", "holdout_percent", "thresholds"))
    mode = given.get("mode", before.mode)
    if mode not in modes_of(rule):
        raise WORDS.trouble("rules_mode", exit_code=0, rule=_called(rule), modes=", ".join(modes_of(rule)))
    if rule in NEVER_HELD and given.get("holdout_percent", 0) not in (0, None):
        raise WORDS.trouble("rules_never_held", exit_code=0, rule=_called(rule))
    pair = (cooldown_form(rule), holdout_form(rule))
    numbers = {"cooldown_s": before.cooldown_s, "holdout_percent": before.holdout_percent}
    numbers |= _numbers(rule, pair, {name: given[name] for name in numbers if given.get(name) is not None})
    thresholds = {**before.thresholds, **_numbers(rule, RULE_FORMS[rule], _object(given.get("thresholds", {})))}
    chosen: Mode = MODES[MODES.index(mode)]
    return RuleSetting(
        chosen, int(numbers["cooldown_s"]), int(numbers["holdout_percent"]), MappingProxyType(thresholds)
    )


def _numbers(rule: str, form: tuple[Field, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    _known(given, tuple(entry.name for entry in form))
    return {entry.name: _number(rule, entry, given[entry.name]) for entry in form if entry.name in given}


def _number(rule: str, entry: Field, value: object) -> int | float:
    if (
        isinstance(value, int | float) and not isinstance(value, bool) and entry.low <= value <= entry.high
    ):  # NaN is not
        if not entry.whole:
            return value
        if value == int(value):
            return int(value)
    raise WORDS.trouble(
        "rules_whole" if entry.whole else "rules_number",
        exit_code=0,
        rule=_called(rule),
        name=WORDS.trouble(entry.code, exit_code=0),
        low=f"{entry.low:g}" if entry.low < 1e6 else int(entry.low),
        high=f"{entry.high:g}" if entry.high < 1e6 else int(entry.high),
    )


def _called(rule: str) -> Trouble:
    """Its name, in the tongue of the sentence around it."""
    return WORDS.trouble(rule, exit_code=0)
