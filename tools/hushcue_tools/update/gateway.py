"""The gateway's routes of updates: only what stands in the standard library."""

import json
import tomllib
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_MISSING, EXIT_USAGE, language

from .words import WORDS

TIMEOUT_S = 600.0
"""Beginning a roll-out compiles the firmware."""
MOST_BYTES = 4 << 20
ROUTES = "/api/v1/updates"
PORT = 8580


class Gateway:
    """Everything raises Trouble where it fails. The token is never shown."""

    def __init__(self, url: str, token: str):
        self._url = url.rstrip("/")
        self._token = token
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask(self, method: str, action: str = "", body: Mapping[str, object] | None = None) -> dict[str, Any]:
        """One request; ``action``: "", "pause", "resume", "stop" or "undo"."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        place = self._url + ROUTES + (f"/{action}" if action else "")
        request = urllib.request.Request(place, data, headers, method=method)
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                found: dict[str, Any] = json.loads(answer.read(MOST_BYTES))
                return found
        except urllib.error.HTTPError as error:
            with error:
                raise self._refused(error.code, error.read(MOST_BYTES)) from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise WORDS.trouble("gateway_away", exit_code=EXIT_MISSING, url=self._url, reason=reason) from None

    def _refused(self, status: int, content: bytes) -> Exception:
        try:
            said = json.loads(content)
            sentence = str(said[language()])
        except (ValueError, KeyError, TypeError):
            sentence = f"HTTP {status}"
        if status == 401:
            return WORDS.trouble("no_token", exit_code=EXIT_USAGE)
        return WORDS.trouble("gateway_refuses", exit_code=EXIT_USAGE, said=sentence)


def find(url: str, token: str, config: Path | None) -> Gateway:
    """The gateway of a configuration, or the one that is named. Raises Trouble."""
    if config is not None:
        try:
            document = tomllib.loads(config.read_text(encoding="utf-8"))
            http = document.get("http", {})
            state_dir = config.resolve().parent / Path(document.get("state_dir", "state")).expanduser()
            url = url or f"http://127.0.0.1:{http.get('port', PORT)}"
            token = token or http.get("token", "") or (state_dir / "http-token").read_text(encoding="ascii").strip()
        except (OSError, ValueError, AttributeError, TypeError) as error:
            raise WORDS.trouble("no_config", exit_code=EXIT_USAGE, path=config, reason=error) from None
    if not token:
        raise WORDS.trouble("no_token", exit_code=EXIT_USAGE)
    return Gateway(url or f"http://127.0.0.1:{PORT}", token)
