"""Run the benchmarks and write their table: ``python -m benchmarks [NAME …]``."""

import argparse
import importlib
import json
import os
import platform
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_RESULTS = _HERE / "results.json"
_PAGE = _HERE.parent / "docs" / "performance.md"
_BEGIN, _END = "<!-- table: make bench -->", "<!-- end of table -->"


def names() -> list[str]:
    """Return the benchmarks there are, by name."""
    return sorted(path.stem for path in _HERE.glob("[a-z]*.py"))


def run(name: str) -> dict[str, Any]:
    """Run one benchmark and return its title and figures."""
    module = importlib.import_module(f"benchmarks.{name}")
    title = (module.__doc__ or name).strip().split("\n")[0].rstrip(".")
    print(f"{title} …", flush=True)
    figures = {key: round(value, 4) for key, value in module.measure().items()}
    width = max(map(len, figures))
    for key, value in figures.items():
        print(f"  {key:{width}}  {value:>14,.2f}")
    return {"title": title, "figures": figures}


def machine() -> dict[str, Any]:
    """Return what the figures were taken on."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
    }


def table(results: dict[str, Any]) -> str:
    """Return all results as one table in Markdown."""
    lines = ["| measured | figure | |", "|---|---|---|"]
    for one in results["benchmarks"].values():
        for number, (key, value) in enumerate(one["figures"].items()):
            lines.append(f"| {'' if number else one['title']} | `{key}` | {value:,.2f} |")
    taken_on = ", ".join(f"{key} {value}" for key, value in results["machine"].items())
    return "\n".join([*lines, "", f"Taken on: {taken_on}."])


def write_page(results: dict[str, Any]) -> None:
    """Put the table between its marks in docs/performance.md, if that page has them."""
    if not _PAGE.exists():
        return
    text = _PAGE.read_text(encoding="utf-8")
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if begin and end:
        _PAGE.write_text(f"{before}{begin}\n{table(results)}\n{end}{after}", encoding="utf-8")


def main() -> None:
    """Run what was named, or everything, and keep the other results as they were."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"{', '.join(names())}; all where none is named")
    parser.add_argument("--entries", type=int, help="measure tallies with so many entries")
    arguments = parser.parse_args()
    if arguments.entries:
        os.environ["BENCH_ENTRIES"] = str(arguments.entries)
    chosen = arguments.name or names()
    if unknown := sorted(set(chosen) - set(names())):
        parser.error(f"there is no benchmark {', '.join(unknown)}")
    results = json.loads(_RESULTS.read_text()) if _RESULTS.exists() else {"benchmarks": {}}
    results["machine"] = machine()
    for name in chosen:
        results["benchmarks"][name] = run(name)
    _RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    write_page(results)


if __name__ == "__main__":
    main()
