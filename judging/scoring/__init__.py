"""The scoring core: pure and exact. Standard library and NumPy only; no Flask, database or clock.

mark → score sheet → judge total → tally → ranking → advancement, awards. See docs/scoring.md.
"""
