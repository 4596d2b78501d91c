"""How far the judges of a panel agree: statistics for people to read, never part of a score.

Floats are allowed here, and nothing that makes a score or a rank imports this package.
"""
