"""A real browser with its own fake microphone talks into the child process."""

import http.server
import threading
from pathlib import Path

import pytest
from support.programs import needs
from support.webrtc import Events

from hushcue_gateway.supervisor import RingRack
from hushcue_gateway.supervisor.webrtc import Webrtc
from hushcue_gateway.webrtc.messages import Answered, Publish, SessionReport

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",
)
TALK = """async () => {
  const stream = await navigator.mediaDevices.getUserMedia({audio: true});
  window.peer = new RTCPeerConnection();
  peer.addTransceiver(stream.getAudioTracks()[0], {direction: 'sendonly'});
  await peer.setLocalDescription();
  if (peer.iceGatheringState !== 'complete')
    await new Promise(done => peer.addEventListener('icegatheringstatechange',
      () => peer.iceGatheringState === 'complete' && done()));
  return peer.localDescription.sdp;
}"""


class Page(http.server.BaseHTTPRequestHandler):
    """Nothing but a secure origin."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_chromium_sends_10_ms_packets_with_copies(child: Webrtc, events: Events, rack: RingRack) -> None:
    needs(Path(CHROMIUM).name)
    playwright = pytest.importorskip("playwright.sync_api")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with playwright.sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(ARGUMENTS))
            page = browser.new_context(permissions=["microphone"]).new_page()
            page.goto(f"http://127.0.0.1:{server.server_address[1]}")
            child.send(Publish("browser", rack.name_of("mic"), page.evaluate(TALK)))
            answer = events.wait(Answered).sdp
            page.evaluate("answer => peer.setRemoteDescription({type: 'answer', sdp: answer})", answer)
            report = events.wait(SessionReport, lambda event: event.packets > 60 and event.level_db > -40)
            browser.close()
    finally:
        server.shutdown()
        server.server_close()
    assert report.with_copies >= 0.9 * report.packets  # 20 ms packets would be 50 a second
    assert report.lost == 0
