"""What the links are told by the configuration (``config_links.py``). Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

QUIET = "quiet"
PRODUCT = "product:"
"""What a scene may mean: the assistant does not speak by itself in it, or this product is shown."""


@dataclass(frozen=True)
class Shopify:
    """A shop. show: whose board it feeds.

    secret: its webhooks are signed with it, None: none are taken. host: the name under which a tunnel brings them here,
    "" where they come to a name that the gateway answers to anyway.
    shop: "NAME.myshopify.com"; token: of the Admin API; both: it is asked every ``poll_s`` seconds while the show has
    an airing. products: which of its variants are on the board, in Shopify's search syntax ("tag:live"); "": all.
    """

    show: str = ""
    secret: str | None = field(default=None, repr=False)
    host: str = ""
    shop: str = ""
    token: str | None = field(default=None, repr=False)
    poll_s: float = 15.0
    products: str = ""

    @property
    def hears(self) -> bool:
        """Whether webhooks are taken."""
        return self.secret is not None

    @property
    def asks(self) -> bool:
        """Whether the Admin API is asked."""
        return bool(self.shop) and self.token is not None


@dataclass(frozen=True)
class Obs:
    """OBS Studio's WebSocket server. scenes: name of a scene -> "quiet" or "product:ID"."""

    show: str = ""
    url: str = ""
    password: str | None = field(default=None, repr=False)
    scenes: Mapping[str, str] = field(default_factory=dict)
