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
        ({"http": {"url": "https://user:word@a.example/"}}, "url"),
        ({"http": {"url": "http://a:99999/"}}, "url"),
        ({"http": {"url": "http://a/#part"}}, "url"),
        ({"http": {"url": 7}}, "url"),
        ({"http": "http://a"}, "http"),
        ({"http": {"url": "http://a", "deadline_s": 60}}, "deadline_s"),
        ({"http": {"url": "http://a", "key": "钥匙"}}, "key"),
        ({"http": {"url": "http://a", "on": 1}}, "on"),
        ({"http": {"url": "http://a", "key": "a\nb"}}, "key"),
        ({"http": {"url": "http://a", "languages": ["?"]}}, "languages"),
        ({"http": {"model": "x"}}, "url"),
        ({"http": {"url": "http://a", "path": "/"}}, "path"),
    ],
)
def test_what_is_wrong_is_named(document: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        VoiceSettings.of_json(document)


def test_a_service_that_is_switched_off_is_kept_and_speaks_nothing() -> None:
    service = Service("http://a/v1/audio/speech", languages=("th",), key="sesame")
    off = VoiceSettings(http=service).changed({"http": {"url": service.url, "on": False}}).http
    assert off is not None and off.key == "sesame"
    assert (service.speaks("th"), service.speaks("en"), off.speaks("th")) == (True, False, False)


def test_its_key_stays_while_it_is_not_told_goes_where_it_is_taken_away_and_never_to_another_address() -> None:
    before = VoiceSettings(http=Service("http://a/v1/audio/speech", key="sesame"))

    def key(**change: object) -> str:
        found = before.changed({"http": {"url": "http://a/v1/audio/speech", **change}}).http
        assert found is not None
        return found.key

    assert key(model="other", has_key=True) == "sesame"
    assert key(key="another") == "another"
    assert key(key="") == key(url="http://b/v1/audio/speech") == key(url="http://a:81/v1/audio/speech") == ""
    assert before.changed({"http": None}).http is None
    assert before.changed({"pace": 1.1}).http == before.http


def test_single_clips_and_choices_are_changed_without_the_others() -> None:
    before = VoiceSettings({"en": "espeak", "th": "clip"}, {"stock_low/th": "p-1", "sold_out/th": "p-2"})
    after = before.changed({"bind": {"stock_low/th": "", "deadline/th": "p-3"}, "choose": {"en": "", "ja": "espeak"}})
    assert after.clips == {"sold_out/th": "p-2", "deadline/th": "p-3"}
    assert after.by_language == {"th": "clip", "ja": "espeak"}
    for wrong in ({"bind": []}, {"bind": {"nothing": "p-1"}}, {"choose": {"en": "festival"}}, {"bind": {"a/b": 7}}):
        with pytest.raises(ValueError):
            before.changed(wrong)
