"""Counting a file by columns gives the bytes that counting entry by entry gives."""

import random

import pytest

from judging.cli.score import score_command
from judging.scoring.rules import parse_rules, to_toml
from tests.cli.score_files import HEAT, RULES, marks_text, panel
from tests.scoring.columns.cases import make_document


def _both(runner, tmp_path, marks, rules=RULES, entries=None, suffix="csv", language="en"):
    """Return (exit code, what was said, bytes) by entry and by columns."""
    (tmp_path / "rules.toml").write_text(rules, encoding="utf-8")
    data = marks if isinstance(marks, bytes) else marks.encode()
    (tmp_path / "marks.csv").write_bytes(data)
    arguments = [str(tmp_path / "marks.csv"), "--rules", str(tmp_path / "rules.toml")]
    if entries is not None:
        (tmp_path / "entries.csv").write_text(entries, encoding="utf-8")
        arguments += ["--entries", str(tmp_path / "entries.csv")]
    found = []
    for way in ("entry", "columns"):
        out = tmp_path / f"{way}.{suffix}"
        out.unlink(missing_ok=True)
        done = runner.invoke(
            score_command, [*arguments, "--out", str(out), "--lang", language, "--by", way]
        )
        content = out.read_bytes() if out.exists() else None
        found.append((done.exit_code, done.output, content))
    return found


def _made_up_marks(chance, rules, *, is_ragged):
    """Return (lines of MARKS, ENTRIES) of some heats with their own panels."""
    rubric, lines, rows = rules.rubric, [], []
    for heat in chance.sample(["1", "2", "10", "第三组", "B 1"], chance.randint(1, 4)):
        seats = [str(seat) for seat in range(1, chance.randint(1, 8) + 1)]
        for number in range(chance.randint(1, 6)):
            entry = chance.choice((f"{number}", f"A-{number}", f"选手{number}", f"=X{number}"))
            rows.append((heat, entry))
            for seat in seats:
                if is_ragged and chance.random() < 0.15:
                    continue
                for criterion in rubric.criteria:
                    if is_ragged and chance.random() < 0.03:
                        continue
                    steps = (criterion.max - criterion.min) // criterion.step
                    mark = criterion.min + criterion.step * chance.choice((0, 1, steps // 2, steps))
                    text = criterion.format_mark(mark)
                    lines.append(f"{heat},{entry},{seat},{criterion.key},{text}")
    return lines, sorted(set(rows))


def _made_up_entries(chance, rows):
    text = "heat,entry,order,division,deduction,deduction_reason\n"
    for number, (heat, entry) in enumerate([*rows, ("1", "late"), ("new", "alone")]):
        taken = chance.choice(("", "", "", "0.5"))
        reason = "over, by 12 s" if taken else ""
        order = chance.choice(("", str(number)))
        text += f'{heat},{entry},{order},{chance.choice("xy")},{taken},"{reason}"\n'
    return text


@pytest.mark.parametrize("seed", range(40))
def test_made_up_files_give_the_same_bytes(runner, tmp_path, seed):
    chance = random.Random(seed)
    document = make_document(chance)
    for group in document["tally"].get("groups", {}).values():
        group.setdefault("seats", ["4", "5", "6", "7", "8"])
    document["ranking"]["per"] = chance.choice(("heat", "heat", "overall", "division"))
    rules = parse_rules(document)
    lines, rows = _made_up_marks(chance, rules, is_ragged=chance.random() < 0.7)
    if chance.random() < 0.3:
        chance.shuffle(lines)
    has_entries = document["ranking"]["per"] == "division" or chance.random() < 0.4
    by_entry, by_columns = _both(
        runner,
        tmp_path,
        "\n".join(["heat,entry,seat,criterion,mark", *lines]) + "\n",
        to_toml(rules.document),
        _made_up_entries(chance, rows) if has_entries else None,
        chance.choice(("csv", "csv", "json")),
        chance.choice(("zh", "en")),
    )
    assert by_entry[0] == 0
    assert by_columns == by_entry


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(",80\n", ",99\n").replace("delivery,50", "delivery,61", 1),
        lambda text: text.replace("delivery", "style", 1),
        lambda text: text + "1,A,1,content,30\n",
        lambda text: text.replace("1,A,1,content,30", "1,A,1,content,30.25"),
        lambda text: text + "1,A,01,content,30\n",
        lambda text: text + "1,A,9,content\n",
        lambda text: text + "1,A,9,content,\n",
        lambda text: text + ",A,9,content,30\n",
        lambda text: text + "1,A,9,content,-\n",
    ],
)
def test_a_faulty_file_is_refused_in_the_same_words(runner, tmp_path, change):
    by_entry, by_columns = _both(runner, tmp_path, change(HEAT))
    assert by_entry[0] == 1
    assert by_columns == by_entry


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.rstrip("\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("1,A,1,content,30", '1,A,"1",content,30'),
        lambda text: text.replace("1,A,1,content,30", "1, A ,1,content, 30"),
        lambda text: text.replace("1,A,", "1,  A,"),
        lambda text: text.replace("1,A,", "1," + "很长的名字" * 5 + ","),
        lambda text: text + "\n\n",
        lambda text: text.replace("30\n", "30.0\n", 3),
    ],
)
def test_a_file_in_another_spelling_gives_the_same_bytes(runner, tmp_path, change):
    by_entry, by_columns = _both(runner, tmp_path, change(HEAT))
    assert by_entry[0] == 0
    assert by_columns == by_entry


def test_columns_in_another_order_are_found_by_their_names(runner, tmp_path):
    text = HEAT.split("\n")
    turned = "\n".join(",".join(reversed(line.split(","))) for line in text)
    by_entry, by_columns = _both(runner, tmp_path, turned)
    assert by_entry[0] == 0
    assert by_columns == by_entry


def test_a_file_of_many_blocks_gives_the_same_bytes(runner, tmp_path):
    chance = random.Random(3)
    heats = {
        (str(number // 9), f"E{number}"): panel(*(chance.randint(70, 76) for _ in range(5)))
        for number in range(18_000)
    }
    marks = marks_text(heats)
    assert len(marks) > 1 << 21
    by_entry, by_columns = _both(runner, tmp_path, marks)
    assert by_entry[0] == 0
    assert by_columns == by_entry
