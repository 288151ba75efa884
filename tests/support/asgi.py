"""Requests to an ASGI application in this very process, one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import httpx
from starlette.types import ASGIApp


class Browser:
    """Of an application: as a browser on this machine would ask it, but that each request has a loop of its own."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str] | None = None):
        self._app = app
        self._headers = dict(headers or {})

    def ask(self, method: str, place: str, headers: Mapping[str, str] | None = None, **more: object) -> httpx.Response:
        """The answer. What the application raises is raised here."""

        async def answer() -> httpx.Response:
            transport = httpx.ASGITransport(self._app, client=("127.0.0.1", 50000))
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                return await client.request(method, place, headers={**self._headers, **(headers or {})}, **more)  # type: ignore[arg-type]

        return asyncio.run(answer())

    def get(self, place: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """GET."""
        return self.ask("GET", place, headers)
