"""The three sizes that every page must look finished at: (width, height) in CSS pixels."""

PHONE = (390, 844)
TABLET = (1024, 768)
LAPTOP = (1440, 900)

ALL = (PHONE, TABLET, LAPTOP)
