"""A working read back from the data it was stored as, so that old results explain themselves."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from judging.scoring.bilingual import Bilingual
from judging.scoring.carrying import CarriedPart, CarryOver
from judging.scoring.deductions import Deduction
from judging.scoring.rank_working import read_rank_working
from judging.scoring.sheet import SeatSheet
from judging.scoring.trimming import LeftOut, TrimChoice
from judging.scoring.working import CriterionPart, GroupPart, JudgeLine, Reduction, Working


def read_working(data: Mapping[str, Any]) -> Working:
    """Return the working that :meth:`Working.as_data` wrote; the two are each other's inverse.

    ``data`` is our own stored data, not a stranger's: a damaged one raises KeyError or ValueError.

    >>> empty = Working("judge_total", "mean", (), 1000, 2, Fraction(1), (), no_result="absent")
    >>> read_working(empty.as_data()) == empty
    True
    """
    places = data["places"]
    return Working(
        scope=data["scope"],
        aggregate_name=data["aggregate"],
        judges=tuple(_judge(line) for line in data["judges"]),
        total_divisor=data["divisor"],
        places=places,
        factor=Fraction(data["factor"]),
        deductions=tuple(_deduction(item) for item in data["deductions"]),
        groups=tuple(_group(group) for group in data["groups"]),
        combined=_find(data["combined"]),
        aggregate=_find(data["aggregate_value"]),
        floor=_find(data["floor"]),
        exact=_find(data["exact"]),
        published=None if data["score"] is None else _units(data["score"], places),
        no_result=data["no_result"],
        carry_over=_carry_over(data["carry_over"]) if "carry_over" in data else None,
        ranks=read_rank_working(data.get("ranks")),
    )


def _find(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _units(score: str, places: int) -> int:
    """Return a score in units of its last place; what we wrote has no bound on its digits."""
    return int(Fraction(score) * 10**places)


def _judge(line: Mapping[str, Any]) -> JudgeLine:
    sheet = SeatSheet(line["seat"], tuple(line["marks"]), line["state"], line["group"])
    return JudgeLine(sheet, line["total"], line["left_out"])


def _deduction(item: Mapping[str, Any]) -> Deduction:
    reason = Bilingual(item["reason"]["zh"], item["reason"]["en"])
    points = Fraction(item["points"])
    return Deduction(points, item["code"], reason, item["is_waived"], item["kind"])


def _carry_over(data: Mapping[str, Any]) -> CarryOver:
    earlier = tuple(
        CarriedPart(part["round"], Fraction(part["weight"]), _find(part["value"]), part["rank"])
        for part in data["earlier"]
    )
    return CarryOver(Fraction(data["own"]), Fraction(data["weight"]), earlier)


def _group(data: Mapping[str, Any]) -> GroupPart:
    return GroupPart(
        key=data["group"],
        weight=Fraction(data["weight"]),
        reduction=None if "criteria" in data else _reduction(data),
        criteria=tuple(_criterion(part) for part in data.get("criteria", ())),
        weight_sum=Fraction(data["weight_sum"]),
        value=Fraction(data["value"]),
    )


def _criterion(data: Mapping[str, Any]) -> CriterionPart:
    return CriterionPart(
        key=data["criterion"],
        reduction=_reduction(data),
        value=Fraction(data["value"]),
        weight=Fraction(data["weight"]),
        weighted=Fraction(data["weighted"]),
    )


def _reduction(data: Mapping[str, Any]) -> Reduction:
    trim = data["trim"]
    return Reduction(
        values=tuple((seat, value) for seat, value in data["values"]),
        unit=data["unit"],
        trim=TrimChoice(trim["low"], trim["high"], trim["because"]),
        left_out=tuple(LeftOut(out["seat"], out["why"]) for out in data["dropped"]),
        total=Fraction(data["sum"]),
        count=data["count"],
        result=Fraction(data["result"]),
        share=Fraction(data.get("share", 1)),
        edges=tuple(data.get("edges", ())),
        aggregate=data.get("aggregate", ""),
    )
