"""Where bodypacks fetch firmware: the files of the bundles and nothing else, in pieces, for those on the list."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import pytest

from hushcue_gateway.updates.bundle import Bundle, read_bundle
from hushcue_gateway.updates.listener import MOST_CONNECTIONS, Budget, Listener
from hushcue_tools.flash.bundle import read
from hushcue_words import Trouble

FILES = {"lib/x/a.mpy": b"M\x06\x00\x1f" + bytes(range(256)) * 40, "lib/x/b.mpy": b"M\x06\x00\x1fb"}


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    folder = tmp_path / "bundle"
    for path, data in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (folder / "manifest.json").write_bytes(read(folder, "esp32_s3", "xtensawin", "0.5.0").manifest)
    (folder / "secret").write_text("not in the manifest")
    return read_bundle(folder)


async def ask(listener: Listener, request: bytes) -> tuple[int, bytes]:
    """(status, body), read to the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    try:
        writer.write(request)
        answer = await asyncio.wait_for(reader.read(), 60)
    finally:
        writer.close()
        await writer.wait_closed()
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"Content-Length: %d\r\n" % len(body) in head + b"\r\n"
    return int(head.split()[1]), body


async def shut(writer: asyncio.StreamWriter) -> None:
    """To the end, whatever the other side has done."""
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


def serve(bundle: Bundle, test: object, rate: int = 100_000_000, admits: bool = True) -> None:
    async def run() -> None:
        listener = Listener("127.0.0.1", 0, rate, lambda address: admits and address == "127.0.0.1")
        listener.offer({bundle.build: bundle})
        await listener.open()
        await listener.open()
        try:
            await test(listener)  # type: ignore[operator]
        finally:
            await listener.close()
            await listener.close()
        assert listener.port == 0

    asyncio.run(run())


def get(bundle: Bundle, path: str, more: str = "") -> bytes:
    return f"GET /{bundle.build}/{path} HTTP/1.0\r\n{more}\r\n".encode()


def test_manifest_and_files_whole_and_from_any_byte(bundle: Bundle) -> None:
    async def test(listener: Listener) -> None:
        assert await ask(listener, get(bundle, "manifest.json")) == (200, bundle.sealed)
        data = FILES["lib/x/a.mpy"]
        for at in (0, 1, 4096, len(data) - 1, len(data)):
            found = await ask(listener, get(bundle, "lib/x/a.mpy", f"range: bytes={at}-\r\n"))
            assert found == (206, data[at:])
        assert (await ask(listener, get(bundle, "lib/x/a.mpy", f"Range: bytes={len(data) + 1}-\r\n")))[0] == 416

    serve(bundle, test)


def test_nothing_else_is_given(bundle: Bundle) -> None:
    async def test(listener: Listener) -> None:
        for path in ("secret", "lib/../secret", "../secret", "lib", "", "lib/x/a.mpy?x", "%2e%2e/secret"):
            assert (await ask(listener, get(bundle, path)))[0] == 404
        assert (await ask(listener, b"GET /0000000000000000/manifest.json HTTP/1.0\r\n\r\n"))[0] == 404
        for method in (b"POST", b"PUT", b"DELETE", b"HEAD"):
            assert (await ask(listener, method + get(bundle, "manifest.json")[3:]))[0] == 405
        for nonsense in (b"\r\n\r\n", b"GET\r\n\r\n", b"\xff\x00 \xff HTTP/1\r\n\r\n", b"GET / HTTP/2\r\n\r\n"):
            assert (await ask(listener, nonsense))[0] == 400
        assert listener.refused >= 16
        listener.offer({})
        assert (await ask(listener, get(bundle, "manifest.json")))[0] == 404

    serve(bundle, test)


def test_an_endless_request_ends_the_connection(bundle: Bundle) -> None:
    async def test(listener: Listener) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
        writer.write(b"GET /" + b"x" * 100_000)
        with contextlib.suppress(ConnectionError):
            assert await asyncio.wait_for(reader.read(), 60) == b""
        await shut(writer)

    serve(bundle, test)


def test_who_is_not_on_the_list_gets_nothing(bundle: Bundle) -> None:
    async def test(listener: Listener) -> None:
        assert (await ask(listener, get(bundle, "manifest.json")))[0] == 403

    serve(bundle, test, admits=False)


def test_more_connections_than_there_are_bodypacks_are_turned_away(bundle: Bundle) -> None:
    async def test(listener: Listener) -> None:
        idle = [await asyncio.open_connection("127.0.0.1", listener.port) for _ in range(MOST_CONNECTIONS)]
        status = 200
        while status == 200:  # until all of them have been taken in
            try:
                status, _ = await ask(listener, get(bundle, "lib/x/b.mpy"))
            except ConnectionError:  # the answer comes before the request is read
                status = 503
        assert status == 503
        for _, writer in idle:
            await shut(writer)

    serve(bundle, test)


def test_the_rate_is_shared() -> None:
    budget = Budget(1000)
    assert budget.take(500, 10.0) == 0
    assert budget.take(500, 10.0) == pytest.approx(0.5)
    assert budget.take(1, 10.4) == pytest.approx(0.6)
    assert budget.take(1, 20.0) == 0


def test_a_port_that_is_taken_is_named(bundle: Bundle) -> None:
    async def test(listener: Listener) -> None:
        other = Listener("127.0.0.1", listener.port, 1000, lambda _: True)
        with pytest.raises(Trouble) as refused:
            await other.open()
        assert (refused.value.code, refused.value.facts["port"]) == ("update_listen", listener.port)

    serve(bundle, test)


def test_a_bundle_that_is_not_whole_is_none(bundle: Bundle) -> None:
    path = bundle.folder / "lib/x/a.mpy"
    for data in (FILES["lib/x/a.mpy"][:-1], FILES["lib/x/a.mpy"][:-1] + b"?"):
        path.write_bytes(data)
        with pytest.raises(Trouble):
            read_bundle(bundle.folder)
    path.unlink()
    with pytest.raises(Trouble) as refused:
        read_bundle(bundle.folder)
    assert refused.value.code == "bundle_damaged"
