"""What decides whether a caller may: their role in the show that an object belongs to."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from hushcue_words import Trouble

from ..core.rights import OWNER, Action, Role, decide
from ..people.words import WORDS
from ..talk_words import WORDS as TALK_WORDS
from .caller import Caller

ShowOf = Callable[[str], "str | Awaitable[str | None] | None"]
"""Id of an object -> the show it belongs to, None when there is no such object."""
LONGEST_NAME = 64
"""Of what somebody asked for that is repeated in an answer."""
Missing = Callable[[str], Trouble]
"""Id of an object -> what is said when there is none."""


class Rights(Protocol):
    """What the directory of shows tells about people. From memory, and as it is now."""

    def shows(self) -> Mapping[str, str]:
        """Every show -> its label."""

    def roles_of(self, account: str) -> Mapping[str, str]:
        """Show -> role of this account, for the shows it belongs to."""

    def role(self, show: str, role: str) -> Role | None:
        """A role of a show."""

    async def join(self, account: str, show: str, role: str) -> None:
        """Give an account a role in a show. Raises Trouble when there is no such show or role."""

    async def leave(self, account: str) -> None:
        """The account is gone: so are its roles."""


class NoShows:
    """Rights where there is no directory: nobody belongs to anything, and owners own."""

    def shows(self) -> Mapping[str, str]:
        """See ``Rights``."""
        return {}

    def roles_of(self, account: str) -> Mapping[str, str]:
        """See ``Rights``."""
        return {}

    def role(self, show: str, role: str) -> Role | None:
        """See ``Rights``."""
        return None

    async def join(self, account: str, show: str, role: str) -> None:
        """See ``Rights``."""
        raise unknown_show(show)

    async def leave(self, account: str) -> None:
        """See ``Rights``."""


class Gate:
    """Asked by every route. ``rights`` may be set after it was made, before the first request.

    fresh_of: who a caller is now (``people/desk.py``).
    """

    def __init__(self, rights: Rights | None = None, fresh_of: Callable[[Caller], Caller] | None = None):
        self.rights: Rights = rights or NoShows()
        self.fresh_of = fresh_of
        self._known: dict[str, tuple[ShowOf, Missing]] = {}
        self.knows("show", self._show_itself, unknown_show)

    def knows(self, kind: str, show_of: ShowOf, missing: Missing) -> None:
        """From now on ``needs_of(kind, ...)`` finds the show of such an object."""
        self._known[kind] = (show_of, missing)

    def fresh(self, caller: Caller) -> Caller:
        """The same caller with the rights of now; NOBODY when signed out since."""
        return self.fresh_of(caller) if self.fresh_of else caller

    def role_in(self, caller: Caller, show: str) -> Role | None:
        """Whose rights they have in a show: OWNER for owners, None where they do not belong."""
        if show not in self.rights.shows():
            return None
        if caller.owner:
            return OWNER
        role = caller.roles.get(show)
        return self.rights.role(show, role) if role is not None else None

    def may(self, caller: Caller, action: Action, show: str | None = None) -> bool:
        """Whether they may do ``action`` in ``show``; None where it is about no show."""
        if not _in_scope(caller, action):
            return False
        role = self.role_in(caller, show) if show is not None else None
        return caller.signed_in and decide(role, caller.owner, action)

    def demand(self, caller: Caller, action: Action, show: str | None = None) -> None:
        """Raise Trouble unless they may. A show that they may not see is unknown to them."""
        if show is not None and self.role_in(caller, show) is None:
            raise unknown_show(show)
        if not self.may(caller, action, show):
            raise WORDS.trouble("forbidden")

    def demand_somewhere(self, caller: Caller, action: Action) -> None:
        """Raise Trouble unless there is a show in which they may."""
        if not any(self.may(caller, action, show) for show in self.rights.shows()):
            raise WORDS.trouble("forbidden")

    async def show_of(self, caller: Caller, kind: str, name: str) -> str:
        """The show of an object. Raises Trouble where there is no such object, or none in a show that they may see."""
        show_of, missing = self._known[kind]
        found = show_of(name)
        show = await found if inspect.isawaitable(found) else found
        if show is None or self.role_in(caller, show) is None:
            raise missing(name[:LONGEST_NAME])
        return show

    def _show_itself(self, name: str) -> str | None:
        return name if name in self.rights.shows() else None


def _in_scope(caller: Caller, action: Action) -> bool:
    return caller.scopes is None or action in (Action.OPEN, Action.SELF) or action in caller.scopes


def unknown_show(show: str) -> Trouble:
    """There is none, or none that the caller may know of."""
    return TALK_WORDS.trouble("unknown_show", id=show)
