"""The program as text and syntax trees, read once for all tests of the house rules."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file of the program.

    Args:
        path: relative to the checkout.
    """

    path: Path

    @property
    def name(self) -> str:
        """Return the dotted name, e.g. ``judging.scoring.points``."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def text(self) -> str:
        """Return the source."""
        return (ROOT / self.path).read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """Return the syntax tree."""
        return ast.parse(self.text, filename=str(self.path))

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Return every node of the syntax tree, outer before inner: most tests ask for them."""
        return tuple(ast.walk(self.tree))

    def functions(self) -> Iterator[Function]:
        """Yield every function and method, outer before inner."""
        for node in self.nodes:
            if isinstance(node, Function):
                yield node

    def imports(self) -> Iterator[tuple[str, str, int]]:
        """Yield (module, name or ``""``, line) of every import, those inside functions too."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, "", node.lineno
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield node.module or "", alias.name, node.lineno

    def at(self, line: int) -> str:
        """Return ``path:line`` for a message."""
        return f"{self.path}:{line}"


@cache
def files(folder: str, pattern: str) -> tuple[Path, ...]:
    """Return files below a folder, relative to the checkout, by path."""
    found = (path.relative_to(ROOT) for path in (ROOT / folder).rglob(pattern))
    return tuple(sorted(path for path in found if "__pycache__" not in path.parts))


@cache
def modules(folder: str = "judging") -> tuple[Module, ...]:
    """Return the Python modules below a folder, by path; written migrations are left out."""
    kept = (path for path in files(folder, "*.py") if "versions" not in path.parts)
    return tuple(Module(path) for path in kept)


@cache
def repository_files() -> tuple[Path, ...]:
    """Return every file that git knows or would add, relative to the checkout, by path."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    paths = (Path(name) for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if (ROOT / path).is_file()))


def report(rule: str, way_out: str, slips: list[str]) -> str:
    """Return the message of a failing house rule: the rule, where it is broken, and what to do."""
    return "\n".join([f"House rule: {rule}", *(f"  {slip}" for slip in slips), f"Do: {way_out}"])
