"""Certificates: frozen facts in, PDF bytes out.

Layer 1. Nothing here knows of Flask, of the database or of the clock: the caller hands over
`judging.certificates.facts.CertificateFacts`, opened `judging.typesetting.fonts.Fonts` and a
`judging.certificates.design.Design`, and gets bytes or an error of
`judging.certificates.errors`. reportlab is imported only by the modules that draw, so importing
this package costs nothing.

The way of one certificate:
facts → wording (sentences) → layout (fitted, placed lines) → render (PDF bytes)
"""
