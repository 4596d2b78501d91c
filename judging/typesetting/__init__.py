"""Typesetting: Chinese and Latin text measured, broken into lines and drawn on a PDF page.

Layer 1, below the folders that draw papers (certificates, printing): the embedded faces with what
each of them covers, lines set the Chinese and the English way, and a deterministic page to draw
them on. Nothing here knows what a paper says. reportlab is imported only by `embedding` and
`paper`, so that importing the rest costs nothing.
"""
