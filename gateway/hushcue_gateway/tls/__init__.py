"""HTTPS without a certificate from anybody: an authority of our own, made once, and what it vouches for."""
