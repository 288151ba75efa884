"""A gateway with two shows, and somebody in every role. Nobody wears a bodypack here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from api.rights_table import ROLES
from support.person import Person
from support.programs import needs
from support.studio import Pack, Studio

LIMITS = "[sign_in]\nattempts = 1000\nrequests_per_second = 100000\n"
PACKS = (Pack("anna", "live", ("hosts",), runs=False), Pack("dora", "other", ("hosts",), runs=False))


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    needs("mosquitto")
    folder = tmp_path_factory.mktemp("api")
    with Studio(folder, {"live": "Evening show", "other": "Other show"}, PACKS, http=LIMITS) as studio:
        yield studio


@pytest.fixture(scope="module")
def people(studio: Studio) -> dict[str, Person]:
    """Role -> somebody who has it in the show "live"; "outsider" administers the other show alone."""
    found = {role: studio.person(role, "live", role) for role in ROLES}
    found["outsider"] = studio.person("outsider", "other", "technician")
    return found
