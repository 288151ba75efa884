"""``hushcue update``: bundles of the firmware, and the roll-out to all bodypacks over the air."""
