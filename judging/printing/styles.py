"""How printed papers look: the identity's colours on white, Chinese first, English below it."""

from judging.printing.flow import Colour, Style

INK: Colour = (0.071, 0.149, 0.247)
GREY: Colour = (0.36, 0.39, 0.43)
HAIRLINE: Colour = (0.72, 0.74, 0.77)
SEAL: Colour = (0.784, 0.216, 0.176)

TITLE = Style("display", 19, 26, INK)
TITLE_EN = Style("latin", 12.5, 17, GREY)
LEAD = Style("display", 11.5, 16, INK)
LEAD_EN = Style("latin", 10.5, 14, GREY)
HEADING = Style("display", 12, 17, INK)
HEADING_EN = Style("latin", 10.5, 14, GREY)
BODY = Style("text", 9.6, 14.4, INK)
BODY_EN = Style("latin", 9.6, 12.6, GREY)
SMALL = Style("text", 8, 11.4, INK)
SMALL_EN = Style("latin", 8.4, 11.6, GREY)
CELL = Style("text", 9, 12.6, INK)
CELL_EN = Style("latin", 9, 12.6, GREY)
HEAD = Style("display", 8.6, 12, INK)
FOOT = Style("latin", 7.2, 9, GREY)
