"""QR codes as images for pages and paper: plain data in an attribute, no markup from data."""


def qr_data_uri(text: str) -> str:
    """Return a QR code as an SVG data address for ``<img src>``.

    Args:
        text: what scanning gives, e.g. the link of a seat.
    """
    import segno

    code = segno.make(text, error="m", mask=3, micro=False)  # a fixed mask: no search, no chance
    return str(code.svg_data_uri(scale=4, border=2, dark="#000000", light="#ffffff"))
