"""What is written is there whole or not at all, and only its owner reads it."""

import pytest

from judging.disk import write_private


def test_a_file_is_replaced_whole_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "key"
    path.write_bytes(b"old")
    path.chmod(0o644)
    write_private(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o600)
    assert list(tmp_path.iterdir()) == [path]


def test_where_writing_fails_the_old_file_stands_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "key"
    path.write_bytes(b"old")

    def full(_descriptor):
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="disk full"):
        write_private(path, b"new")
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])
