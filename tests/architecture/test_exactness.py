"""Points are exact, and time and chance are arguments."""

import ast

from tests.architecture.source_tree import Module, modules, report

_NOW = {"now", "utcnow", "today"}
_CHANCE = {"random", "secrets", "uuid"}


def _calls(module: Module) -> list[tuple[str, ast.Call]]:
    """Return (dotted name of what is called, call)."""
    calls = (node for node in module.nodes if isinstance(node, ast.Call))
    return [(ast.unparse(call.func), call) for call in calls]


#: Statistics about a panel, for people to read. Nothing that makes a score or a rank knows them.
_STATISTICS = tuple(f"judging.scoring.{name}" for name in ("agreement", "fairness", "adjustment"))


def _is_statistics(name: str) -> bool:
    return name.startswith(_STATISTICS)


def test_no_score_or_rank_stands_on_a_statistic():
    slips = [
        f"{module.at(line)}: {name}"
        for module in modules("judging/scoring")
        for name, _, line in module.imports()
        if _is_statistics(name) and not _is_statistics(module.name)
    ]
    assert not slips, report(
        "what makes a score or a rank imports no statistic: those use floats",
        "let queries ask for the statistic beside the result",
        slips,
    )


def test_the_scoring_core_knows_no_floats():
    slips = [
        f"{module.at(node.lineno)}: {ast.unparse(node)}"
        for module in modules("judging/scoring")
        if not _is_statistics(module.name)
        for node in module.nodes
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float" and isinstance(node.ctx, ast.Load))
    ]
    assert not slips, report(
        "points are exact: scaled integers, Fraction or Decimal, never a float",
        "use judging.scoring.points",
        slips,
    )


def test_only_one_module_reads_the_clock():
    slips = [
        f"{module.at(call.lineno)}: {name}()"
        for module in modules()
        if module.name != "judging.clock"
        for name, call in _calls(module)
        if name in {"time.time", "time.time_ns", "time.gmtime", "time.localtime"}
        or (name.rpartition(".")[2] in _NOW and "date" in name.rpartition(".")[0])
    ]
    assert not slips, report(
        "only judging/clock.py reads the clock",
        "take `now` as an argument; pages and terminal commands call utc_now() once",
        slips,
    )


def test_the_core_and_the_papers_leave_nothing_to_chance():
    slips = [
        f"{module.at(line)}: {name}"
        for folder in ("scoring", "certificates", "printing", "publishing")
        for module in modules(f"judging/{folder}")
        for name, _, line in module.imports()
        if name.split(".")[0] in _CHANCE
    ]
    assert not slips, report(
        "no randomness below the commands: the same facts give the same bytes",
        "take the seed or the drawn value as an argument",
        slips,
    )
