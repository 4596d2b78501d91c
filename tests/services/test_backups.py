"""Backups are made while judges mark, and put back with a new incarnation."""

import hashlib
import json
import sqlite3
import stat
import zipfile
from contextlib import closing
from datetime import timedelta

import pytest
from flask import current_app

from judging.errors import Conflict, InvalidInput
from judging.extensions import db
from judging.permissions import SYSTEM
from judging.services.backup_files import COUNTED, DATABASE
from judging.services.backups import database_path, make_backup
from judging.services.installation import ensure_incarnation, find_incarnation, renew_incarnation
from judging.services.journal import verify_chains
from judging.services.restoring import read_manifest, restore_backup
from tests.services.marked import actions, mark, revisions

on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
def heat(factory):
    return factory.ready_heat(seats=3, entries=2, state="open")


@pytest.fixture
def backup(tmp_path, factory, heat, now):
    """A backup with one mark in it; one more was marked after it was made."""
    ensure_incarnation(SYSTEM, now)
    mark(factory, heat, now, seat=0, turn=0)
    path = tmp_path / "rostrum.backup"
    make_backup(SYSTEM, now, path, holds_key=True)
    mark(factory, heat, now, seat=1, turn=0)
    return path


def repack(path, change):
    """Write a backup again, with its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@on_sqlite
def test_a_restored_backup_holds_what_was_marked_before_it_and_has_a_new_incarnation(backup, now):
    before = find_incarnation()
    replaced = {report.chain: f"{report.length} {report.head}" for report in verify_chains()}
    done = restore_backup(SYSTEM, now + timedelta(hours=1), backup)
    assert len(revisions()) == 1
    assert (find_incarnation(), find_incarnation() == before) == (done.incarnation, False)
    assert actions()[-1] == "site:installation:restore"
    assert (done.faults, done.is_key_replaced) == ((), False)
    assert [report.fault for report in verify_chains()] == ["", ""]
    detail = db.session.connection().exec_driver_sql(
        "SELECT content FROM journal_detail ORDER BY entry_id DESC LIMIT 1"
    )
    told = json.loads(detail.scalar_one())
    assert (told["incarnation"], told["replaced"]) == (before, replaced)


@on_sqlite
def test_what_a_backup_replaces_is_kept(backup, now):
    done = restore_backup(SYSTEM, now, backup)
    with closing(sqlite3.connect(done.kept_at / database_path().name)) as kept:
        assert kept.execute("SELECT count(*) FROM sheet_revision").fetchone() == (2,)
    left = {path.name for path in database_path().parent.iterdir() if path.name.startswith(".")}
    assert left == set()


@on_sqlite
def test_a_mark_that_came_after_the_backup_can_be_sent_again(backup, factory, heat, now):
    restore_backup(SYSTEM, now, backup)
    receipt = mark(factory, heat, now, seat=1, turn=0)
    again = mark(factory, heat, now, seat=0, turn=0)
    assert (receipt.revision, again.revision, len(revisions())) == (1, 1, 2)


@on_sqlite
def test_a_backup_is_whole_and_private_and_says_what_it_holds(backup, now):
    about = read_manifest(backup)
    assert about.counts["competitions"] == 1
    assert about.counts["sheet_revisions"] == 1
    assert set(about.counts) == set(COUNTED)
    assert set(about.parts) == {"rostrum.sqlite3", "secret.key"}
    assert about.made_at == now.isoformat()
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert actions()[-2:] == ["site:installation:backup", "seat:sheet:submit"]


@on_sqlite
def test_a_judge_who_is_just_submitting_does_not_hold_a_backup_up(tmp_path, factory, heat, now):
    mark(factory, heat, now, seat=0, turn=0)
    path = tmp_path / "a.backup"
    with closing(sqlite3.connect(database_path(), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM draw")
        with pytest.raises(Exception, match="locked"):
            make_impatient(now, path)
        other.execute("ROLLBACK")
    assert read_manifest(path).counts["sheet_revisions"] == 1, "only its journal entry had to wait"


def make_impatient(now, path):
    """Make a backup whose journal entry waits for nobody."""
    db.session.connection().exec_driver_sql("PRAGMA busy_timeout=0")
    make_backup(SYSTEM, now, path, holds_key=False)


@on_sqlite
def test_nothing_is_written_over_a_backup(backup, now):
    content = backup.read_bytes()
    with pytest.raises(Conflict) as refused:
        make_backup(SYSTEM, now, backup, holds_key=True)
    assert (refused.value.code, backup.read_bytes()) == ("backup_exists", content)


@on_sqlite
def test_a_database_in_use_is_not_replaced(backup, now):
    with closing(sqlite3.connect(database_path())) as server:
        server.execute("SELECT count(*) FROM competition").fetchone()
        with pytest.raises(Conflict) as refused:
            restore_backup(SYSTEM, now, backup)
    assert (refused.value.code, len(revisions())) == ("database_in_use", 2)


@on_sqlite
def test_a_damaged_database_is_replaced_all_the_same(backup, now):
    db.session.remove()
    db.engine.dispose()
    database_path().write_bytes(b"nothing of a database is left" * 999)
    done = restore_backup(SYSTEM, now, backup)
    assert (len(revisions()), done.kept_at is not None) == (1, True)
    assert not done.access.is_compared


@on_sqlite
def test_a_lost_database_comes_back(backup, now):
    db.session.remove()
    db.engine.dispose()
    database_path().unlink()
    done = restore_backup(SYSTEM, now, backup)
    assert (done.kept_at, done.access.is_compared) == (None, False)
    assert len(revisions()) == 1


def _cut(parts):
    parts[DATABASE] = parts[DATABASE][:-4096]


def _flip(parts):
    parts["secret.key"] = parts["secret.key"][:-1] + b"?"


def _add(parts):
    parts["../wsgi.py"] = b"import os"


def _drop(parts):
    del parts["secret.key"]


def _other_format(parts):
    parts["manifest.json"] = parts["manifest.json"].replace(b'"format": 1', b'"format": 2')


def _says(**values):
    def change(parts):
        told = json.loads(parts["manifest.json"])
        parts["manifest.json"] = json.dumps(told | values).encode()

    return change


def _no_manifest(parts):
    del parts["manifest.json"]


@on_sqlite
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_cut, "backup_damaged"),
        (_flip, "backup_damaged"),
        (_add, "backup_damaged"),
        (_drop, "backup_damaged"),
        (_other_format, "backup_unknown"),
        (_says(counts={}), "backup_unknown"),
        (_says(made_at="2026-12-05 09:30"), "backup_unknown"),
        (_no_manifest, "backup_unknown"),
    ],
)
def test_a_backup_that_is_not_as_it_was_made_is_refused_and_nothing_changes(
    backup, now, change, code
):
    repack(backup, change)
    with pytest.raises(InvalidInput) as refused:
        restore_backup(SYSTEM, now, backup)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert len(revisions()) == 2


@on_sqlite
def test_what_is_no_backup_at_all_is_refused(tmp_path, now):
    path = tmp_path / "notes.txt"
    path.write_text("no backup")
    with pytest.raises(InvalidInput) as refused:
        restore_backup(SYSTEM, now, path)
    assert [problem.code for problem in refused.value.problems] == ["backup_unknown"]


@on_sqlite
def test_a_backup_whose_bytes_rotted_is_refused_and_nothing_changes(backup, now):
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 0xFF
    backup.write_bytes(content)
    with pytest.raises(InvalidInput) as refused:
        restore_backup(SYSTEM, now, backup)
    assert [problem.code for problem in refused.value.problems] == ["backup_damaged"]
    assert len(revisions()) == 2


@on_sqlite
def test_a_backup_of_a_newer_version_is_refused(tmp_path, now):
    with closing(sqlite3.connect(database_path())) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    path = tmp_path / "new.backup"
    make_backup(SYSTEM, now, path, holds_key=True)
    with pytest.raises(InvalidInput) as refused:
        restore_backup(SYSTEM, now, path)
    assert [problem.code for problem in refused.value.problems] == ["backup_of_a_newer_version"]


@on_sqlite
def test_the_key_of_a_backup_comes_back_with_it(backup, now, instance_path):
    key = current_app.config["SECRET_KEY"]
    (instance_path / "secret.key").write_text("another key\n")
    current_app.config["SECRET_KEY"] = "another key"
    done = restore_backup(SYSTEM, now, backup)
    assert (done.is_key_replaced, (instance_path / "secret.key").read_text()) == (True, key)
    assert (done.kept_at / "secret.key").read_text() == "another key\n"
    assert stat.S_IMODE((instance_path / "secret.key").stat().st_mode) == 0o600


@on_sqlite
@pytest.mark.parametrize("names", [["authority.pem"], ["authority.crt", "authority.key"]])
def test_tablets_trust_a_spare_laptop_that_got_the_backup(tmp_path, now, instance_path, names):
    folder = instance_path / "tls"
    folder.mkdir()
    for name in names:
        (folder / name).write_text(name)
    path = tmp_path / "a.backup"
    make_backup(SYSTEM, now, path, holds_key=True)
    for name in names:
        (folder / name).unlink()
    restore_backup(SYSTEM, now, path)
    assert (folder / "authority.pem").read_text() == "\n".join(names)
    assert stat.S_IMODE((folder / "authority.pem").stat().st_mode) == 0o600


@on_sqlite
def test_a_backup_of_an_earlier_version_brings_its_authority_in_two_parts(
    backup, now, instance_path
):
    def as_before(parts):
        told = json.loads(parts["manifest.json"])
        for name in ("tls/authority.crt", "tls/authority.key"):
            parts[name] = name.encode()
            digest = hashlib.sha256(parts[name]).hexdigest()
            told["parts"][name] = {"sha256": digest, "bytes": len(name)}
        parts["manifest.json"] = json.dumps(told).encode()

    repack(backup, as_before)
    restore_backup(SYSTEM, now, backup)
    made = (instance_path / "tls" / "authority.pem").read_text()
    assert made == "tls/authority.crt\ntls/authority.key"


def test_the_incarnation_can_be_renewed_after_a_restore_by_other_means(now):
    first = ensure_incarnation(SYSTEM, now)
    second = renew_incarnation(SYSTEM, now, {"by": "other means"})
    assert (find_incarnation(), second == first) == (second, False)
    assert actions() == ["site:installation:create", "site:installation:restore"]


@pytest.mark.parametrize(
    "database_kind", [pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def test_postgresql_brings_its_own_backups(tmp_path, now):
    with pytest.raises(Conflict) as refused:
        make_backup(SYSTEM, now, tmp_path / "a.backup", holds_key=True)
    assert refused.value.code == "backup_needs_sqlite"
