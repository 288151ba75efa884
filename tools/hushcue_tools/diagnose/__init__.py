"""``hushcue diagnose``: what is wrong with a bodypack, and what to do about it."""
