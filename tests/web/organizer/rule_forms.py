"""The form of the rule sheet editor as a browser sends it."""

from collections.abc import Mapping
from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict

from judging.web.organizer.rule_choices import tier_choices
from judging.web.organizer.rule_draft import RuleDraft

Sent = MultiDict[str, str]
#: What an editor carries that was opened on a factory's rule sheet, before anybody saved.
OPENED = f"1:{'0' * 64}"


def form_of(draft: RuleDraft, typed: Mapping[str, str] | None = None) -> Sent:
    """Return what the page of a draft sends: ticked boxes once each, in the order of the page.

    ``typed`` stands in the place of what the draft says.
    """
    sent: Sent = MultiDict(draft.fields)
    sent["base"], sent["reason"] = draft.base, draft.reason
    sent["seen"] = draft.seen or OPENED
    for name, rows in draft.rows.items():
        sent[f"{name}-count"] = str(len(rows))
        for place, row in enumerate(rows):
            for column, text in row.items():
                if column != "of":
                    sent[f"{name}-{place}-{column}"] = text
    for place, tiers in enumerate(tier_choices(draft)):
        for tier in tiers:
            if tier.is_ticked:
                sent.add(f"awards-{place}-of", str(tier.place))
    for name, text in (typed or {}).items():
        sent[name] = text
    return sent


def form_on(page: str) -> Sent:
    """Return what the editor's form on a page sends when its save button is pressed."""
    reader = _FormReader()
    reader.feed(page)
    return reader.sent


class _FormReader(HTMLParser):
    """Collects the successful controls of the form ``rule-form``."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: Sent = MultiDict()
        self._is_inside = False
        self._name = ""
        self._text: list[str] | None = None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self._is_inside = found.get("id") == "rule-form"
        if not self._is_inside:
            return
        if tag == "input" and (found.get("type") != "checkbox" or "checked" in found):
            self.sent.add(found["name"], found.get("value") or "")
        elif tag in ("select", "textarea"):
            self._name, self._text = found["name"], [] if tag == "textarea" else None
        elif tag == "option" and ("selected" in found or self._name not in self.sent):
            self.sent[self._name] = found.get("value") or ""

    def handle_data(self, data):
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self._text is not None:
            self.sent[self._name], self._text = "".join(self._text), None
        elif tag == "form":
            self._is_inside = False
