"""Marks put right for strict and generous judges: opt-in, announced beforehand, never silent.

No score takes it from here by itself. Floats are allowed to find one number, the shrinkage; it is
rounded and published, and everything after it is exact.
"""
