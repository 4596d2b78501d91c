"""Who judged together: heats whose panels share a person are one bench, and can be compared.

A person is one judge wherever they sit; a seat that nobody is named for is a judge of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from judging.extensions import db
from judging.models import Heat, Panel, Person, Seat
from judging.queries.fairness_scope import Scope
from judging.scoring.bilingual import Bilingual
from judging.scoring.rule_parts import PRACTICE_GROUP
from judging.scoring.standings import Appearance


@dataclass(frozen=True)
class JudgeFace:
    """A judge as the desk names them.

    Args:
        key: heat and seat where they sit first, such as ``1/3``: the same in every figure.
        name: the person's name; ``""`` where nobody is named.
        unit: where the person comes from; may be empty.
        seats: every (heat, seat) of theirs, in order.
    """

    key: str
    name: str
    unit: str
    seats: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Bench:
    """Heats that share judges, directly or through others, with all that was given there.

    Args:
        heats: their numbers, in order.
        names: their names, in that order.
        faces: the judges by key, in order of heat and seat.
        judges: (heat, seat) → key of the judge.
        appearances: the turns of these heats.
    """

    heats: tuple[int, ...]
    names: tuple[Bilingual, ...]
    faces: Mapping[str, JudgeFace]
    judges: Mapping[tuple[str, str], str]
    appearances: tuple[Appearance, ...]


def list_benches(scope: Scope, appearances: Sequence[Appearance]) -> tuple[Bench, ...]:
    """Return the benches of a scope, by their first heat.

    Args:
        scope: a round or heat without an obstacle.
        appearances: the turns of its heats, with their sheets.
    """
    faces = _faces([heat.id for heat in scope.read])
    benches = []
    for heats in _connected([heat.number for heat in scope.read], faces):
        here = {str(number) for number in heats}
        seated = [face for face in faces if face.seats[0][0] in here]
        benches.append(
            Bench(
                heats=heats,
                names=tuple(heat.name for heat in scope.read if heat.number in heats),
                faces={face.key: face for face in seated},
                judges={at: face.key for face in seated for at in face.seats},
                appearances=tuple(each for each in appearances if each.heat in here),
            )
        )
    return tuple(benches)


def _faces(heat_ids: Sequence[int]) -> list[JudgeFace]:
    """Return the judges of heats in order of heat and seat; practice seats are none."""
    rows = db.session.execute(
        select(Heat.number, Seat.number, Seat.person_id, Person.name, Person.unit)
        .join(Panel, Panel.heat_id == Heat.id)
        .join(Seat, Seat.panel_id == Panel.id)
        .outerjoin(Person, Person.id == Seat.person_id)
        .where(Heat.id.in_(heat_ids), Seat.group != PRACTICE_GROUP)
        .order_by(Heat.number, Seat.number)
    )
    found: dict[object, JudgeFace] = {}
    for heat, seat, person_id, name, unit in rows:
        at = (str(heat), str(seat))
        known = found.get(person_id or at)
        earlier = known.seats if known else ()
        key = known.key if known else f"{heat}/{seat}"
        found[person_id or at] = JudgeFace(key, name or "", unit or "", (*earlier, at))
    return list(found.values())


def _connected(heats: Sequence[int], faces: Sequence[JudgeFace]) -> list[tuple[int, ...]]:
    """Return heats in groups that are linked by judges, each in order, by their first heat."""
    groups = [{heat} for heat in heats]
    for face in faces:
        linked = {int(heat) for heat, _seat in face.seats}
        touched = [group for group in groups if group & linked]
        groups = [group for group in groups if not group & linked]
        groups.append(set().union(*touched))
    return sorted(tuple(sorted(group)) for group in groups if group)
