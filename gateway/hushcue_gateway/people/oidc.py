"""Signing in with an account of the house: OpenID Connect Core 1.0, authorization code flow.

| guard | against                                                      | where it is kept                     |
|-------|--------------------------------------------------------------|--------------------------------------|
| state | another site's code in this browser (RFC 6749 10.12)         | here, and a digest in a cookie       |
| PKCE  | a code that was stolen on its way (RFC 7636, S256)           | here                                 |
| nonce | an ID token of another sign-in (OIDC Core 3.1.2.1)           | here, and in the ID token            |
| iss   | the answer of another provider (RFC 9207), where it is told  | checked against the configured one   |

Authlib writes the request and the PKCE challenge, joserfc checks the signature and the claims of the ID token, httpx
carries; all come with the extra ``oidc``. Nothing of the provider's answer is ever logged.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any
from urllib.parse import quote_plus

from hushcue_words import EXIT_USAGE, Trouble

from ..config_people import Oidc as OidcSettings
from ..config_people import is_safe_url
from ..logs import Log
from .secret import digest, new_secret, same
from .words import WORDS

SCOPE = "openid profile email"
TIMEOUT_S = 10.0
LASTS_S = 600.0
MOST_WAITING = 500
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures that only the provider can make: never "none", never one with a shared secret."""
LEEWAY_S = 60
FRESH_S = 3600.0
"""How long what the provider published about itself is believed."""


@dataclass(frozen=True)
class Identity:
    """Somebody who is admitted. roles: show -> role they get where they have none."""

    issuer: str
    subject: str
    name: str
    owner: bool
    language: str
    roles: Mapping[str, str]


@dataclass(frozen=True)
class Journey:
    """A browser that was sent to the provider."""

    began_s: float
    verifier: str
    nonce: str
    callback: str
    browser: str


class Oidc:
    """``begin``, then ``end`` when the browser is back. Raises Trouble at once where the library is missing."""

    def __init__(self, settings: OidcSettings, log: Log):
        if not all(find_spec(name) for name in ("authlib", "httpx", "joserfc")):
            raise WORDS.trouble("oidc_absent", exit_code=EXIT_USAGE)
        self._settings = settings
        self._log = log
        self._away: dict[str, Journey] = {}
        self._facts: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, Any] | None = None
        log.hide(settings.client_secret)

    async def begin(self, callback: str) -> tuple[str, str]:
        """Where to send the browser, and the secret for its cookie. callback: our own URL it comes back to."""
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        facts = await self._provider()
        now = time.monotonic()
        self._away = {state: each for state, each in self._away.items() if now - each.began_s < LASTS_S}
        while len(self._away) >= MOST_WAITING:
            del self._away[next(iter(self._away))]
        browser, state, nonce = new_secret(), new_secret(), new_secret()
        verifier = secrets.token_urlsafe(48)
        url = prepare_grant_uri(
            facts["authorization_endpoint"],
            self._settings.client_id,
            "code",
            redirect_uri=callback,
            scope=SCOPE,
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
        self._away[state] = Journey(now, verifier, nonce, callback, digest(browser))
        return str(url), browser

    async def end(self, answer: Mapping[str, str], browser: str) -> Identity:
        """Who it is, from the query the browser came back with and the secret of its cookie."""
        journey = self._away.pop(answer.get("state", ""), None)
        if journey is None or time.monotonic() - journey.began_s >= LASTS_S:
            raise self._failed("oidc_state")
        if not same(digest(browser), journey.browser):
            raise self._failed("oidc_state")
        if answer.get("iss", self._settings.issuer).rstrip("/") != self._settings.issuer:
            raise self._failed("oidc_answer")
        if "code" not in answer:
            raise self._failed("oidc_refused")
        facts = await self._provider()
        try:
            token = await self._exchange(facts, answer["code"], journey)
            claims = await self._claims(facts, str(token["id_token"]), journey.nonce)
            if "email" not in claims and self._settings.domains and is_safe_url(str(facts.get("userinfo_endpoint"))):
                more = await self._get(facts["userinfo_endpoint"], str(token["access_token"]))
                if more.get("sub") == claims["sub"]:
                    claims = {**more, **claims}
        except Trouble:
            raise
        except Exception as error:
            raise self._failed("oidc_answer", error) from None
        return admit(self._settings, claims)

    async def _exchange(self, facts: Mapping[str, Any], code: str, journey: Journey) -> dict[str, Any]:
        """The tokens for a code (RFC 6749 section 4.1.3); the client's secret by Basic, each part encoded (2.3.1)."""
        import httpx

        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": journey.callback,
            "code_verifier": journey.verifier,
        }
        auth = None
        if self._settings.client_secret:
            auth = httpx.BasicAuth(quote_plus(self._settings.client_id), quote_plus(self._settings.client_secret))
        else:
            form["client_id"] = self._settings.client_id
        async with httpx.AsyncClient(timeout=TIMEOUT_S, auth=auth) as client:
            answer = await client.post(facts["token_endpoint"], data=form)
        return dict(answer.raise_for_status().json())

    async def _claims(self, facts: Mapping[str, Any], id_token: str, nonce: str) -> dict[str, Any]:
        """The claims of a token whose signature, issuer, audience, times and nonce are good (OIDC Core 3.1.3.7)."""
        from joserfc import jwt
        from joserfc.errors import JoseError

        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_S,
            iss={"essential": True, "value": facts["issuer"]},
            aud={"essential": True, "value": self._settings.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        for again in (False, True):
            try:
                token = jwt.decode(id_token, await self._key_set(facts, again), algorithms=ALGORITHMS)
                break
            except (JoseError, ValueError):
                if again:  # the keys were new, too
                    raise
        claims = dict(token.claims)
        registry.validate(claims)
        if claims.get("azp", self._settings.client_id) != self._settings.client_id:
            raise ValueError("azp")
        return claims

    async def _provider(self) -> dict[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery 1.0)."""
        if self._facts is None or time.monotonic() - self._facts[0] > FRESH_S:
            facts = await self._get(f"{self._settings.issuer}/.well-known/openid-configuration")
            places = [facts.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
            if str(facts.get("issuer", "")).rstrip("/") != self._settings.issuer or not all(
                isinstance(place, str) and is_safe_url(place) for place in places
            ):
                raise self._failed("oidc_answer")
            self._facts = (time.monotonic(), facts)
        return self._facts[1]

    async def _key_set(self, facts: Mapping[str, Any], again: bool) -> Any:
        from joserfc.jwk import KeySet

        if again or self._keys is None or time.monotonic() - self._keys[0] > FRESH_S:
            self._keys = (time.monotonic(), KeySet.import_key_set(await self._get(facts["jwks_uri"])))  # type: ignore[arg-type]
        return self._keys[1]

    async def _get(self, url: str, token: str = "") -> dict[str, Any]:
        import httpx

        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_S, headers=headers) as client:
                answer = (await client.get(url)).raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise self._failed("oidc_unreachable", error) from None
        if not isinstance(answer, dict):
            raise self._failed("oidc_answer")
        return answer

    def _failed(self, why: str, error: Exception | None = None) -> Trouble:
        reason = WORDS.trouble(why)
        self._log.warning("oidc_failed", reason=type(error).__name__ if error is not None else reason)
        return WORDS.trouble("oidc_failed", reason=reason)


def admit(settings: OidcSettings, claims: Mapping[str, Any]) -> Identity:
    """Whether this person may come in, and as what. Raises Trouble.

    A domain counts only when the provider has verified the address. With domains, an address of one is needed; without,
    a group that has a role or owns is.
    """
    groups = _groups(claims.get(settings.claim))
    owner = bool(groups & set(settings.owners))
    roles: dict[str, str] = {}
    for rule in settings.roles:
        if rule.group == "*" or rule.group in groups:
            roles.setdefault(rule.show, rule.role)
    if settings.domains:
        _, at, domain = str(claims.get("email", "")).lower().rpartition("@")
        if not at or domain not in settings.domains or claims.get("email_verified") is not True:
            raise WORDS.trouble("oidc_not_admitted")
    elif not owner and not roles:
        raise WORDS.trouble("oidc_not_admitted")
    names = (claims.get("name"), claims.get("preferred_username"), claims.get("email"), claims.get("sub"))
    name = next(str(each) for each in names if each)
    language = str(claims.get("locale", ""))[:2].lower()
    return Identity(
        settings.issuer, str(claims["sub"])[:256], name, owner, language if language in ("zh", "en") else "", roles
    )


def _groups(claim: object) -> set[str]:
    if isinstance(claim, str):
        return {claim}
    return {str(each) for each in claim} if isinstance(claim, list | tuple) else set()
