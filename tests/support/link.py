"""The network between gateway and bodypack, emulated: what `hushcue bench link` and `hushcue bench loss` run on."""

from hushcue_tools.bench.link import CALM, LOST, NS_PER_MS, Air, Arrival, Fate, Link, Listed, Network
from hushcue_tools.bench.link_channel import GilbertElliott, NoLoss, RandomLoss, Spells
from hushcue_tools.bench.link_delay import WIFI, Beacons, Delay, Even, Sum
from hushcue_tools.bench.link_trace import Row, Trace, read, write
from hushcue_tools.bench.link_weather import Conditions, Rate, Weather

__all__ = (
    "CALM",
    "LOST",
    "NS_PER_MS",
    "WIFI",
    "Air",
    "Arrival",
    "Beacons",
    "Conditions",
    "Delay",
    "Even",
    "Fate",
    "GilbertElliott",
    "Link",
    "Listed",
    "Network",
    "NoLoss",
    "RandomLoss",
    "Rate",
    "Row",
    "Spells",
    "Sum",
    "Trace",
    "Weather",
    "read",
    "write",
)
