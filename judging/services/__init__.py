"""LAYER 2: commands. ``(actor, now, …)`` → one transaction and one journal entry.

The core decides, the command stores. A command raises an error of ``judging.errors`` and then has
changed nothing; it returns plain values, never rows.
"""
