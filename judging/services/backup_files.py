"""The file of a backup: a ZIP archive with a manifest that says what must be in it.

Format 1: ``manifest.json``, ``rostrum.sqlite3``, and, unless they were left out, ``secret.key`` and
``tls/authority.pem`` (earlier: ``tls/authority.crt`` and ``tls/authority.key``). The manifest names
the digest of every other part; a part that is missing, more, longer or other than it says is
refused (docs/backup.md).
"""

import hashlib
import json
import os
import secrets
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from judging.errors import InvalidInput, Problem

FORMAT = 1
DATABASE = "rostrum.sqlite3"
KEY = "secret.key"
#: What is counted → the table that holds it.
COUNTED = {
    "competitions": "competition",
    "sheet_revisions": "sheet_revision",
    "journal_entries": "journal_entry",
}
#: The hall's authority: certificate and key in one PEM file.
AUTHORITY = "tls/authority.pem"
#: The same as earlier versions kept it, in two.
OLD_AUTHORITY = ("tls/authority.crt", "tls/authority.key")
#: What every file of this kind begins with (APPNOTE 4.3.7, local file header).
_BEGIN = b"PK\x03\x04"
_MANIFEST = "manifest.json"
_PARTS = {DATABASE, KEY, AUTHORITY, *OLD_AUTHORITY}
_BLOCK = 1 << 22
_LARGEST_MANIFEST = 1 << 16
_LARGEST_SMALL_PART = 1 << 16


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    Args:
        format: 1.
        made_at: when, ISO 8601 in UTC.
        schema: the newest migration of the database.
        incarnation: of the database that it was made of; empty where it had none.
        counts: how much it holds: competitions, revisions of score sheets, journal entries.
        parts: name of each part → its SHA-256 and length in bytes.
    """

    format: int
    made_at: str
    schema: str
    incarnation: str
    counts: Mapping[str, int]
    parts: Mapping[str, Mapping[str, Any]]


def write_archive(path: Path, database: Path, small: Mapping[str, bytes], about: Manifest) -> str:
    """Write a backup that only its owner can read; it stands there whole, or not at all.

    Args:
        path: where; must not exist.
        database: a copy of the database, nobody's in use.
        small: the other parts.
        about: the manifest, its parts still to be filled in.

    Returns:
        SHA-256 of the file.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            _fill(file, database, small, about)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        beside.rename(path)
    finally:
        beside.unlink(missing_ok=True)
    return digest


def _fill(file: IO[bytes], database: Path, small: Mapping[str, bytes], about: Manifest) -> None:
    """Write all parts, then the manifest with their digests."""
    parts: dict[str, dict[str, Any]] = {}
    # Not compressed: that took ten times as long as all the rest, on a laptop that serves judges.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        with database.open("rb") as source, archive.open(DATABASE, "w", force_zip64=True) as part:
            parts[DATABASE] = _copy(source, part, None, file)
        for name, content in small.items():
            archive.writestr(name, content)
            parts[name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        told = asdict(about) | {"parts": parts}
        archive.writestr(_MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))


def _copy(
    source: IO[bytes], target: IO[bytes], most: int | None, file: IO[bytes]
) -> dict[str, Any]:
    """Copy to the end, or to one block past ``most`` bytes; return digest and length.

    Each block goes on to the disk by itself: two hundred megabytes at once would keep judges'
    submissions waiting for seconds.
    """
    digest, length = hashlib.sha256(), 0
    while (most is None or length <= most) and (block := source.read(_BLOCK)):
        digest.update(block)
        length += len(block)
        target.write(block)
        file.flush()
        os.fdatasync(file)
    return {"sha256": digest.hexdigest(), "bytes": length}


@contextmanager
def reading(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open a backup and its manifest.

    Raises:
        InvalidInput: it is no backup, is damaged, or is of a format that is not known.
    """
    with path.open("rb") as file:
        if file.read(len(_BEGIN)) != _BEGIN:
            raise refused("backup_unknown", path)
    with _unreadable_is_damaged(path):
        archive = zipfile.ZipFile(path)
    with archive:
        with _unreadable_is_damaged(path):
            about = _manifest(archive)
        yield archive, about


@contextmanager
def _unreadable_is_damaged(path: Path) -> Iterator[None]:
    """Turn whatever a broken archive makes of itself into one refusal.

    Raises:
        InvalidInput: the block could not read it.
    """
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError) as error:
        raise refused("backup_damaged", path) from error


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    """Return the manifest of an archive that holds exactly what it names.

    Raises:
        InvalidInput: it does not.
    """
    path = Path(archive.filename or "")
    names = [info.filename for info in archive.infolist()]
    if _MANIFEST not in names or archive.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
        raise refused("backup_unknown", path)
    try:
        made = Manifest(**json.loads(archive.read(_MANIFEST)))
    except (ValueError, TypeError) as error:
        raise refused("backup_unknown", path) from error
    if made.format != FORMAT or not _is_well_formed(made):
        raise refused("backup_unknown", path)
    if sorted(names) != sorted([_MANIFEST, *made.parts]) or not set(made.parts) <= _PARTS:
        raise refused("backup_damaged", path)
    return made


def _is_well_formed(made: Manifest) -> bool:
    """Say whether a manifest has the values that are relied on."""
    try:
        return (
            datetime.fromisoformat(made.made_at).tzinfo is not None
            and set(made.counts) == set(COUNTED)
            and all(type(count) is int for count in made.counts.values())
            and DATABASE in made.parts
            and all(set(told) == {"sha256", "bytes"} for told in made.parts.values())
            and all(type(told["bytes"]) is int for told in made.parts.values())
        )
    except (ValueError, TypeError, AttributeError):
        return False


def take_database(archive: zipfile.ZipFile, about: Manifest, target: Path) -> None:
    """Write the database of a backup to a new file that only its owner can read.

    Raises:
        InvalidInput: it is not what the manifest says.
    """
    told = about.parts[DATABASE]
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    path = Path(archive.filename or "")
    with os.fdopen(descriptor, "wb") as file:
        with _unreadable_is_damaged(path), archive.open(DATABASE) as part:
            found = _copy(part, file, int(told["bytes"]), file)
        file.flush()
        os.fsync(file.fileno())
    if found != dict(told):
        raise refused("backup_damaged", path)


def take_small(archive: zipfile.ZipFile, about: Manifest) -> dict[str, bytes]:
    """Return the other parts of a backup; an authority in two parts as the one file that it is.

    Raises:
        InvalidInput: one is not what the manifest says.
    """
    found = {}
    for name in set(about.parts) - {DATABASE}:
        content = b""
        if archive.getinfo(name).file_size <= _LARGEST_SMALL_PART:
            with _unreadable_is_damaged(Path(archive.filename or "")):
                content = archive.read(name)
        told = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        if told != dict(about.parts[name]):
            raise refused("backup_damaged", Path(archive.filename or ""))
        found[name] = content
    halves = [found.pop(name, b"") for name in OLD_AUTHORITY]
    return found | ({AUTHORITY: b"\n".join(halves)} if all(halves) else {})


def refused(code: str, path: Path) -> InvalidInput:
    """Return the error that a backup cannot be used."""
    return InvalidInput((Problem(code, path.name),))
