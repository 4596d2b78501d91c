"""How the property tests of the core run: the same examples every time, and no time limits."""

import os

from hypothesis import settings

settings.register_profile("rostrum", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("search", max_examples=2000, deadline=None)
settings.register_profile("mutants", max_examples=20, deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "rostrum"))
