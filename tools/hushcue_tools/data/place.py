"""A show at a gateway, and how it is asked."""

import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_MISSING, EXIT_USAGE, Trouble

from ..gateway_http import Address, Answer, GatewayHttp, Silent
from ..words import WORDS

TIMEOUT_S = 30.0
LATER = (429, 503)
"""The gateway asks to come back."""


class Later(Exception):
    """The gateway is away, or has no time now. reason: for people."""


class Place:
    """A show at a gateway. url: as a person would open it. Everything raises Trouble; the token is never shown."""

    def __init__(self, url: str, token: str, show: str, ca: Path | None = None):
        self._http = GatewayHttp(url, token, ca, TIMEOUT_S)
        self.show = show

    @property
    def url(self) -> str:
        """The gateway."""
        return self._http.url

    @property
    def context(self) -> ssl.SSLContext | None:
        """Whom to trust, where it is not the plain interface."""
        return self._http.context

    @property
    def feed(self) -> str:
        """The WebSocket that documents are told over."""
        return f"ws{self.url.removeprefix('http')}{self._path('ingest')}"

    @property
    def headers(self) -> dict[str, str]:
        """Who asks."""
        return self._http.headers

    def ask(self, method: str, what: str, body: Mapping[str, object] | None = None) -> None:
        """One request about the show. Raises Trouble, also where nobody is there."""
        try:
            _taken(self._http.ask(method, self._path(what), body))
        except (Silent, Later) as error:
            raise WORDS.trouble("gateway_away", exit_code=EXIT_MISSING, url=self.url, reason=error) from None

    def post(self, lines: bytes, key: str) -> dict[str, Any]:
        """Documents, one a line; the same key again counts once. Raises Trouble, and Later."""
        headers = {"Content-Type": "application/x-ndjson", "Idempotency-Key": key}
        try:
            return _taken(self._http.send("POST", self._path("ingest"), lines, headers))
        except Silent as error:
            raise Later(error) from None

    def _path(self, what: str) -> str:
        return f"/api/v1/shows/{self.show}/{what}"


def _taken(answer: Answer) -> dict[str, Any]:
    if answer.status in LATER:
        raise Later(f"HTTP {answer.status}")
    if answer.refused:
        raise refusal(answer)
    return answer.document


def refusal(answer: Answer) -> Trouble:
    """What a gateway that will not says."""
    if answer.status == 401:
        return WORDS.trouble("no_token", exit_code=EXIT_USAGE)
    return WORDS.trouble("gateway_refuses", exit_code=EXIT_USAGE, said=answer.sentence)


def find(url: str, token: str, show: str, config: Path | None, ca: Path | None) -> Place:
    """The gateway of a configuration, or the one that is named. Raises Trouble."""
    found = Address.find(url, token, config)
    return Place(found.url, found.token, show or found.show, ca)
