"""Steps that rest on a record: an extra round (加赛), a ruling, a drawing of lots.

A record is made after the tie, by people, for all who were tied. A step decides only where every
entry still tied stands in one and the same record; of several such records the newest holds. A
record of some that are tied no longer is therefore never set against another one's.
"""

from fractions import Fraction

from judging.scoring.bilingual import Bilingual
from judging.scoring.ties.case import TieCase, TieStep


def extra_round(case: TieCase) -> list[Fraction] | None:
    """Compare the scores of the extra round; the higher stands first.

    >>> from judging.scoring.specimen import specimen_rules
    >>> from judging.scoring.ties.case import Recorded, TieFacts
    >>> facts = [TieFacts("1", (Recorded("extra_round", 1, Fraction(n)),)) for n in (90, 91)]
    >>> extra_round(TieCase(specimen_rules(), [], facts=facts))
    [Fraction(90, 1), Fraction(91, 1)]
    """
    return _newest(case, "extra_round")


def ruling(case: TieCase) -> list[Fraction] | None:
    """Compare the places that the chief judge ruled; the lower stands first.

    >>> from judging.scoring.specimen import specimen_rules
    >>> from judging.scoring.ties.case import TieFacts
    >>> ruling(TieCase(specimen_rules(), [], facts=[TieFacts("1"), TieFacts("1")])) is None
    True
    """
    return _newest(case, "ruling")


def draw(case: TieCase) -> list[Fraction] | None:
    """Compare the places that were drawn by lot; the lower stands first.

    >>> from judging.scoring.specimen import specimen_rules
    >>> from judging.scoring.ties.case import Recorded, TieFacts
    >>> facts = [TieFacts("1", (Recorded("draw", 4, Fraction(n)),)) for n in (2, 1)]
    >>> draw(TieCase(specimen_rules(), [], facts=facts))
    [Fraction(2, 1), Fraction(1, 1)]
    """
    return _newest(case, "draw")


def _newest(case: TieCase, step: str) -> list[Fraction] | None:
    """Return the values of the newest record of a step that all still tied stand in."""
    by_entry = [
        {each.record: each.value for each in facts.recorded if each.step == step}
        for facts in case.facts
    ]
    if not by_entry:
        return None
    shared = set(by_entry[0]).intersection(*by_entry[1:])
    return [values[max(shared)] for values in by_entry] if shared else None


RECORD_STEPS: dict[str, TieStep] = {
    "extra_round": TieStep(
        "extra_round", Bilingual("加赛", "extra round"), extra_round, is_recorded=True
    ),
    "ruling": TieStep(
        "ruling",
        Bilingual("裁判长裁定", "ruling of the chief judge"),
        ruling,
        is_lower_first=True,
        is_recorded=True,
    ),
    "draw": TieStep(
        "draw", Bilingual("抽签", "drawing of lots"), draw, is_lower_first=True, is_recorded=True
    ),
}
