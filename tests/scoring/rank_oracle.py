"""A second opinion on rank methods: docs/rule-sheet.md in plain loops.

An entry is {seat: {criterion: points or None}}, only sheets that were given on seats that count,
and ``outside`` those of the tie-break seats. Covered is what is counted by judge total.
"""

from dataclasses import dataclass, field
from fractions import Fraction

HALF = Fraction(1, 2)


@dataclass
class Entry:
    """One entry as a second opinion sees it; ``value`` and ``kept`` are filled in."""

    key: str
    sheets: dict
    outside: dict
    recorded: dict
    value: Fraction | None = None
    kept: set = field(default_factory=set)
    entered: set = field(default_factory=set)


def total(document, marks):
    """Return a judge's total, None where a mark lacks."""
    if None in marks.values():
        return None
    weights = {c["key"]: Fraction(c["weight"]) for c in document["rubric"]["criteria"]}
    value = sum((weights[key] * mark for key, mark in marks.items()), Fraction(0))
    return value / sum(weights.values()) if document["rubric"]["combine"] == "mean" else value


def totals(document, entry):
    found = {seat: total(document, marks) for seat, marks in entry.sheets.items()}
    return {seat: value for seat, value in found.items() if value is not None}


def ranks_of(ballot):
    """Return {entry: rank} of {entry: total}; equals share the average of their ranks."""
    return {
        one: 1
        + sum(Fraction(1) for other in ballot if ballot[other] > ballot[one])
        + HALF * sum(1 for other in ballot if other != one and ballot[other] == ballot[one])
        for one in ballot
    }


def common_ballots(document, entries):
    """Return {seat: {key: total}} of the judges who gave a total to all of these."""
    by_entry = {entry.key: totals(document, entry) for entry in entries}
    seats = set.intersection(*(set(each) for each in by_entry.values())) if by_entry else set()
    return {seat: {key: by_entry[key][seat] for key in by_entry} for seat in seats}


def counts(count, trim):
    """Return how many go at each end, None where the rule blocks, "closest" for the pair."""
    low, high = trim["low"], trim["high"]
    if count - low - high >= trim["min_kept"]:
        return low, high
    if trim["few"] == "block":
        return None
    if trim["few"] == "closest_two" and count == 3:
        return "closest"
    while count - low - high < trim["min_kept"] and low + high > 0:
        if low > high:
            low -= 1
        elif high > low:
            high -= 1
        else:
            low, high = low - 1, high - 1
    return low, high


def kept(values, trim):
    """Return the seats of {seat: value} that are kept, None where the rule blocks a result."""
    ends = counts(len(values), trim)
    if ends is None:
        return None
    left = dict(values)
    if ends == "closest":
        low, middle, high = sorted(left.values())
        ends = (1, 0) if high - middle <= middle - low else (0, 1)
    for pick, often in zip((min, max), ends, strict=True):
        for _ in range(often):
            edge = pick(left.values())
            del left[min((seat for seat in left if left[seat] == edge), key=int)]
    return set(left)


def fill_in(document, entries):
    """Give every entry of a heat its value, and who was kept of its judges."""
    there = [entry for entry in entries if totals(document, entry)]
    ballots = common_ballots(document, there)
    method = document["tally"]["aggregate"]
    if not there or not ballots:
        return
    for entry in there:
        entry.entered = set(ballots)
    if method == "majority":
        places = in_places(skating(ballots, there))
    elif method == "copeland":
        places = in_places(one_by_one(ballots, [entry.key for entry in there]))
    else:
        sum_up(document, there, ballots)
        return
    for entry in there:
        entry.value, entry.kept = places[entry.key], set(ballots)


def sum_up(document, there, ballots):
    tally = document["tally"]
    worth = {seat: worths(tally, ballot) for seat, ballot in ballots.items()}
    for entry in there:
        own = {seat: worth[seat][entry.key] for seat in ballots}
        compared = own
        if tally["aggregate"] != "positional_weights":
            compared = {seat: -ranks_of(ballots[seat])[entry.key] for seat in ballots}
        stays = kept(compared, tally["trim"])
        if stays is None:
            continue
        entry.kept = stays
        entry.value = sum((own[seat] for seat in stays), Fraction(0))


def worths(tally, ballot):
    ranks = ranks_of(ballot)
    method = tally["aggregate"]
    if method == "positional_weights":
        points = dict(enumerate(map(Fraction, tally["positions"]), 1))
        found = {}
        for one in ballot:
            above = sum(ballot[other] > ballot[one] for other in ballot)
            alike = sum(ballot[other] == ballot[one] for other in ballot)
            shared = [points.get(above + place, Fraction(0)) for place in range(1, alike + 1)]
            found[one] = sum(shared, Fraction(0)) / alike
        return found
    if method == "reciprocals":
        return {one: 1 / rank for one, rank in ranks.items()}
    if method == "truncated_ranks":
        return {one: min(rank, Fraction(tally["truncate_at"])) for one, rank in ranks.items()}
    return ranks


def in_places(blocks):
    """Return {entry: place}; a block shares the average of its places."""
    found, before = {}, 0
    for block in blocks:
        found |= dict.fromkeys(block, before + Fraction(len(block) + 1, 2))
        before += len(block)
    return found


def skating(ballots, there):
    """Rules 5 to 8: place after place, as a scrutineer goes through the columns."""
    marks = {
        entry.key: [ranks_of(ballot)[entry.key] for ballot in ballots.values()] for entry in there
    }
    left, place, blocks = set(marks), 1, []

    def seen(key, column):
        good = [rank for rank in marks[key] if rank <= column]
        return len(good), -sum(good)

    def pick(keys, column):
        best = max(seen(key, column) for key in keys)
        first = {key for key in keys if seen(key, column) == best}
        return first if len(first) == 1 or column > len(marks) else pick(first, column + 1)

    while left:
        having = {key for key in left if 2 * seen(key, place)[0] > len(ballots)}
        while having:
            block = pick(having, place)
            blocks.append(block)
            having, left = having - block, left - block
        place += 1
    return blocks


def leads(ballots, one, other):
    return sum((b[one] > b[other]) - (b[one] < b[other]) for b in ballots.values())


def one_by_one(ballots, keys):
    """Take out who beats most of the others, compare the rest again."""
    left, blocks = set(keys), []

    def wins(key, among):
        compared = [leads(ballots, key, other) for other in among if other != key]
        return sum(2 * (lead > 0) + (lead == 0) for lead in compared)

    while left:
        first, size = left, 0
        while len(first) != size:
            size = len(first)
            most = max(wins(key, first) for key in first)
            first = {key for key in first if wins(key, first) == most}
        blocks.append(first)
        left = left - first
    return blocks
