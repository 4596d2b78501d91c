"""``flask judging competition create`` and ``flask judging draw``."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext
from flask_babel import gettext as _

from judging.cli import judging_group, refuse
from judging.clock import utc_now
from judging.errors import JudgingError, NotFound
from judging.permissions import SYSTEM
from judging.queries.competitions import find_competition
from judging.queries.draws import list_draws
from judging.queries.heats import HeatFacts, get_heat
from judging.queries.overview import suggest_slug
from judging.queries.presets import list_rule_presets
from judging.services.competitions import NewCompetition, create_competition
from judging.services.draws import commit_draw, draw_order
from judging.services.round_plans import (
    DEFAULT_DIVISION,
    DEFAULT_PRESET,
    TEMPLATES,
    make_new_rounds,
    plan_rounds,
    read_divisions,
)
from judging.wording import words_for

competition_group = AppGroup("competition", help="Competitions.")
judging_group.add_command(competition_group)
_SEED_BYTES = 32


def _refuse(error: JudgingError) -> None:
    """Say what an error says, with everything it lists, and end with exit code 1."""
    words = words_for(error)
    refuse("\n".join((words.what_happened, *(f"- {line}" for line in words.details))))


def _tell(sentence: str, facts: Mapping[str, Any], *, as_json: bool) -> None:
    """Print a sentence for people, or facts for a program."""
    click.echo(json.dumps(facts, ensure_ascii=False) if as_json else sentence)


@competition_group.command("create")
@click.option("--preset", default=DEFAULT_PRESET, show_default=True, help="Rule sheet preset.")
@click.option("--name-zh", required=True, help="Chinese name.")
@click.option("--name-en", default="", help="English name.")
@click.option("--slug", default="", help="Name in addresses; made from the English name if empty.")
@click.option(
    "--rounds",
    type=click.Choice(list(TEMPLATES)),
    default="three",
    show_default=True,
    help="Which rounds to make.",
)
@click.option("--division", "divisions", multiple=True, help="中文 / English; may be repeated.")
@click.option("--organizer", default="", help="E-mail of the account that becomes organizer.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@with_appcontext
def create(
    preset: str,
    name_zh: str,
    name_en: str,
    slug: str,
    rounds: str,
    divisions: tuple[str, ...],
    organizer: str,
    as_json: bool,
) -> None:
    """Set up a competition with divisions, rounds, heats and panels."""
    known = [one.key for one in list_rule_presets()]
    if preset not in known:
        refuse(
            _("There is no preset %(key)s. There are: %(keys)s", key=preset, keys=" ".join(known))
        )
    now = utc_now()
    new = NewCompetition(
        slug=slug or suggest_slug(name_en, now.year),
        name_zh=name_zh,
        name_en=name_en,
        divisions=read_divisions("\n".join(divisions) or DEFAULT_DIVISION),
        rounds=make_new_rounds(plan_rounds(rounds, preset)),
    )
    try:
        made = create_competition(SYSTEM, now, new, organizer)
    except JudgingError as error:
        _refuse(error)
    else:
        said = _("The competition stands at /desk/%(slug)s/.", slug=made.slug)
        _tell(said, {"id": made.id, "slug": made.slug}, as_json=as_json)


@judging_group.command("draw")
@click.argument("competition")
@click.argument("round_key")
@click.argument("heat", type=click.IntRange(1, 9999))
@click.option("--commit-only", is_flag=True, help="Publish the commitment; draw later.")
@click.option("--reason", default="", help="Why it is drawn again.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@with_appcontext
def draw(
    competition: str, round_key: str, heat: int, commit_only: bool, reason: str, as_json: bool
) -> None:
    """Draw the running order of HEAT in ROUND_KEY of COMPETITION by lot.

    Where a commitment was published before, its seed is revealed; else one is made first.
    """
    try:
        found = _get_heat(competition, round_key, heat)
        facts = _commit(found, reason)
        if not commit_only:
            drawn = draw_order(SYSTEM, utc_now(), found.id)
            facts |= {"seed": drawn.seed, "order": list(drawn.order)}
    except JudgingError as error:
        _refuse(error)
    else:
        _tell("\n".join(_lines(facts)), facts, as_json=as_json)


def _get_heat(competition: str, round_key: str, heat: int) -> HeatFacts:
    """Return a heat by its names.

    Raises:
        NotFound: there is none.
    """
    found = find_competition(competition)
    if found is None:
        raise NotFound()
    return get_heat(found.id, round_key, heat)


def _commit(found: HeatFacts, reason: str) -> dict[str, Any]:
    """Return the commitment that waits for its draw, or publish a new one."""
    for draw_facts in list_draws(found.id):
        if draw_facts.drawn_at is None:
            return {"draw": draw_facts.number, "commitment": draw_facts.commitment}
    seed = secrets.token_hex(_SEED_BYTES)
    made = commit_draw(SYSTEM, utc_now(), found.id, seed, reason)
    return {"draw": made.number, "commitment": made.commitment}


def _lines(facts: Mapping[str, Any]) -> list[str]:
    """Return a draw for people to read."""
    lines = [
        _("Draw %(number)s", number=facts["draw"]),
        f"{_('Commitment')}: {facts['commitment']}",
    ]
    if "seed" in facts:
        lines.append(f"{_('Seed')}: {facts['seed']}")
        lines += [f"{place:>3}  {number}" for place, number in enumerate(facts["order"], start=1)]
    return lines
