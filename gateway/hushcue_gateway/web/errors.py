"""Everything that goes wrong, as one kind of answer: ``{"error": code, "en": ..., "zh": ...}``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from hushcue_words import LANGUAGES, Trouble

from ..words import WORDS as GATEWAY_WORDS
from .words import WORDS

STATUS = {
    # who may
    "unauthorized": 401,
    "wrong_password": 401,
    "shopify_not_signed": 401,
    "shopify_other_shop": 403,
    "shopify_off": 404,
    "shopify_busy": 503,
    "csrf": 403,
    "forbidden": 403,
    "foreign_origin": 403,
    "oidc_not_admitted": 403,
    "people_only": 403,
    "secret_in_the_clear": 403,
    "talk_not_allowed_assistant": 403,
    "talk_not_allowed_latch": 403,
    "talk_not_allowed_page_all": 403,
    "talk_not_allowed_priority": 403,
    "talk_not_allowed_target": 403,
    "talk_not_yours": 403,
    "talk_one_host_only": 403,
    "ingest_busy": 429,
    "too_many": 429,
    "too_often": 429,
    "bad_host": 421,
    "too_large": 413,
    # what is not there
    "no_ca": 404,
    "no_such_place": 404,
    "nothing_said": 404,
    "oidc_off": 404,
    "unknown_account": 404,
    "unknown_board": 404,
    "unknown_bodypack": 404,
    "unknown_cue": 404,
    "unknown_host": 404,
    "unknown_invitation": 404,
    "unknown_listener": 404,
    "unknown_member": 404,
    "phone_link_void": 404,
    "unknown_phrase": 404,
    "unknown_recording": 404,
    "unknown_role": 404,
    "unknown_session": 404,
    "unknown_airing": 404,
    "unknown_product": 404,
    "unknown_show": 404,
    "unknown_suggestion": 404,
    "unknown_question": 404,
    "no_such_group": 404,
    "no_such_topic": 404,
    "no_sound": 404,
    "too_late": 409,
    "not_restored": 409,
    "airing_running": 409,
    "airing_none": 409,
    "nothing_plays": 409,
    "airing_over": 409,
    "airing_going_on": 409,
    "airing_empty": 409,
    "demo_in_live": 409,
    "live_in_replay": 409,
    "nothing_to_undo": 409,
    "products_full": 409,
    "no_airing": 409,
    "too_many_suggestions": 429,
    "unknown_token": 404,
    "unknown_trace": 404,
    "update_none": 404,
    "update_unknown_host": 404,
    "wrong_method": 405,
    "no_trickle": 405,
    "not_sdp": 415,
    "sdp_not_accepted": 406,
    "no_offer": 400,
    "unknown_webrtc": 404,
    "webrtc_yours": 429,
    "webrtc_full": 503,
    "webrtc_off": 503,
    "webrtc_away": 503,
    "webrtc_slow": 503,
    # what cannot be now
    "bodypack_away": 409,
    "broker_not_heard": 409,
    "ceiling_only_lowers": 409,
    "declared_in_file": 409,
    "retire_instead": 409,
    "not_a_phone": 409,
    "phone_away": 409,
    "phrase_not_ready": 409,
    "sound_too_large": 413,
    "sound_unwritable": 503,
    "too_many_phrases": 409,
    "cue_not_over": 409,
    "directory_full": 409,
    "host_declared": 409,
    "host_exists": 409,
    "already_in": 409,
    "invitation_for_password": 409,
    "last_owner": 409,
    "last_show": 409,
    "name_taken": 409,
    "nothing_known": 409,
    "nothing_missed": 409,
    "role_in_use": 409,
    "show_declared": 409,
    "show_exists": 409,
    "show_has_hosts": 409,
    "too_many_people": 409,
    "trace_cut": 409,
    "trace_no_answer": 409,
    "trace_no_memory": 409,
    "trace_not_running": 409,
    "trace_refused": 409,
    "trace_running": 409,
    "trace_silent": 409,
    "update_no_old": 409,
    "update_nobody": 409,
    "update_over": 409,
    "update_running": 409,
    "oidc_failed": 502,
    "gateway_busy": 503,
    "update_listen": 503,
    "update_no_bundle": 503,
    "update_no_tools": 503,
    "store_not_now": 503,
    "server_mistake": 500,
}
"""HTTP status by code; any other code is 422: the request can be read, and cannot be done."""
OTHER_STATUS = 422


def status_of(trouble: Trouble) -> int:
    """The HTTP status of its answer."""
    return STATUS.get(trouble.code, OTHER_STATUS)


def answer(trouble: Trouble, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The answer that says what is wrong. To a WebSocket that was not accepted yet it is one too."""
    body = {"error": trouble.code, **{tongue: trouble.in_language(tongue) for tongue in LANGUAGES}}
    extra = dict(headers or {})
    if trouble.code == "unauthorized":
        extra["WWW-Authenticate"] = "Bearer"
    if trouble.code == "too_often":
        extra["Retry-After"] = str(trouble.facts["seconds"])
    return JSONResponse(body, status_of(trouble), extra)


def install(app: FastAPI) -> None:
    """Let ``app`` answer so, whatever is raised."""
    app.add_exception_handler(Trouble, _trouble)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _mistake)


async def _trouble(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Trouble)
    return answer(error)


async def _not_valid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return answer(invalid(error.errors()[0]))


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = {404: "no_such_place", 405: "wrong_method"}.get(error.status_code)
    if code is None:
        reason = WORDS.trouble("json_invalid") if error.status_code == 400 else WORDS.trouble("not_good")
        return answer(GATEWAY_WORDS.trouble("bad_request", place="body", reason=reason), error.headers)
    return answer(GATEWAY_WORDS.trouble(code), error.headers)


async def _mistake(_request: Request, _error: Exception) -> JSONResponse:
    # The server logs it with its traceback.
    return answer(GATEWAY_WORDS.trouble("server_mistake"))


def invalid(error: Mapping[str, Any]) -> Trouble:
    """One of pydantic's errors (``loc``, ``type``, ``ctx``) in our words; what was sent is not repeated."""
    kind = str(error.get("type"))
    facts = dict(error.get("ctx") or {})
    if kind not in WORDS or not WORDS.placeholders(kind) <= set(facts):
        kind = "not_good"
    reason = Trouble(WORDS, kind, facts, 0)
    return GATEWAY_WORDS.trouble("bad_request", place=_place(error.get("loc") or ()), reason=reason)


def _place(location: Sequence[object]) -> str:
    """ "to[1]" of ("body", "to", 0). Names that nobody here chose are not repeated."""
    text = ""
    for part in location[1:]:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        elif isinstance(part, str) and part.isidentifier() and part.isascii() and len(part) <= 32:
            text += f".{part}" if text else part
    return text or str(location[0] if location else "body")
