"""Who may do what: one table, default deny.

Every route and every command names one permission of :data:`PERMISSIONS`. A permission lists the
offices that hold it; offices belong to one competition each, so that an organizer of one
competition is a stranger to the next. What a reader may not know of answers as if it were not
there (404), which the callers of :func:`may` see to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """The offices of a competition (product.md, "The people")."""

    ORGANIZER = "organizer"
    CHIEF_JUDGE = "chief_judge"
    STAGE_MANAGER = "stage_manager"
    AUDITOR = "auditor"
    JUDGE = "judge"
    CONTESTANT = "contestant"


class ActorKind(StrEnum):
    """How somebody got in: by password, by seat link, by access code, from the terminal, not."""

    PERSON = "person"
    SEAT = "seat"
    ENTRY = "entry"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Actor:
    """Who is asking, as plain values; the same for web, API and terminal.

    Args:
        kind: how the actor got in.
        id: primary key of the person, seat or entry; 0 for nobody and for the terminal.
        pseudonym: what the journal writes; never a name.
        display_name: what the top bar shows.
        roles: offices by competition id.
        competition_id: the one competition of a seat or an entry.
        may_create: a person who may set up new competitions.
        language: preferred catalogue, ``"zh_Hans"``, ``"en"`` or ``""`` for the browser's wish.
        session_id: the sign-in session that this actor came by; 0 where there is none.
    """

    kind: ActorKind
    id: int = 0
    pseudonym: str = ""
    display_name: str = ""
    roles: Mapping[int, frozenset[Role]] = field(default_factory=dict)
    competition_id: int | None = None
    may_create: bool = False
    language: str = ""
    session_id: int = 0

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""
        return self.kind is not ActorKind.ANONYMOUS

    def roles_in(self, competition_id: int | None) -> frozenset[Role]:
        """Return the offices held in one competition; none where it is ``None``."""
        if competition_id is None:
            return frozenset()
        return self.roles.get(competition_id, frozenset())


ANONYMOUS = Actor(ActorKind.ANONYMOUS, pseudonym="anonymous")
SYSTEM = Actor(ActorKind.SYSTEM, pseudonym="terminal", display_name="terminal", may_create=True)

_O, _C, _S, _A = Role.ORGANIZER, Role.CHIEF_JUDGE, Role.STAGE_MANAGER, Role.AUDITOR

#: permission → offices that hold it. The three marked names are decided by :func:`may` itself.
PERMISSIONS: Mapping[str, frozenset[Role]] = {
    "public": frozenset(Role),  # anybody, signed in or not
    "signed_in": frozenset(Role),  # anybody who is signed in
    "competition.create": frozenset(),  # a person whose account may create competitions
    "competition.list": frozenset({_O, _C, _S, _A}),
    "desk.read": frozenset({_O, _C, _S, _A}),
    "setup.edit": frozenset({_O}),
    "people.read": frozenset({_O, _A}),
    "people.edit": frozenset({_O}),
    "entries.read": frozenset({_O, _C, _S, _A}),
    "entries.edit": frozenset({_O}),
    "access_codes.read": frozenset({_O}),
    "panel.read": frozenset({_O, _C, _S, _A}),
    "panel.edit": frozenset({_O}),
    "seat_links.read": frozenset({_O}),
    "order.edit": frozenset({_O, _S}),
    "heat.control": frozenset({_O, _C, _S}),
    "heat.reopen": frozenset({_C}),
    "appearance.control": frozenset({_O, _C, _S}),
    "progress.read": frozenset({_O, _C, _S, _A}),
    "marks.read": frozenset({_O, _C, _A}),
    "sheet.excuse": frozenset({_O, _C}),
    "sheet.reopen": frozenset({_C}),
    "sheet.void": frozenset({_C}),
    "review.ask": frozenset({_C}),
    "review.answer": frozenset({_O, _C}),
    "deduction.edit": frozenset({_O, _C, _S}),
    "deduction.waive": frozenset({_C}),
    "marks.import": frozenset({_O}),
    "paper.type": frozenset({_O, _C}),
    "paper.confirm": frozenset({_O, _C, _S}),
    "sheet.settle": frozenset({_C}),
    "sheets.take_in": frozenset({_O, _C}),
    "tally.run": frozenset({_O, _C}),
    "tally.read": frozenset({_O, _C, _A}),
    "fairness.read": frozenset({_O, _C, _A}),
    "tie.record": frozenset({_O, _C}),
    "award.edit": frozenset({_O}),
    "release.read": frozenset({_O, _C, _A}),
    "release.prepare": frozenset({_O}),
    "release.approve": frozenset({_A, _C}),
    "release.publish": frozenset({_O}),
    "certificate.read": frozenset({_O, _A}),
    "certificate.issue": frozenset({_O}),
    "journal.read": frozenset({_O, _A}),
    "judge.own": frozenset({Role.JUDGE}),
    "contestant.own": frozenset({Role.CONTESTANT}),
}


def may(actor: Actor, permission: str, competition_id: int | None = None) -> bool:
    """Say whether the actor holds a permission.

    Args:
        actor: who is asking.
        permission: a key of :data:`PERMISSIONS`.
        competition_id: the competition that the object in question belongs to; ``None`` for what
            belongs to none (then an office in any competition counts).

    Returns:
        True only where the table says so.

    Raises:
        KeyError: the permission is not in the table, which is a slip of the program.
    """
    offices = PERMISSIONS[permission]
    if permission == "public" or actor.kind is ActorKind.SYSTEM:
        return True
    if permission == "signed_in":
        return actor.is_authenticated
    if permission == "competition.create":
        return actor.may_create
    if competition_id is not None:
        return bool(offices & actor.roles_in(competition_id))
    return any(offices & held for held in actor.roles.values())
