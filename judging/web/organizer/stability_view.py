"""Stability in words and drawings: does the winner hold, each prize, the next round?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from judging.queries.stability import StabilityFacts
from judging.web.interval_charts import IntervalRow, IntervalScale, rank_scale
from judging.web.language import in_language
from judging.web.organizer.fairness_words import Verdict

if TYPE_CHECKING:
    from judging.scoring.sensitivity.stability import (
        BorderChange,
        BorderStability,
        EntryStability,
        RankInterval,
        Stability,
    )


@dataclass(frozen=True)
class BorderView:
    """One border: does it hold, and if not, who takes whose place under what."""

    kind: str
    name: str
    who: str
    without_a_seat: bool
    other_trims: bool
    drawn: str
    changes: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether neither a judge left out nor another trim changes it."""
        return self.without_a_seat and self.other_trims


@dataclass(frozen=True)
class RankView:
    """One entry with the ranks that it takes."""

    number: str
    name: str
    rank: str
    row: IntervalRow | None
    without_a_seat: str
    other_trims: str
    drawn: str
    wins: str


@dataclass(frozen=True)
class PartView:
    """What is ranked together: its borders, and its entries on one scale of ranks."""

    title: str
    borders: tuple[BorderView, ...]
    scale: IntervalScale
    entries: tuple[RankView, ...]

    @property
    def holds(self) -> bool:
        """Whether every border holds."""
        return all(border.holds for border in self.borders)


class StabilityView:
    """How firmly results stand, in the language of the request."""

    def __init__(self, facts: StabilityFacts) -> None:
        """Keep the facts and make the parts once."""
        self.facts = facts
        self.parts = tuple(
            view for found in facts.parts for view in self._views(found) if view.entries
        )

    @property
    def verdict(self) -> Verdict:
        """How many winners, prize borders and places in the next round hold, and where not."""
        borders = [(part.title, border) for part in self.parts for border in part.borders]
        names = {"winner": _("Winner"), "award": _("Prizes"), "advancement": _("Next round")}
        lines = []
        for kind, name in names.items():
            of_kind = [(title, border) for title, border in borders if border.kind == kind]
            if of_kind:
                lines.append(_count_line(name, of_kind))
        shaky = sum(not border.holds for _title, border in borders)
        if not shaky:
            title = _("Every border holds without any one judge and under every other trim")
        else:
            title = ngettext(
                "%(num)s of %(total)s borders hangs on a single judge or on the trim",
                "%(num)s of %(total)s borders hang on a single judge or on the trim",
                shaky,
                total=len(borders),
            )
        return Verdict(title, tuple(lines), is_calm=not shaky)

    @property
    def counted(self) -> str:
        """What was counted, for the foot of the page."""
        scenarios = sum(len(found.scenarios) for found in self.facts.parts)
        if not self.facts.resamples:
            return _(
                "%(scenarios)s other counts; panels were not drawn again, there are too many "
                "entries: choose a heat.",
                scenarios=scenarios,
            )
        return _(
            "%(scenarios)s other counts, and %(resamples)s panels drawn again for each ranking.",
            scenarios=scenarios,
            resamples=self.facts.resamples,
        )

    def _views(self, found: "Stability") -> list[PartView]:
        """Return one view a ranking group."""
        groups = dict.fromkeys(entry.group for entry in found.entries)
        return [self._part(found, group) for group in groups]

    def _part(self, found: "Stability", group: str) -> PartView:
        entries = [one for one in found.entries if one.group == group]
        ends = [end for one in entries for end in _all_ranks(one)]
        worst = max(ends, default=1)
        scale = rank_scale(worst, self._last_ranks(found, entries))
        is_alone = len({one.group for one in found.entries}) == 1
        borders = [one for one in found.borders if is_alone or one.group == group]
        ranked = {one.key for one in entries if one.rank is not None}
        return PartView(
            title=self._group(group) or _("All"),
            borders=tuple(self._border(found, one) for one in _that_matter(borders, ranked)),
            scale=scale,
            entries=tuple(self._entry(found, scale, one) for one in entries),
        )

    def _last_ranks(self, found: "Stability", entries: "Sequence[EntryStability]") -> list[int]:
        """Return the last rank that holds each prize."""
        awards = {standing.key: standing.awards for standing in found.result.standings}
        last = []
        for award in self.facts.rules.awards:
            held = [one.rank for one in entries if award.key in awards[one.key] and one.rank]
            last += [max(held)] if held else []
        return last

    def _border(self, found: "Stability", border: "BorderStability") -> BorderView:
        share = "—" if not found.resamples else _percent(border.held, found.resamples)
        return BorderView(
            kind=border.kind,
            name=self._border_name(border),
            who=self._names(border.keys) if border.kind == "winner" else "",
            without_a_seat=border.holds_without_any_seat,
            other_trims=border.holds_under_any_trim,
            drawn=share,
            changes=tuple(self._changes(border.changes)),
        )

    def _border_name(self, border: "BorderStability") -> str:
        if border.kind == "winner":
            return _("Winner")
        if border.kind == "advancement":
            return _("Next round")
        named = {award.key: award.name for award in self.facts.rules.awards}
        return _("%(prize)s or better", prize=in_language(named[border.award]))

    def _changes(self, changes: "Sequence[BorderChange]") -> list[str]:
        """Return who stands inside instead of whom, each once with all that brings it about."""
        grouped: dict[tuple[tuple[str, ...], tuple[str, ...]], list[BorderChange]] = {}
        for change in changes:
            grouped.setdefault((change.enters, change.leaves), []).append(change)
        return [
            _("%(who)s: %(when)s", who=self._who(*names), when=self._when(found))
            for names, found in grouped.items()
        ]

    def _who(self, enters: tuple[str, ...], leaves: tuple[str, ...]) -> str:
        if enters and leaves:
            names = {"enters": self._names(enters), "leaves": self._names(leaves)}
            return _("%(enters)s instead of %(leaves)s", **names)
        if enters:
            return _("also %(names)s", names=self._names(enters))
        return _("not %(names)s", names=self._names(leaves))

    def _when(self, changes: "Sequence[BorderChange]") -> str:
        """Return the scenarios in words."""
        seats = [one.scenario for one in changes if one.scenario.kind == "seat"]
        words = []
        if seats:
            names = (
                f"{one.seat} {self.facts.judges.get((one.heat, one.seat), '')}".strip()
                for one in seats
            )
            words.append(_("without judge %(names)s", names=_(" or ").join(names)))
        for one in changes:
            if one.scenario.kind == "trim" and one.scenario.trim:
                words.append(_("with %(count)s and %(count)s dropped", count=one.scenario.trim))
            elif one.scenario.kind == "trim":
                words.append(_("with nobody dropped"))
        return _("; ").join(words)

    def _entry(self, found: "Stability", scale: IntervalScale, entry: "EntryStability") -> RankView:
        drawn = _span(entry.drawn_again)
        fixed = _union(entry)
        row = None
        if entry.rank is not None:
            text = _("Rank %(rank)s", rank=entry.rank)
            if fixed:
                text = _(
                    "%(rank)s, otherwise %(best)s to %(worst)s",
                    rank=text,
                    best=fixed[0],
                    worst=fixed[1],
                )
            row = scale.with_bar(scale.row(entry.rank, drawn, text), fixed)
        return RankView(
            number=entry.key,
            name=self._name(entry.key),
            rank="—" if entry.rank is None else str(entry.rank),
            row=row,
            without_a_seat=_span_text(entry.without_a_seat),
            other_trims=_span_text(entry.other_trims),
            drawn=_span_text(entry.drawn_again),
            wins="—" if not entry.ranked else _percent(entry.wins, found.resamples),
        )

    def _group(self, key: str) -> str:
        kind = self.facts.rules.ranking.per
        name = self.facts.groups.get((kind, key))
        return in_language(name) if name else key

    def _names(self, keys: Sequence[str]) -> str:
        return _(", ").join(f"{key} {self._name(key)}".strip() for key in keys)

    def _name(self, key: str) -> str:
        face = self.facts.faces.get(key)
        return in_language(face) if face else ""


def _count_line(name: str, borders: Sequence[tuple[str, BorderView]]) -> str:
    """Return how many borders of one kind hold, and where they do not."""
    shaky = list(dict.fromkeys(title for title, border in borders if not border.holds))
    if len(borders) == 1:
        return _("%(what)s: holds", what=name) if not shaky else _("%(what)s: no", what=name)
    holding = sum(border.holds for _title, border in borders)
    counts = {"what": name, "holding": holding, "total": len(borders)}
    if not shaky:
        return _("%(what)s: %(holding)s of %(total)s hold", **counts)
    where = _(", ").join(shaky)
    return _("%(what)s: %(holding)s of %(total)s hold, not in: %(where)s", where=where, **counts)


def _that_matter(borders: "Sequence[BorderStability]", ranked: set[str]) -> "list[BorderStability]":
    """Return the borders without those of prizes that everybody has, or that the winner's says."""
    winners = [set(border.keys) for border in borders if border.kind == "winner"]
    return [
        border
        for border in borders
        if border.kind != "award" or set(border.keys) not in (*winners, ranked, set())
    ]


def _percent(part: int, whole: int) -> str:
    """Return a share in whole per cent; 100 only where nothing is missing, 0 only where none is."""
    share = 100 * part / whole
    if 0 < part < whole:
        share = min(max(round(share), 1), 99)
    return f"{round(share)} %"


def _span(interval: "RankInterval") -> tuple[float, float] | None:
    if interval.best is None or interval.worst is None:
        return None
    return interval.best, interval.worst


def _span_text(interval: "RankInterval") -> str:
    """Return ranks as ``3`` or ``2–5``; a dash where there is none."""
    ends = _span(interval)
    if ends is None:
        return "—"
    return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"


def _union(entry: "EntryStability") -> tuple[float, float] | None:
    """Return the ranks without a judge and under other trims together."""
    spans = [_span(one) for one in (entry.without_a_seat, entry.other_trims)]
    ends = [end for span in spans if span for end in span]
    return (min(ends), max(ends)) if ends else None


def _all_ranks(entry: "EntryStability") -> list[int]:
    found = [entry.rank]
    for one in (entry.without_a_seat, entry.other_trims, entry.drawn_again):
        found += [one.best, one.worst]
    return [rank for rank in found if rank is not None]
