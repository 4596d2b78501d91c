"""Rule sheets as data: a document in, a :class:`RuleSheet` with its digest out."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from judging.scoring.advancement_section import read_advancement
from judging.scoring.award_section import read_awards
from judging.scoring.bilingual import Bilingual
from judging.scoring.carry_over_section import read_carry_over
from judging.scoring.deduction_section import read_deductions
from judging.scoring.document import Table
from judging.scoring.document_depth import refuse_depth
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.marking_section import MarkingRules, read_marking
from judging.scoring.points import shorten
from judging.scoring.ranking_section import read_ranking
from judging.scoring.review_section import ReviewRules, read_review
from judging.scoring.rubric import Rubric
from judging.scoring.rubric_section import read_rubric
from judging.scoring.rule_checks import check_sections
from judging.scoring.rule_parts import (
    AdvancementRules,
    AwardRule,
    CarryOverRules,
    DeductionRules,
    RankingRules,
    RuleSheet,
    TallyRules,
)
from judging.scoring.rule_writing import canonical_document, digest_of
from judging.scoring.tally_section import read_tally
from judging.scoring.toml_bounds import find_excess
from judging.scoring.toml_lines import find_line, locate_keys
from judging.scoring.toml_writing import to_toml

__all__ = ["FORMAT", "RuleSheet", "load_rules", "parse_rules", "parse_toml", "to_toml"]

FORMAT = 1
MAX_TOML = 200_000
#: More faults than these are counted, not listed.
MOST_FAULTS = 200
#: What editors of Windows put before a text.
_MARK = "\ufeff"
#: Rubric, tally, deductions, ranking, advancement and awards, in the order of :class:`RuleSheet`.
_Parts = tuple[
    Rubric,
    TallyRules,
    DeductionRules,
    RankingRules,
    AdvancementRules | None,
    tuple[AwardRule, ...],
]
#: The sections that a rule sheet may leave out: carry-over, review and marking.
_More = tuple[CarryOverRules | None, ReviewRules | None, MarkingRules | None]
_POSITION = re.compile(r"^(.*) \(at line (\d+), column (\d+)\)$", re.DOTALL)


def parse_rules(document: object) -> RuleSheet:
    """Return the rule sheet that a plain mapping (parsed TOML or JSON) says.

    Numbers with decimals are text (``"0.5"``); floats are refused. Unknown keys are refused by
    name, and all faults are reported at once, each with its path, e.g. ``rubric.criteria[0].max``.

    Raises: ScoringError.

    >>> criterion = {"key": "talk", "name": {"zh": "演讲", "en": "Talk"}, "max": "100"}
    >>> rules = parse_rules({"name": {"zh": "示例"}, "rubric": {"criteria": [criterion]}})
    >>> rules.tally.rounding.final, rules.ranking.style
    (2, '1224')
    >>> try:
    ...     parse_rules({"name": {"zh": "示例"}, "rubrik": {}})
    ... except ScoringError as error:
    ...     [(fault.code, fault.place) for fault in error.faults]
    [('missing_key', 'rubric'), ('unknown_key', 'rubrik')]
    """
    if not isinstance(document, Mapping):
        raise ScoringError([Fault("not_a_table")])
    refuse_depth(document)
    faults: list[Fault] = []
    top = Table(document, "", faults)
    _check_format(top)
    name = top.name("name", is_required=True) or Bilingual("", "")
    rubric_table = top.table("rubric", is_required=True) or Table({}, "rubric", [])
    parts, more = _read_sections(top, read_rubric(rubric_table))
    top.close()
    check_sections(top, *parts[1:], carry_over=more[0])
    if faults:
        raise ScoringError(_first(faults))
    canonical = canonical_document(name, *parts, *more)
    return RuleSheet(name, *parts, canonical, digest_of(canonical), *more)


def _read_sections(top: Table, rubric: Rubric) -> tuple[_Parts, _More]:
    """Return what the sections say, and the defaults of those that are left out.

    Each section is looked up before the first is read, so that faults keep this order.
    """
    tally, deductions = top.table("tally"), top.table("deductions")
    ranking, advancement = top.table("ranking"), top.table("advancement")
    carry_over, review = top.table("carry_over"), top.table("review")
    marking = top.table("marking")
    parts = (
        rubric,
        read_tally(tally) if tally else TallyRules(),
        read_deductions(deductions) if deductions else DeductionRules(),
        ranks := read_ranking(ranking, rubric) if ranking else RankingRules(),
        read_advancement(advancement) if advancement else None,
        read_awards(top, rubric, ranks.per),
    )
    more = (
        None if carry_over is None else read_carry_over(carry_over),
        None if review is None else read_review(review),
        None if marking is None else read_marking(marking),
    )
    return parts, more


def _first(faults: list[Fault]) -> list[Fault]:
    """Return as many faults as somebody may read, and how many more there are."""
    more = len(faults) - MOST_FAULTS
    if more <= 0:
        return faults
    return [*faults[:MOST_FAULTS], Fault("more_faults", "", {"count": more})]


def _check_format(top: Table) -> None:
    value = top.take("format")
    if value is not None and (isinstance(value, bool) or value != FORMAT):
        top.fault("unsupported_format", "format", text=shorten(value))


def load_rules(toml_text: str) -> RuleSheet:
    """Return the rule sheet that a RULES.toml text says.

    A fault carries the line of its key as ``params["line"]`` where it can be told.

    Raises: ScoringError (``toml_syntax``, ``toml_too_long`` and those of :func:`parse_rules`).

    >>> try:
    ...     load_rules('name = { zh = "示例" }\\ntally = { trimm = 1 }')
    ... except ScoringError as error:
    ...     error.faults[1].as_data()
    {'code': 'unknown_key', 'place': 'tally.trimm', 'params': {'key': 'trimm', 'line': 2}}
    """
    toml_text = toml_text.removeprefix(_MARK)
    document = parse_toml(toml_text)
    try:
        return parse_rules(document)
    except ScoringError as error:
        lines = locate_keys(toml_text)
        raise ScoringError([_with_line(fault, lines) for fault in error.faults]) from None


def parse_toml(toml_text: str) -> dict[str, Any]:
    """Return the plain mapping that a TOML text holds.

    Raises: ScoringError (``toml_syntax`` with line and column, ``toml_too_long``, and what
    :func:`judging.scoring.toml_bounds.find_excess` finds).

    >>> parse_toml("take = 3")
    {'take': 3}
    """
    if len(toml_text) > MAX_TOML:
        raise ScoringError([Fault("toml_too_long", "", {"limit": MAX_TOML})])
    excess = find_excess(toml_text)
    if excess is not None:
        raise ScoringError([excess])
    try:
        return tomllib.loads(toml_text.removeprefix(_MARK))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        match = _POSITION.match(str(error))
        params: dict[str, str | int]
        if match is None:
            params = {"reason": str(error), "line": toml_text.count("\n") + 1}
        else:
            params = {"reason": match[1], "line": int(match[2]), "column": int(match[3])}
        raise ScoringError([Fault("toml_syntax", "", params)]) from None


def _with_line(fault: Fault, lines: Mapping[str, int]) -> Fault:
    line = find_line(lines, fault.place)
    if line is None:
        return fault
    return Fault(fault.code, fault.place, {**fault.params, "line": line})
