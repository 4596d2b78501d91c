"""Two people stand behind a release, whatever is switched on or off in between."""

from datetime import datetime

import pytest

from judging.errors import Blocked, Conflict, NotFound, Problem, WrongState
from judging.extensions import db
from judging.models import Competition, Release
from judging.permissions import SYSTEM
from judging.services.awards import GivenAward, give_award
from judging.services.releases import (
    approve_release,
    prepare_release,
    publish_release,
)
from tests.factories import Factory
from tests.services.release_staff import Staff


@pytest.fixture
def staff(factory: Factory, now: datetime) -> Staff:
    """A counted heat of three, without ties."""
    return Staff(factory, now, ("36", "38", "34"))


def test_the_same_person_cannot_prepare_and_approve(
    staff: Staff, factory: Factory, now: datetime
) -> None:
    both = factory.actor(staff.heat.competition_id, "organizer", "auditor")
    draft = prepare_release(both, now, staff.heat.round_id, "final")

    with pytest.raises(Conflict) as refused:
        approve_release(both, now, draft.id)

    assert refused.value.code == "same_person"
    assert db.session.get_one(Release, draft.id).state == "draft"
    assert approve_release(staff.auditor, now, draft.id).state == "approved"


def test_an_organizer_cannot_approve_where_two_are_needed(
    staff: Staff, factory: Factory, now: datetime
) -> None:
    draft = staff.prepare()
    second = factory.actor(staff.heat.competition_id, "organizer")
    stranger = factory.actor(factory.competition(), "auditor")

    for actor in (second, stranger, staff.organizer):
        with pytest.raises(NotFound):
            approve_release(actor, now, draft.id)
    with pytest.raises(Conflict) as refused:
        approve_release(SYSTEM, now, draft.id)

    assert refused.value.code == "person_needed"
    assert db.session.get_one(Release, draft.id).state == "draft"


def test_one_person_is_enough_only_where_the_competition_says_so_and_it_is_recorded(
    staff: Staff, now: datetime
) -> None:
    db.session.get_one(Competition, staff.heat.competition_id).is_second_approval = False
    db.session.commit()
    draft = staff.prepare()

    approve_release(staff.organizer, now, draft.id)

    assert db.session.get_one(Release, draft.id).is_single_approval
    assert publish_release(staff.organizer, now, draft.id).state == "public"


def _need_second(staff: Staff, is_needed: bool) -> None:
    row = db.session.get_one(Competition, staff.heat.competition_id)
    row.is_second_approval = is_needed
    db.session.commit()


def test_switching_second_approval_off_does_not_free_a_draft_that_needs_it(
    staff: Staff, now: datetime
) -> None:
    draft = staff.prepare()
    _need_second(staff, False)

    with pytest.raises(NotFound):
        approve_release(staff.organizer, now, draft.id)

    assert db.session.get_one(Release, draft.id).state == "draft"
    assert approve_release(staff.auditor, now, draft.id).state == "approved"
    assert not db.session.get_one(Release, draft.id).is_single_approval


def test_switching_second_approval_on_binds_a_draft_that_did_without(
    staff: Staff, factory: Factory, now: datetime
) -> None:
    _need_second(staff, False)
    both = factory.actor(staff.heat.competition_id, "organizer", "auditor")
    draft = prepare_release(both, now, staff.heat.round_id, "final")
    _need_second(staff, True)

    with pytest.raises(Conflict) as refused:
        approve_release(both, now, draft.id)

    assert refused.value.code == "same_person"
    approve_release(staff.auditor, now, draft.id)
    assert not db.session.get_one(Release, draft.id).is_single_approval
    assert publish_release(staff.organizer, now, draft.id).state == "public"


def test_what_one_person_approved_stays_unpublished_once_two_are_needed(
    staff: Staff, now: datetime
) -> None:
    _need_second(staff, False)
    draft = staff.prepare()
    approve_release(staff.organizer, now, draft.id)
    _need_second(staff, True)

    with pytest.raises(Conflict) as refused:
        publish_release(staff.organizer, now, draft.id)

    assert refused.value.code == "approved_alone"
    assert db.session.get_one(Release, draft.id).state == "approved"


def test_a_draft_cannot_go_public_without_approval(staff: Staff, now: datetime) -> None:
    draft = staff.prepare()

    with pytest.raises(WrongState):
        publish_release(staff.organizer, now, draft.id)
    with pytest.raises(NotFound):
        publish_release(staff.auditor, now, draft.id)


def test_what_changed_since_the_draft_blocks_the_publication(staff: Staff, now: datetime) -> None:
    draft = staff.prepare()
    approve_release(staff.auditor, now, draft.id)
    give_award(SYSTEM, now, staff.heat.appearance_ids[0], GivenAward("star", "人气奖"), "观众投票")

    with pytest.raises(Blocked) as refused:
        publish_release(staff.organizer, now, draft.id)

    assert refused.value.blockers == (Problem("release_inputs_changed"),)
    assert db.session.get_one(Release, draft.id).state == "approved"
