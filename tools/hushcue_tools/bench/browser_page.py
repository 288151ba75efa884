"""A real browser without a window: it plays clicks into its own fake microphone and talks in by WHIP. In the page, the
moment at which a click leaves the microphone is read off the samples that WebRTC gets too (MediaStreamTrackProcessor).
"""

import argparse
import http.server
import importlib
import json
import threading
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path
from typing import Any

from hushcue_words import EXIT_MISSING

from .browser_clicks import LONGEST_MS
from .browser_words import WORDS

CAPTURE_MS = 10.0
"""The fake microphone stamps a block when it gives it; its first sample came this much earlier."""
SETTLE_S = 3.0
BROWSER = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
)
PAGE = """<!doctype html><title>bench</title><script>
const clicks = [];
async function talk(url, token, processing) {
  const audio = {echoCancellation: processing, noiseSuppression: processing, autoGainControl: processing};
  const stream = await navigator.mediaDevices.getUserMedia({audio});
  const [track] = stream.getAudioTracks();
  watch(track.clone());
  const peer = new RTCPeerConnection();
  peer.addTransceiver(track, {direction: 'sendonly'});
  await peer.setLocalDescription();
  if (peer.iceGatheringState !== 'complete')
    await new Promise(done => peer.addEventListener('icegatheringstatechange',
      () => peer.iceGatheringState === 'complete' && done()));
  const headers = {'Content-Type': 'application/sdp', Authorization: 'Bearer ' + token};
  const answer = await fetch(url, {method: 'POST', headers, body: peer.localDescription.sdp});
  if (answer.status !== 201) throw new Error(await answer.text());
  await peer.setRemoteDescription({type: 'answer', sdp: await answer.text()});
  await new Promise((done, fail) => {
    peer.addEventListener('connectionstatechange', () => peer.connectionState === 'connected' && done());
    setTimeout(() => fail(new Error('not connected: ' + peer.connectionState)), 20000);
  });
}
async function watch(track) {
  const reader = new MediaStreamTrackProcessor({track}).readable.getReader();
  let quiet = 0;
  for (;;) {
    const {done, value} = await reader.read();
    if (done) return;
    const samples = new Float32Array(value.numberOfFrames);
    value.copyTo(samples, {planeIndex: 0, format: 'f32-planar'});
    for (let place = 0; place < samples.length; place++) {
      if (Math.abs(samples[place]) > LEAST) {
        if (quiet > value.sampleRate * 0.1)
          clicks.push(performance.timeOrigin + value.timestamp / 1000 + place * 1000 / value.sampleRate);
        quiet = 0;
      } else quiet++;
    }
    value.close();
  }
}
</script>"""


def talk(args: argparse.Namespace, host: str, sound: Path, url: str, token: str) -> list[int]:
    """When each click left the microphone, on the monotonic clock. sound: is played again and again. Raises Trouble."""
    try:
        playwright: Any = importlib.import_module("playwright.sync_api")
    except ImportError:
        raise WORDS.trouble("no_playwright", exit_code=EXIT_MISSING) from None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Gateway, url))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        with playwright.sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=args.chromium,
                headless=True,
                args=[*BROWSER, f"--use-file-for-fake-audio-capture={sound}"],
            )
            page = browser.new_context(permissions=["microphone"]).new_page()
            page.goto(place)
            whip = f"/api/v1/shows/main/whip?talk_to={host}"
            page.evaluate(f"talk({json.dumps(whip)}, {json.dumps(token)}, {json.dumps(args.processing)})")
            page.wait_for_timeout(SETTLE_S * 1000)
            page.evaluate("clicks.length = 0")
            page.wait_for_timeout(args.seconds * 1000)
            wall_ms = page.evaluate("clicks")
            page.wait_for_timeout(LONGEST_MS)
            browser.close()
    except playwright.Error as error:
        raise WORDS.trouble("no_browser", exit_code=EXIT_MISSING, reason=str(error).splitlines()[0]) from None
    finally:
        server.shutdown()
        server.server_close()
    ahead_ns = time.time_ns() - time.monotonic_ns()
    return [int((each - CAPTURE_MS) * 1e6) - ahead_ns for each in wall_ms]


class Gateway(http.server.BaseHTTPRequestHandler):
    """The page, and the gateway behind the same origin: it lets no other one in."""

    def __init__(self, url: str, *args: Any):
        self._url = url
        super().__init__(*args)

    def do_GET(self) -> None:
        """The page."""
        self._answer(200, "text/html", PAGE.replace("LEAST", "0.1").encode())

    def do_POST(self) -> None:
        """Passed on."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name: self.headers[name] for name in ("Content-Type", "Authorization")}
        request = urllib.request.Request(self._url + self.path, body, headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                self._answer(answer.status, "application/sdp", answer.read())
        except urllib.error.HTTPError as error:
            with error:
                self._answer(error.code, "application/json", error.read())

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the bench prints its figures alone."""
