"""What the configuration means to the pure core: the settings of engine and roster."""

from __future__ import annotations

from collections.abc import Mapping

from .config import Config, Ducking
from .core.bodypack import BodypackConfig
from .core.ducking import DEFAULT_DIMS, MUTE_DB, DuckingPolicy, Priority
from .core.engine import EngineSettings
from .core.sessions import RosterSettings

_SPEECH = (Priority.DIRECT, Priority.ANNOUNCEMENT, Priority.ASSISTANT)


def engine_settings(config: Config) -> EngineSettings:
    """Frame, look-ahead and ducking."""
    return EngineSettings(
        frame_ms=config.media.frame_ms,
        lookahead_ms=config.media.lookahead_ms,
        policy=ducking_policy(config.ducking),
    )


def ducking_policy(ducking: Ducking) -> DuckingPolicy:
    """The default ladder with the two depths people set; what emergency does to others is not theirs to weaken."""

    def depth_db(higher: Priority, lower: Priority, default_db: float) -> float:
        if lower == Priority.PROGRAMME and higher in _SPEECH:
            return _depth_db(ducking.programme)
        if (higher, lower) == (Priority.ANNOUNCEMENT, Priority.DIRECT):
            return _depth_db(ducking.speech)
        return default_db

    return DuckingPolicy(
        dims=tuple((higher, lower, depth_db(higher, lower, default)) for higher, lower, default in DEFAULT_DIMS),
        attack_ms=ducking.attack_ms,
        hold_ms=ducking.hold_ms,
        release_ms=ducking.release_ms,
        by="activity" if ducking.by == "activity" else "key",
        threshold_db=ducking.threshold_db,
    )


def roster_settings(config: Config, epoch: int) -> RosterSettings:
    """What all sessions have in common. epoch: of this start."""
    return RosterSettings(
        studio=config.studio,
        frame_ms=config.media.frame_ms,
        encoding=config.media.encoding,
        min_delay_ms=config.media.min_delay_ms,
        epoch=epoch,
    )


def bodypack_configs(config: Config, keys: Mapping[str, bytes]) -> list[BodypackConfig]:
    """Who may sign in; no passwords, those are the broker's business. keys: of every bodypack."""
    return [
        BodypackConfig(
            id=bodypack.id,
            key=keys[bodypack.id],
            groups=bodypack.groups,
            label=bodypack.label,
            volume_db=bodypack.volume_db,
            max_volume_db=bodypack.max_volume_db,
            encoding=bodypack.encoding,
        )
        for bodypack in config.bodypacks
    ]


def _depth_db(choice: str | int) -> float:
    return MUTE_DB if choice == "mute" else float(choice)
