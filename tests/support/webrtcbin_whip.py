"""GStreamer's webrtcbin talks in by WHIP. A program of its own for the system's Python, which has GStreamer's bindings:
``python3 webrtcbin_whip.py URL TOKEN HZ``. Only the HTTP request is written here."""

import sys
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

CAPS = "application/x-rtp,media=audio,encoding-name=OPUS,payload=97"


def main(url: str, token: str, hz: str) -> None:
    Gst.init(None)
    pipeline = Gst.parse_launch(
        f"audiotestsrc is-live=true freq={hz} ! audio/x-raw,rate=48000,channels=2 ! opusenc ! rtpopuspay pt=97 ! "
        f"{CAPS} ! webrtcbin name=peer bundle-policy=max-bundle"
    )
    peer = pipeline.get_by_name("peer")

    def gathered(*_: object) -> None:
        if peer.get_property("ice-gathering-state") != GstWebRTC.WebRTCICEGatheringState.COMPLETE:
            return
        description = peer.get_property("local-description")
        offer = description.sdp.as_text()
        headers = {"Content-Type": "application/sdp", "Authorization": f"Bearer {token}"}
        request = urllib.request.Request(url, offer.encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read().decode()
        _, message = GstSdp.SDPMessage.new_from_text(text)
        described = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message)
        peer.emit("set-remote-description", described, Gst.Promise.new())

    def offered(promise: object) -> None:
        reply = promise.get_reply()  # owns the offer
        peer.emit("set-local-description", reply.get_value("offer"), Gst.Promise.new())

    peer.connect("notify::ice-gathering-state", lambda *_: GLib.idle_add(gathered))
    peer.connect(
        "on-negotiation-needed",
        lambda _: peer.emit("create-offer", None, Gst.Promise.new_with_change_func(offered)),
    )
    pipeline.set_state(Gst.State.PLAYING)
    GLib.MainLoop().run()


main(*sys.argv[1:4])
