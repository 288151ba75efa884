"""From who asks over HTTP to who wants to talk."""

from __future__ import annotations

from ..core.rights import SCOPE_FLAGS, Role
from ..talk_desk import Asker
from ..talk_words import WORDS
from .caller import Caller
from .gate import Gate


def asker_of(gate: Gate, caller: Caller, show: str) -> Asker:
    """Who they are in a show, with the role they have there now. Raises Trouble where they do not belong."""
    role = gate.role_in(caller, show)
    if role is None:
        raise WORDS.trouble("unknown_show", id=show)
    return Asker(caller.id, caller.name, within(role, caller), show)


def within(role: Role, caller: Caller) -> Role:
    """The role without what their token is not for."""
    scopes = caller.scopes
    if scopes is None:
        return role
    denied = {flag: False for flag, action in SCOPE_FLAGS.items() if action not in scopes}
    return Role.of_json({**role.as_json(), **denied})
