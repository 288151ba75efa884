"""What a show may choose about its voices, and what it may not."""

import pytest

from hushcue_gateway.voice.kinds import Service, VoiceSettings


def test_settings_live_on_in_the_store() -> None:
    kept = VoiceSettings(
        {"ja": "openjtalk", "zh-Hant": "piper:zh_CN-huayan-medium"},
        {"stock_low/th": "p-1234"},
        Service("https://speech.example/v1/audio/speech", key="secret", languages=("th",)),
        1.1,
    )
    assert VoiceSettings.of_json(kept.as_json()) == kept
    assert VoiceSettings.of_json({}) == VoiceSettings()


def test_the_key_of_a_service_is_not_shown_by_accident() -> None:
    assert "secret" not in repr(VoiceSettings(http=Service("http://localhost:1/v1/audio/speech", key="secret")))


def test_a_choice_for_a_language_holds_for_its_kinds_and_the_nearer_one_counts() -> None:
    settings = VoiceSettings({"zh": "espeak", "zh-Hant": "http"}, {"stock_low/zh": "p-1", "stock_low/zh-Hant": "p-2"})
    assert (settings.choice("zh-Hans"), settings.choice("zh-Hant"), settings.choice("en")) == ("espeak", "http", "")
    assert (settings.clip("stock_low", "zh-Hans"), settings.clip("stock_low", "zh-Hant")) == ("p-1", "p-2")
    assert settings.clip("sold_out", "zh") == settings.clip("", "zh") == ""


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ({"by_language": {"zh": "festival"}}, "by_language"),
        ({"by_language": {"zh": "piper:../../etc/passwd"}}, "by_language"),
        ({"by_language": {"..": "espeak"}}, "by_language"),
        ({"by_language": {f"a{chr(97 + n % 26)}{chr(97 + n // 26)}": "espeak" for n in range(65)}}, "too many"),
        ({"clips": {"stock_low": "p-1"}}, "clips"),
        ({"clips": {"stock_low/th": ""}}, "clips"),
        ({"pace": 2.0}, "pace"),
        ({"pace": True}, "pace"),
        ({"loudness": 1}, "loudness"),
        ({"http": {"url": "file:///etc/passwd"}}, "url"),
        ({"http": {"url": "http://a", "deadline_s": 60}}, "deadline_s"),
        ({"http": {"url": "http://a", "key": "a\nb"}}, "key"),
        ({"http": {"url": "http://a", "languages": ["?"]}}, "languages"),
        ({"http": {"model": "x"}}, "url"),
        ({"http": {"url": "http://a", "path": "/"}}, "path"),
    ],
)
def test_what_is_wrong_is_named(document: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        VoiceSettings.of_json(document)
