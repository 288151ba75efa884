"""``hushcue monitor``: what a bodypack says, as it says it, and again when the cable or the gateway comes back."""
