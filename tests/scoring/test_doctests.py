"""Every example in the core's docstrings runs, and every public function has one."""

import ast
import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import judging.scoring

MODULES = sorted(
    module.name.removeprefix("judging.scoring.")
    for module in pkgutil.walk_packages(judging.scoring.__path__, "judging.scoring.")
    if not module.ispkg
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name):
    module = importlib.import_module(f"judging.scoring.{name}")
    assert doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE).failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_every_public_function_has_an_example(name):
    tree = ast.parse(
        (Path(judging.scoring.__path__[0]) / f"{name.replace('.', '/')}.py").read_text("utf-8")
    )
    without = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and ">>>" not in (ast.get_docstring(node) or "")
    ]
    assert without == []
