"""Who takes part in the journey, what every judge gives, and what must come out of it.

The outcome is worked out here from the marks alone, with fractions and with nothing of the
program: of five score sheets the highest and the lowest total go, of four none, since three must
remain; the mean of the rest, less the deduction, is rounded half up to two places; equal scores
are parted by the mean mark for content.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

COMPETITION = {"name_zh": "青年学术演讲交流赛", "name_en": "Youth Talks", "slug": "youth-talks"}
ROUND = "final"
HEAT = f"/desk/{COMPETITION['slug']}/rounds/{ROUND}/heats/1"
CRITERIA = ("content", "rigour", "delivery", "slides", "answers")
ORGANIZER = ("organizer@journey.example", "程远", "a long sentence for one desk")
AUDITOR = ("auditor@journey.example", "苏衡", "another sentence for the auditor")
JUDGES = ("江教授", "何研究员", "罗老师", "Dr. Irene Adler", "梁工程师")
ENGLISH_SEATS = {4}


@dataclass(frozen=True)
class Entrant:
    """One entry: as the file has it, as the public sees it, and its marks seat by seat.

    ``marks`` holds the marks of the criteria in order; an empty text where the judge steps aside.
    """

    number: str
    name: str
    masked: str
    title: str
    marks: tuple[str, ...]
    spoken: str = ""
    deduction: Fraction = Fraction(0)

    def sheet(self, seat: int) -> dict[str, str]:
        """Return the marks of a seat by criterion; empty where its judge steps aside."""
        return dict(zip(CRITERIA, self.marks[seat - 1].split(), strict=False))

    @property
    def totals(self) -> dict[int, Fraction]:
        """The judge totals of those who mark, by seat."""
        sheets = {seat: self.sheet(seat) for seat in range(1, len(self.marks) + 1)}
        return {
            seat: sum((Fraction(mark) for mark in sheet.values()), Fraction(0))
            for seat, sheet in sheets.items()
            if sheet
        }


ENTRANTS = (
    Entrant(
        "Q101",
        "林知夏",
        "林*夏",
        "月壤里的水从哪里来",
        ("34 21 16.5 8 4", "35.5 22 17 8.5 4.5", "33 20.5 16 7.5 4", "36 22.5 17.5 8 4.5")
        + ("34.5 21.5 16.5 8 4",),
        spoken="6:10",
        deduction=Fraction("0.5"),
    ),
    Entrant(
        "Q102",
        "欧阳明远",
        "欧阳**",
        "会拐弯的光：超表面透镜",
        ("36 23 17.5 9 4.5", "35.5 22.5 17 9 4.5", "36.5 23 18 9 4.5", "36 22.5 17.5 9 4.5")
        + ("37 23 18 9.5 4.5",),
    ),
    Entrant(
        "Q103",
        "Alice Chen",
        "Alice C.",
        "让电池不怕冷",
        ("37 22 17.5 9 4.5", "36.5 21.5 17 9 4.5", "37.5 22 18 9 4.5", "37 21.5 17.5 9 4.5")
        + ("38 22 18 9.5 4.5",),
    ),
    Entrant(
        "Q104",
        "陈默",
        "陈*",
        "蛋白质怎样学会折叠",
        ("32 20 16 8 4", "33 20 16.5 8 4", "32 19.5 15.5 8 4", "", "32 20 16 8 4"),
    ),
    Entrant(
        "Q105",
        "周子涵",
        "周*涵",
        "机器翻译懂不懂诗",
        ("30 19 15.5 7.5 4", "31 20 15.5 8 4", "30 18.5 15 7.5 4", "30.5 19 15.5 8 4")
        + ("31.5 19.5 16 8 4",),
    ),
)
BY_NUMBER = {entrant.number: entrant for entrant in ENTRANTS}
#: (seat, entry): what was sent first, before the correction.
FIRST_SENT = {(2, "Q105"): dict(zip(CRITERIA, ["26", "20", "15.5", "8", "4"], strict=True))}
CORRECTION = "内容分录入有误"
RECUSAL = "同校教师"
#: (seat, entry): what the contestant reads with the result.
COMMENTS = {(1, "Q101"): "论证扎实，收尾可以更有力。"}
CERTIFIED, PRIZE = "Q101", "二等奖"


@dataclass(frozen=True)
class Outcome:
    """What must be said of one entry: rank, score as shown, which totals are crossed out."""

    number: str
    rank: int
    score: str
    dropped: tuple[Fraction, ...]


def _dropped(totals: list[Fraction]) -> tuple[Fraction, ...]:
    """Return the totals that are left out: lowest and highest, where three others remain."""
    ordered = sorted(totals)
    return (ordered[0], ordered[-1]) if len(ordered) >= 5 else ()


def _exact(entrant: Entrant) -> Fraction:
    """Return the score before it is rounded."""
    totals = list(entrant.totals.values())
    left = sum(totals, Fraction(0)) - sum(_dropped(totals), Fraction(0))
    return left / (len(totals) - len(_dropped(totals))) - entrant.deduction


def _hundredths(value: Fraction) -> int:
    """Round half up to two places; no float and no library rounds here."""
    return floor(value * 100 + Fraction(1, 2))


def work_out() -> tuple[Outcome, ...]:
    """Return the outcomes, the best first."""

    def content(entrant: Entrant) -> Fraction:
        marks = [Fraction(entrant.sheet(seat)["content"]) for seat in entrant.totals]
        return sum(marks, Fraction(0)) / len(marks)

    ordered = sorted(ENTRANTS, key=lambda one: (-_hundredths(_exact(one)), -content(one)))
    return tuple(
        Outcome(
            entrant.number,
            rank,
            "{}.{:02}".format(*divmod(_hundredths(_exact(entrant)), 100)),
            _dropped(list(entrant.totals.values())),
        )
        for rank, entrant in enumerate(ordered, start=1)
    )
