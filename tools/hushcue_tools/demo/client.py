"""The gateway's HTTP API as the demo uses it: only what stands in the standard library."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any

from hushcue_words import EXIT_MISSING

from .words import WORDS

TIMEOUT_S = 5.0
MAX_ANSWER_BYTES = 4 << 20
TALKS = "/api/v1/shows/main/talks"
"""Of the one show that the demo's gateway has."""


class Client:
    """``url`` and ``token`` as the gateway's line of readiness gives them. Everything raises Trouble where it fails."""

    def __init__(self, url: str, token: str):
        self._url = url
        self._token = token
        # No proxy of the environment stands between two programs of one machine.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    @property
    def address(self) -> tuple[str, str]:
        """Where, and with which token."""
        return self._url, self._token

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
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self._url + path, data, headers, method=method)
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                content = answer.read(MAX_ANSWER_BYTES)
        except urllib.error.HTTPError as error:
            with error:
                reason = error.read(2000).decode("utf-8", "replace") or error.reason
            raise WORDS.trouble("gateway_refused", exit_code=EXIT_MISSING, path=path, reason=reason) from None
        except (OSError, ValueError) as error:
            raise WORDS.trouble("gateway_silent", exit_code=EXIT_MISSING, reason=error) from None
        answer_document = json.loads(content) if content else {}
        return answer_document if isinstance(answer_document, dict) else {}
