"""What viewers ask: which comments are questions, of what, and how many people ask the same. Pure."""
