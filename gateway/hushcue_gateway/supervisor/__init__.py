"""The two real-time processes as the control plane sees them: start, tell, listen, stop.

::

    rack = RingRack()                                     # the shared-memory rings, one per source
    media = Media(MediaSettings(), rack, on_event)        # on_event is called from a thread of the supervisor:
    capture = Capture(CaptureSettings(), rack, on_event)  # from asyncio use loop.call_soon_threadsafe
    media.start(); capture.start()
    media.send(AddSource("desk", "talk", 0.0)); capture.open_microphone("desk", device=None)
    media.send(AddStream(...)); media.send(StartTalk("cue-1", "desk", ("host-1",), Priority.DIRECT))
    ...
    capture.stop(); media.stop(); rack.close()

A child that dies, or whose heartbeat is silent for a second, is replaced within a second and told everything it has to
know again; MediaRestarted or CaptureRestarted says so.
"""

from ..capture.settings import CaptureSettings
from ..media.settings import MediaSettings
from .capture import Capture
from .child import ChildFailed
from .lifecycle import CaptureRestarted, CaptureStarted, MediaRestarted, MediaStarted
from .media import Media
from .rack import RingRack

__all__ = [
    "Capture",
    "CaptureRestarted",
    "CaptureSettings",
    "CaptureStarted",
    "ChildFailed",
    "Media",
    "MediaRestarted",
    "MediaSettings",
    "MediaStarted",
    "RingRack",
]
