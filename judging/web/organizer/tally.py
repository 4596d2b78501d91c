"""Counting: rounds and heats with their state, and one tally with every line's working."""

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from judging.clock import utc_now
from judging.errors import NotFound
from judging.queries.heats import get_heat
from judging.queries.rounds import get_round
from judging.queries.tallies import get_tally
from judging.queries.tally_deductions import DeductionLine
from judging.queries.tally_overview import RoundTallies, list_round_tallies
from judging.queries.tie_records import get_tie_desk
from judging.scoring.points import format_plain
from judging.services.awards import rule_on_tie
from judging.services.tallies import TallyFacts, run_round, run_tally
from judging.web.access import current_actor, current_competition, permission
from judging.web.honour_views import honours_of_book
from judging.web.language import in_language
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk
from judging.web.organizer.paging import page_links
from judging.web.organizer.refusals import attempt
from judging.web.result_charts import distribution_of
from judging.web.result_views import ResultBook
from judging.wording import ErrorWords, sentence
from judging.wording.awards import OPEN_PLACES

_MILLI = 1000


@blueprint.get("/<competition>/tally")
@permission("tally.read")
def tally(competition: str) -> str:
    """Show what is counted, what is not, and what is out of date."""
    return _overview()


def _overview(words: ErrorWords | None = None) -> str:
    rounds = list_round_tallies(current_competition().id)
    held_back = {round_.key: _held_back(round_) for round_ in rounds}
    page = "organizer/tally.html"
    return render_desk(page, "tally", rounds=rounds, held_back=held_back, words=words)


def _held_back(round_: RoundTallies) -> list[str]:
    """Return in words why earlier rounds hold the counting of a round back."""
    return [sentence(each.code, {"round": in_language(each)}) for each in round_.earlier_problems]


@blueprint.post("/<competition>/tally/<round_key>/run")
@permission("tally.run")
def run(competition: str, round_key: str) -> ResponseReturnValue:
    """Count one heat, or everything of a round that is closed."""
    heat = whole_number(request.form.get("heat", ""))
    return attempt(partial(_run, competition, round_key, heat), _overview)


def _run(competition: str, round_key: str, heat_number: int | None) -> ResponseReturnValue:
    found = get_round(current_competition().id, round_key)
    if heat_number is None:
        _tell(run_round(current_actor(), utc_now(), found.id))
        return redirect(url_for("desk.tally", competition=competition), 303)
    heat = get_heat(current_competition().id, round_key, heat_number)
    _tell((run_tally(current_actor(), utc_now(), found.id, heat.id),))
    return redirect(tally_url(competition, round_key, heat_number), 303)


def tally_url(competition: str, round_key: str, heat_number: int | None) -> str:
    """Return the address of a tally."""
    if heat_number is None:
        return url_for("desk.round_tally", competition=competition, round_key=round_key)
    return url_for(
        "desk.heat_tally", competition=competition, round_key=round_key, heat_number=heat_number
    )


def _tell(tallies: Sequence[TallyFacts]) -> None:
    """Say what was counted, what had not changed, and which ties wait."""
    new = sum(facts.is_new for facts in tallies)
    if new:
        flash(ngettext("%(num)s tally stored.", "%(num)s tallies stored.", new), "success")
    else:
        flash(_("Nothing has changed since the tally that stands."), "info")
    if any(facts.border_ties for facts in tallies if facts.is_new):
        flash(_("A tie cuts a prize or advancement border: somebody must rule on it."), "warning")


@blueprint.get("/<competition>/tally/<round_key>")
@permission("tally.read")
def round_tally(competition: str, round_key: str) -> str:
    """Show the tally of a whole round."""
    return tally_page(round_key, None)


@blueprint.get("/<competition>/tally/<round_key>/heats/<int:heat_number>")
@permission("tally.read")
def heat_tally(competition: str, round_key: str, heat_number: int) -> str:
    """Show the tally of a heat."""
    return tally_page(round_key, heat_number)


def tally_page(round_key: str, heat_number: int | None, words: ErrorWords | None = None) -> str:
    """Return the page of a tally; ``words`` say why a command was refused, what was typed stays."""
    page = whole_number(request.args.get("page", "")) or 1
    found = get_tally(current_competition().id, round_key, heat_number, page)
    book = ResultBook(found.document)
    lines = found.document["lines"]
    return render_desk(
        "organizer/tally_detail.html",
        "tally",
        found=found,
        round_key=round_key,
        book=book,
        groups=[(name, book.views(book.lines_of(key))) for key, name in book.groups.items()],
        chart=distribution_of(book, lines) if found.page_count == 1 else None,
        links=page_links(found.page, found.page_count, partial(_page_url, round_key, heat_number)),
        honours=honours_of_book(book),
        vacancies=[_vacancy(book, *each) for each in found.vacancies],
        deductions=[(line, _points(line)) for line in found.deductions],
        ties=get_tie_desk(found.id, found.positions),
        typed=request.form if words else {},
        words=words,
    )


def _page_url(round_key: str, heat_number: int | None, page: int) -> str:
    """Return the address of one page of a tally."""
    return f"{tally_url(current_competition().slug, round_key, heat_number)}?page={page}"


def _vacancy(book: ResultBook, key: str, group: str, count: int, cause: str) -> str:
    """Return prizes that nobody holds in words: the prize, the group, how many and why."""
    words = [book.award_name(key)]
    if len(book.groups) > 1 and group:
        words.append(book.groups.get(group, group))
    return f"{' · '.join(words)}: {str(OPEN_PLACES[cause]) % {'count': count}}"


def _points(line: DeductionLine) -> str:
    """Return what a deduction does to the score, with its sign."""
    sign = "+" if line.kind == "bonus" else "−"
    return sign + format_plain(Fraction(line.points_milli, _MILLI))


@blueprint.post("/<competition>/tally/<round_key>/rule")
@permission("tally.run")
def rule(competition: str, round_key: str) -> ResponseReturnValue:
    """Decide a tie that cuts a border."""
    heat_number = whole_number(request.form.get("heat", ""))
    tie = whole_number(request.form.get("tie", ""))
    if tie is None:
        raise NotFound()
    found = get_tally(current_competition().id, round_key, heat_number)

    def decide() -> ResponseReturnValue:
        reason = request.form.get("reason", "")
        chosen = request.form.getlist("chosen")
        rule_on_tie(current_actor(), utc_now(), found.id, tie, chosen, reason)
        flash(_("The ruling is recorded."), "success")
        return redirect(tally_url(competition, round_key, heat_number) + "#ties", 303)

    return attempt(decide, partial(tally_page, round_key, heat_number))


def whole_number(text: str) -> int | None:
    """Return a small whole number; None for anything else."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else None
