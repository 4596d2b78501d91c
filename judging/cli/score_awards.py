"""Writing AWARDS: who gets which prize, who goes on, and what a person must still decide.

The decisions are those of the core that a competition uses; here they only become rows.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from judging.cli.score_counting import SEPARATOR, CountedHeat
from judging.cli.score_entries import Entries
from judging.cli.score_faults import FaultList
from judging.cli.score_records import Records
from judging.cli.score_writing import safe_cell
from judging.scoring.award_section import BY_HAND
from judging.scoring.borders import BorderTie
from judging.scoring.faults import Fault
from judging.scoring.groups import group_of
from judging.scoring.honours import Honour
from judging.scoring.points import format_plain, natural_order
from judging.scoring.results import decide_round
from judging.scoring.rule_parts import AwardRule, RuleSheet
from judging.scoring.standings import Appearance, RoundResult, Standing

COLUMNS = (
    "kind",
    "award",
    "name",
    "group",
    "heat",
    "entry",
    "recipient",
    "unit",
    "rank",
    "score",
    "points",
    "state",
    "count",
    "cause",
)
#: Every working is held at once; a competition has some hundred entries a round.
MAX_ENTRIES = 20_000

Row = dict[str, str]


def note_missing(rules: RuleSheet, entries: Entries, file: str, faults: FaultList) -> None:
    """Note what the scheme needs and the files do not have: a scheme at all, and divisions."""
    if not rules.awards and rules.advancement is None:
        faults.add(file, 0, 0, Fault("awards_not_in_rules"))
    place = find_division_rule(rules)
    if not place or rules.ranking.per == "division":
        return
    if entries.has_divisions:
        entries.note_without_division(faults)
    else:
        faults.add(file, 0, 0, Fault("divisions_needed", place))


def find_division_rule(rules: RuleSheet) -> str:
    """Return where the rules first count prizes or advancement by division; ``""`` is nowhere."""
    going = rules.advancement
    if going is not None and going.per == "division":
        return "advancement.per"
    if going is not None and going.wild_cards and going.wild_cards_per == "division":
        return "advancement.wild_cards_per"
    places = (f"awards[{at}].per" for at, each in enumerate(rules.awards) if each.per == "division")
    return next(places, "")


def decide_awards(
    rules: RuleSheet, heats: Sequence[CountedHeat], records: Records
) -> RoundResult | None:
    """Return the round decided by the core; None where there are too many entries."""
    if sum(len(heat.facts) for heat in heats) > MAX_ENTRIES:
        return None
    pairs = [(heat, entry) for heat in heats for entry in range(len(heat.facts))]
    pairs.sort(key=lambda pair: pair[0].listing(pair[1]))
    appearances = [_appearance(heat, entry, records) for heat, entry in pairs]
    return decide_round(rules, appearances, [heat.outcome(entry) for heat, entry in pairs])


def _appearance(heat: CountedHeat, entry: int, records: Records) -> Appearance:
    facts, name = heat.facts[entry], heat.marks.names[entry]
    return Appearance(
        key=f"{heat.marks.heat}{SEPARATOR}{name}",
        heat=heat.marks.heat,
        division=facts.division,
        recorded=records.of(heat.marks.heat, name),
        unit=facts.unit,
        adviser=facts.adviser,
    )


@dataclass(frozen=True)
class AwardRows:
    """The rows of AWARDS: prizes in the order of the scheme, then advancement."""

    rules: RuleSheet
    result: RoundResult
    language: str

    def list_all(self) -> list[Row]:
        """Return all rows: prizes as the scheme orders them, group by group, then who goes on."""
        rows = [row for award in self.rules.awards for row in self._of_award(award)]
        return rows + list(self._advancing())

    def _of_award(self, award: AwardRule) -> Iterator[Row]:
        if award.by == BY_HAND:
            yield self._row(award, state="by_hand", count=str(award.count or 1))
            return
        per = award.per or self.rules.ranking.per
        rows = [
            self._holder(award, each, per)
            for each in self.result.standings
            if award.key in each.awards
        ]
        rows += [
            self._honour(award, each) for each in self.result.honours if each.award == award.key
        ]
        rows += [
            self._row(
                award, group=each.group, state="vacant", count=str(each.count), cause=each.cause
            )
            for each in self.result.vacancies
            if each.award == award.key
        ]
        yield from sorted(rows, key=lambda row: natural_order(row["group"]))

    def _holder(self, award: AwardRule, standing: Standing, per: str) -> Row:
        is_tied = self._is_tied("award", standing.key, award.key)
        about = _about(standing, group_of(standing.appearance, per))
        return self._row(award, **about, state="tied" if is_tied else "given")

    def _honour(self, award: AwardRule, honour: Honour) -> Row:
        is_tied = any(
            tie.award == award.key and tie.group == honour.group and honour.name in tie.keys
            for tie in self._ties("unit")
        )
        return self._row(
            award,
            group=honour.group,
            recipient=honour.name,
            unit=honour.unit,
            points=format_plain(honour.points) if honour.kind == "unit" else "",
            state="tied" if is_tied else "given",
        )

    def _advancing(self) -> Iterator[Row]:
        going = self.rules.advancement
        if going is None:
            return
        cards = {key for each in self.result.wild_cards for block in each.line for key in block}
        rows: list[Row] = []
        for standing in self.result.standings:
            kind, state = "advancement", "given"
            if standing.is_advancing:
                kind = "wild_card" if standing.key in cards else kind
            elif self._is_tied("advancement", standing.key):
                state = "tied"
            elif self._is_tied("wild_card", standing.key):
                kind, state = "wild_card", "tied"
            else:
                continue
            per = going.per if kind == "advancement" else going.wild_cards_per
            about = _about(standing, group_of(standing.appearance, per))
            rows.append(_filled(kind=kind, **about, state=state))
        yield from sorted(rows, key=lambda row: (row["kind"], natural_order(row["group"])))

    def _ties(self, kind: str) -> list[BorderTie]:
        return [tie for tie in self.result.border_ties if tie.kind == kind]

    def _is_tied(self, kind: str, key: str, award: str = "") -> bool:
        return any(tie.award == award and key in tie.keys for tie in self._ties(kind))

    def _row(self, award: AwardRule, **cells: str) -> Row:
        name = award.name.zh if self.language == "zh" else award.name.en
        return _filled(kind=award.kind, award=award.key, name=name, **cells)


def _about(standing: Standing, group: str) -> Row:
    about = standing.appearance
    return {
        "group": group,
        "heat": about.heat,
        "entry": about.key.removeprefix(f"{about.heat}{SEPARATOR}"),
        "unit": about.unit,
        "rank": "" if standing.rank is None else str(standing.rank),
        "score": standing.score or "",
    }


def _filled(**cells: str) -> Row:
    return dict.fromkeys(COLUMNS, "") | cells


def write_awards(rows: Sequence[Row], out: IO[bytes], *, is_json: bool) -> None:
    """Write the rows as CSV, text cells safe for spreadsheets, or as a JSON list."""
    if is_json:
        lines = ",\n".join(json.dumps(_json_row(row), ensure_ascii=False) for row in rows)
        out.write(f"[\n{lines}\n]\n".encode() if rows else b"[]\n")
        return
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(row[name]) for name in COLUMNS] for row in rows)
    out.write(text.getvalue().encode())


def _json_row(row: Row) -> dict[str, str | int | None]:
    data: dict[str, str | int | None] = dict(row)
    for name in ("rank", "count"):
        data[name] = int(row[name]) if row[name] else None
    data["score"], data["points"] = row["score"] or None, row["points"] or None
    return data
