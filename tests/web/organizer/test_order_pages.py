"""The running order on the desk: numbers, buttons, lots; and how anybody can check them."""

import hashlib
import html
import re

from sqlalchemy import select

from judging.extensions import db
from judging.models import Appearance, Entry, Heat, Round
from tests.factories import Factory, sign_in


def _desk(app, client, state="planned"):
    """Sign a stage manager in; return the order's address, the heat's id and entry numbers."""
    with app.app_context():
        factory = Factory(app.config["SECRET_KEY"])
        bundle = factory.ready_heat(entries=3, state=state)
        db.session.get_one(Heat, bundle.heat_id).order_source = ""
        db.session.commit()
        person = factory.person(["stage_manager"], bundle.competition_id)
        sign_in(client, factory.session("person", person))
        key = db.session.get_one(Round, bundle.round_id).key
        numbers = list(db.session.scalars(select(Entry.number).order_by(Entry.id)))
        return f"/desk/{bundle.slug}/rounds/{key}/heats/1/order", bundle.heat_id, numbers


def _order(app, heat_id):
    with app.app_context():
        query = (
            select(Entry.number)
            .join(Appearance, Appearance.entry_id == Entry.id)
            .where(Appearance.heat_id == heat_id)
            .order_by(Appearance.order_number)
        )
        return list(db.session.scalars(query)), db.session.get_one(Heat, heat_id).order_source


def test_numbers_that_were_typed_set_the_order(app, client):
    url, heat_id, (a, b, c) = _desk(app, client)
    answer = client.post(url, data={f"place-{a}": "30", f"place-{b}": "10", f"place-{c}": "20"})
    assert answer.status_code == 302
    assert _order(app, heat_id) == ([b, c, a], "manual")


def test_a_button_moves_a_line_without_saving(app, client):
    url, heat_id, (a, b, c) = _desk(app, client)
    places = {f"place-{number}": str(n) for n, number in enumerate((a, b, c), start=1)}
    page = client.post(url, data=places | {"up": c}).get_data(as_text=True)
    assert re.findall(r'data-key="([^"]+)"', page) == [a, c, b]
    assert _order(app, heat_id)[1] == ""
    for absurd in ({"up": a}, {"down": "nothing"}, {"down": c}):
        assert client.post(url, data=places | absurd).status_code == 200


def test_absurd_numbers_are_named_and_change_nothing(app, client):
    url, heat_id, (a, b, c) = _desk(app, client)
    good = {f"place-{number}": str(n) for n, number in enumerate((a, b, c), start=1)}
    for slip in ("", "0", "-1", "9" * 30, "1.5", "一", "２", "2"):
        answer = client.post(url, data=good | {f"place-{a}": slip})
        assert answer.status_code == 400, slip
    assert _order(app, heat_id)[1] == ""


def test_lots_are_drawn_behind_a_commitment_and_can_be_checked_by_hand(app, client):
    url, heat_id, numbers = _desk(app, client)
    assert client.post(f"{url}/commit").status_code == 302
    before = client.get(url).get_data(as_text=True)
    (commitment,) = set(re.findall(r"\b[0-9a-f]{64}\b", before))
    assert client.post(f"{url}/draw").status_code == 302
    page = html.unescape(client.get(url).get_data(as_text=True))
    seed = re.search(r"printf '%s' '([0-9a-f]{64})' \| sha256sum", page)[1]
    assert hashlib.sha256(seed.encode()).hexdigest() == commitment
    by_hand = sorted(numbers, key=lambda n: hashlib.sha256(f"{seed}|{n}".encode()).hexdigest())
    assert _order(app, heat_id) == (by_hand, "lot")
    first = hashlib.sha256(f"{seed}|{by_hand[0]}".encode()).hexdigest()
    assert first in page


def test_drawing_again_needs_a_reason_and_repeating_is_refused(app, client):
    url, heat_id, _ = _desk(app, client)
    assert client.post(f"{url}/draw").status_code == 409
    client.post(f"{url}/commit")
    assert client.post(f"{url}/commit").status_code == 409
    client.post(f"{url}/draw")
    order = _order(app, heat_id)
    assert client.post(f"{url}/draw").status_code == 409
    assert client.post(f"{url}/commit").status_code == 400
    assert client.post(f"{url}/commit", data={"reason": "因" * 501}).status_code == 400
    assert client.post(f"{url}/clear").status_code == 400
    assert _order(app, heat_id) == order
    assert client.post(f"{url}/commit", data={"reason": "漏一人"}).status_code == 302


def test_an_open_heat_keeps_its_order(app, client):
    url, heat_id, (a, b, c) = _desk(app, client, "open")
    assert client.get(url).status_code == 200
    places = {f"place-{a}": "3", f"place-{b}": "2", f"place-{c}": "1"}
    for path, data in (("", places), ("/commit", {}), ("/draw", {}), ("/clear", {})):
        assert client.post(url + path, data=data).status_code == 409
    assert _order(app, heat_id)[0] == [a, b, c]
