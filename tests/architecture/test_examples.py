"""Examples in docstrings run, and every module of the scoring core has one."""

import doctest
import importlib

import pytest

from tests.architecture.source_tree import Module, modules, report

_NAMES = [module.name for module in modules() if ">>>" in module.text]


@pytest.mark.parametrize("name", _NAMES)
def test_the_examples_in_the_docstrings_hold(name):
    outcome = doctest.testmod(
        importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert outcome.failed == 0, f"{outcome.failed} of {outcome.attempted} examples in {name} failed"


def _has_public_functions(module: Module) -> bool:
    """Say whether a module offers functions of its own."""
    return any(not f.name.startswith("_") and f.col_offset == 0 for f in module.functions())


def test_every_module_of_the_scoring_core_shows_a_worked_example():
    slips = [
        str(module.path)
        for module in modules("judging/scoring")
        if _has_public_functions(module) and ">>>" not in module.text
    ]
    assert not slips, report(
        "the scoring core shows worked examples that run as doctests",
        "add >>> lines to a docstring, with a case from a rule book or worked by hand",
        slips,
    )
