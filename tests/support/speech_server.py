"""A speech service on a real socket, in a thread: what it answers, the path says."""

from __future__ import annotations

import io
import json
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import Any

import numpy as np

RATE_HZ = 24_000
SECONDS = 1.5
PLACE = "/v1/audio/speech"


def a_wav(seconds: float = SECONDS) -> bytes:
    """Noise, as loud as speech is."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        noise = np.random.default_rng(1).standard_normal(int(seconds * RATE_HZ))
        file.writeframes((noise * 3000).astype("<i2").tobytes())
    return out.getvalue()


class SpeechServer:
    """asked: what came, as (path, authorization, document)."""

    def __init__(self, port: int):
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        self._home = f"http://127.0.0.1:{port}"

    @property
    def good(self) -> str:
        """Speaks."""
        return self._home + PLACE

    @property
    def broken(self) -> str:
        """Answers 500."""
        return f"{self._home}/broken{PLACE}"


@contextmanager
def speech_server() -> Iterator[SpeechServer]:
    """Running, on a port of the kernel's choice."""
    sound = a_wav()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.asked.append((self.path, self.headers.get("Authorization", ""), body))
            fine = self.path == PLACE
            answer = sound if fine else b'{"error": "out of order"}'
            self.send_response(200 if fine else 500)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        service = SpeechServer(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()
