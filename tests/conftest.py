"""What holds for every test."""

import os

from hypothesis import HealthCheck, settings

# Sentences are compared in English, whatever this machine speaks.
os.environ["HUSHCUE_LANGUAGE"] = "en"

# No deadline: a busy machine is not a bug. In continuous integration the same examples every time.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")
