"""Competitions: set up whole in one transaction, and their facts and public settings changed."""

import re
from dataclasses import dataclass, fields
from datetime import date, datetime
from zoneinfo import available_timezones

from sqlalchemy import exists, select

from judging.errors import NotFound
from judging.models import Competition, Person, RoleAssignment
from judging.models.competition import JUDGES_SHOWN, NAMES_SHOWN
from judging.permissions import Actor, ActorKind, Role, may
from judging.services.bounds import Bounds, bounds
from judging.services.command import Work, writing
from judging.services.divisions import NewDivision, make_divisions
from judging.services.rounds import NewRound, make_round

LONGEST_SLUG = 60
MOST_NOTICE_DAYS = 60
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
#: Words that stand where a slug would in addresses of the desk or the public pages.
RESERVED_SLUGS = frozenset({"new", "api", "static", "demo-files"})
_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}")


@dataclass(frozen=True, kw_only=True)
class CompetitionSettings:
    """The facts of a competition and what the public may see; the careful choice by default.

    Args:
        name_zh: Chinese name, at most 200 characters; required.
        name_en: English name.
        edition: e.g. ``"第十二届"``.
        host_zh: who holds it.
        host_en: the same in English.
        place: where it is held.
        number_prefix: what certificate numbers begin with: letters, digits, ``-``.
        starts_on: first day.
        ends_on: last day.
        timezone: IANA name.
        names_shown: ``masked``, ``full`` or ``number``.
        judges_shown: ``anonymous`` or ``named``.
        is_unit_shown: the public sees each entry's unit.
        is_marks_shown: the public sees the working with the judge totals.
        is_blind: judges see numbers and titles, no names and units.
        is_second_approval: a release needs a second person.
        notice_days: length of the notice period, 0 to 60.
        certificate_design: key of the design.
    """

    name_zh: str
    name_en: str = ""
    edition: str = ""
    host_zh: str = ""
    host_en: str = ""
    place: str = ""
    number_prefix: str = "R"
    starts_on: date | None = None
    ends_on: date | None = None
    timezone: str = "Asia/Shanghai"
    names_shown: str = "masked"
    judges_shown: str = "anonymous"
    is_unit_shown: bool = True
    is_marks_shown: bool = True
    is_blind: bool = True
    is_second_approval: bool = True
    notice_days: int = 5
    certificate_design: str = "classic"


@dataclass(frozen=True, kw_only=True)
class NewCompetition(CompetitionSettings):
    """A competition to be made, with divisions, rounds and heats.

    Args:
        slug: its name in addresses: small letters, digits and ``-``, at most 60.
        divisions: in their order.
        rounds: in their order, each with its rule sheet and heats.
        is_demo: marks invented data.
    """

    slug: str
    divisions: tuple[NewDivision, ...] = ()
    rounds: tuple[NewRound, ...] = ()
    is_demo: bool = False


@dataclass(frozen=True)
class CreatedCompetition:
    """What was made."""

    id: int
    slug: str


def create_competition(
    actor: Actor, now: datetime, new: NewCompetition, organizer_email: str = ""
) -> CreatedCompetition:
    """Set up a competition with its divisions, rounds and heats, all or nothing.

    A person who creates it becomes its organizer.

    Args:
        actor: a person who may create competitions, or the terminal.
        now: the present instant.
        new: what to make.
        organizer_email: the account that becomes organizer where the terminal creates it.

    Raises:
        InvalidInput: something given cannot be used; places name the field.
        judging.scoring.faults.ScoringError: a rule sheet is refused.
        NotFound: the actor may not create competitions.
    """
    with writing(actor, now) as work:
        if not may(actor, "competition.create"):
            raise NotFound()
        is_demo = new.is_demo or _is_of_the_demo(work, actor)
        row = Competition(slug=new.slug, is_demo=is_demo, created_at=now)
        with bounds() as checked:
            _check_slug(work, checked, new.slug)
            _apply(checked, row, new)
            organizer_id = _organizer_id(work, checked, actor, organizer_email)
        work.session.add(row)
        work.session.flush()
        make_divisions(work, row.id, new.divisions)
        for round_ in new.rounds:
            make_round(work, row.id, round_)
        if organizer_id is not None:
            _appoint(work, organizer_id, row.id)
        details = {
            "divisions": len(new.divisions),
            "rounds": len(new.rounds),
            "heats": sum(len(round_.heats) for round_ in new.rounds),
            "organizer": organizer_id or 0,
        }
        work.record("desk:competition:create", row.id, competition_id=row.id, details=details)
        return CreatedCompetition(row.id, row.slug)


def _is_of_the_demo(work: Work, actor: Actor) -> bool:
    """Say whether an actor holds offices in demo competitions and nowhere else.

    What such an actor makes is a demo too: the demo's doors need no password.
    """
    if not actor.roles:
        return False
    kinds = work.session.scalars(select(Competition.is_demo).where(Competition.id.in_(actor.roles)))
    return all(kinds)


def edit_competition(
    actor: Actor, now: datetime, competition_id: int, settings: CompetitionSettings
) -> None:
    """Change the facts and public settings of a competition.

    Raises:
        InvalidInput: a value cannot be used.
        NotFound: no such competition for this actor.
    """
    with writing(actor, now) as work:
        work.require("setup.edit", competition_id)
        row = work.get(Competition, competition_id)
        before = {field.name: getattr(row, field.name) for field in fields(CompetitionSettings)}
        with bounds() as checked:
            _apply(checked, row, settings)
        changed = [name for name, value in before.items() if getattr(row, name) != value]
        if not changed:
            work.leave_unrecorded()
            return
        work.record(
            "desk:competition:edit", row.id, competition_id=row.id, details={"fields": changed}
        )


def archive_competition(
    actor: Actor, now: datetime, competition_id: int, *, is_archived: bool
) -> None:
    """Put a competition into the archive, or take it out again.

    Raises:
        NotFound: no such competition for this actor.
    """
    with writing(actor, now) as work:
        work.require("setup.edit", competition_id)
        row = work.get(Competition, competition_id)
        if (row.archived_at is not None) == is_archived:
            work.leave_unrecorded()
            return
        row.archived_at = now if is_archived else None
        work.record(
            "desk:competition:archive",
            row.id,
            competition_id=row.id,
            details={"is_archived": is_archived},
        )


def _check_slug(work: Work, checked: Bounds, slug: str) -> None:
    if not _SLUG.fullmatch(slug) or slug in RESERVED_SLUGS:
        checked.refuse("bad_slug", "slug", most=LONGEST_SLUG)
    elif work.session.scalar(select(exists().where(Competition.slug == slug))):
        checked.refuse("taken", "slug", value=slug)


def _organizer_id(work: Work, checked: Bounds, actor: Actor, email: str) -> int | None:
    """Return who becomes organizer: the creator, or the account that the terminal names."""
    if actor.kind is ActorKind.PERSON:
        return actor.id
    if not email:
        return None
    found = work.session.scalar(select(Person.id).where(Person.email == email.strip().lower()))
    if found is None:
        checked.refuse("unknown_account", "organizer", value=email[:80])
    return found


def _appoint(work: Work, person_id: int, competition_id: int) -> None:
    office = RoleAssignment(person_id=person_id, competition_id=competition_id, role=Role.ORGANIZER)
    work.session.add(office)


def _apply(checked: Bounds, row: Competition, settings: CompetitionSettings) -> None:
    """Put checked settings into the row."""
    row.name_zh = checked.text("name_zh", settings.name_zh, 200, is_required=True)
    for name, most in (
        ("name_en", 200),
        ("edition", 60),
        ("host_zh", 200),
        ("host_en", 200),
        ("place", 200),
        ("certificate_design", 40),
    ):
        setattr(row, name, checked.text(name, getattr(settings, name), most))
    row.number_prefix = settings.number_prefix
    if not _PREFIX.fullmatch(settings.number_prefix):
        checked.refuse("bad_prefix", "number_prefix", most=20)
    row.starts_on, row.ends_on = settings.starts_on, settings.ends_on
    if settings.starts_on and settings.ends_on and settings.starts_on > settings.ends_on:
        checked.refuse("ends_before_start", "ends_on")
    row.timezone = checked.choice("timezone", settings.timezone, available_timezones())
    row.names_shown = checked.choice("names_shown", settings.names_shown, NAMES_SHOWN)
    row.judges_shown = checked.choice("judges_shown", settings.judges_shown, JUDGES_SHOWN)
    row.notice_days = checked.integer("notice_days", settings.notice_days, 0, MOST_NOTICE_DAYS)
    for name in ("is_unit_shown", "is_marks_shown", "is_blind", "is_second_approval"):
        setattr(row, name, bool(getattr(settings, name)))
