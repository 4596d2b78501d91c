"""What each judge's marks are like beside the panel's: for people to read, never part of a score.

Floats are allowed here, and nothing that makes a score or a rank imports this package.
"""
