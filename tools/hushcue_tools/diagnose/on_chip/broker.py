"""The broker of config.json: the name, the port, the account, and whether a gateway is behind it. MQTT 3.1.1."""

import json
import socket
import time

_LIMIT_S = 5


def _text(value):
    data = value.encode()
    return bytes([len(data) >> 8, len(data) & 0xFF]) + data


def _packet(kind, body):
    size = len(body)
    head = bytes([kind])
    while True:
        head += bytes([(size & 0x7F) | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + body


def _exactly(link, count):
    data = b""
    while len(data) < count:
        part = link.recv(count - len(data))
        if not part:
            raise OSError(0)
        data += part
    return data


def _read(link):
    """(first byte, body) of the next packet."""
    kind = _exactly(link, 1)[0]
    size = shift = 0
    while True:
        byte = _exactly(link, 1)[0]
        size |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            break
    if size > 4096:
        raise OSError(0)
    return kind, _exactly(link, size)


def _presence(link, studio):
    """What the gateway has left at the broker: its document, None where there is none."""
    topic = "hushcue/1/" + studio + "/gateway/status"
    link.write(_packet(0x82, b"\x00\x01" + _text(topic) + b"\x00"))
    started = time.ticks_ms()
    while time.ticks_diff(time.ticks_ms(), started) < _LIMIT_S * 1000:
        try:
            kind, body = _read(link)
        except OSError:
            return None
        if kind >> 4 == 9 and body[-1:] == b"\x80":
            return {"refused": True}
        if kind >> 4 == 3:
            return json.loads(body[2 + (body[0] << 8 | body[1]) :])
    return None


def probe(asked):
    with open("/config.json", "rb") as file:
        config = json.loads(file.read(4096))
    broker = config["broker"]
    port = broker.get("port", 1883)
    told = {"step": "name", "host": broker["host"], "port": port}
    started = time.ticks_ms()
    try:
        address = socket.getaddrinfo(broker["host"], port)[0][-1]
    except (OSError, IndexError):
        yield told
        return
    told["address"] = address[0]
    told["step"] = "connect"
    link = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    link.settimeout(_LIMIT_S)
    try:
        try:
            link.connect(address)
        except OSError as error:
            told["errno"] = error.errno
            yield told
            return
        told["connect_ms"] = time.ticks_diff(time.ticks_ms(), started)
        told["step"] = "login"
        body = _text("MQTT") + b"\x04\xc2\x00\x3c" + _text(config["id"]) + _text(config["id"])
        try:
            link.write(_packet(0x10, body + _text(broker["password"])))
            kind, answer = _read(link)
            told["code"] = answer[1] if kind >> 4 == 2 and len(answer) == 2 else -1
        except OSError:
            told["code"] = -1
        if told["code"] != 0:
            yield told
            return
        told["step"] = "gateway"
        try:
            told["presence"] = _presence(link, config.get("studio", "studio"))
            link.write(b"\xe0\x00")
        except (OSError, ValueError):
            told["presence"] = None
        yield told
    finally:
        link.close()
