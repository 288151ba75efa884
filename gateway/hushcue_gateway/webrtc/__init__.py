"""WebRTC in a process of its own: browsers and encoders talk in (WHIP), browsers and phones listen (WHEP)."""
