"""The pages of the gateway: the operators' console, the hosts' phone page, and the files that they load.

Every file that was built is a route of its own, so that no path of a request ever reaches the file system.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from html import escape

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ..core.rights import Action
from ..part import BasePart
from . import site
from .caller import needs
from .words import WORDS

PAGES = {"/": "index.html", "/phone": "phone.html", "/usb": "usb.html"}
"""Where a page stands -> its file. What a page shows of itself it keeps behind ``#``, which no server is told."""
MAY = {"usb.html": "serial=(self), microphone=(), camera=(), geolocation=(), payment=(), usb=()"}
"""A page's own Permissions-Policy, where it may other things than the console: serial ports, and no microphone."""


class Pages(BasePart):
    """``files``: what was built, see ``site.read``."""

    def __init__(self, files: Mapping[str, site.File] | None = None):
        self._files = site.read() if files is None else files

    def routers(self) -> Sequence[APIRouter]:
        """See ``Part``."""
        router = APIRouter(include_in_schema=False)
        for place, name in PAGES.items():
            _add(router, place, _sender(self._files[name], MAY.get(name, "")) if name in self._files else _not_built)
        for name, file in self._files.items():
            if name not in PAGES.values():
                _add(router, "/" + name, _sender(file))
        return [router]


def _add(router: APIRouter, place: str, answer: Callable[[Request], Awaitable[Response]]) -> None:
    router.add_api_route(place, answer, methods=["GET", "HEAD"], dependencies=[needs(Action.OPEN)])


def _sender(file: site.File, may: str = "") -> Callable[[Request], Awaitable[Response]]:
    async def send(request: Request) -> Response:
        return site.respond(file, request, may)

    return send


async def _not_built(_request: Request) -> Response:
    trouble = WORDS.trouble("console_not_built")
    sentences = "".join(f'<p lang="{tongue}">{escape(trouble.in_language(tongue))}</p>' for tongue in ("en", "zh"))
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>hushcue</title>{sentences}</html>'
    return HTMLResponse(page, 503, {**site.HEADERS, "Cache-Control": "no-store"})
