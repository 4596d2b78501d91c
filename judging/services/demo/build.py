"""The demo from nothing to a semi-final in progress, command by command, as people would do it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from judging.permissions import SYSTEM, Actor, Role
from judging.presets import get_rule_preset
from judging.services.assignments import assign_entries
from judging.services.certificates import issue_certificates
from judging.services.competitions import NewCompetition, create_competition
from judging.services.demo.cast import entry_ids, heat_ids, officer, seat_actors
from judging.services.demo.sitting import Sitting, hold, round_id_of
from judging.services.demo.story import HeatStory, RoundStory, Story, read_story
from judging.services.divisions import NewDivision
from judging.services.draws import commit_draw, draw_order
from judging.services.entry_imports import import_entries
from judging.services.heats import NewHeat
from judging.services.panels import occupy_seat
from judging.services.people import NewPerson, create_person
from judging.services.releases import approve_release, prepare_release, publish_release
from judging.services.rounds import NewRound
from judging.services.tallies import run_round

_SEED = "5ca1ab1e" * 8  # a demo wants the same order every time; real draws use chance


@dataclass(frozen=True)
class _Stage:
    """What the steps below share."""

    story: Story
    competition_id: int
    now: datetime
    organizer: Actor
    chief_judge: Actor
    auditor: Actor

    def at(self, instant: datetime) -> datetime:
        """Return a moment of the story, never later than now."""
        return min(instant, self.now)


def build_demo(now: datetime, password: str) -> str:
    """Make the demo competition.

    Args:
        now: the present instant; the running semi-final is on this day.
        password: of the demo's four accounts.

    Returns:
        The competition's slug.

    Raises:
        InvalidInput: the slug is taken.
    """
    story = read_story(now)
    competition_id = _set_up(story, now, password)
    stage = _Stage(
        story,
        competition_id,
        now,
        officer(competition_id, Role.ORGANIZER),
        officer(competition_id, Role.CHIEF_JUDGE),
        officer(competition_id, Role.AUDITOR),
    )
    import_entries(stage.organizer, now, competition_id, story.entries_file, "entries.csv")
    for position, round_story in enumerate(story.rounds):
        before = story.rounds[position - 1] if position else None
        _play_round(stage, round_story, before)
    return str(story.competition["slug"])


def _set_up(story: Story, now: datetime, password: str) -> int:
    """Make the competition with its rounds, heats and people; return its key."""
    facts = story.competition
    document = get_rule_preset(facts["rules"]).document
    created = create_competition(
        SYSTEM,
        now,
        NewCompetition(
            slug=facts["slug"],
            name_zh=facts["name"]["zh"],
            name_en=facts["name"]["en"],
            edition=facts["edition"],
            host_zh=facts["host"]["zh"],
            host_en=facts["host"]["en"],
            place=facts["place"],
            number_prefix=facts["number_prefix"],
            starts_on=story.starts_on,
            ends_on=story.ends_on,
            is_demo=True,
            divisions=tuple(
                NewDivision(d["key"], d["name"]["zh"], d["name"]["en"]) for d in story.divisions
            ),
            rounds=tuple(
                NewRound(
                    r.key, r.name["zh"], r.name["en"], document, tuple(map(_new_heat, r.heats))
                )
                for r in story.rounds
            ),
        ),
    )
    for person in story.people:
        create_person(
            SYSTEM,
            now,
            NewPerson(
                name=person["name"],
                email=person["email"],
                password=password,
                roles=(Role(person["role"]),),
                competition_id=created.id,
                may_create=person["role"] == Role.ORGANIZER,
            ),
        )
    return created.id


def _new_heat(story: HeatStory) -> NewHeat:
    """Return the heat that a story asks for, with its seats."""
    practice = (("practice", 1),) if story.practice_judge else ()
    return NewHeat(
        number=story.number,
        place=story.place,
        starts_at=story.starts_at,
        seat_count=len(story.judges) + len(practice),
        groups=(("expert", len(story.judges)), *practice),
    )


def _play_round(stage: _Stage, story: RoundStory, before: RoundStory | None) -> None:
    """Seat, draw, judge, tally and release one round, as far as the story has come."""
    heats = heat_ids(stage.competition_id, story.key)
    for heat in story.heats:
        _fill(stage, heat, heats[heat.number], before)
        if heat.stage in ("released", "tallied", "running"):
            hold(_sitting(stage, story, heat, heats[heat.number]))
    done = [h.number for h in story.heats if h.stage in ("released", "tallied")]
    if not done:
        return
    ended = stage.at(max(h.starts_at for h in story.heats if h.number in done))
    round_id = round_id_of(heats[done[0]])
    after = stage.at(ended + timedelta(hours=3))
    run_round(stage.chief_judge, after, round_id)
    _release(stage, round_id, story, after, done)


def _sitting(stage: _Stage, story: RoundStory, heat: HeatStory, heat_id: int) -> Sitting:
    """Return what holding one heat needs."""
    return Sitting(
        heat_id=heat_id,
        story=heat,
        events=tuple(e for e in stage.story.events if e["round"] == story.key),
        comments=stage.story.comments,
        organizer=stage.organizer,
        chief_judge=stage.chief_judge,
        seats=seat_actors(stage.competition_id, heat_id),
        begins_at=stage.at(min(heat.starts_at, stage.now - timedelta(minutes=45))),
        now=stage.now,
    )


def _fill(stage: _Stage, heat: HeatStory, heat_id: int, before: RoundStory | None) -> None:
    """Put judges on the seats and entries into the heat, and draw the order."""
    earlier = stage.at(heat.starts_at - timedelta(days=2))
    names = (*heat.judges, *((heat.practice_judge,) if heat.practice_judge else ()))
    seats = seat_actors(stage.competition_id, heat_id)
    for (seat, _name), name in zip(seats.values(), names, strict=True):
        unit = stage.story.judge_units.get(name, "")
        occupy_seat(stage.organizer, earlier, seat.id, name, unit)
    numbers = heat.entries or _advanced(stage, before, heat.from_heats)
    if not numbers:
        return
    entries = entry_ids(stage.competition_id, numbers)
    assign_entries(stage.organizer, earlier, heat_id, entries)
    commit_draw(stage.organizer, earlier, heat_id, _SEED)
    draw_order(stage.organizer, earlier, heat_id)


def _advanced(
    stage: _Stage, before: RoundStory | None, from_heats: tuple[int, ...]
) -> tuple[str, ...]:
    """Return the entry numbers that go on from heats of the round before."""
    from judging.services.demo.advanced import list_advanced

    if before is None:
        return ()
    heats = heat_ids(stage.competition_id, before.key)
    return list_advanced([heats[number] for number in from_heats])


def _release(
    stage: _Stage, round_id: int, story: RoundStory, when: datetime, heats: list[int]
) -> None:
    """Release what is counted: prepared by one, approved by another; certificates at the end."""
    kind = "final" if story.stage == "released" else "provisional"
    facts = prepare_release(stage.organizer, when, round_id, kind, heat_numbers=heats)
    approve_release(stage.auditor, when, facts.id)
    publish_release(stage.organizer, when, facts.id)
    if kind == "final":
        issue_certificates(stage.organizer, when, facts.id)
