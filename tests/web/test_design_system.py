"""Templates stay inside the design system: known icons, documented macros, listed vendor files."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SPRITE = (ROOT / "static" / "icons.svg").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")


def _text(path: Path) -> str:
    """Return a template without its comments."""
    return re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))
    named = re.compile(r"""\bicon\(\s*["']([\w-]+)["']|\bicon_name=["']([\w-]+)["']""")
    used = {
        (path.name, one or other) for path in TEMPLATES for one, other in named.findall(_text(path))
    }
    assert {entry for entry in used if entry[1] not in known} == set()


def test_every_shared_macro_is_in_the_guide() -> None:
    missing = []
    for path in sorted((ROOT / "templates" / "macros").glob("*.html")):
        if path.name in {"frame.html", "rail.html"}:  # the layouts' own parts
            continue
        if f"`{path.name}`" not in GUIDE:
            missing.append(path.name)
    assert missing == []


def test_every_layout_is_in_the_guide() -> None:
    layouts = {f"layouts/{path.name}" for path in (ROOT / "templates" / "layouts").glob("*.html")}
    assert {name for name in layouts if name not in GUIDE} == set()


def test_every_vendored_file_stands_in_the_table_with_its_licence() -> None:
    vendor = ROOT / "static" / "vendor"
    table = (vendor / "README.md").read_text(encoding="utf-8")
    folders = [folder for folder in vendor.iterdir() if folder.is_dir()]
    assert [f.name for f in folders if not (f / "LICENSE").is_file()] == []
    files = {p.name for f in folders for p in f.iterdir() if p.name != "LICENSE"}
    assert {name for name in files if f"`{name}`" not in table} == set()
