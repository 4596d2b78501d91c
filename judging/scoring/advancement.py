"""Who goes on to the next round."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.blocks import Block, blocks_by, fill_places
from judging.scoring.ranking import Place
from judging.scoring.rule_parts import AdvancementRules


@dataclass(frozen=True, slots=True)
class Contender:
    """An entry with a result before the border.

    ``index`` names it. ``value`` is what the ranking compares, ``points`` the published score.
    ``is_settled`` says that an extra round of this entry is on record.
    """

    index: int
    place: Place
    value: Fraction | int
    points: Fraction
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Advancement:
    """The indices that go on, and those tied across the border, none of whom goes on yet.

    ``places`` is how many are left for those tied.
    """

    advancing: tuple[int, ...]
    border_tie: tuple[int, ...] = ()
    places: int = 0


def choose_advancing(contenders: Sequence[Contender], rules: AdvancementRules) -> Advancement:
    """Return who of one group goes on.

    Who has no result is no contender and never goes on; then fewer go on. Nobody below the score
    line does. A block of equals that the border cuts is not divided: under ``border = "all"`` all
    of it goes on, otherwise nobody in it until the tie is resolved, and it is reported, so that a
    release can be held.

    >>> second = Place(2, 2, 2, "")
    >>> three = [
    ...     Contender(0, Place(1, 1, 1, ""), 90, Fraction(90)),
    ...     Contender(1, second, 88, Fraction(88)),
    ...     Contender(2, second, 88, Fraction(88)),
    ... ]
    >>> choose_advancing(three, AdvancementRules(take=2))
    Advancement(advancing=(0,), border_tie=(1, 2), places=1)
    >>> choose_advancing(three, AdvancementRules(take=2, border="all"))
    Advancement(advancing=(0, 1, 2), border_tie=(), places=0)
    """
    filled = fill_places(line_up(contenders, rules), rules.take)
    if rules.border == "all":
        return Advancement(filled.inside + filled.cut)
    return Advancement(filled.inside, filled.cut, filled.left)


def line_up(contenders: Sequence[Contender], rules: AdvancementRules) -> list[Block]:
    """Return the blocks that a border may not cut, from first to last, without who is too low.

    Where the tie chain decides, a block is what it left tied; otherwise everybody of one score,
    except where an extra round of all of them is on record.

    >>> tied = [
    ...     Contender(0, Place(1, 1, 1, "median"), 90, Fraction(90)),
    ...     Contender(1, Place(2, 2, 1, "median"), 90, Fraction(90)),
    ... ]
    >>> line_up(tied, AdvancementRules(take=1)), line_up(tied, AdvancementRules(1, border="all"))
    ([(0,), (1,)], [(0, 1)])
    """
    by_index = {each.index: each for each in contenders if _is_high_enough(each, rules)}
    ordered = sorted(by_index, key=lambda index: by_index[index].place.first)
    by_place = blocks_by(ordered, lambda index: by_index[index].place.first)
    if rules.border == "chain":
        return by_place
    by_score = blocks_by(ordered, lambda index: by_index[index].value)
    if rules.border == "all":
        return by_score
    return [part for block in by_score for part in _settled(block, by_index)]


def _is_high_enough(contender: Contender, rules: AdvancementRules) -> bool:
    return rules.score_line is None or contender.points >= rules.score_line


def _settled(block: Block, by_index: dict[int, Contender]) -> list[Block]:
    if all(by_index[index].is_settled for index in block):
        return blocks_by(block, lambda index: by_index[index].place.first)
    return [block]


@dataclass(frozen=True, slots=True)
class WildCardChoice:
    """Whom the wild cards go to, who is tied for the last, and whether a ruling must come first.

    ``places`` is how many are left for those tied.
    """

    chosen: tuple[str, ...] = ()
    tie: tuple[str, ...] = ()
    is_waiting: bool = False
    places: int = 1


@dataclass(frozen=True, slots=True)
class WildCards:
    """The wild cards of one group: how many, and the keys of those who may get one, best first.

    ``line`` are blocks of equals, as far down as the wild cards can reach. Who waits for a ruling
    on another border stands in it too: only the ruling tells whether a wild card is needed. With
    ``shares`` a block that the last wild card would cut goes on whole.
    """

    group: str
    count: int
    line: tuple[tuple[str, ...], ...]
    shares: bool = False

    def choose(self, taken: Collection[str], waiting: Collection[str]) -> WildCardChoice:
        """Return whom the wild cards go to.

        ``taken`` go on already. While one of ``waiting`` (tied across another border) could still
        need a wild card, nobody below gets one.

        >>> cards = WildCards("", 1, (("A",), ("B", "C")))
        >>> cards.choose(taken=["A"], waiting=[]).tie
        ('B', 'C')
        >>> cards.choose(taken=[], waiting=["A"]).is_waiting
        True
        """
        chosen: list[str] = []
        for block in self.line:
            free = tuple(key for key in block if key not in taken)
            left = self.count - len(chosen)
            if left <= 0:
                break
            if any(key in waiting for key in free):
                return WildCardChoice(tuple(chosen), is_waiting=True)
            if len(free) > left and not self.shares:
                return WildCardChoice(tuple(chosen), free, places=left)
            chosen += free
        return WildCardChoice(tuple(chosen))

    def as_data(self) -> dict[str, object]:
        """Return the wild cards as a JSON-able mapping.

        >>> WildCards("", 1, (("A",),)).as_data()
        {'group': '', 'count': 1, 'line': [['A']], 'shares': False}
        """
        return {
            "group": self.group,
            "count": self.count,
            "line": [list(block) for block in self.line],
            "shares": self.shares,
        }
