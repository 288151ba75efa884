"""The operators' console and the hosts' phone page as they were built: files in memory, and how each is sent."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).resolve().parent / "static"
HASHED = "assets/"
"""What lies here is named after its content and never changes."""

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".wav": "audio/wav",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""Only these are sent; an operating system's own table of types may say what it likes."""
WORTH_PACKING = ("text/", "application/json", "application/manifest", "application/wasm", "image/svg")
MOST_BYTES = 8 * 1024 * 1024
"""Of one file: what is longer was put there by mistake."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",  # WebSockets of this very host among them
        "media-src 'self' blob:",
        "worker-src 'self'",
        "manifest-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), payment=(), usb=(), serial=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""With every file: nothing of another place is loaded, and no other place shows us in a frame."""


@dataclass(frozen=True)
class File:
    """packed: gzip, or empty where that would gain nothing. tag: an entity tag (RFC 9110 section 8.8.3)."""

    content: bytes
    packed: bytes
    media_type: str
    caching: str
    tag: str


def read(folder: Path = FOLDER) -> Mapping[str, File]:
    """Path below ``/`` -> file. Empty where the console was not built."""
    if not (folder / "index.html").is_file():
        return {}
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in TYPES and path.is_file() and path.stat().st_size <= MOST_BYTES:
            name = path.relative_to(folder).as_posix()
            found[name] = _file(name, path.read_bytes())
    return found


def respond(file: File, request: Request, may: str = "") -> Response:
    """200, or 304 to whoever has this very content. may: a Permissions-Policy in the place of the usual one."""
    headers = {**HEADERS, "Cache-Control": file.caching, "Vary": "Accept-Encoding"}
    if may:
        headers["Permissions-Policy"] = may
    if file.caching != "no-store":
        headers["ETag"] = file.tag
        if file.tag in (tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")):
            return Response(status_code=304, headers=headers)
    content = file.content
    if file.packed and _takes_gzip(request.headers.get("accept-encoding", "")):
        content = file.packed
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type=file.media_type, headers=headers)


def _file(name: str, content: bytes) -> File:
    media_type = TYPES[PurePosixPath(name).suffix]
    packed = gzip.compress(content, 9, mtime=0) if media_type.startswith(WORTH_PACKING) else b""
    if name.startswith(HASHED):
        caching = "public, max-age=31536000, immutable"
    else:
        # a page names the files of its own version; anything else is asked about each time
        caching = "no-store" if name.endswith(".html") else "no-cache"
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return File(content, packed if len(packed) < len(content) else b"", media_type, caching, tag)


def _takes_gzip(accepted: str) -> bool:
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";")
        if name.strip().lower() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
