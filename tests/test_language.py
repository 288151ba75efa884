"""What a test's command chose stays in that test."""

import pytest

from hushcue_tools import cli
from hushcue_words import language


@pytest.mark.parametrize("order", [1, 2])
def test_a_command_s_language_is_not_the_next_test_s(order: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert language() == "en"
    cli.main(["--language", "zh", "flash", "--port", "/dev/no-such-port", "--yes"])
    assert language() == "zh"
    assert "无法打开" in capsys.readouterr().err
