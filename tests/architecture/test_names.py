"""Names say what a thing is and what it promises."""

import ast
import re

from tests.architecture.source_tree import Function, Module, modules, report, repository_files

_EMPTY_NAMES = {"util", "utils", "helper", "helpers", "misc", "manager", "managers", "common"}
_UNITS = re.compile(r"_(?:sec|secs|seconds|millis|milliseconds|pct|percentage|points_pt|px_mm)$")


def _public_functions() -> list[tuple[Module, Function]]:
    """Return every public function and method of the program."""
    return [
        (module, function)
        for module in modules()
        for function in module.functions()
        if not function.name.startswith("_")
    ]


def _returns(function: Function) -> str:
    """Return the text of the return annotation."""
    return ast.unparse(function.returns) if function.returns else ""


def test_no_module_has_a_name_that_says_nothing():
    slips = [str(p) for p in repository_files() if p.stem.lower() in _EMPTY_NAMES]
    assert not slips, report(
        "no utils, helpers, misc, manager", "name the module after what it does", slips
    )


def test_only_find_may_return_none():
    slips = [
        f"{module.at(function.lineno)}: {function.name} -> {_returns(function)}"
        for module, function in _public_functions()
        if function.name.startswith("get_") and re.search(r"\bNone\b", _returns(function))
    ]
    assert not slips, report(
        "get_ raises where there is nothing; find_ may return None",
        "raise NotFound, or call it find_",
        slips,
    )


def test_list_states_its_order():
    slips = [
        f"{module.at(function.lineno)}: {function.name}"
        for module, function in _public_functions()
        if function.name.startswith("list_")
        and not re.search(
            r"\b(order|ordered|by|first|newest|oldest)\b", ast.get_docstring(function) or ""
        )
    ]
    assert not slips, report(
        "list_ states its order in its docstring", "say it: 'by number', 'newest first'", slips
    )


def test_a_question_is_answered_by_yes_or_no():
    slips = [
        f"{module.at(function.lineno)}: {function.name} -> {_returns(function)}"
        for module, function in _public_functions()
        if re.match(r"(is|has|may)_", function.name)
        and _returns(function) not in {"bool", "ColumnElement[bool]", "TypeGuard[bool]"}
    ]
    assert not slips, report(
        "is_, has_ and may_ are booleans", "return bool, or call it otherwise", slips
    )


def test_units_are_written_in_one_way():
    slips = [
        f"{module.at(node.lineno)}: {name}"
        for module in modules()
        for node in module.nodes
        if (name := getattr(node, "id", None) or getattr(node, "arg", None))
        and isinstance(name, str)
        and _UNITS.search(name)
        and hasattr(node, "lineno")
    ]
    assert not slips, report("units in names: _mm _pt _s _ms _percent", "rename it", slips)


def test_a_test_is_named_by_a_sentence():
    slips = [
        f"{module.at(function.lineno)}: {function.name}"
        for module in modules("tests")
        for function in module.functions()
        if function.name.startswith("test_") and function.name.count("_") < 3
    ]
    assert not slips, report(
        "a test's name is a sentence that states a behaviour",
        "test_a_missing_mark_is_never_zero, not test_marks",
        slips,
    )
