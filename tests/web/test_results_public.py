"""What the public and contestants see: nothing before a release, and then only what is released."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from judging.extensions import db
from judging.models import Certificate, Competition, Contestant, Entry
from judging.permissions import SYSTEM
from judging.services.awards import GivenAward, give_award
from judging.services.certificates import issue_certificates
from judging.services.releases import approve_release, prepare_release, publish_release
from judging.services.tallies import run_tally
from tests.factories import Factory, HeatBundle, sign_in


class Story:
    """A judged heat, told step by step; every step in a context of its own."""

    def __init__(self, app: Flask, factory: Factory, now: datetime) -> None:
        self.app, self.factory, self.now = app, factory, now
        with app.app_context():
            self.heat: HeatBundle = factory.judged_heat(("36", "38", "34"))
            self.organizer = factory.actor(self.heat.competition_id, "organizer")
            self.auditor = factory.actor(self.heat.competition_id, "auditor")
            self.slug = self.heat.slug
            self.names = list(db.session.scalars(select(Contestant.name)))
            self.numbers = list(db.session.scalars(select(Entry.number).order_by(Entry.id)))
            self.tokens = [factory.session("entry", key) for key in self.heat.entry_ids]
            self.desk_token = factory.session("person", self.organizer.id)
            run_tally(SYSTEM, now, self.heat.round_id, self.heat.heat_id)

    def prepare(self, kind: str = "provisional", changes: str = "") -> int:
        with self.app.app_context():
            return prepare_release(self.organizer, self.now, self.heat.round_id, kind, changes).id

    def approve(self, release: int) -> None:
        with self.app.app_context():
            approve_release(self.auditor, self.now, release)

    def publish(self, kind: str = "provisional", changes: str = "") -> int:
        release = self.prepare(kind, changes)
        self.approve(release)
        with self.app.app_context():
            publish_release(self.organizer, self.now, release)
        return release

    def public_pages(self) -> list[str]:
        return [
            "/",
            f"/c/{self.slug}/",
            f"/c/{self.slug}/?number={self.numbers[0]}",
            f"/c/{self.slug}/releases/{self.round_key}/1",
        ]

    @property
    def round_key(self) -> str:
        from judging.models import Round

        with self.app.app_context():
            return db.session.scalars(select(Round.key)).one()


@pytest.fixture
def story(app: Flask, factory: Factory, now: datetime) -> Story:
    """A judged and counted heat."""
    return Story(app, factory, now)


SCORES = ("87.00", "85.00", "83.00")


def assert_nothing_leaks(client: FlaskClient, story: Story, pages: list[str]) -> None:
    """No score, prize, entry number or name stands in the answer or its headers."""
    secrets = [*SCORES, *story.names, *story.numbers, "一等奖", "First Prize"]
    for page in pages:
        answer = client.get(page)
        told = answer.get_data(as_text=True) + str(answer.headers)
        told = told.replace(f"number={story.numbers[0]}", "")
        assert [text for text in secrets if text in told] == [], page
        assert "ETag" not in answer.headers


@pytest.mark.parametrize("step", ["counted", "drafted", "approved"])
def test_nothing_is_told_before_the_release(story: Story, client: FlaskClient, step: str) -> None:
    if step != "counted":
        draft = story.prepare()
        if step == "approved":
            story.approve(draft)

    assert_nothing_leaks(client, story, story.public_pages())


def test_a_competition_without_release_answers_like_none(story: Story, client: FlaskClient) -> None:
    known = client.get(f"/c/{story.slug}/")
    unknown = client.get("/c/nothing-here/")

    def plain(text: str) -> str:
        return text.replace(story.slug, "x").replace("nothing-here", "x")

    import re

    token = re.compile(r'value="[^"]{60,}"')
    assert known.status_code == unknown.status_code == 404
    assert token.sub("", plain(known.text)) == token.sub("", plain(unknown.text))


def test_after_the_release_only_what_was_released_is_told(
    story: Story, client: FlaskClient, app: Flask, now: datetime
) -> None:
    story.publish()
    with app.app_context():
        award = GivenAward("star", "秘密奖", "Secret Award")
        give_award(SYSTEM, now, story.heat.appearance_ids[0], award, "r")

    text = client.get(f"/c/{story.slug}/").text

    assert [score in text for score in SCORES] == [True, True, True]
    assert not [name for name in story.names if name in text]
    assert "秘密奖" not in text
    assert "noindex" in client.get(f"/c/{story.slug}/").headers["X-Robots-Tag"]


def test_a_contestant_sees_nothing_before_and_only_the_own_result_after(
    story: Story, client: FlaskClient
) -> None:
    sign_in(client, story.tokens[0])
    before = client.get("/me/").text
    assert not [score for score in SCORES if score in before]

    story.publish()
    after = client.get("/me/").text

    assert [score in after for score in SCORES] == [False, True, False]
    assert story.names[0] in after
    assert not [name for name in story.names[1:] if name in after]


def test_comments_reach_the_contestant_only_after_the_release(
    story: Story, client: FlaskClient, app: Flask
) -> None:
    from judging.models import SheetRevision

    with app.app_context():
        for revision in db.session.scalars(select(SheetRevision)):
            revision.comment_contestant = "论证清楚"
            revision.comment_panel = "只给评审组"
        db.session.commit()
    sign_in(client, story.tokens[1])
    assert "论证清楚" not in client.get("/me/").text

    story.publish()
    after = client.get("/me/").text

    assert "论证清楚" in after
    assert "只给评审组" not in after


def test_certificates_go_to_their_owner_and_to_nobody_else(
    story: Story, client: FlaskClient, app: Flask, now: datetime
) -> None:
    release = story.publish()
    with app.app_context():
        issue_certificates(story.organizer, now, release)
        row = db.session.scalars(
            select(Certificate).where(Certificate.entry_id == story.heat.entry_ids[0])
        ).one()
        number, serial = row.number, row.serial
    assert client.get(f"/me/certificates/{number}.pdf").status_code == 302
    sign_in(client, story.tokens[1])
    assert client.get(f"/me/certificates/{number}.pdf").status_code == 404
    sign_in(client, story.tokens[0])

    answer = client.get(f"/me/certificates/{number}.pdf")

    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"
    text = client.get(f"/verify/{serial}").text
    assert story.names[0] not in text


def test_an_older_release_stays_readable_and_says_that_it_is_old(
    story: Story, client: FlaskClient, app: Flask, now: datetime
) -> None:
    story.publish("final")
    with app.app_context():
        award = GivenAward("star", "人气奖", "Audience Award")
        give_award(SYSTEM, now, story.heat.appearance_ids[2], award, "r")
    story.publish("correction", "增设人气奖")
    path = f"/c/{story.slug}/releases/{story.round_key}"

    old, new = client.get(f"{path}/1"), client.get(f"{path}/2")

    assert "人气奖" not in old.text
    assert "人气奖" in new.text
    assert "较早" in old.text
    assert client.get(f"{path}/3").status_code == 404
    assert client.get(f"{path}/999999999999").status_code == 404


def test_an_unknown_and_a_malformed_serial_are_answered_alike(client: FlaskClient) -> None:
    import re

    token = re.compile(r'value="[^"]*"')
    pages = {
        token.sub("", client.get(f"/verify/{serial}").text)
        for serial in ("0" * 26, "1" * 26, "xyz", "%20", "a" * 90)
    }
    assert len({re.sub(r"/verify/\S*", "", page) for page in pages}) == 1


def test_names_can_be_checked_only_so_often(client: FlaskClient) -> None:
    answers = [
        client.post(f"/verify/{'0' * 26}", data={"name": f"n{i}"}).status_code for i in range(12)
    ]
    assert answers[0] == 404
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "spellings",
    [
        [
            "0" * 26,
            "O" * 26,
            "o" * 26,
            "00000-00000-00000-00000-000000",
            "00000.000000000000000000000",
        ],
        ["x", "y", "z" * 26, "a" * 300, "9" * 26],
    ],
    ids=["one serial", "no serial"],
)
def test_another_spelling_of_a_serial_gives_no_more_tries(
    client: FlaskClient, spellings: list[str]
) -> None:
    answers = [
        client.post(f"/verify/{spelling}", data={"name": f"n{i}"}).status_code
        for i in range(3)
        for spelling in spellings
    ]
    assert answers == [404] * 10 + [429] * 5


@pytest.mark.parametrize("query", ["?page=0", "?page=-1", "?page=99999999999999999999", "?group=x"])
def test_nonsense_in_the_address_is_no_fault(story: Story, client: FlaskClient, query: str) -> None:
    story.publish()
    assert client.get(f"/c/{story.slug}/{query}").status_code == 200


def test_the_search_finds_an_entry_by_number_and_says_when_there_is_none(
    story: Story, client: FlaskClient
) -> None:
    story.publish()
    number = story.numbers[2]
    assert f'id="entry-{number}"' in client.get(f"/c/{story.slug}/?number={number.lower()}").text
    assert "ZZZ" in client.get(f"/c/{story.slug}/?number=ZZZ").text


def test_full_names_are_shown_only_where_the_settings_say_so(
    story: Story, client: FlaskClient, app: Flask
) -> None:
    with app.app_context():
        competition = db.session.get_one(Competition, story.heat.competition_id)
        competition.names_shown = "full"
        db.session.commit()
    story.publish()

    text = client.get(f"/c/{story.slug}/").text

    assert [name in text for name in story.names] == [True, True, True]


def test_health_and_readiness_answer(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json and ready.json["status"]) == (200, "ready")


def test_the_language_is_kept_and_foreign_targets_are_not_followed(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "en", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"
    assert 'lang="en"' in client.get("/").text
    assert (
        client.post("/language", data={"language": "xx", "next": "/verify/"}).headers["Location"]
        == "/verify/"
    )
