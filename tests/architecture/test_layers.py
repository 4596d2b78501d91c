"""Imports point only downward, and each layer does only its own work."""

from collections.abc import Mapping

import pytest

from tests.architecture.source_tree import Module, modules, report

_BESIDE = frozenset({"errors", "permissions", "tokens", "clock", "disk", "config", "extensions"})
_LOWER = {
    "scoring",
    "models",
    "typesetting",
    "certificates",
    "printing",
    "publishing",
    "presets",
}
_OUTER = _BESIDE | {"services", "queries", "wording", "scoring"}

#: part of ``judging`` → the parts that it may import, itself aside. Docs: docs/architecture.md.
ALLOWED: Mapping[str, frozenset[str]] = {
    "scoring": frozenset(),
    "models": frozenset({"scoring", "permissions", "errors", "extensions"}),
    "typesetting": frozenset(),
    "certificates": frozenset({"scoring", "typesetting", "errors"}),
    "printing": frozenset({"scoring", "typesetting", "errors"}),
    "publishing": frozenset({"scoring", "errors"}),
    "presets": frozenset({"scoring", "errors"}),
    "services": _BESIDE | _LOWER,
    "queries": _BESIDE | _LOWER,
    "wording": frozenset({"scoring", "errors"}),
    "web": _OUTER | {"lan"},
    "cli": _OUTER | {"lan"},
    "lan": frozenset({"disk", "errors"}),
    "errors": frozenset(),
    "clock": frozenset(),
    "disk": frozenset(),
    "tokens": frozenset(),
    "permissions": frozenset(),
    "config": frozenset({"errors"}),
    "extensions": frozenset(),
}

_PURE = {"flask", "sqlalchemy", "datetime", "time", "random", "secrets", "uuid", "os", "pathlib"}


def _part(name: str) -> str:
    """Return the part of ``judging`` that a module belongs to; ``""`` for the package itself."""
    return name.split(".")[1] if "." in name else ""


def _imported_parts(module: Module) -> list[tuple[str, int]]:
    """Return the parts of ``judging`` that a module imports, with lines."""
    found = []
    for name, imported, line in module.imports():
        if name == "judging" and imported not in {"", "ROOT", "create_app"}:
            found.append((imported, line))
        elif name.startswith("judging."):
            found.append((_part(name), line))
    return found


def test_every_part_of_the_program_has_a_place_among_the_layers():
    unknown = sorted({_part(m.name) for m in modules()} - set(ALLOWED) - {"", "migrations"})
    assert not unknown, report(
        "every module belongs to a layer (docs/architecture.md)",
        "put it into a layer, or give it one in tests/architecture/test_layers.py and the docs",
        unknown,
    )


@pytest.mark.parametrize("part", ALLOWED)
def test_imports_point_only_downward(part):
    slips = [
        f"{module.at(line)}: {part} imports {imported}"
        for module in modules()
        if _part(module.name) == part
        for imported, line in _imported_parts(module)
        if imported not in ALLOWED[part] | {part}
    ]
    allowed = ", ".join(sorted(ALLOWED[part])) or "nothing of ours"
    assert not slips, report(
        f"judging/{part} may import {allowed}",
        "move what is needed down a layer, or pass it in as an argument",
        slips,
    )


@pytest.mark.parametrize("part", ["web", "cli"])
def test_the_outer_layer_never_touches_tables_or_the_session(part):
    slips = [
        f"{module.at(line)}: {name}{'.' + imported if imported else ''}"
        for module in modules(f"judging/{part}")
        for name, imported, line in module.imports()
        if name.split(".")[0] in {"sqlalchemy", "flask_sqlalchemy"}
        or (name == "judging.extensions" and imported == "db")
    ]
    assert not slips, report(
        "pages and terminal commands never touch tables or the database session",
        "call a command of judging/services or a query of judging/queries",
        slips,
    )


@pytest.mark.parametrize("part", ["services", "queries"])
def test_commands_and_queries_know_nothing_of_the_request(part):
    slips = [
        f"{module.at(line)}: {imported}"
        for module in modules(f"judging/{part}")
        for name, imported, line in module.imports()
        if name == "flask" and imported in {"request", "session", "g", "url_for", "flash"}
    ]
    assert not slips, report(
        "commands and queries know nothing of the request",
        "take what is needed as an argument: actor, now, plain values",
        slips,
    )


def test_the_scoring_core_is_pure():
    slips = [
        f"{module.at(line)}: {name}"
        for module in modules("judging/scoring")
        for name, _, line in module.imports()
        if name.split(".")[0] in _PURE or name.split(".")[0].startswith("flask")
    ]
    assert not slips, report(
        "the scoring core knows no database, clock, file or chance",
        "take time, randomness and data as arguments",
        slips,
    )


def test_starting_does_not_load_what_only_some_pages_need():
    import subprocess
    import sys

    heavy = ("numpy", "reportlab", "openpyxl", "xlsxwriter", "PIL", "cryptography")
    script = f"import wsgi, sys; print(*[m for m in {heavy!r} if m in sys.modules])"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, []), report(
        "starting loads neither NumPy nor the libraries for papers and workbooks",
        "import them inside the function that needs them",
        [done.stdout, done.stderr[-2000:]],
    )
