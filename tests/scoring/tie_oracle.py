"""A second opinion on the tie-break chain: docs/rule-sheet.md in plain loops."""

from fractions import Fraction
from itertools import permutations

from tests.scoring.rank_oracle import common_ballots, kept, leads, ranks_of, total, totals


def mean(values):
    return sum(values, Fraction(0)) / len(values)


def step_values(document, step, tied):
    """Return {key: value, the higher first} of one step, None where it cannot decide."""
    name, _, argument = step.partition(":")
    tally = document["tally"]
    if name in ("extra_round", "ruling", "draw"):
        if not all(name in entry.recorded for entry in tied):
            return None
        sign = 1 if name == "extra_round" else -1
        return {entry.key: sign * entry.recorded[name] for entry in tied}
    if name in ("chief_judge", "tie_break_seat"):
        return seat_values(document, name, tied)
    if name in ("head_to_head", "first_places", "judge_preference", "reciprocal_ranks"):
        return judge_values(document, name, tied)
    found = {}
    for entry in tied:
        every = totals(document, entry)
        asked = {seat: every[seat] for seat in entry.kept | entry_ends(document, entry)}
        found[entry.key] = own_value(document, name, argument, entry, asked, tally)
    return found


def entry_ends(document, entry):
    """Return the judges who entered, whether they were dropped at an end or not."""
    return entry.entered & set(totals(document, entry))


def own_value(document, name, argument, entry, asked, tally):
    if name == "more_decimals":
        return entry.value
    if name == "smaller_spread":
        counted = [asked[seat] for seat in entry.kept]
        return mean([value * value for value in counted]) * -1 + mean(counted) ** 2
    if name == "criterion":
        marks = {seat: entry.sheets[seat][argument] for seat in asked}
        stays = kept(marks, tally["trim"])
        return Fraction(0) if stays is None else mean([marks[seat] for seat in stays])
    values = sorted(asked.values())
    if name == "median":
        return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    return sum(values, Fraction(0)) if name == "untrimmed_sum" else mean(values)


def seat_values(document, name, tied):
    found = {}
    for entry in tied:
        sheets = entry.outside
        if name == "chief_judge":
            chief = document["tally"]["chief_seat"]
            entered = entry_ends(document, entry)
            sheets = {s: m for s, m in entry.sheets.items() if s == chief and s in entered}
        given = [total(document, marks) for marks in sheets.values()]
        given = [value for value in given if value is not None]
        if not given:
            return None
        found[entry.key] = mean(given)
    return found


def judge_values(document, name, tied):
    if name == "head_to_head":
        return head_to_head(document, tied)
    entered = set.intersection(*(entry.entered for entry in tied))
    ballots = [b for seat, b in common_ballots(document, tied).items() if seat in entered]
    if not ballots:
        return None
    found = dict.fromkeys((entry.key for entry in tied), Fraction(0))
    for ballot in ballots:
        for key, rank in ranks_of(ballot).items():
            if name == "first_places":
                firsts = [one for one in ballot if ballot[one] == max(ballot.values())]
                found[key] += Fraction(key in firsts, len(firsts))
            else:
                found[key] += 1 / rank if name == "reciprocal_ranks" else -rank
    return found


def head_to_head(document, tied):
    """Return how many each beats, where some order of levels has every higher beat every lower."""
    beats = set()
    for one, other in permutations(tied, 2):
        # A judge who did not enter the tally (not every entry marked) decides no tie either.
        both = common_ballots(document, [one, other])
        ballots = {seat: both[seat] for seat in both.keys() & one.entered & other.entered}
        if ballots and leads(ballots, one.key, other.key) > 0:
            beats.add((one.key, other.key))
    wins = {entry.key: sum(winner == entry.key for winner, _ in beats) for entry in tied}
    ordered = {(a, b) for a in wins for b in wins if wins[a] > wins[b]}
    return {key: Fraction(count) for key, count in wins.items()} if beats == ordered else None


def blocks(document, tied, at=0, used=""):
    """Return [(keys, the last step that set them apart)], the first block first."""
    chain = document["ranking"]["ties"]
    if len(tied) == 1 or at == len(chain):
        return [({entry.key for entry in tied}, used)]
    values = step_values(document, chain[at], tied)
    if values is None or len(set(values.values())) == 1:
        return blocks(document, tied, at + 1, used)
    # One record is asked of each here, so asking it again of a part never splits it.
    follows = 0 if document["ranking"].get("after_step") == "restart" else at + 1
    found = []
    for value in sorted(set(values.values()), reverse=True):
        part = [entry for entry in tied if values[entry.key] == value]
        found += blocks(document, part, follows, chain[at])
    return found
