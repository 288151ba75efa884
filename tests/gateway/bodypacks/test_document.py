"""config.json: what the gateway writes, the firmware reads; what the firmware would refuse is refused in words."""

import json
from dataclasses import replace

import pytest

from hushcue_bodypack import config
from hushcue_gateway.bodypacks.document import Wish, config_json
from hushcue_gateway.bodypacks.words import WORDS
from hushcue_words import Trouble

WISH = Wish("工作室 Wi-Fi", "a wifi password", "192.168.1.10")


def written(wish: Wish, label: str = "主播一") -> dict[str, object]:
    return config_json(wish, "host-1", "north", label, 1883, "x" * 32, bytes(range(32)))


def read(wish: Wish, label: str = "主播一") -> dict[str, object]:
    found: dict[str, object] = config.read(json.dumps(written(wish, label), ensure_ascii=False, indent=4).encode())
    return found


def test_the_firmware_reads_what_was_meant() -> None:
    WISH.check()
    settings = read(WISH)
    assert settings["id"] == "host-1" and settings["studio"] == "north" and settings["label"] == "主播一"
    assert settings["wifi.ssid"] == "工作室 Wi-Fi" and settings["wifi.country"] == "CN"
    assert settings["broker.host"] == "192.168.1.10" and settings["broker.password"] == "x" * 32
    assert settings["audio.ceiling_db"] == -6.0 and settings["board"] == ""
    assert settings["key"] == bytes(range(32)).hex()


@pytest.mark.parametrize(
    "wish",
    [
        replace(WISH, wifi_password=""),
        replace(WISH, wifi_password="12345678"),
        replace(WISH, gateway="studio-pc.local", country="DE", board="esp32_s3", ceiling_db=-20),
        replace(WISH, gateway="fe80::1"),
        replace(WISH, ssid="x" * 32),
    ],
)
def test_what_is_let_through_the_firmware_takes(wish: Wish) -> None:
    wish.check()
    read(wish)
    read(wish, "a label that is longer than what a bodypack has room for")


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (replace(WISH, ssid="演播室演播室演播室演播室"), "bad_ssid"),
        (replace(WISH, ssid="a\nb"), "bad_ssid"),
        (replace(WISH, ssid="\ud800"), "bad_ssid"),
        (replace(WISH, wifi_password="1234567"), "bad_wifi_password"),
        (replace(WISH, wifi_password="密码密码密码密码"), "bad_wifi_password"),
        (replace(WISH, gateway="http://studio"), "bad_gateway_place"),
        (replace(WISH, gateway="studio pc"), "bad_gateway_place"),
        (replace(WISH, country="cn"), "bad_country"),
        (replace(WISH, country="中国"), "bad_country"),
        (replace(WISH, board="../esp32"), "bad_board"),
    ],
)
def test_what_it_would_refuse_is_refused_in_words(wish: Wish, code: str) -> None:
    with pytest.raises(Trouble) as refused:
        wish.check()
    assert refused.value.code == code
    assert all(WORDS.both(code, **refused.value.facts).values())


def test_no_secret_is_in_the_name_of_a_wish() -> None:
    shown = repr(replace(WISH, broker_password="of the broker"))
    assert "a wifi password" not in shown and "of the broker" not in shown


def test_the_document_fits_into_what_a_bodypack_reads() -> None:
    most = replace(WISH, ssid="x" * 32, wifi_password="x" * 63, gateway="x" * 64, board="x" * 32)
    assert len(json.dumps(written(most, "一" * 64), ensure_ascii=False, indent=4).encode()) < 4096
