"""The routes of effect: whether cues work, and the report of an airing."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from ..core.rights import Action
from ..effect.desk import EffectDesk
from .caller import needs

if TYPE_CHECKING:
    from ..report.report import Report

HTML, ZIP = "text/html; charset=utf-8", "application/zip"
NO_SCRIPT = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

ShowId = Annotated[str, Path(min_length=1, max_length=32, pattern=r"^[a-z0-9][a-z0-9-]*$")]
AiringId = Annotated[str, Path(pattern=r"^air-[0-9a-f]{12}$")]
AiringQuery = Annotated[str, Query(pattern=r"^(air-[0-9a-f]{12})?$")]
Since = Annotated[int, Query(ge=0, le=2**53)]
Tongue = Annotated[Literal["en", "zh"], Query()]
Headings = Annotated[Literal["words", "codes"], Query()]


class EffectAnswer(BaseModel):
    """rules: what the moments of each rule say together, with the sentence for people. manual: cues that people gave
    in the airing that was asked for, with raw counts before and after; indicative only. caveat: shown beside them."""

    rules: list[dict[str, Any]]
    manual: list[dict[str, Any]]
    caveat: dict[str, str]


def effect_routes(desk: EffectDesk, zone: Callable[[], tzinfo | None] = lambda: None) -> APIRouter:
    """zone: in which reports tell moments; None is that of this machine."""
    router = APIRouter(prefix="/api/v1/shows/{show}", tags=["effect"])
    reviewers = [needs(Action.REVIEW)]

    def here() -> tzinfo:
        return zone() or datetime.now().astimezone().tzinfo or UTC

    @router.get("/effect", dependencies=reviewers)
    async def get_effect(show: ShowId, since: Since = 0, airing: AiringQuery = "") -> EffectAnswer:
        """Of every live airing since then (milliseconds since 1970), or of one airing of any kind."""
        return EffectAnswer(**await desk.effect(show, since, airing))

    @router.get(
        "/airings/{airing}/report.html",
        dependencies=reviewers,
        response_class=Response,
        responses={200: {"content": {"text/html": {}}}},
    )
    async def get_report(show: ShowId, airing: AiringId, language: Tongue = "en") -> HTMLResponse:
        """One page that is whole in itself: to read, to print, to send."""
        from ..report.html import render

        report = await desk.report(show, airing)
        text = await run_in_threadpool(render, report, language, here(), _now_ms())
        headers = {**_named(report, "html", download=False), "Content-Security-Policy": NO_SCRIPT}
        return HTMLResponse(text, headers=headers)

    @router.get(
        "/airings/{airing}/report.csv.zip",
        dependencies=reviewers,
        response_class=Response,
        responses={200: {"content": {ZIP: {}}}},
    )
    async def get_tables(
        show: ShowId, airing: AiringId, language: Tongue = "en", headings: Headings = "words"
    ) -> Response:
        """The same as tables for a spreadsheet. headings: "codes" stay the same in every language, for programs."""
        from ..report.csv_files import archive

        report = await desk.report(show, airing)
        content = await run_in_threadpool(archive, report, language, here(), _now_ms(), codes=headings == "codes")
        return Response(content, media_type=ZIP, headers=_named(report, "csv.zip", download=True))

    return router


def _named(report: Report, ending: str, *, download: bool) -> dict[str, str]:
    kind = "attachment" if download else "inline"
    name = f"{report.about.show}-{report.about.airing}.{ending}"
    return {"Content-Disposition": f'{kind}; filename="{name}"', "Cache-Control": "no-store"}


def _now_ms() -> int:
    return round(time.time() * 1000)
