"""``hushcue provision``: gives a bodypack its identity, at the gateway and on the chip."""
