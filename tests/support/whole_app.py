"""The whole application of a gateway that was never started: its routes and their document, in this process."""

from __future__ import annotations

import asyncio
from pathlib import Path

from fastapi import FastAPI

from hushcue_gateway.config import load
from hushcue_gateway.control import Control
from hushcue_gateway.logs import Log
from hushcue_gateway.web.app import make_app
from hushcue_gateway.web.caller import Place, marks

CONFIG = 'studio = "test"\n[http]\nport = 0\n[https]\nenabled = false\n[broker]\nport = 0\n'


def app_and_places(folder: Path) -> tuple[FastAPI, list[Place]]:
    """It, and every route with the marks it carries."""

    async def make() -> tuple[FastAPI, list[Place]]:
        path = folder / "gateway.toml"
        path.write_text(CONFIG, encoding="utf-8")
        control = Control(load(path), Log([]))
        try:
            control.unlock()
            app = make_app(control)
            return app, list(marks(app))
        finally:
            await control.stop()

    return asyncio.run(make())
