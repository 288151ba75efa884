"""What a show knows of its products, over HTTP."""

# No "from __future__ import annotations": FastAPI reads the annotations of routes, also of names made in functions.

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from ..core.rights import Action
from ..showdata.board import Product
from ..showdata.desk import ShowDataDesk
from ..showdata.documents import (
    MAX_ID_CHARS,
    MAX_KEYWORD_CHARS,
    MAX_KEYWORDS,
    MAX_LABEL_CHARS,
    MAX_NUMBER,
    MAX_SLOT,
    Malformed,
    facts_of,
)
from ..showdata.entry import with_name
from ..showdata.fact import MANUAL, Sheet
from ..showdata.view import iso
from ..showdata.words import WORDS, trouble_of
from ..words import WORDS as GATEWAY_WORDS
from .caller import Caller, needs

Id = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9-]*$")]
PRINTABLE = r"^[^\x00-\x1f\x7f\u2028\u2029]*$"
ProductId = Annotated[str, Path(min_length=1, max_length=MAX_ID_CHARS, pattern=PRINTABLE)]
Number = Annotated[int, Field(ge=0, le=MAX_NUMBER, strict=True)]


class ProductRequest(BaseModel):
    """What is given is changed. offer_ends: ISO 8601 with a zone, or ms since the epoch; 0: no end. stock: how many
    there are now."""

    model_config = ConfigDict(extra="forbid")

    label: Annotated[str, Field(min_length=1, max_length=MAX_LABEL_CHARS, pattern=PRINTABLE)] | None = None
    slot: Annotated[int, Field(ge=0, le=MAX_SLOT, strict=True)] | None = None
    price_minor: Number | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    stock_low: Number | None = None
    offer_ends: Annotated[str, Field(max_length=40)] | Number | None = None
    keywords: (
        Annotated[list[Annotated[str, Field(max_length=MAX_KEYWORD_CHARS)]], Field(max_length=MAX_KEYWORDS)] | None
    ) = None
    stock: Number | None = None


class ProductAnswer(BaseModel):
    """price in minor units; null where nobody said."""

    id: str
    label: str
    slot: int
    price_minor: int | None
    currency: str
    stock_low: int | None
    offer_ends: str | None
    keywords: list[str]


def product_routes(desk: ShowDataDesk) -> APIRouter:
    """``/api/v1/shows/{show}/products``."""
    router = APIRouter(prefix="/api/v1/shows/{show}/products", tags=["show data"])

    @router.get("", dependencies=[needs(Action.SEE)])
    async def get_products(show: Id) -> list[ProductAnswer]:
        """All that the show knows; those of a demonstration are not among them."""
        return [_shown(product) for product in desk.shop.of_show(show).values()]

    @router.get("/{product}", dependencies=[needs(Action.SEE)])
    async def get_product(show: Id, product: ProductId) -> ProductAnswer:
        return _shown(desk.shop.get(show, product))

    @router.put("/{product}")
    async def put_product(
        show: Id, product: ProductId, body: ProductRequest, caller: Annotated[Caller, needs(Action.FEED)]
    ) -> ProductAnswer:
        """Make it, or change it; on the board at once."""
        if product != product.strip():
            raise GATEWAY_WORDS.trouble("bad_request", place="product", reason=WORDS.trouble("data_empty", field="id"))
        told: dict[str, Any] = body.model_dump(exclude_unset=True, exclude_none=True)
        document = {"type": "product", "product": product, **told}
        with_name(document, MANUAL)
        try:
            facts = facts_of(document, desk.now_ms(show), MANUAL)
        except Malformed as malformed:
            raise GATEWAY_WORDS.trouble("bad_request", place=malformed.field, reason=trouble_of(malformed)) from None
        if desk.airing(show) is not None:
            await desk.take(show, facts, MANUAL, who=caller.id)
        for fact in facts:
            if isinstance(fact, Sheet):
                desk.shop.learn(show, fact)
                product = fact.product  # as it is known from now on
            else:
                desk.shop.told(show, fact)
        return _shown(desk.shop.get(show, product))

    @router.delete("/{product}", status_code=204, dependencies=[needs(Action.FEED)])
    async def delete_product(show: Id, product: ProductId) -> None:
        """The show does not sell it any more. What was counted of it stays."""
        desk.withdraw(show, product)

    return router


def _shown(product: Product) -> ProductAnswer:
    ends = iso(product.offer_ends_at_ms) if product.offer_ends_at_ms else None
    return ProductAnswer(
        id=product.id,
        label=product.label,
        slot=product.slot,
        price_minor=product.price_minor,
        currency=product.currency,
        stock_low=product.stock_low,
        offer_ends=ends,
        keywords=list(product.keywords),
    )
