"""The gateway's HTTP API as the demo uses it."""

from collections.abc import Mapping, Sequence
from typing import Any

from hushcue_words import EXIT_MISSING

from ..gateway_http import GatewayHttp, Silent
from .words import WORDS

TALKS = "/api/v1/shows/main/talks"
"""Of the one show that the demo's gateway has."""


class Client:
    """``url`` and ``token`` as the gateway's line of readiness gives them. Everything raises Trouble where it fails."""

    def __init__(self, url: str, token: str):
        self._http = GatewayHttp(url, token)
        self._token = token

    @property
    def address(self) -> tuple[str, str]:
        """Where, and with which token."""
        return self._http.url, self._token

    def state(self) -> dict[str, Any]:
        """Everything the gateway knows."""
        return self._ask("GET", "/api/v1/state")

    def say_file(self, file: str, to: Sequence[str]) -> str:
        """Say a cue of the cue folder. Returns its id."""
        return str(self._ask("POST", TALKS, {"file": file, "to": list(to), "priority": "direct"})["cue"])

    def open_source(self, source: str, to: Sequence[str]) -> str:
        """Open a microphone to bodypacks or "all" until it is stopped. Returns the cue's id."""
        order = {"source": source, "to": list(to), "priority": "direct", "mode": "latch"}
        return str(self._ask("POST", TALKS, order)["cue"])

    def stop(self, cue: str) -> None:
        """End a cue."""
        self._ask("DELETE", f"/api/v1/talks/{cue}")

    def receipts(self, cue: str) -> list[dict[str, Any]]:
        """What became of a cue at every bodypack it was for."""
        return list(self._ask("GET", f"/api/v1/cues/{cue}/receipts")["receipts"])

    def say_again(self, bodypack: str, missed_only: bool = False) -> str:
        """Repeat the last cue to a bodypack. Returns the new cue's id."""
        place = f"/api/v1/hosts/{bodypack}/say-again"
        return str(self._ask("POST", place, {"missed_only": missed_only})["id"])

    def set_volume(self, bodypack: str, volume_db: float) -> None:
        """The volume of a bodypack."""
        self._ask("PUT", f"/api/v1/hosts/{bodypack}/volume", {"volume_db": volume_db})

    def _ask(self, method: str, path: str, body: Mapping[str, object] | None = None) -> dict[str, Any]:
        try:
            answer = self._http.ask(method, path, body)
        except Silent as error:
            raise WORDS.trouble("gateway_silent", exit_code=EXIT_MISSING, reason=error) from None
        if answer.refused:
            raise WORDS.trouble("gateway_refused", exit_code=EXIT_MISSING, path=path, reason=answer.sentence)
        return answer.document
