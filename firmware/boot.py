"""Runs first at every start: the heap's limit, and whether this start must be a safe one. Never touches the network."""

import gc

# A collection takes about as long as the heap it walks is large: often and short, within the patience of the DMA ring.
gc.threshold(32 * 1024)

from hushcue_bodypack import safe  # noqa: E402 - the limit must hold for what the import allocates

safe.at_start()
