"""The gateway's HTTP interface as every tool asks it: only what stands in the standard library."""

import json
import ssl
import tomllib
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any, Self

from hushcue_words import EXIT_USAGE, language

from .words import WORDS

PORT = 8580
FIRST_SHOW = "main"
TIMEOUT_S = 5.0
MOST_BYTES = 4 << 20
JSON = {"Content-Type": "application/json"}


class Silent(Exception):
    """Nobody answers. Its text: why not, for people."""


@dataclass(frozen=True, slots=True)
class Answer:
    """status: of HTTP. content: at most MOST_BYTES of it."""

    status: int
    content: bytes

    @property
    def refused(self) -> bool:
        return self.status >= 400

    @property
    def document(self) -> dict[str, Any]:
        """The JSON object, {} where there is none."""
        try:
            found = json.loads(self.content)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def sentence(self) -> str:
        """Why it was refused, in our language."""
        said = self.document
        return str(said.get(language()) or said.get("error") or f"HTTP {self.status}")


class GatewayHttp:
    """url: as a person would open it. ca: a certificate to trust beside those of this machine's list, which is not
    asked then. The token is never shown. Raises Trouble("no_ca")."""

    def __init__(self, url: str, token: str, ca: Path | None = None, timeout_s: float = TIMEOUT_S):
        self.url = url.rstrip("/")
        self._timeout_s = timeout_s
        self._token = token
        self.context = _context(ca) if self.url.startswith("https:") else None
        # No proxy of the environment stands between two programs of one studio.
        handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
        if self.context is not None:
            handlers.append(urllib.request.HTTPSHandler(context=self.context))
        self._opener = urllib.request.build_opener(*handlers)

    @property
    def headers(self) -> dict[str, str]:
        """Who asks."""
        return {"Authorization": f"Bearer {self._token}"}

    def ask(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Answer:
        """One request with a document, whatever the answer. Raises Silent."""
        return self.send(method, path, None if body is None else json.dumps(body).encode(), JSON)

    def send(self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]) -> Answer:
        """One request, whatever the answer. Raises Silent."""
        request = urllib.request.Request(self.url + path, data, {**headers, **self.headers}, method=method)
        try:
            with self._opener.open(request, timeout=self._timeout_s) as answer:
                found = Answer(answer.status, answer.read(MOST_BYTES))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, _what_came(error))
        except (OSError, ValueError, HTTPException) as error:
            raise Silent(getattr(error, "reason", None) or error) from None
        if found.content and not found.document:
            raise Silent("HTTP, but no gateway")
        return found


@dataclass(frozen=True, slots=True)
class Address:
    """Where a gateway is, the token it knows us by, and the first show of its configuration."""

    url: str
    token: str
    show: str = FIRST_SHOW

    @classmethod
    def find(cls, url: str, token: str, config: Path | None) -> Self:
        """That of a configuration, or what is named. Raises Trouble."""
        show = FIRST_SHOW
        if config is not None:
            try:
                document = tomllib.loads(config.read_text(encoding="utf-8-sig"))
                http = document.get("http", {})
                state_dir = config.resolve().parent / Path(document.get("state_dir", "state")).expanduser()
                url = url or f"http://127.0.0.1:{http.get('port', PORT)}"
                token = token or http.get("token", "") or (state_dir / "http-token").read_text(encoding="ascii").strip()
                show = (document.get("shows") or [{"id": FIRST_SHOW}])[0]["id"]
            except (OSError, ValueError, AttributeError, LookupError, TypeError) as error:
                raise WORDS.trouble("no_config", exit_code=EXIT_USAGE, path=config, reason=error) from None
        if not token:
            raise WORDS.trouble("no_token", exit_code=EXIT_USAGE)
        return cls(url or f"http://127.0.0.1:{PORT}", token, show)


def _what_came(error: urllib.error.HTTPError) -> bytes:
    """Of a refusal: who refuses a long request may hang up before its end. The status says enough."""
    try:
        return error.read(MOST_BYTES)
    except (OSError, HTTPException):
        return b""


def _context(ca: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(ca) if ca is not None else None)
    except (OSError, ssl.SSLError) as error:
        raise WORDS.trouble("no_ca", exit_code=EXIT_USAGE, path=ca, reason=error) from None
