"""Who may come in: accounts, signed-in browsers, invitations, tokens, and the log of what they did."""

WELCOME_HOURS = 24
"""How long the link for the first owner is good."""
