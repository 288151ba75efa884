"""The gateway's HTTP interface, as the technician's tools use it: only what stands in the standard library."""

import json
import os
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_MISSING, EXIT_USAGE, language

from ..provision.registrar import Registrar
from .words import WORDS

TIMEOUT_S = 5.0
MAX_ANSWER_BYTES = 4 << 20
MAX_REFUSAL_BYTES = 2000


class Api:
    """``url`` as a person would open it. Everything raises Trouble."""

    def __init__(self, url: str, token: str, ca: Path | None = None):
        self.url = url.rstrip("/")
        self._token = token
        handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]  # it is near
        if ca is not None:
            handlers.append(urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=str(ca))))
        self._opener = urllib.request.build_opener(*handlers)

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
        return self._exchange("POST", f"/api/v1/bodypacks/{bodypack}/trace", {"seconds": seconds})

    def stop_trace(self, bodypack: str) -> None:
        """Enough of it."""
        self._exchange("DELETE", f"/api/v1/bodypacks/{bodypack}/trace")

    def trace(self, bodypack: str, trace: str) -> tuple[int, dict[str, Any]]:
        """Status and answer: {"summary", "points"}, or why not (yet)."""
        return self._exchange("GET", f"/api/v1/bodypacks/{bodypack}/traces/{trace}")

    def _ask(self, method: str, path: str, body: Mapping[str, object] | None = None) -> dict[str, Any]:
        status, answer = self._exchange(method, path, body)
        if status >= 400:
            reason = answer.get(language()) or answer.get("error") or status
            raise WORDS.trouble("gateway_refuses", exit_code=EXIT_MISSING, url=self.url, reason=reason)
        return answer

    def _exchange(self, method: str, path: str, body: Mapping[str, object] | None = None) -> tuple[int, dict[str, Any]]:
        """Status and answer of whatever is not a refusal of us ourselves."""
        status = 200
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                content = answer.read(MAX_ANSWER_BYTES)
            document = json.loads(content) if content else {}
        except urllib.error.HTTPError as error:
            status = error.code
            with error:
                content = error.read(MAX_REFUSAL_BYTES)
            if status in (401, 403):
                raise WORDS.trouble("gateway_token", exit_code=EXIT_USAGE) from None
            try:
                document = json.loads(content)
            except ValueError:
                document = {"error": content.decode("utf-8", "replace") or str(error.reason)}
        except (OSError, ValueError) as error:
            why = getattr(error, "reason", None) or error
            raise WORDS.trouble("gateway_silent", exit_code=EXIT_MISSING, url=self.url, reason=why) from None
        return status, document if isinstance(document, dict) else {}


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
