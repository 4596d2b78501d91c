"""Modules and functions stay small enough to be read at a glance."""

import ast

from tests.architecture.source_tree import ROOT, Function, files, modules, report

MODULE_LINES = 300
FUNCTION_LINES = 45
VIEW_LINES = 25
_FOLDERS = ("judging", "tests", "benchmarks")


def _lines(function: Function) -> int:
    """Return the lines of a function from ``def`` to its last, docstring and all."""
    return (function.end_lineno or 0) - function.lineno + 1


def _is_view(function: Function) -> bool:
    """Say whether a function answers a route."""
    verbs = {"route", "get", "post", "put", "patch", "delete"}
    called = [d.func for d in function.decorator_list if isinstance(d, ast.Call)]
    return any(isinstance(c, ast.Attribute) and c.attr in verbs for c in called)


def test_no_module_is_longer_than_300_lines():
    slips = [
        f"{module.path}: {count} lines"
        for folder in _FOLDERS
        for module in modules(folder)
        if (count := module.text.count("\n")) > MODULE_LINES
    ]
    slips += [
        f"{path}: {count} lines"
        for path in files("static", "*.js")
        if "vendor" not in path.parts
        and (count := (ROOT / path).read_text(encoding="utf-8").count("\n")) > MODULE_LINES
    ]
    assert not slips, report("no module is over 300 lines", "split it by meaning", slips)


def test_no_function_is_longer_than_45_lines():
    slips = [
        f"{module.at(function.lineno)}: {function.name} has {_lines(function)} lines"
        for folder in _FOLDERS
        for module in modules(folder)
        for function in module.functions()
        if _lines(function) > FUNCTION_LINES
    ]
    assert not slips, report("no function is over 45 lines", "split it by meaning", slips)


def test_no_view_is_longer_than_25_lines():
    slips = [
        f"{module.at(function.lineno)}: {function.name} has {_lines(function)} lines"
        for module in modules("judging/web")
        for function in module.functions()
        if _is_view(function) and _lines(function) > VIEW_LINES
    ]
    assert not slips, report(
        "a view over 25 lines holds something that belongs below",
        "move it into a form, a command or a query",
        slips,
    )
