"""Which static files the judge's client is made of: found by walking what its modules import.

What is imported in the usual way comes with the page; what a module fetches only when it is asked
for (``await import("./escape.js")``) comes later, but the worker keeps it beforehand.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from judging.web.compressed_files import served_bytes

#: Where the walk begins.
ENTRIES = ("js/theme.js", "js/hall.js", "tablet/app.js", "tablet/tools.js")
#: What the page loads beside its modules.
PLAIN = ("css/hall.css", "icons.svg", "img/mark.svg", "img/favicon.svg")
WORKER = "tablet/worker.js"
STORE = "tablet/store.js"

_STATIC_IMPORT = re.compile(r"""^(?:import|export)\s[^;"']*["'](\.[^"']+\.js)["']""", re.MULTILINE)
_BARE_IMPORT = re.compile(r"""^import\s*["'](\.[^"']+\.js)["']""", re.MULTILINE)
_LATER_IMPORT = re.compile(r"""\bimport\(\s*["'](\.[^"']+\.js)["']""")
_STORE_VERSION = re.compile(r"^const VERSION = (\d+);", re.MULTILINE)


@dataclass(frozen=True)
class ClientFiles:
    """The client's files, as paths under ``static/``.

    Args:
        first: modules that the page loads at once, those that are imported by others last.
        later: modules that are loaded only when they are asked for.
        plain: style sheet, icons, pictures.
        digests: SHA-256 (hexadecimal) of each file's bytes, as they are served.
        store_version: the version of the IndexedDB schema that these modules write.
    """

    first: tuple[str, ...]
    later: tuple[str, ...]
    plain: tuple[str, ...]
    digests: dict[str, str]
    store_version: int


def find_client_files(folder: Path) -> ClientFiles:
    """Read the client's files.

    Args:
        folder: ``static/``.

    Raises:
        FileNotFoundError: a module imports what is not there.
    """
    first = _walk(folder, ENTRIES, is_lazy=False)
    later = [path for path in _walk(folder, tuple(first), is_lazy=True) if path not in first]
    names = (*first, *later, *PLAIN, WORKER)
    digests = {name: hashlib.sha256(served_bytes(folder / name)).hexdigest() for name in names}
    found = _STORE_VERSION.search((folder / STORE).read_text(encoding="utf-8"))
    return ClientFiles(tuple(first), tuple(later), PLAIN, digests, int(found[1]) if found else 0)


def _walk(folder: Path, entries: tuple[str, ...], *, is_lazy: bool) -> list[str]:
    """Return the entries and all that they import, in the order of finding."""
    found = list(entries)
    for name in found:  # grows while it is walked
        text = (folder / name).read_text(encoding="utf-8")
        imports = _STATIC_IMPORT.findall(text) + _BARE_IMPORT.findall(text)
        if is_lazy:
            imports += _LATER_IMPORT.findall(text)
        for target in imports:
            path = (folder / name).parent.joinpath(target).resolve()
            relative = path.relative_to(folder.resolve()).as_posix()
            if relative not in found:
                found.append(relative)
    return found
