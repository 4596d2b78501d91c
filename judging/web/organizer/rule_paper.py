"""The rule sheet as a PDF: facts of the round, the rules in words and a worked example."""

from fractions import Fraction
from zoneinfo import ZoneInfo

from flask import Response, request

from judging.queries.rounds import (
    RoundFacts,
    get_rule_document,
    list_rule_sheets,
    list_seat_groups,
)
from judging.queries.rule_examples import RuleExample, make_example
from judging.queries.rule_papers import (
    CriterionFacts,
    ExampleFacts,
    ExampleSeat,
    RulePaper,
    SectionFacts,
    print_rule_sheet,
)
from judging.scoring.bilingual import Bilingual
from judging.scoring.explain import Segment
from judging.scoring.faults import ScoringError
from judging.scoring.points import MARK_UNITS, format_plain
from judging.scoring.rubric import Criterion
from judging.scoring.rules import RuleSheet, parse_rules
from judging.web.access import current_competition, permission
from judging.web.organizer import blueprint
from judging.web.organizer.rounds import current_round
from judging.web.organizer.rule_versions import asked_version
from judging.wording.rule_example_words import (
    FATES,
    NO_EXAMPLE,
    SIGNATORIES,
    example_field,
    example_lead,
    example_result,
    example_total,
)
from judging.wording.rule_words import describe_rules, group_words


@blueprint.get("/<competition>/rounds/<round_key>/rules.pdf")
@permission("desk.read")
def rules_pdf(competition: str, round_key: str) -> Response:
    """Send the rule sheet in force, or one of its versions, as a paper to print and sign."""
    found = current_round(round_key)
    version = asked_version(request.args.get("version", "")) or found.version
    content = print_rule_sheet(_paper(found, version))
    name = f"{competition}-{round_key}-rules-{version}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype="application/pdf", headers=headers)


def _paper(found: RoundFacts, number: int) -> RulePaper:
    """Return everything that the paper says. Raises NotFound for an unknown version."""
    rules = parse_rules(get_rule_document(found.id, number))
    (version,) = (each for each in list_rule_sheets(found.id) if each.version == number)
    competition = current_competition()
    return RulePaper(
        competition=_pair(competition.name_zh, competition.name_en),
        round=_pair(found.name_zh, found.name_en),
        name=rules.name,
        version=number,
        digest=rules.digest,
        in_force=version.created_at.astimezone(ZoneInfo(competition.timezone)).date(),
        is_frozen=version.frozen_at is not None,
        reason=version.reason,
        criteria=tuple(_criterion(each) for each in rules.rubric.criteria),
        sections=tuple(
            SectionFacts(each.title, each.lines)
            for each in describe_rules(rules.document)
            if each.key != "criteria"
        ),
        example=_example_if_any(rules, list_seat_groups(found.id)),
        signatories=SIGNATORIES,
    )


def _pair(zh: str, en: str) -> Bilingual:
    return Bilingual(zh or en, en or zh)


def _criterion(criterion: Criterion) -> CriterionFacts:
    low, high, step = (
        format_plain(Fraction(value, MARK_UNITS))
        for value in (criterion.min, criterion.max, criterion.step)
    )
    return CriterionFacts(
        name=criterion.name,
        description=criterion.description,
        range=f"{low}–{high}",
        step=step,
        weight="" if criterion.weight == 1 else format_plain(criterion.weight),
        levels=tuple((criterion.format_mark(each.at), each.text) for each in criterion.levels),
    )


def _example_if_any(rules: RuleSheet, groups: tuple[str, ...]) -> ExampleFacts:
    """Return the example; one sentence in its place where the panel's seats do not fit the rules.

    The rules themselves are as printable as ever: only these seats cannot be counted under them.
    """
    try:
        return _example(rules, groups)
    except ScoringError:
        return ExampleFacts((NO_EXAMPLE,), (), (), (), ())


def _example(rules: RuleSheet, groups: tuple[str, ...]) -> ExampleFacts:
    shown = make_example(rules.document, groups, "zh")
    other = make_example(rules.document, groups, "en")
    lines = [shown.working]
    if shown.field:
        lines = [(Segment("label", f"{each.name}:"), *each.working) for each in shown.field]
    elif [each.text for each in shown.working] != [each.text for each in other.working]:
        lines.append(other.working)
    return ExampleFacts(
        lead=tuple(example_lead(len(shown.lines), shown.spoken_s)),
        seats=_seats(shown),
        steps=_steps(rules, shown),
        workings=tuple(lines),
        results=(
            *example_field([(each.name, each.rank) for each in shown.field]),
            *example_result(shown.score, is_disqualified=shown.is_disqualified),
        ),
    )


def _seats(example: RuleExample) -> tuple[ExampleSeat, ...]:
    several = len({line.group for line in example.lines}) > 1
    return tuple(
        ExampleSeat(
            line.seat,
            group_words(line.group) if several else Bilingual("", ""),
            line.marks,
            line.total,
            FATES[line.left_out],
        )
        for line in example.lines
    )


def _steps(rules: RuleSheet, example: RuleExample) -> tuple[Bilingual, ...]:
    first = next((line for line in example.lines if line.total and not line.left_out), None)
    if first is None:
        return ()
    return tuple(example_total(rules, first.seat, first.marks, first.total))
