"""A small OpenID Connect provider: discovery, keys, authorization with PKCE, signed tokens, over loopback HTTP.

``next_person`` signs in whoever comes; ``bend`` lets a test make it answer wrongly.
"""

from __future__ import annotations

import base64
import secrets
import socket
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlencode

import uvicorn
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import ECKey

CLIENT_ID = "hushcue"
CLIENT_SECRET = "the clients own secret"


class Provider:
    """``with Provider() as provider``: up when entered."""

    def __init__(self) -> None:
        self.next_person: dict[str, Any] = {"sub": "u-1", "name": "Anna Annason"}
        self.bend: Callable[[dict[str, Any]], None] = lambda _: None
        self.challenges: list[str] = []
        self._key = ECKey.generate_key("P-256", {"kid": "first"})
        self._codes: dict[str, dict[str, Any]] = {}
        self._tokens: dict[str, dict[str, Any]] = {}
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.issuer = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(self._app(), log_config=None, lifespan="off", access_log=False, ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    def __enter__(self) -> Provider:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()

    def change_keys(self) -> None:
        """As providers do from time to time."""
        self._key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(4)})

    def sign(self, claims: dict[str, Any], key: Any = None, algorithm: str = "ES256") -> str:
        """An ID token."""
        key = key or self._key
        return jwt.encode({"alg": algorithm, "kid": self._key.kid}, claims, key, algorithms=[algorithm])

    def _app(self) -> FastAPI:
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

        @app.get("/.well-known/openid-configuration")
        def discovery() -> dict[str, Any]:
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/keys",
            }

        @app.get("/keys")
        def keys() -> dict[str, Any]:
            return {"keys": [self._key.as_dict(private=False)]}

        @app.get("/authorize")
        def authorize(request: Request) -> Response:
            asked = dict(request.query_params)
            assert asked["response_type"] == "code" and asked["client_id"] == CLIENT_ID
            assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
            code = secrets.token_urlsafe(16)
            self.challenges.append(asked["code_challenge"])
            self._codes[code] = {**asked, "person": dict(self.next_person)}
            back = {"code": code, "state": asked["state"], "iss": self.issuer}
            return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 303)

        @app.post("/token")
        async def token(request: Request) -> JSONResponse:
            basic = base64.b64encode(f"{CLIENT_ID}:{quote_plus(CLIENT_SECRET)}".encode()).decode()
            if request.headers.get("authorization") != f"Basic {basic}":
                return JSONResponse({"error": "invalid_client"}, 401)
            form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
            asked = self._codes.pop(form.get("code", ""), None)
            verified = asked and create_s256_code_challenge(form.get("code_verifier", "")) == asked["code_challenge"]
            if asked is None or not verified or form.get("redirect_uri") != asked["redirect_uri"]:
                return JSONResponse({"error": "invalid_grant"}, 400)
            now = int(time.time())
            person = asked["person"]
            claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
            claims |= {name: value for name, value in person.items() if name != "userinfo"}
            answer = {"access_token": secrets.token_urlsafe(8), "token_type": "Bearer", "claims": claims}
            self.bend(answer)
            self._tokens[answer["access_token"]] = {"sub": person["sub"], **person.get("userinfo", {})}
            given = answer.pop("claims")
            answer.setdefault("id_token", self.sign(given))
            return JSONResponse(answer)

        @app.get("/userinfo")
        def userinfo(request: Request) -> JSONResponse:
            known = self._tokens.get(request.headers.get("authorization", "").removeprefix("Bearer "))
            return JSONResponse(known, 200) if known else JSONResponse({}, 401)

        return app
