"""Bodypacks that people register while the gateway runs, and what they see of all of them."""
