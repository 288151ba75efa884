"""When the assistant may speak into a host's ear, and when it holds its tongue. Pure."""

from .queue import Cut, Drop, HostState, Item, Say, SpeechQueue, Step, Waiting
from .settings import Manners

__all__ = ["Cut", "Drop", "HostState", "Item", "Manners", "Say", "SpeechQueue", "Step", "Waiting"]
