"""Where the gateway is and how it is asked: only what stands in the standard library."""

import json
import ssl
import tomllib
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_MISSING, EXIT_USAGE, Trouble, language

from .words import WORDS

PORT = 8580
FIRST_SHOW = "main"
TIMEOUT_S = 30.0
MOST_BYTES = 4 << 20
LATER = (429, 503)
"""The gateway asks to come back."""


class Later(Exception):
    """The gateway is away, or has no time now. reason: for people."""


class Place:
    """A show at a gateway. url: as a person would open it. Everything raises Trouble; the token is never shown."""

    def __init__(self, url: str, token: str, show: str, ca: Path | None = None):
        self.url = url.rstrip("/")
        self.show = show
        self._token = token
        self.context = _context(ca) if self.url.startswith("https:") else None
        handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]  # it is near
        if self.context is not None:
            handlers.append(urllib.request.HTTPSHandler(context=self.context))
        self._opener = urllib.request.build_opener(*handlers)

    @property
    def feed(self) -> str:
        """The WebSocket that documents are told over."""
        return f"ws{self.url.removeprefix('http')}/api/v1/shows/{self.show}/ingest"

    @property
    def headers(self) -> dict[str, str]:
        """Who asks."""
        return {"Authorization": f"Bearer {self._token}"}

    def ask(self, method: str, what: str, body: Mapping[str, object] | None = None) -> Any:
        """One request about the show; None where the answer is empty. Raises Trouble, also where nobody is there."""
        data = None if body is None else json.dumps(body).encode()
        try:
            return self._exchange(method, what, data, {"Content-Type": "application/json"})
        except Later as error:
            raise WORDS.trouble("gateway_away", exit_code=EXIT_MISSING, url=self.url, reason=error) from None

    def post(self, lines: bytes, key: str) -> dict[str, Any]:
        """Documents, one a line; the same key again counts once. Raises Trouble, and Later."""
        headers = {"Content-Type": "application/x-ndjson", "Idempotency-Key": key}
        found: dict[str, Any] = self._exchange("POST", "ingest", lines, headers)
        return found

    def _exchange(self, method: str, what: str, data: bytes | None, headers: Mapping[str, str]) -> Any:
        place = f"{self.url}/api/v1/shows/{self.show}/{what}"
        request = urllib.request.Request(place, data, {**headers, **self.headers}, method=method)
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                content = answer.read(MOST_BYTES)
                return json.loads(content) if content else None
        except urllib.error.HTTPError as error:
            with error:
                if error.code in LATER:
                    raise Later(f"HTTP {error.code}") from None
                raise refusal(error.code, error.read(MOST_BYTES)) from None
        except (OSError, ValueError) as error:
            raise Later(getattr(error, "reason", error)) from None


def refusal(status: int, content: bytes) -> Trouble:
    """What a gateway that will not says."""
    if status == 401:
        return WORDS.trouble("no_token", exit_code=EXIT_USAGE)
    try:
        said = str(json.loads(content)[language()])
    except (ValueError, KeyError, TypeError):
        said = f"HTTP {status}"
    return WORDS.trouble("gateway_refuses", exit_code=EXIT_USAGE, said=said)


def find(url: str, token: str, show: str, config: Path | None, ca: Path | None) -> Place:
    """The gateway of a configuration, or the one that is named. Raises Trouble."""
    if config is not None:
        try:
            document = tomllib.loads(config.read_text(encoding="utf-8"))
            http = document.get("http", {})
            state_dir = config.resolve().parent / Path(document.get("state_dir", "state")).expanduser()
            url = url or f"http://127.0.0.1:{http.get('port', PORT)}"
            token = token or http.get("token", "") or (state_dir / "http-token").read_text(encoding="ascii").strip()
            shows = document.get("shows", [])
            show = show or (shows[0]["id"] if shows else FIRST_SHOW)
        except (OSError, ValueError, AttributeError, LookupError, TypeError) as error:
            raise WORDS.trouble("no_config", exit_code=EXIT_USAGE, path=config, reason=error) from None
    if not token:
        raise WORDS.trouble("no_token", exit_code=EXIT_USAGE)
    return Place(url or f"http://127.0.0.1:{PORT}", token, show or FIRST_SHOW, ca)


def _context(ca: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(ca) if ca is not None else None)
    except (OSError, ssl.SSLError) as error:
        raise WORDS.trouble("no_ca", exit_code=EXIT_USAGE, path=ca, reason=error) from None
