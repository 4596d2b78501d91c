"""A second opinion: the same rules, slow and plain, written without a look at the engine.

It works on points as fractions and on dictionaries, trims by removing from lists, and ranks by
counting who is better. Only what the property tests generate is covered.
"""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from statistics import median


def round_points(value, places):
    """Round by the decimal module, with far more digits than any quotient needs."""
    if places is None:
        return value
    with localcontext() as context:
        context.prec = 400
        # Scaling by the denominator keeps the value exact: compare twice the remainder with it.
        scaled = value * 10**places
        whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
        exact = Decimal(whole) + (Decimal("0.5") if 2 * rest == scaled.denominator else Decimal(0))
        if 2 * rest > scaled.denominator:
            exact = Decimal(whole + 1)
        rounded = exact.to_integral_value(rounding=ROUND_HALF_UP)
        return Fraction(int(rounded) * (1 if scaled >= 0 else -1), 10**places)


def seat_number(seat):
    return int(seat)


def trimmed(values, low, high, min_kept):
    """Return what stays of {seat: value}: one lowest and one highest at a time."""
    shapes = [(min(low, most), min(high, most)) for most in range(max(low, high), -1, -1)]
    fitting = [(low, high) for low, high in shapes if len(values) - low - high >= min_kept]
    low, high = fitting[0] if fitting else (0, 0)
    stays = dict(values)
    for _ in range(low):
        worst = min(stays.values())
        del stays[min((s for s in stays if stays[s] == worst), key=seat_number)]
    for _ in range(high):
        best = max(stays.values())
        del stays[min((s for s in stays if stays[s] == best), key=seat_number)]
    return list(stays.values())


def aggregated(values, how, trim):
    """Return the aggregate of {seat: value} under a trim (low, high, min_kept)."""
    everything = sorted(values.values())
    if how == "interquartile_integer":
        gone = len(everything) // 4
        middle = everything[gone : len(everything) - gone]
        return sum(middle, Fraction(0)) / len(middle)
    if how == "interquartile_fractional":
        return middle_half(everything)
    kept = sorted(trimmed(values, *trim))
    if how == "winsorised":
        low, high = kept[0], kept[-1]
        kept = [min(max(value, low), high) for value in everything]
    if how == "sum":
        return sum(kept, Fraction(0))
    return Fraction(median(kept)) if how == "median" else sum(kept, Fraction(0)) / len(kept)


def middle_half(rising):
    """Return the mean of the middle half of the values, each laid out as four equal pieces."""
    pieces = [value for value in rising for _ in range(4)]
    quarter = len(rising)
    middle = pieces[quarter : len(pieces) - quarter]
    return sum(middle, Fraction(0)) / len(middle)


def exact_score(document, sheets, carried=None):
    """Return the exact value of an appearance, None without one.

    ``sheets`` is {seat: {criterion: points or None}}, only those given; ``carried`` is
    {round: (published, exact, rank)}.
    """
    tally = document["tally"]
    own = with_groups(document, sheets) if tally.get("groups") else one_panel(document, sheets)
    if own is None:
        return None
    own = round_points(own * Fraction(tally["factor"]), tally["rounding"].get("aggregate"))
    return with_earlier(document.get("carry_over"), own, carried or {})


def with_groups(document, sheets):
    """Return Σ weight·value / Σ weight over groups that name their seats."""
    total = weights = Fraction(0)
    for group in document["tally"]["groups"].values():
        members = {seat: marks for seat, marks in sheets.items() if seat in group["seats"]}
        rules = {key: group[key] for key in ("trim", "aggregate") if key in group}
        value = one_panel({**document, "tally": {**document["tally"], **rules}}, members)
        if value is None:
            return None
        value = round_points(value, document["tally"]["rounding"].get("aggregate"))
        total, weights = (
            total + Fraction(group["weight"]) * value,
            weights + Fraction(group["weight"]),
        )
    return total / weights


def with_earlier(rules, own, carried):
    """Return the own value with what earlier rounds bring in."""
    if rules is None:
        return own
    value = own * Fraction(rules["weight"])
    for earlier in rules["earlier"]:
        published, exact, rank = carried.get(earlier["round"], (None, None, None))
        brought = exact if earlier.get("value") == "exact" else published
        if "points_by_rank" in earlier:
            points = dict(enumerate(earlier["points_by_rank"], start=1))
            brought = None if rank is None else Fraction(points.get(rank, 0))
        if brought is None and rules["missing"] == "no_result":
            return None
        value += Fraction(earlier["weight"]) * (brought or 0)
    return value


def one_panel(document, sheets):
    """Return the value of one panel or group before the factor, None without one."""
    tally, criteria = document["tally"], document["rubric"]["criteria"]
    trim = (tally["trim"]["low"], tally["trim"]["high"], tally["trim"]["min_kept"])
    places = tally["rounding"]
    weights = {c["key"]: Fraction(c["weight"]) for c in criteria}
    divide = sum(weights.values()) if document["rubric"]["combine"] == "mean" else 1
    if tally["scope"] == "judge_total":
        totals = {}
        for seat, marks in sheets.items():
            if None in marks.values():
                continue
            rounded = {k: round_points(m, places.get("criterion")) for k, m in marks.items()}
            parts = [
                round_points(weights[k] * m, places.get("weighted_criterion"))
                for k, m in rounded.items()
            ]
            totals[seat] = round_points(sum(parts) / divide, places.get("judge_total"))
        return aggregated(totals, tally["aggregate"], trim) if totals else None
    value = Fraction(0)
    for key, weight in weights.items():
        marks = {seat: m[key] for seat, m in sheets.items() if m[key] is not None}
        if not marks:
            return None
        of_criterion = aggregated(marks, tally["aggregate"], trim)
        of_criterion = round_points(of_criterion, places.get("criterion"))
        value += round_points(weight * of_criterion, places.get("weighted_criterion"))
    return value / divide


def ranks(document, scores):
    """Return the 1224 ranks of {entry: exact value}, without any tie-break."""
    places = document["tally"]["rounding"]["final"]
    shown = {k: None if v is None else round_points(v, places) for k, v in scores.items()}
    return {
        entry: None
        if value is None
        else 1 + sum(other is not None and other > value for other in shown.values())
        for entry, value in shown.items()
    }
