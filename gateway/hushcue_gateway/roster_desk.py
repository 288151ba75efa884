"""The bodypacks: the roster of ``core/roster.py`` at work. Documents and wishes go in, what it wants done is done.

Some actions concern others too (a notice, what a bodypack played, a stream that began): ``react`` hands every action to
whoever observes its type.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import SystemRandom

from hushcue_wire import topics

from .config import Config
from .core.actions import Action, Notice, Played, PublishSession, SendCommand, Traced, Updating
from .core.bodypack import BodypackConfig, BodypackView
from .core.roster import Ask, Do, Roster
from .core_settings import bodypack_configs, roster_settings
from .ear_volumes import EarVolumes
from .keys import KeyRing, hmac_sha256, key_id, open_store
from .listeners import bodypack_sdp
from .logs import Log
from .mqtt import Arrival, Connected, Document, Lost
from .mqtt_desk import MqttDesk
from .part import BasePart, Observers
from .sound_desk import SoundDesk
from .state_dir import next_epoch
from .supervisor import MediaRestarted
from .words import WORDS


class RosterDesk(BasePart):
    """Raises Trouble for what people ask wrongly."""

    def __init__(
        self,
        config: Config,
        folder: Path,
        volumes: EarVolumes,
        mqtt: MqttDesk,
        sound: SoundDesk,
        react: Callable[[Action], None],
        log: Log,
    ):
        self._studio = config.studio
        self._keys = KeyRing(
            open_store(config.keys, folder, config.studio), [each.id for each in config.bodypacks], log
        )
        settings = roster_settings(config, next_epoch(folder, time.time()))
        configs = bodypack_configs(config, self._keys.read())
        self.roster = Roster(settings, configs, SystemRandom(), hmac_sha256)
        self._volumes = volumes
        self._mqtt = mqtt
        self._sound = sound
        self._react = react
        mqtt.hear(self._arrived)

    async def start(self) -> None:
        for view in self.roster.views():  # nobody has a session yet: the first one says it
            self._turn_up(view.id)
        self._mqtt.open()

    async def stop(self) -> None:
        await self._mqtt.close()

    def observers(self) -> Observers:
        return {MediaRestarted: self._media_restarted}

    def tick(self, now_ns: int) -> None:
        self._do(self.roster.tick(now_ns))
        for bodypack, key in self._keys.news().items():
            if bodypack in self.roster:
                self._do(self.roster.set_key(bodypack, key, now_ns))

    # --- who may be one ---------------------------------------------------------------------------------------------

    def admit(self, bodypack: str, label: str = "", groups: tuple[str, ...] = ()) -> None:
        """One more, with the device key that is kept for it or a new one. Raises Trouble."""
        if bodypack not in self.roster:
            self.roster.add(BodypackConfig(bodypack, self._keys.admit(bodypack), groups, label))
            self._turn_up(bodypack)

    def dismiss_key(self, bodypack: str) -> None:
        """Keep its device key no longer; ``dismiss`` follows. May be called twice. Raises Trouble."""
        self._keys.dismiss(bodypack)

    def dismiss(self, bodypack: str) -> None:
        """One less: its session is over, and what the broker holds of it is gone. May be called twice."""
        if bodypack in self.roster:
            self._do(self.roster.remove(bodypack, time.monotonic_ns()))
        self._mqtt.publish(topics.bodypack(self._studio, bodypack, "status"), b"", retain=True)

    def rename(self, bodypack: str, label: str, groups: tuple[str, ...]) -> None:
        """Another name for people, other groups."""
        self.view(bodypack)
        self.roster.rename(bodypack, label, groups)

    def key_id(self, bodypack: str) -> str:
        """The public name of the device key in force."""
        self.view(bodypack)
        return key_id(self.roster.key(bodypack))

    def replace_key(self, bodypack: str) -> bytes:
        """A new device key; whoever holds the one before hears nothing more. Raises Trouble."""
        self.view(bodypack)
        key = self._keys.replace(bodypack)
        self._do(self.roster.set_key(bodypack, key, time.monotonic_ns()))
        return key

    # --- what people want -------------------------------------------------------------------------------------------

    def set_volume(self, bodypack: str, volume_db: float) -> float:
        """The volume it is to have, whether it is there or not; what the wish became."""
        self.view(bodypack)
        self._do(self.roster.set_volume(bodypack, volume_db, time.monotonic_ns()))
        became_db = self.roster.view(bodypack).volume_db
        self._volumes.set(bodypack, volume_db=became_db)
        return became_db

    def set_muted(self, bodypack: str, muted: bool) -> None:
        """Whether it is to be silent, whether it is there or not."""
        self.view(bodypack)
        self._do(self.roster.set_muted(bodypack, muted, time.monotonic_ns()))
        self._volumes.set(bodypack, muted=muted)

    def command(self, bodypack: str, do: Do) -> None:
        """Something only a bodypack that is there can do."""
        self.view(bodypack)
        self._send(bodypack, self.roster.command(bodypack, do, time.monotonic_ns()))

    def ask(self, bodypack: str, do: Ask, **fields: object) -> None:
        """The same, with what belongs to it (``documents.COMMAND``)."""
        self.view(bodypack)
        self._send(bodypack, self.roster.ask(bodypack, do, time.monotonic_ns(), **fields))

    def _send(self, bodypack: str, actions: list[Action]) -> None:
        self._do(actions)
        if not any(isinstance(action, SendCommand) for action in actions):
            raise WORDS.trouble("bodypack_away", id=bodypack)

    def rekey(self, bodypack: str) -> None:
        """Another session with new keys instead of the present one."""
        self.demand_here(bodypack)
        self._do(self.roster.rekey(bodypack, time.monotonic_ns()))

    def update(self, bodypack: str, order: Mapping[str, object]) -> bool:
        """Let it fetch another firmware; its stream stops for that. False where it is not there."""
        actions = self.roster.update(bodypack, order, time.monotonic_ns())
        self._do(actions)
        return any(isinstance(action, SendCommand) for action in actions)

    def wake(self, bodypack: str) -> None:
        """Its stream again."""
        self._do(self.roster.wake(bodypack, time.monotonic_ns()))

    def sdp(self, bodypack: str) -> str:
        """The description of its stream."""
        text = bodypack_sdp(self.view(bodypack), f"hushcue {bodypack}")
        if text is None:
            raise WORDS.trouble("bodypack_away", id=bodypack)
        return text

    def demand_here(self, bodypack: str) -> None:
        """Raise Trouble unless it has a session."""
        if self.view(bodypack).session is None:
            raise WORDS.trouble("bodypack_away", id=bodypack)

    def view(self, bodypack: str) -> BodypackView:
        """What is known of it."""
        if bodypack not in self.roster:
            raise WORDS.trouble("unknown_bodypack", id=bodypack)
        return self.roster.view(bodypack)

    def _turn_up(self, bodypack: str) -> None:
        """As far as people left it."""
        kept, now_ns = self._volumes.of(bodypack), time.monotonic_ns()
        self._do(self.roster.set_volume(bodypack, kept.volume_db, now_ns))
        self._do(self.roster.set_muted(bodypack, kept.muted, now_ns))

    # --- what happens -----------------------------------------------------------------------------------------------

    def _arrived(self, arrival: Arrival) -> None:
        now_ns = time.monotonic_ns()
        if isinstance(arrival, Document):
            self._do(self.roster.message(arrival.topic, arrival.payload, arrival.retained, now_ns))
        elif isinstance(arrival, Connected):
            self._do(self.roster.broker_link(True, now_ns))
        elif isinstance(arrival, Lost):
            self._do(self.roster.broker_link(False, now_ns))

    def _media_restarted(self, _event: MediaRestarted) -> None:
        """Streams with keys ended with their process: new ones begin at once, with new keys."""
        self._do(self.roster.media_restarted(time.monotonic_ns()))

    def _do(self, actions: Iterable[Action]) -> None:
        for action in actions:
            if isinstance(action, PublishSession):
                # Unsent is not lost: the roster publishes every session again when the link is back.
                self._mqtt.publish(action.topic, action.payload, retain=True)
            elif isinstance(action, SendCommand):
                self._mqtt.publish(action.topic, action.payload)
            elif not isinstance(action, Notice | Played | Traced | Updating):
                self._sound.tell(action)
            self._react(action)
