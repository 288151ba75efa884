"""A Shopify shop: webhooks as it signs them; its GraphQL Admin API over loopback HTTP, with what questions cost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

NAME = "quiet.myshopify.com"
TOKEN = "shpat_0123456789abcdef0123456789abcdef"
SECRET = "a-secret-of-the-shop"
AT = "2026-01-02T03:04:05Z"
AT_MS = 1_767_323_045_000


def signed(topic: str, payload: object, delivery: str = "d-1", secret: str = SECRET) -> tuple[dict[str, str], bytes]:
    """Headers, by small letters, and body of a webhook."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    signature = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
    headers = {
        "content-type": "application/json",
        "x-shopify-topic": topic,
        "x-shopify-shop-domain": NAME,
        "x-shopify-webhook-id": delivery,
        "x-shopify-hmac-sha256": signature,
    }
    return headers, body


def order(**changes: Any) -> dict[str, Any]:
    """The parts of orders/create that matter, of two lines: 2 x 19.90 less 3.98, and 1 x 5.00 without a SKU."""
    return {
        "id": 820982911946154508,
        "admin_graphql_api_id": "gid://shopify/Order/820982911946154508",
        "created_at": "2026-01-01T22:04:05-05:00",
        "updated_at": "2026-01-01T22:04:06-05:00",
        "cancelled_at": None,
        "currency": "USD",
        "email": "jon@example.com",
        "financial_status": "paid",
        "test": False,
        "refunds": [],
        "line_items": [
            {
                "id": 466157049,
                "sku": "SKU3",
                "variant_id": 39072856,
                "quantity": 2,
                "price": "19.90",
                "total_discount": "0.00",
                "discount_allocations": [{"amount": "3.98", "discount_application_index": 0}],
            },
            {"id": 466157050, "sku": "", "variant_id": 39072857, "quantity": 1, "price": "5.00"},
        ],
        **changes,
    }


def refund(**changes: Any) -> dict[str, Any]:
    """refunds/create of one of the two SKU3."""
    return {
        "id": 890088186047892319,
        "order_id": 820982911946154508,
        "created_at": "2026-01-02T03:10:00Z",
        "refund_line_items": [
            {
                "id": 487817672276298627,
                "line_item_id": 466157049,
                "quantity": 1,
                "subtotal": 17.91,
                "subtotal_set": {"shop_money": {"amount": "17.91", "currency_code": "USD"}},
                "line_item": {"id": 466157049, "sku": "SKU3", "variant_id": 39072856},
            }
        ],
        **changes,
    }


def product(**changes: Any) -> dict[str, Any]:
    """products/update of a dress in two sizes."""
    return {
        "id": 788032119674292922,
        "title": "Silk dress",
        "updated_at": AT,
        "variants": [
            {
                "id": 39072856,
                "title": "M",
                "sku": "SKU3",
                "price": "19.90",
                "inventory_item_id": 271878346596884015,
                "inventory_management": "shopify",
                "inventory_quantity": 48,
            },
            {"id": 39072858, "title": "L", "sku": "SKU4", "price": "21.00", "inventory_management": None},
        ],
        **changes,
    }


def variant_node(number: int, stock: int | None = 10, sku: str | None = None) -> dict[str, Any]:
    """Of productVariants."""
    return {
        "id": f"gid://shopify/ProductVariant/{number}",
        "sku": f"SKU{number}" if sku is None else sku,
        "title": "Default Title",
        "price": "19.90",
        "inventoryQuantity": stock,
        "product": {"title": f"Thing {number}"},
        "inventoryItem": {"id": f"gid://shopify/InventoryItem/{9000 + number}", "tracked": stock is not None},
    }


def order_node(number: int, updated: str = AT, status: str = "PAID", **changes: Any) -> dict[str, Any]:
    """Of orders: one line of 2 x SKU1."""
    return {
        "id": f"gid://shopify/Order/{number}",
        "createdAt": AT,
        "updatedAt": updated,
        "cancelledAt": None,
        "test": False,
        "displayFinancialStatus": status,
        "lineItems": {
            "nodes": [
                {
                    "id": f"gid://shopify/LineItem/{number}1",
                    "sku": "SKU1",
                    "quantity": 2,
                    "variant": {"id": "gid://shopify/ProductVariant/1"},
                    "discountedTotalSet": {"shopMoney": {"amount": "39.8", "currencyCode": "USD"}},
                }
            ]
        },
        "refunds": [],
        **changes,
    }


class Shop:
    """``app`` answers. first: a page may hold so many; answers: what comes before it answers well, one at a time."""

    def __init__(self) -> None:
        self.variants: list[dict[str, Any]] = []
        self.orders: list[dict[str, Any]] = []
        self.answers: list[Callable[[dict[str, Any]], Response | None]] = []
        self.asked: list[dict[str, Any]] = []
        self.most = 250
        self.app = Starlette(routes=[Route("/admin/api/{version}/graphql.json", self._answer, methods=["POST"])])

    def kinds(self) -> list[str]:
        """Which lists were asked for, in order."""
        return ["orders" if "orders(" in each["query"] else "variants" for each in self.asked]

    async def _answer(self, request: Request) -> Response:
        if request.headers.get("x-shopify-access-token") != TOKEN:
            return JSONResponse({"errors": "[API] Invalid API key or access token"}, 401)
        question = await request.json()
        self.asked.append(question)
        if self.answers and (answer := self.answers.pop(0)(question)) is not None:
            return answer
        variables = question["variables"]
        if variables["first"] > self.most:
            message = (
                f"Query cost is 1402, which exceeds the single query max cost limit (1000) for {variables['first']}"
            )
            return JSONResponse({"errors": [{"message": message, "extensions": {"code": "MAX_COST_EXCEEDED"}}]})
        name, every = ("orders", self.orders) if "orders(" in question["query"] else ("productVariants", self.variants)
        begin = int(variables["after"] or 0)
        page = every[begin : begin + variables["first"]]
        end = begin + len(page)
        info = {"hasNextPage": end < len(every), "endCursor": str(end) if page else None}
        data: dict[str, Any] = {name: {"nodes": page, "pageInfo": info}}
        if name == "productVariants":
            data["shop"] = {"currencyCode": "USD"}
        return JSONResponse({"data": data, "extensions": {"cost": cost(300, 1700)}})


def cost(asked: float, there: float) -> dict[str, Any]:
    """What an answer says of its price."""
    status = {"maximumAvailable": 2000.0, "currentlyAvailable": there, "restoreRate": 100.0}
    return {"requestedQueryCost": asked, "actualQueryCost": None, "throttleStatus": status}


def throttled(_: object) -> Response:
    """The bucket is empty; it holds enough again in 2 s."""
    error = {"message": "Throttled", "extensions": {"code": "THROTTLED"}}
    return JSONResponse({"errors": [error], "extensions": {"cost": cost(300, 100)}})


def too_many(_: object) -> Response:
    """429 with a header."""
    return JSONResponse({"errors": "Exceeded 2 calls per second"}, 429, {"Retry-After": "4.0"})


def status(code: int) -> Callable[[object], Response]:
    """An answer without JSON."""
    return lambda _: PlainTextResponse("<html>", code)
