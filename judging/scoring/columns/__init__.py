"""The same rules over whole fields of entries, in NumPy integers; see docs/scoring.md, "Columns".

Nothing is imported here: NumPy is loaded only by those who count a field.
"""
