"""What no honest client sends: NUL characters and endless numbers. Never a fault of ours."""

import pytest

from tests.databases import DATABASES
from tests.factories import sign_in

pytestmark = pytest.mark.parametrize("database_kind", DATABASES)
ENDLESS = "9" * 400


@pytest.fixture
def desk(app, factory, client):
    with app.app_context():
        heat = factory.ready_heat()
        token = factory.session("person", factory.person(["organizer"], heat.competition_id))
    sign_in(client, token)
    return f"/desk/{heat.slug}"


@pytest.mark.parametrize(
    "path", ["/c/%00/", "/verify/%00", "/c/x/releases/%00/1", "/j/%00", "/nothing/%00"]
)
def test_a_nul_in_an_address_leads_nowhere(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["q=%00", "division=%00", "%00=1", "page=9" + "9" * 30])
def test_an_absurd_query_is_refused_or_ignored(client, desk, query):
    assert client.get(f"{desk}/entries?{query}").status_code in (200, 400)


@pytest.mark.parametrize("field", ["email", "number"])
def test_a_nul_in_a_form_is_refused(client, field):
    assert client.post("/sign-in", data={field: "a\0b"}).status_code == 400


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("awards/99999999999999999999/take", {"reason": "x"}),
        ("releases/round-3/new", {"kind": "final", "heats": ENDLESS}),
        ("setup/facts", {"notice_days": ENDLESS}),
        ("rounds/round-3/heats", {"count": ENDLESS, "seats": ENDLESS}),
        ("rounds/round-3/heats/1/panel", {"number": ENDLESS}),
    ],
)
def test_an_endless_number_is_refused_and_changes_nothing(client, desk, path, form):
    assert client.post(f"{desk}/{path}", data=form).status_code in (400, 404, 409)
