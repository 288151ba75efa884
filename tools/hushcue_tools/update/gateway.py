"""The gateway's routes of updates."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_MISSING, EXIT_USAGE

from ..gateway_http import Address, GatewayHttp, Silent
from ..words import WORDS

TIMEOUT_S = 600.0
"""Beginning a roll-out compiles the firmware."""
ROUTES = "/api/v1/updates"


class Gateway:
    """Everything raises Trouble where it fails. The token is never shown."""

    def __init__(self, http: GatewayHttp):
        self._http = http

    def ask(self, method: str, action: str = "", body: Mapping[str, object] | None = None) -> dict[str, Any]:
        """One request; ``action``: "", "pause", "resume", "stop" or "undo"."""
        try:
            answer = self._http.ask(method, ROUTES + (f"/{action}" if action else ""), body)
        except Silent as error:
            raise WORDS.trouble("gateway_away", exit_code=EXIT_MISSING, url=self._http.url, reason=error) from None
        if answer.status == 401:
            raise WORDS.trouble("no_token", exit_code=EXIT_USAGE)
        if answer.refused:
            raise WORDS.trouble("gateway_refuses", exit_code=EXIT_USAGE, said=answer.sentence)
        return answer.document


def find(url: str, token: str, config: Path | None, ca: Path | None) -> Gateway:
    """The gateway of a configuration, or the one that is named. Raises Trouble."""
    found = Address.find(url, token, config)
    return Gateway(GatewayHttp(found.url, found.token, ca, TIMEOUT_S))
