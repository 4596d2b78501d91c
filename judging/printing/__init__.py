"""The paper twin: what stands on the screen, as pages to print, sign and hang up.

Layer 1. Frozen facts in, PDF bytes out: nothing here knows of Flask, of the database, of the clock
or of the reader's language; words come in as pairs. reportlab is imported only by what draws, so
that importing the facts costs nothing.
"""
