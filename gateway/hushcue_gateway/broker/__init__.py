"""The MQTT broker that comes up by itself: a supervised Mosquitto with accounts, an ACL and nothing else open."""

from .doorbell import Refused
from .mosquitto import Mosquitto

__all__ = ["Mosquitto", "Refused"]
