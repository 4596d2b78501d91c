"""Units of paper: places are given in millimetres, drawn in points."""

PT_PER_MM = 72 / 25.4
A4_MM = (210.0, 297.0)
