"""The example page for Bitfocus Companion: its very requests, against a real gateway."""

import json
from typing import Any

from support.gateway_process import wait_for
from support.tree import ROOT

from .conftest import OscControl, Remote

PAGE = json.loads((ROOT / "docs/examples/companion-page.json").read_text(encoding="utf-8"))


def test_every_key_of_the_example_page_does_what_it_says(remote: Remote, osc: OscControl) -> None:
    http = remote.gateway.http
    made = http.post("/api/v1/shows/main/phrases", json={"label": "50", "text": "只剩五十件"}).json()
    assert made["state"] == "ready"

    def filled(value: Any) -> Any:
        text = json.dumps(value).replace("PHRASE", made["id"]).replace('"TOKEN"', json.dumps(remote.ops))
        return json.loads(text.replace("Bearer TOKEN", f"Bearer {remote.ops}"))

    def send(step: dict[str, Any]) -> None:
        if "osc" in step:
            osc.send(step["osc"], *step["arguments"])
            answer = osc.answer()
            assert answer[:2] == ("/hushcue/ok", step["osc"]), answer
        else:
            headers = filled(PAGE["http"])["headers"]
            body = json.dumps(step["body"]).encode()
            answer = http.request(step["method"], step["path"], content=body, headers=headers)
            assert answer.status_code == step["answers"], answer.text
            if answer.status_code == 201:  # nobody here has to wait for its end
                http.delete(f"/api/v1/talks/{answer.json()['cue']}")

    for key in map(filled, PAGE["keys"]):
        send(key["press"])
        if "light" in key:
            light = key["light"]
            osc.wait(key["label"], lambda light=light: osc.lights.get(light["osc"]) == light["on"])
        if "release" in key:
            send(key["release"])
    wait_for("everything is over", lambda: not remote.talks())
