"""Hosts by their ids, whatever is in their ear: for remote controls, which do not care."""

from __future__ import annotations

from ..core.roster import Do
from ..phone_desk import PhoneDesk
from ..roster_desk import RosterDesk
from ..show_desk import ShowDesk
from ..talk_words import WORDS


class Ears:
    """Raises Trouble."""

    def __init__(self, shows: ShowDesk, bodypacks: RosterDesk, phones: PhoneDesk):
        self._shows = shows
        self._bodypacks = bodypacks
        self._phones = phones

    def set_volume(self, host: str, volume_db: float) -> float:
        """What the wish became."""
        return self._of(host).set_volume(host, volume_db)

    def set_muted(self, host: str, muted: bool) -> None:
        """Whether it is to be silent."""
        self._of(host).set_muted(host, muted)

    def command(self, host: str, do: Do) -> None:
        """Only of a bodypack."""
        if self._shows.host(host).kind != "bodypack":
            raise WORDS.trouble("not_a_bodypack", id=host)
        self._bodypacks.command(host, do)

    def _of(self, host: str) -> PhoneDesk | RosterDesk:
        return self._phones if self._shows.host(host).kind == "phone" else self._bodypacks
