"""The files that tests of ``judging score`` write, and how they read what came out."""

import csv

RULES = """
format = 1
name = { zh = "示例", en = "Example" }
[rubric]
criteria = [
  { key = "content", name = { zh = "内容", en = "Content" }, max = "40", step = "0.5" },
  { key = "delivery", name = { zh = "表达", en = "Delivery" }, max = "60", step = "0.5" },
]
[tally]
trim = { low = 1, high = 1 }
[ranking]
ties = ["more_decimals", "criterion:content"]
"""
HEADER = "heat,entry,seat,criterion,mark"


def marks_text(entries, header=HEADER):
    """Return MARKS for {(heat, entry): {seat: (content, delivery)}}."""
    lines = [header]
    for (heat, entry), seats in entries.items():
        for seat, marks in seats.items():
            for criterion, mark in zip(("content", "delivery"), marks, strict=True):
                lines.append(f"{heat},{entry},{seat},{criterion},{mark}")
    return "\n".join(lines) + "\n"


def panel(*totals):
    """Return the seats 1, 2, … with judge totals split as 30 and the rest."""
    return {seat: ("30", str(total - 30)) for seat, total in enumerate(totals, 1)}


def rows(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def results(tmp_path):
    """Return the rows of results.csv."""
    return rows(tmp_path / "results.csv")


HEAT = marks_text({("1", "A"): panel(80, 82, 84, 86, 88), ("1", "B"): panel(82, 83, 84, 85, 90)})
