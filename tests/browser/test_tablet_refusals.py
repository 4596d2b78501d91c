"""What a proxy says in the server's place decides nothing: the sheet waits, and arrives once."""

from typing import Any

from playwright.sync_api import Route, expect

from tests.browser.conftest import PageAt
from tests.browser.live_server import LiveServer
from tests.browser.marking import fill, make_hall, submit, wake
from tests.browser.sizes import TABLET

LOST = ("Failed to load resource",)
PAGE = {"content_type": "text/html", "body": "<h1>Not here</h1>"}
CODELESS = {"content_type": "application/json", "body": '{"message": "no"}'}
REFUSALS: list[dict[str, Any]] = [
    *({"status": status, **PAGE} for status in (200, 403, 404, 413, 502)),
    *({"status": status, **CODELESS} for status in (200, 400, 401, 404, 409, 422)),
]
_OUTCOMES = """
async (refusals) => {
  const { outcomeOf } = await import("/static/tablet/courier.js");
  const item = { client_id: "a", digest: "b", status: "waiting" };
  const bodyOf = (said) => (said.content_type.includes("json") ? JSON.parse(said.body) : null);
  return refusals.map((answer) => outcomeOf(item, { status: answer.status, body: bodyOf(answer) }));
}
"""
_STATUS = """
async () => {
  const { openStore } = await import("/static/tablet/store.js");
  return (await (await openStore()).listAll("outbox")).map(({ status }) => status);
}
"""


def test_whatever_a_proxy_refuses_with_the_sheet_goes_on_waiting(
    page_at: PageAt, live_server: LiveServer
) -> None:
    hall = make_hall(live_server)
    page = page_at(*TABLET, locale="en-GB", expected_errors=LOST)
    hall.enter(page)
    left = list(REFUSALS)

    def refuse(route: Route) -> None:
        route.fulfill(**left.pop(0)) if left else route.abort()

    page.context.route("**/revisions/*", refuse)
    fill(page)
    submit(page)
    while left:
        with page.expect_request("**/revisions/*"):
            wake(page)
        assert page.evaluate(_STATUS) == ["waiting"]
    expect(page.locator("#total-bar")).to_contain_text("Saved on this tablet, not received yet")
    expect(page.locator("#outbox")).to_have_class("outbox is-waiting")
    assert page.evaluate(_OUTCOMES, REFUSALS) == [None] * len(REFUSALS)
    page.context.unroute("**/revisions/*")
    wake(page)
    expect(page.locator("#tablet .receipt")).to_contain_text("Received")
    assert hall.revisions() == [(1, "given", 88000, "")]
