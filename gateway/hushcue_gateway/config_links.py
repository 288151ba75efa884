"""Links in the configuration: ``[shopify]`` and ``[obs]``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from .config_reader import Reader, brief
from .config_shows import ShowEntry, read_show
from .links.settings import PRODUCT, QUIET, Obs, Shopify

_SHOP = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com")
_HOST = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}")
MAX_SCENES = 64
MAX_PRODUCT_CHARS = 64


def read_shopify(reader: Reader, shows: Sequence[ShowEntry]) -> Shopify:
    """The table [shopify]."""
    entry = Shopify(
        show=read_show(reader, shows),
        secret=reader.secret("secret", least=16),
        host=reader.text("host", Shopify.host).lower(),
        shop=reader.text("shop", Shopify.shop).lower(),
        token=reader.secret("token", least=16),
        poll_s=reader.number("poll_s", 5, 600, Shopify.poll_s),
        products=reader.text("products", Shopify.products),
    )
    if entry.shop and not _SHOP.fullmatch(entry.shop):
        reader.refuse("shop", "config_not_address", value=brief(entry.shop), like="name.myshopify.com")
    if entry.host and not _HOST.fullmatch(entry.host):
        reader.refuse("host", "config_not_address", value=brief(entry.host), like="hooks.example.com")
    if entry.token is not None and not entry.shop:
        reader.refuse("shop", "config_missing")
    if entry.shop and entry.token is None and entry.secret is None:
        reader.refuse("token", "config_missing")
    reader.finish()
    return entry


def read_obs(reader: Reader, shows: Sequence[ShowEntry]) -> Obs:
    """The table [obs]."""
    entry = Obs(
        show=read_show(reader, shows),
        url=reader.text("url", Obs.url),
        password=reader.secret("password", least=1),
        scenes=reader.pairs("scenes", MAX_SCENES),
    )
    if entry.url and not _is_websocket(entry.url):
        shown = brief(entry.url.rpartition("@")[2])  # a password has its own key, and is not repeated
        reader.refuse("url", "config_not_address", value=shown, like="ws://127.0.0.1:4455")
    for scene, means in entry.scenes.items():
        product = means.removeprefix(PRODUCT)
        if means != QUIET and not (means.startswith(PRODUCT) and 0 < len(product) <= MAX_PRODUCT_CHARS):
            reader.refuse("scenes", "config_not_scene", scene=brief(scene), value=brief(means))
    reader.finish()
    return entry


def _is_websocket(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in ("ws", "wss") and bool(parts.hostname) and parts.username is None and port != 0
