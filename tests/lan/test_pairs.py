"""A certificate and its key stand in one file: whole, or as they were."""

import contextlib
import os

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from judging.errors import NotReady
from judging.lan.pairs import find_pair, write_pair
from judging.lan.store import find_authority
from tests.lan.halls import forge, prepare, verify


def test_a_key_that_does_not_fit_its_certificate_is_noticed(tmp_path):
    prepare(tmp_path)
    other = tmp_path / "tls" / "authority.pem"
    mixed = other.read_text().split("-----BEGIN PRIVATE KEY")[0]
    mixed += (
        "-----BEGIN PRIVATE KEY"
        + (tmp_path / "tls" / "server.pem").read_text().split("-----BEGIN PRIVATE KEY").pop()
    )
    for damaged in (mixed, "no key"):
        other.write_text(damaged)
        with pytest.raises(NotReady) as refused:
            prepare(tmp_path)
        assert refused.value.code == "tls_file_damaged"


def as_two_files(folder, name, key_of=""):
    """Write a pair as earlier versions did; with another pair's key, as a crash could leave it."""
    certificate, _key = find_pair(folder, name)
    _certificate, key = find_pair(folder, key_of or name)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / f"{name}.crt").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / f"{name}.key").write_bytes(pem)
    (folder / f"{name}.key").chmod(0o600)
    (folder / f"{name}.pem").unlink()


def test_an_installation_with_two_files_each_goes_on_with_the_same_pairs(tmp_path):
    first, folder = prepare(tmp_path), tmp_path / "tls"
    for name in ("authority", "server"):
        as_two_files(folder, name)
    assert find_authority(folder) == first.authority
    again = prepare(tmp_path)
    assert (again.is_new_authority, again.is_new_certificate) == (False, False)
    assert (again.authority, again.ends_at) == (first.authority, first.ends_at)
    assert {path.name for path in folder.iterdir()} == {"authority.pem", "server.pem"}


def test_a_pair_that_a_crash_of_an_earlier_version_tore_apart_is_made_anew(tmp_path):
    first = prepare(tmp_path)
    as_two_files(tmp_path / "tls", "server", key_of="authority")
    again = prepare(tmp_path)
    assert (again.is_new_authority, again.is_new_certificate) == (False, True)
    assert again.authority == first.authority
    verify(again, "192.168.1.7")


@pytest.mark.parametrize("is_old", [False, True], ids=["one file", "two files"])
@pytest.mark.parametrize("step", range(1, 6))
def test_a_crash_while_a_pair_is_written_leaves_the_old_pair_or_the_new_one(
    tmp_path, monkeypatch, step, is_old
):
    prepare(tmp_path)
    folder = tmp_path / "tls"
    old = find_pair(folder, "server")
    if is_old:
        as_two_files(folder, "server")
    made = forge(tmp_path, "192.168.1.7")
    steps = iter(range(1, 99))

    def stopping(real):
        def call(*words, **options):
            if next(steps) >= step:
                raise OSError("the power is cut")
            return real(*words, **options)

        return call

    with monkeypatch.context() as cut:
        for name in ("fsync", "replace", "unlink"):
            cut.setattr(f"os.{name}", stopping(getattr(os, name)))
        with contextlib.suppress(OSError):
            write_pair(folder, "server", (made.certificate, made.key))
    certificate, key = find_pair(folder, "server")
    assert key.public_key() == certificate.public_key()
    assert certificate == (old[0] if step <= 2 else made.certificate)
    assert not prepare(tmp_path).is_new_authority
