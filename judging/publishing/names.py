"""The names of an entry's people as a competition's settings let the public see them."""

from collections.abc import Sequence

from judging.publishing.masking import mask_name


def public_name(names: Sequence[str], names_shown: str, separator: str = "、") -> str:
    """Return the names of an entry's members in one text.

    Args:
        names: full names in their order; an erased person's is empty and is left out.
        names_shown: ``masked``, ``full``, or ``number`` (then no name is shown at all).
        separator: between the members of a team.

    >>> public_name(["张小三", "Li Na"], "masked")
    '张*三、Li N.'
    >>> public_name(["张小三"], "number")
    ''
    """
    present = [name.strip() for name in names if name.strip()]
    if names_shown == "number":
        return ""
    if names_shown == "full":
        return separator.join(present)
    return separator.join(mask_name(name) for name in present)
