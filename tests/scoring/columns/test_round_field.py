"""A counted field as prizes and advancement see it, within any of its groups."""

import numpy as np

from judging.scoring.columns.counting import count_field
from judging.scoring.columns.field import Field, SeatColumn
from judging.scoring.columns.round_field import ColumnField, Within
from judging.scoring.specimen import specimen_rules


def test_a_field_is_ranked_within_the_groups_that_are_asked_for():
    rules = specimen_rules(ranking={"on": "exact", "per": "overall", "ties": ["median"]})
    marks = ([180, 190, 180], [180, 190, 184], [186, 190, 182])
    field = Field(3, tuple(SeatColumn(str(n), (np.array(m),)) for n, m in enumerate(marks, 1)))
    heats, all_of_them = Within(("1", "2"), np.array([0, 0, 1])), Within(("",), np.zeros(3, int))
    within = {"heat": heats, "overall": all_of_them}.__getitem__
    counted = count_field(rules, field)
    found = ColumnField(rules, field, counted, within, np.array([1, 2, 3]), ["A", "B", "C"])
    (overall,) = found.groups("overall")
    assert overall.ranked == [1, 2, 0]
    assert [overall.places[at].tie_break for at in (1, 2, 0)] == ["", "median", "median"]
    assert [(group.name, group.ranked) for group in found.groups("heat")] == [
        ("1", [1, 0]),
        ("2", [2]),
    ]
    assert found.groups("heat") is found.groups("heat")
    assert found.value(0) == found.value(2) < found.value(1)
    assert not found.is_settled(0)
