"""The gateway's HTTP interface, as the technician's tools use it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_MISSING, EXIT_USAGE

from ..gateway_http import Answer, GatewayHttp, Silent
from ..provision.registrar import Registrar
from .words import WORDS


class Api:
    """``url`` as a person would open it. Everything raises Trouble."""

    def __init__(self, url: str, token: str, ca: Path | None = None):
        self._http = GatewayHttp(url, token, ca)
        self.url = self._http.url

    def state(self) -> dict[str, Any]:
        """All that the gateway knows."""
        return self._ask("GET", "/api/v1/state")

    def listen(self, bodypack: str, ip: str, port: int) -> dict[str, Any]:
        """Have the mix of a bodypack sent there too: {"id", "sdp"}."""
        body = {"bodypack": bodypack, "ip": ip, "port": port, "encoding": "PCMU"}
        return self._ask("POST", "/api/v1/listeners", body)

    def leave(self, listener: str) -> None:
        """Sent no longer."""
        self._ask("DELETE", f"/api/v1/listeners/{listener}")

    def begin_trace(self, bodypack: str, seconds: int) -> tuple[int, dict[str, Any]]:
        """Status and answer: {"id"}, or why not."""
        return self._seen("POST", f"/api/v1/bodypacks/{bodypack}/trace", {"seconds": seconds})

    def stop_trace(self, bodypack: str) -> None:
        """Enough of it."""
        self._seen("DELETE", f"/api/v1/bodypacks/{bodypack}/trace")

    def trace(self, bodypack: str, trace: str) -> tuple[int, dict[str, Any]]:
        """Status and answer: {"summary", "points"}, or why not (yet)."""
        return self._seen("GET", f"/api/v1/bodypacks/{bodypack}/traces/{trace}")

    def _ask(self, method: str, path: str, body: Mapping[str, object] | None = None) -> dict[str, Any]:
        answer = self._exchange(method, path, body)
        if answer.refused:
            raise WORDS.trouble("gateway_refuses", exit_code=EXIT_MISSING, url=self.url, reason=answer.sentence)
        return answer.document

    def _seen(self, method: str, path: str, body: Mapping[str, object] | None = None) -> tuple[int, dict[str, Any]]:
        answer = self._exchange(method, path, body)
        return answer.status, answer.document

    def _exchange(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Answer:
        """Whatever is not a refusal of us ourselves."""
        try:
            answer = self._http.ask(method, path, body)
        except Silent as error:
            raise WORDS.trouble("gateway_silent", exit_code=EXIT_MISSING, url=self.url, reason=error) from None
        if answer.status in (401, 403):
            raise WORDS.trouble("gateway_token", exit_code=EXIT_USAGE)
        return answer


def find(url: str | None, config: Path | None, token_env: str | None, ca: Path | None) -> Api:
    """The gateway that is meant: named, or the one of a studio's file. Raises Trouble."""
    token = ""
    if token_env is not None:
        if token_env not in os.environ:
            raise WORDS.trouble("no_such_env", exit_code=EXIT_USAGE, name=token_env)
        token = os.environ[token_env]
    if config is not None:
        registrar = Registrar(config)
        url = url or registrar.studio().url
        token = token or registrar.token()
    if not url:
        raise WORDS.trouble("gateway_where", exit_code=EXIT_USAGE)
    return Api(url, token, ca)
