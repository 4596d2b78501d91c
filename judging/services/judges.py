"""The people on panels: found again by name and unit, made where they are new."""

from sqlalchemy import select

from judging.models import Person, RoleAssignment
from judging.permissions import Role
from judging.services.command import Work
from judging.services.pseudonyms import PERSON, new_pseudonym


def judge_named(
    work: Work, competition_id: int, name: str, unit: str, taken: frozenset[int] = frozenset()
) -> Person:
    """Return the judge of a competition with this name and unit, made where there is none.

    A judge needs neither e-mail nor password. The same name and unit in another heat is the same
    person; in the same panel it is somebody else.

    Args:
        work: the command at work.
        competition_id: where the person is a judge.
        name: as printed on the seat card, not empty.
        unit: where the judge comes from; may be empty.
        taken: people who sit on the panel already.
    """
    known = work.session.scalars(
        select(Person)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(
            RoleAssignment.competition_id == competition_id,
            RoleAssignment.role == Role.JUDGE,
            Person.name == name,
            Person.unit == unit,
        )
        .order_by(Person.id)
    )
    for person in known:
        if person.id not in taken:
            return person
    person = Person(
        pseudonym=new_pseudonym(PERSON), name=name, unit=unit, email=None, created_at=work.now
    )
    work.session.add(person)
    work.session.flush()
    work.session.add(
        RoleAssignment(person_id=person.id, competition_id=competition_id, role=Role.JUDGE)
    )
    return person
