"""The checkout holds what belongs into it, and nothing of one machine or person."""

import re
import sys
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.source_tree import ROOT, files, modules, report, repository_files

#: Where people keep their own work, and where this very checkout stands.
_HERE = "|".join(re.escape(str(p)) for p in (ROOT, ROOT.parent) if len(p.parts) > 1)
_OWN_PATHS = re.compile(rf"(?<![\w.:/}}>-])(?:/root|/home/\w+|/Users/\w+|{_HERE})/[\w.-]")
_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b")
_TOP = {
    ".ci", ".editorconfig", ".flaskenv", ".gitattributes", ".gitignore", ".dockerignore",
    "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "babel.cfg",
    "benchmarks", "deploy", "docs", "instance", "judging", "pyproject.toml",
    "requirements-dev.txt", "requirements.txt", "static", "templates", "tests", "wsgi.py",
}  # fmt: skip


def _texts() -> list[tuple[str, str]]:
    """Return (path, content) of every text file of our own."""
    found = []
    for path in repository_files():
        if "vendor" in path.parts or path.suffix in {".mo", ".xz", ".png", ".woff2", ".ico"}:
            continue
        try:
            found.append((str(path), (ROOT / path).read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_the_top_of_the_tree_holds_only_what_belongs_there():
    slips = sorted({path.parts[0] for path in repository_files()} - _TOP)
    assert not slips, report("the tree is the architecture", "find its folder", slips)


def test_the_instance_folder_is_empty_but_for_its_page():
    found = [str(path) for path in repository_files() if path.parts[0] == "instance"]
    assert found == ["instance/README.md"], report(
        "keys and databases are never committed", "git rm --cached it, and change the key", found
    )


def test_no_file_names_a_path_of_one_machine():
    slips = [
        f"{path}: {found[0]}" for path, text in _texts() for found in _OWN_PATHS.finditer(text)
    ]
    assert not slips, report("no path of one machine", "make it relative or a setting", slips)


def test_nothing_is_left_unfinished():
    slips = [
        f"{path}: {found[0]}"
        for path, text in _texts()
        if not path.endswith("test_repository.py")
        for found in _UNFINISHED.finditer(text)
    ]
    assert not slips, report("nothing unfinished", "finish it, or open an issue", slips)


def test_every_third_party_file_is_listed_with_version_and_licence():
    slips = []
    for folder in ("static/vendor", "tests/browser/vendor"):
        page = (ROOT / folder / "README.md").read_text(encoding="utf-8")
        slips += [
            str(path)
            for path in files(folder, "*")
            if (ROOT / path).is_file() and path.name != "README.md" and path.name not in page
            and str(path.parent.relative_to(folder)) not in page
        ]  # fmt: skip
    assert not slips, report(
        "every third-party file is listed with version, licence and source",
        "add its line to the README beside it",
        slips,
    )


def test_every_package_is_pinned_exactly():
    slips = [
        f"{file}: {line}"
        for file in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / file).read_text(encoding="utf-8").split("\n")
        if line and not line.startswith("#") and line != "-r requirements.txt"
        and not re.fullmatch(r"[a-z0-9-]+==[\w.]+", line)
    ]  # fmt: skip
    assert not slips, report("exact pins, names in lower case", "name==version", slips)


@pytest.mark.parametrize(
    ("folder", "pins"),
    [("judging", ("requirements.txt",)), ("tests", ("requirements.txt", "requirements-dev.txt"))],
)
def test_every_package_that_is_imported_is_pinned(folder, pins):
    pinned = {
        line.split("==")[0] for file in pins for line in (ROOT / file).read_text().split("\n")
    }
    ours = {"judging", "tests", "benchmarks", "wsgi"} | set(sys.stdlib_module_names)
    by_module = packages_distributions()
    slips = [
        f"{module.at(line)}: {name}"
        for module in modules(folder)
        if "prepare" not in module.path.stem  # run by hand, with the development packages
        for name, _, line in module.imports()
        if (top := name.split(".")[0]) not in ours
        and not {normal_name(d) for d in by_module.get(top, [])} & pinned
    ]
    assert not slips, report(
        "what is imported is pinned, or a clean machine lacks it",
        "pin it with what it brings, and write its line in docs/dependencies.md",
        slips,
    )


def normal_name(distribution: str) -> str:
    """Return a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", distribution).lower()
