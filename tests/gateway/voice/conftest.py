"""Speaking, with a folder of its own."""

from pathlib import Path

import pytest
from support.speaking import WithSpeaking, with_speaking_in


@pytest.fixture
def with_speaking(tmp_path: Path) -> WithSpeaking:
    return with_speaking_in(tmp_path)
