"""Runs after boot.py: the bodypack, unless this start must be a safe one."""

from hushcue_bodypack import app

app.main()
