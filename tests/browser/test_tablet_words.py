"""What the judge's page says of its sheets: asked of its modules, in one page each."""

from tests.browser.conftest import PageAt
from tests.browser.sizes import TABLET

#: ``says(element)``: its text; ``turn(order, sheet)``: as the heat has it.
_TOOLS = """
const { loadWords } = await import("/static/tablet/words.js");
await loadWords("/judge/words?language=en");
const { setIcons } = await import("/static/tablet/dom.js");
await setIcons("/static/icons.svg");
const says = (element) => element.textContent;
const empty = { state: "not_yet", revision: 0, conflicts: [] };
const turn = (order, sheet = {}) =>
  ({ order, appearance: order, title: {}, entry: "A", sheet: { ...empty, ...sheet } });
"""


def ask(page_at: PageAt, script: str, locale: str = "en-GB") -> object:
    """Return what a script that uses the page's modules returns."""
    page = page_at(*TABLET, locale=locale)
    page.goto("/sign-in")
    return page.evaluate(f"async () => {{ {_TOOLS} {script} }}")


_RETRY = """
  const { troubleNotices } = await import("/static/tablet/view_notices.js");
  const menu = document.createElement("button");
  menu.setAttribute("data-escape", "");
  document.body.append(menu);
  const done = [];
  const cases = [["refused", false], ["refused", true], ["full", true], ["failing", false]];
  const [reload, keepAgain] = ["reload", "send"].map((what) => () => done.push(what));
  for (const [trouble, mayReload] of cases) {
    const on = { mayReload: () => mayReload, reload, keepAgain };
    const [notice] = troubleNotices({ trouble, mayHaveWorker: true, ...on });
    notice.querySelector("button").click();
  }
  return done;
"""


def test_trying_again_reloads_only_where_nothing_is_in_memory_alone(page_at: PageAt) -> None:
    assert ask(page_at, _RETRY) == ["send", "reload", "send", "send"]


_BADGE = """
  const { asBegun, badgeFace } = await import("/static/tablet/view_bar.js");
  const nothing = { volatile: [], undecided: [], unsent: [] };
  const face = (statuses, connection = "ok", outbox = nothing) => {
    const standings = statuses.map((status) => ({ status }));
    const { kind, count, word } = badgeFace(outbox, standings, connection);
    return [kind, count, word];
  };
  return [
    face(["empty", "empty"]),
    face(["draft", "empty"]),
    face(["received", "draft", "question", "empty"]),
    face(["received", "conflict", "draft"]),
    face(["received", "empty"]),
    face(["received", "empty"], "away"),
    face(["received", "waiting"], "away", { ...nothing, unsent: [1] }),
    ["received", "question", "recused", "absent", "void", "waiting", "conflict"].map(
      (status) => asBegun({ standing: { status }, isCorrecting: true }).status,
    ),
    asBegun({ standing: { status: "received" }, isCorrecting: false }).status,
  ];
"""


def test_the_badge_is_green_only_where_all_that_is_begun_is_received(page_at: PageAt) -> None:
    assert ask(page_at, _BADGE) == [
        ["", 0, "Nothing waiting"],
        ["", 1, "not submitted"],
        ["", 1, "not submitted · 2 received"],
        ["is-refused", 1, "two versions"],
        ["is-received", 0, "All received"],
        ["", 0, "No connection"],
        ["is-waiting", 1, "to be sent"],
        [*["draft"] * 5, "waiting", "conflict"],
        "received",
    ]


_BEGUN = """
  const { dueElsewhere } = await import("/static/tablet/sheet.js");
  const line = (order, status, awaited = null, isOpen = true) =>
    ({ turn: { ...turn(order), awaited }, standing: { status, isOpen } });
  const found = (lines, order, marking = {}, whole = 0) =>
    dueElsewhere({ marking }, lines, order, (other) => other.order === whole);
  const begun = [line(1, "received"), line(2, "draft"), line(3, "empty")];
  return [
    found(begun, 3),
    found(begun, 2, {}, 2),
    found(begun, 1),
    found(begun, 1, {}, 2),
    found([line(1, "draft", 2), line(2, "empty")], 2),
    found([line(1, "draft", null, false), line(2, "empty")], 2),
    found([line(1, "draft"), line(2, "draft")], 2, { together: 2 }, 1),
    found([line(1, "draft"), line(2, "draft"), line(3, "empty")], 3, { together: 2 }, 1),
  ];
"""


def test_a_begun_sheet_that_could_be_handed_in_is_called_for(page_at: PageAt) -> None:
    assert ask(page_at, _BEGUN) == [2, 0, 0, 2, 0, 0, 0, 1]


_VERSIONS = """
  const { settledView } = await import("/static/tablet/view_sheet.js");
  const { standingNotices } = await import("/static/tablet/view_notices.js");
  const { confirmVersion } = await import("/static/tablet/dialogs.js");
  const criterion = (key) => ({ key, name: { en: key }, max: 10000, places: 1 });
  const criteria = ["content", "image"].map(criterion);
  const revision = (number, image, note) => ({
    number, state: "given", marks: { content: "9.0", image }, judge_total: "18.0", reason: "",
    comment_contestant: "Clear", comment_panel: note, received_at: "2026-12-05T01:30:00Z",
  });
  const [first, second] = [revision(1, "9.0", ""), revision(2, "8.0", "hoarse")];
  const shown = turn(3, { state: "given", revision: 1, current: first, conflicts: [second] });
  const [, view] = settledView(shown, { status: "conflict", state: "given" }, { criteria }, {});
  const cards = [...view.children].map((card) => [...card.querySelectorAll("th, dt")].map(says));
  const notes = [...view.querySelectorAll("dd")].map(says);
  const onChoose = [{ choose() {} }, { choose: null }].map((on) => {
    const parts = settledView(shown, { status: "conflict", state: "given" }, { criteria }, on);
    return [says(parts[0].querySelectorAll("p")[1]), parts[1].querySelectorAll("button").length];
  });
  const gone = [];
  const goTo = (order) => gone.push(order);
  const orders = { conflictOrder: 3, correctingOrder: 2, askedOrder: 2, stageOrder: 3 };
  const facts = { heat: { seat: {} }, mayHaveWorker: true, ...orders, goTo };
  const notices = standingNotices(facts);
  notices[0].querySelector("button").click();
  const asked = confirmVersion(shown, { criteria }, second);
  const title = says(document.querySelector("dialog[open] h2"));
  document.querySelector("dialog[open] button").click();
  return [cards, notes, onChoose, notices.map(says), gone, title, await asked];
"""


def test_two_versions_are_called_for_compared_whole_and_chosen_once_asked(page_at: PageAt) -> None:
    rows = [
        "content",
        "image differs",
        "Total",
        "Comment to the contestant",
        "Note to the panel differs",
    ]
    assert ask(page_at, _VERSIONS) == [
        [rows, rows],
        ["Clear", "—", "Clear", "hoarse"],
        [
            [
                "Both are kept. Choose the one that you mean; the chief judge sees both.",
                2,
            ],
            ["Choose on the other device. Both versions are kept.", 0],
        ],
        [
            "Two versions of your score sheet of No. 3: please choose one. Go to No. 3",
            "Your correction of No. 2 is not submitted yet. Go to No. 2",
        ],
        [3],
        "Use version 2 for No. 3?",
        None,
    ]


_HELD = """
  const { settledView } = await import("/static/tablet/view_sheet.js");
  const { faceOf } = await import("/static/tablet/view_list.js");
  const { standing } = await import("/static/tablet/sheet.js");
  const shown = (code) => {
    const payload = { marks: {}, state: "given", replaces: 0 };
    const item = { status: "held", payload, problem: { code, detail: "Detail." } };
    const now = standing(turn(2), item, null, "closed");
    const [notice] = settledView(turn(2), now, { criteria: [] }, {});
    const all = (name) => [...notice.querySelectorAll(name)].map(says);
    return [faceOf(now.status)[0], all("p"), all("button")];
  };
  return ["heat_closed", "sheet_is_void", "marks_not_due"].map(shown);
"""


def test_marks_that_are_held_up_say_whom_to_tell_and_offer_no_button(page_at: PageAt) -> None:
    stay = "Your marks stay on this tablet and are offered again."
    held = "These marks do not count yet"
    tell = "Tell the chief judge: score sheet of No. 2."
    assert ask(page_at, _HELD) == [
        ["lock", [held, f"This heat is closed for marking. {tell}", stay], []],
        ["lock", [held, f"Detail. {tell}", stay], []],
        [
            "hard-drive",
            ["Saved on this tablet, not received yet", "Detail.", stay],
            [" Edit the marks"],
        ],
    ]


_WAITING = """
  const { standingNotices } = await import("/static/tablet/view_notices.js");
  const { settledView } = await import("/static/tablet/view_sheet.js");
  const { standing } = await import("/static/tablet/sheet.js");
  const titles = [true, false].map((isWaiting) => {
    const facts = { heat: { seat: {} }, mayHaveWorker: true, correction: "slip", isWaiting };
    return says(standingNotices(facts)[0].querySelector(".notice__title"));
  });
  const payload = { marks: {}, state: "recused", reason: "My niece.", replaces: 0 };
  const views = [{ status: "waiting" }, { status: "waiting", isVolatile: true }].map((item) => {
    const now = standing(turn(2), { ...item, payload }, null, "open");
    const parts = settledView(turn(2), now, { criteria: [] }, {});
    return parts.map((part) => [...part.querySelectorAll("p")].map(says).slice(0, 3));
  });
  return [titles, views];
"""


def test_what_is_not_received_yet_is_not_called_received_and_a_recusal_is_called_one(
    page_at: PageAt,
) -> None:
    aside = ["You stepped aside for this contestant", "My niece."]
    assert ask(page_at, _WAITING) == [
        [
            "You are correcting a score sheet that has not been received yet",
            "You are correcting a score sheet that was received",
        ],
        [
            [["Saved on this tablet, not received yet", *aside]],
            [["Not saved on this tablet, not received yet", *aside]],
        ],
    ]
