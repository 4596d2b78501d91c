"""A dry run in words: the verdict on top, and each entry under both rule sheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from judging.queries.dry_runs import DryRun
from judging.scoring.bilingual import Bilingual
from judging.scoring.dry_run import ComparisonLine, Side
from judging.web.language import in_language
from judging.web.organizer.fairness_words import Verdict
from judging.wording.scoring import NO_RESULT

#: (text, kind, icon) of a badge.
Effect = tuple[str, str, str]


@dataclass(frozen=True)
class SideView:
    """What an entry gets under one rule sheet, as text."""

    rank: str
    score: str
    prize: str
    is_advancing: bool
    is_tied: bool


@dataclass(frozen=True)
class LineView:
    """One entry under both rule sheets; ``effects`` say what becomes of prize and next round."""

    number: str
    name: str
    sub: str
    before: SideView
    after: SideView
    effects: tuple[Effect, ...]


class DryRunView:
    """A dry run with its words in the language of the request."""

    def __init__(self, dry_run: DryRun) -> None:
        """Keep the comparison and what its keys stand for."""
        self.dry_run = dry_run
        self.comparison = dry_run.comparison

    @property
    def verdict(self) -> Verdict:
        """What the chief judge reads first."""
        found = self.comparison
        prizes, places = len(found.changed_awards), len(found.changed_advancement)
        if self.dry_run.before.rules.digest == self.dry_run.after.rules.digest:
            return Verdict(_("Both are the same rule sheet: nothing changes."), is_calm=True)
        if self.is_without_result:
            return Verdict(_("Under the second rule sheet nobody has a result."), self._reasons())
        ranked = sum(line.before.rank is not None for line in found.lines)
        if prizes:
            title = ngettext(
                "%(num)s of %(total)s entries gets another prize",
                "%(num)s of %(total)s entries get another prize",
                prizes,
                total=ranked,
            )
        elif places:
            title = _("No prize changes, but the next round does")
        else:
            title = _("No prize and no place in the next round changes")
        lines = (*self._winner_lines(), *self._place_lines(), self._score_line())
        return Verdict(title, lines, is_calm=not (prizes or places))

    @property
    def changed(self) -> list[LineView]:
        """The entries whose prize or advancement changes, in the order of the first result."""
        return [self._line(line) for line in self.comparison.changed]

    @property
    def unchanged(self) -> list[LineView]:
        """All other entries in that order."""
        return [self._line(line) for line in self.comparison.unchanged]

    @property
    def notes(self) -> list[str]:
        """What a reader must know beside the figures."""
        before, after = self.dry_run.fewer_dropped
        notes = []
        if before or after:
            notes.append(
                _(
                    "Too few judges for the full trimming: %(before)s entries under the first rule "
                    "sheet, %(after)s under the second. There fewer are dropped, as the rules say.",
                    before=before,
                    after=after,
                )
            )
        ties = len(self.comparison.before.border_ties), len(self.comparison.after.border_ties)
        if any(ties):
            notes.append(
                _(
                    "Ties across a border that somebody would have to rule on: %(before)s under "
                    "the first rule sheet, %(after)s under the second.",
                    before=ties[0],
                    after=ties[1],
                )
            )
        return notes

    @property
    def is_without_result(self) -> bool:
        """Whether the second rule sheet gives nobody a result though the first does."""
        lines = self.comparison.lines
        had = any(line.before.rank is not None for line in lines)
        return had and all(line.after.rank is None for line in lines)

    def _reasons(self) -> tuple[str, ...]:
        """Return why entries that have a result have none under the second rule sheet."""
        codes = dict.fromkeys(
            line.after.no_result for line in self.comparison.lines if line.before.rank is not None
        )
        return tuple(str(NO_RESULT.get(code, code)) for code in codes)

    def _winner_lines(self) -> list[str]:
        """Return who wins instead of whom, group by group."""
        after = {won.group: won.keys for won in self.comparison.winners_after}
        sentences = []
        for won in self.comparison.winners_before:
            keys = after.get(won.group)
            if keys is None or set(keys) == set(won.keys):
                continue
            names = {"before": self._names(won.keys), "after": self._names(keys)}
            group = self._group(won.group)
            if group:
                text = _(
                    "%(group)s: first is %(after)s instead of %(before)s.", group=group, **names
                )
            else:
                text = _("First is %(after)s instead of %(before)s.", **names)
            sentences.append(text)
        return sentences

    def _place_lines(self) -> list[str]:
        """Return who goes on to the next round instead of whom."""
        changed = self.comparison.changed_advancement
        gained = [line.key for line in changed if line.after.is_advancing]
        lost = [line.key for line in changed if line.before.is_advancing]
        if gained and lost:
            names = {"gained": self._names(gained), "lost": self._names(lost)}
            return [_("%(gained)s would go on to the next round, %(lost)s would not.", **names)]
        if gained:
            return [_("%(names)s would go on to the next round.", names=self._names(gained))]
        if lost:
            return [_("%(names)s would not go on to the next round.", names=self._names(lost))]
        return []

    def _score_line(self) -> str:
        """Return how many scores and ranks differ at all."""
        lines = self.comparison.lines
        scores = sum(line.before.score != line.after.score for line in lines)
        ranks = sum(line.before.rank != line.after.rank for line in lines)
        return _(
            "Of %(total)s entries, %(scores)s get another score and %(ranks)s another rank.",
            total=len(lines),
            scores=scores,
            ranks=ranks,
        )

    def _names(self, keys: Sequence[str]) -> str:
        """Return entries by number and name."""
        return _(", ").join(f"{key} {self._name(key)}".strip() for key in keys)

    def _name(self, key: str) -> str:
        face = self.dry_run.faces.get(key)
        return in_language(face) if face else ""

    def _group(self, key: str) -> str:
        """Return the name of a group that both rule sheets rank within; ``""`` for all together."""
        kind = self.dry_run.before.rules.ranking.per
        name = self.dry_run.groups.get((kind, key))
        return in_language(name) if name else key

    def _line(self, line: ComparisonLine) -> LineView:
        face = self.dry_run.faces.get(line.key)
        heat = self.dry_run.groups.get(("heat", line.heat))
        about = [in_language(heat) if heat else line.heat, face.unit if face else ""]
        return LineView(
            number=line.key,
            name=self._name(line.key),
            sub=" · ".join(text for text in about if text),
            before=self._side(line.before, self.dry_run.awards_before),
            after=self._side(line.after, self.dry_run.awards_after),
            effects=tuple(self._effects(line)),
        )

    def _side(self, side: Side, names: Mapping[str, Bilingual]) -> SideView:
        score = side.score
        if score is None:
            score = str(NO_RESULT.get(side.no_result, side.no_result))
        rank = "" if side.rank is None else str(side.rank)
        return SideView(rank, score, _prize(side, names), side.is_advancing, side.is_tied)

    def _effects(self, line: ComparisonLine) -> list[Effect]:
        """Return what becomes of prize and advancement, as badges."""
        found: list[Effect] = []
        if line.has_other_awards:
            before = _prize(line.before, self.dry_run.awards_before)
            after = _prize(line.after, self.dry_run.awards_after)
            if not before:
                found.append((_("gains %(prize)s", prize=after), "award", "award"))
            elif not after:
                found.append((_("loses %(prize)s", prize=before), "danger", "minus"))
            else:
                icon = "arrow-up" if (line.moved or 0) > 0 else "arrow-down"
                words = _("%(before)s becomes %(after)s", before=before, after=after)
                found.append((words, "award" if icon == "arrow-up" else "waiting", icon))
        if line.has_other_advancement:
            if line.after.is_advancing:
                found.append((_("goes on to the next round"), "received", "arrow-right"))
            else:
                found.append((_("does not go on"), "danger", "circle-slash"))
        return found


def _prize(side: Side, names: Mapping[str, Bilingual]) -> str:
    """Return the prizes of one side, called as its own rule sheet calls them."""
    return " · ".join(in_language(names[key]) for key in side.awards)
