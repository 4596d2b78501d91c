"""What the page of panel health says, from figures to sentences."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from judging.queries.benches import Bench, JudgeFace
from judging.queries.panel_health import BenchHealth
from judging.scoring.agreement.alpha import Alpha
from judging.scoring.agreement.concordance import Concordance
from judging.scoring.agreement.estimates import Estimate, nothing
from judging.scoring.agreement.icc import IntraclassCorrelations
from judging.scoring.agreement.ratings import Ratings
from judging.scoring.bilingual import Bilingual
from judging.scoring.fairness.affiliation import Affiliation
from judging.scoring.fairness.consistency import Consistency
from judging.scoring.fairness.halo import Halo
from judging.scoring.fairness.report import JudgeReport, PanelReport
from judging.scoring.fairness.severity import Severity
from judging.scoring.fairness.spread import RangeUse
from judging.web.organizer.fairness_words import Verdict, figure_text
from judging.web.organizer.health_view import HealthView
from judging.web.organizer.judges_view import FigureText

_GOOD = Estimate(0.8, 0.76, 0.89, 20)


def report(judge: str, offset: Estimate, **figures: Any) -> JudgeReport:
    """Return a judge of whom nothing is known but what is named."""
    return JudgeReport(
        judge,
        Severity(judge, offset, 1),
        Consistency(judge, figures.get("correlation", nothing("too_few_entries"))),
        RangeUse(judge, None, None, None, figures.get("ratio", nothing("too_few_entries"))),
        Halo(judge, None, None, figures.get("excess", nothing("one_criterion"))),
        Affiliation(judge, figures.get("own", 0), 5, figures.get("extra", nothing("never_both"))),
    )


def health(panel: Estimate, *reports: JudgeReport, left_out: int = 0) -> BenchHealth:
    """Return a bench of one heat whose mean agrees as given."""
    faces = {
        each.judge: JudgeFace(each.judge, f"评委{each.judge}", "", (("1", each.judge),))
        for each in reports
    }
    bench = Bench((1,), (Bilingual("第一场", "Heat 1"),), faces, {}, ())
    return BenchHealth(
        bench=bench,
        entries=20,
        icc=IntraclassCorrelations(panel, panel, panel, panel, panel, panel, 5, left_out),
        order=Concordance(_GOOD, None, None, None, 5, 0),
        alpha=Alpha(nothing("no_difference", 20), 100),
        report=PanelReport(Ratings((), (), ()), (), tuple(reports)),
        resamples=100,
    )


@pytest.fixture(autouse=True)
def _in_english(app: Flask) -> Any:
    """Read the words in English."""
    with app.test_request_context(), force_locale("en"):
        yield


@pytest.mark.parametrize(
    ("low", "high", "title", "is_calm"),
    [
        (0.92, 0.99, "The panel agrees very well", True),
        (0.76, 0.89, "The panel agrees well", True),
        (0.51, 0.74, "The panel agrees moderately", True),
        (-0.2, 0.3, "The panel hardly agrees", False),
        (0.6, 0.95, "Agreement lies between moderate and very good", True),
        (0.4, 0.7, "Agreement lies between poor and moderate", False),
        (0.1, 0.8, "The figures are too few to say how well the panel agrees", False),
        (0.1, 0.95, "The figures are too few to say how well the panel agrees", False),
    ],
)
def test_the_verdict_follows_the_whole_interval(low, high, title, is_calm):
    found = HealthView(health(Estimate(0.9, low, high, 20))).verdict

    assert (found.title, found.is_calm) == (title, is_calm)


def test_a_panel_of_which_nothing_can_be_said_says_why():
    found = HealthView(health(nothing("one_judge"))).verdict

    assert found == Verdict(
        "Nothing can be said about agreement: it takes at least two judges.", (), is_calm=True
    )


def test_with_few_entries_the_interval_stands_alone():
    panel, *_rest = HealthView(health(Estimate(0.8, 0.31, 0.98, 5))).agreement

    assert (panel.value, panel.interval, panel.sentence) == ("—", "0.31 to 0.98", "too few to say")
    assert panel.row is not None
    assert panel.row.dot_x is None


def test_a_figure_that_cannot_be_said_has_no_drawing():
    alpha = HealthView(health(_GOOD)).agreement[-1]

    assert (alpha.value, alpha.row) == ("—", None)
    assert alpha.sentence == "cannot be said: all marks are equal"


def test_entries_that_are_left_out_are_counted():
    assert HealthView(health(_GOOD)).left_out == ""
    assert HealthView(health(_GOOD, left_out=2)).left_out.startswith("ICC and W leave out 2")


def test_judges_stand_from_the_strictest_and_are_named_so_only_if_the_interval_says_it():
    view = HealthView(
        health(
            _GOOD,
            report("1", Estimate(1.5, 0.5, 2.5, 20, 0.5)),
            report("2", Estimate(0.2, -0.8, 1.2, 20, 0.5)),
            report("3", nothing("one_judge")),
            report("4", Estimate(-1.5, -2.5, -0.5, 20, 0.5)),
        )
    )

    assert [(one.name, one.offset) for one in view.judges.severities] == [
        ("评委4", FigureText("−1.50", "−2.50 to −0.50", "strict")),
        ("评委2", FigureText("+0.20", "−0.80 to +1.20", "")),
        ("评委1", FigureText("+1.50", "+0.50 to +2.50", "generous")),
        ("评委3", FigureText("—", "—", "cannot be said: it takes at least two judges")),
    ]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.5, 0.9, "with the others"),
        (-0.9, -0.1, "against the others"),
        (-0.1, 0.9, "too few to say"),
        (0.1, 0.9, ""),
    ],
)
def test_a_correlation_is_put_into_words(low, high, words):
    judge = report("1", _GOOD, correlation=Estimate(0.3, low, high, 20))

    (habits,) = HealthView(health(_GOOD, judge)).judges.habits

    assert habits.consistency.words == words


def test_spread_halo_and_range_are_said():
    judge = report(
        "1", _GOOD, ratio=Estimate(1.5, 1.1, 2.0, 20), excess=Estimate(0.3, 0.1, 0.5, 20)
    )

    (habits,) = HealthView(health(_GOOD, judge)).judges.habits

    assert habits.spread == FigureText("1.50", "1.10 to 2.00", "decides more")
    assert habits.halo == FigureText("+0.30", "+0.10 to +0.50", "one impression")
    assert habits.range == "—"


def test_only_judges_with_own_entries_are_asked_about_favour():
    found = health(
        _GOOD,
        report("1", _GOOD, own=2, extra=Estimate(2.0, 0.5, 3.5, 20)),
        report("2", _GOOD),
        report("3", _GOOD, own=1),
    )

    view = HealthView(found).judges

    assert [(one.name, one.own, one.extra.words) for one in view.affiliations] == [
        ("评委1", 2, "more for the own"),
        (
            "评委3",
            1,
            "cannot be said: no judge marked entries both of the own unit and of others",
        ),
    ]


def test_a_judge_of_several_heats_is_named_with_all_places():
    found = health(_GOOD, report("1", _GOOD))
    face = replace(found.bench.faces["1"], seats=(("1", "1"), ("3", "2")))
    bench = replace(found.bench, heats=(1, 3), faces={"1": face})

    (judge,) = HealthView(replace(found, bench=bench)).judges.severities

    assert judge.seats == "heat–seat 1–1, 3–2"


@pytest.mark.parametrize(
    ("value", "text"), [(0.004, "0.00"), (-0.004, "0.00"), (-1.256, "−1.26"), (2.0, "+2.00")]
)
def test_figures_have_two_places_and_nought_no_sign(value, text):
    assert figure_text(value, is_signed=True) == text
