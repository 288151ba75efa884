"""A real gateway with its own broker: show data from a table, over MQTT and over HTTP, and a crash in the middle."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from support.gateway_process import wait_for
from support.mqtt_client import Account, MqttClient
from support.programs import needs
from support.studio import Pack, Studio

from hushcue_gateway.showdata.csv_watch import STATE_FILE
from hushcue_gateway.showdata.topics import FEEDER_USER, show_data

PASSWORD = "feeding time"
HERE = "/api/v1/shows/live"


def numbers(studio: Studio) -> dict[str, Any]:
    board = studio.state("live").get("board") or {}
    return {name: number.get("value") for name, number in board.get("numbers", {}).items()}


def exported(studio: Studio, airing: str) -> str:
    """All that was told of it, as it is stored."""
    whole = studio.api.get(f"{HERE}/airings/{airing}/export.zip").content
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return archive.read("facts.ndjson").decode()


def is_kept(studio: Studio, table: Path) -> bool:
    """Whether a restart knows that all of it was read."""
    path = studio.folder / "state" / STATE_FILE
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return any(each["offset"] == table.stat().st_size for each in kept.values())


def test_every_way_in_leads_to_one_board_that_outlives_a_crash(tmp_path: Path) -> None:
    needs("mosquitto")
    table = tmp_path / "export.csv"
    more = f'[showdata]\nwatch = "{table.as_posix()}"\nmqtt = true\nmqtt_password = "{PASSWORD}"\n'
    pack = Pack("anna", "live", ("hosts",), runs=False)
    with Studio(tmp_path, {"live": "Evening show"}, (pack,), more=more) as studio:
        gateway = studio.gateway
        feeder = Account("127.0.0.1", gateway.broker_port, FEEDER_USER, PASSWORD)
        topic = show_data("test", "live")
        with MqttClient(feeder, "source") as source:
            source.publish(topic, b'{"type":"gauge","viewers":321}')
            wait_for("viewers are on the board", lambda: numbers(studio).get("viewers") == 321)
            source.publish(topic, b"nonsense")
        wait_for("it was refused", lambda: "mqtt_data_refused" in gateway.codes())
        table.write_text("sku,stock,likes\nA,12,5\n", encoding="utf-8")
        wait_for("stock is on the board", lambda: studio.state("live")["products"].get("A", {}).get("stock") == 12)
        order = json.dumps({"type": "order", "id": "1", "product": "A", "amount_minor": 990, "currency": "USD"})
        assert studio.api.post(f"{HERE}/ingest", content=order).json()["accepted"] == 1
        airing = studio.api.get(f"{HERE}/airings").json()[0]
        wait_for("the order is stored", lambda: '"order"' in exported(studio, airing["id"]))
        wait_for("how far the table was read is kept", lambda: is_kept(studio, table))
        gateway.kill()
        gateway.start()
        wait_for("the board is back", lambda: numbers(studio).get("gmv_minor") == 990)
        assert studio.api.get(f"{HERE}/airings").json() == [airing]
        assert numbers(studio)["viewers"] == 321 and studio.state("live")["products"]["A"]["stock"] == 12
        assert studio.api.post(f"{HERE}/ingest", content=order).json()["doubled"] == 1
        with open(table, "a", encoding="utf-8") as file:
            file.write("A,11,7\n")
        wait_for("the table goes on", lambda: studio.state("live")["products"]["A"]["stock"] == 11)
        metrics = studio.api.get("/metrics").text
        assert "hushcue_airings_active 1.0" in metrics and 'showdata_facts_total{outcome="doubled"} 1.0' in metrics
        assert "our_mistake" not in gateway.codes()
