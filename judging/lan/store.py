"""The files of authority and certificate: made once, renewed in time, readable by nobody else."""

from __future__ import annotations

import os
import secrets
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from judging.errors import InvalidInput, NotReady, Problem
from judging.lan.authority import Authority, make_authority
from judging.lan.certificate import (
    OWN_NAMES,
    ServerCertificate,
    is_signed_by,
    make_certificate,
)
from judging.lan.network import HallNetwork, is_address, is_name, is_private

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey


@dataclass(frozen=True)
class AuthorityFacts:
    """What a tablet installs.

    Args:
        certificate: the root certificate, DER.
        fingerprint: its SHA-256, as devices show it.
        name: what devices list it under.
        ends_at: when it ends.
    """

    certificate: bytes
    fingerprint: str
    name: str
    ends_at: datetime


@dataclass(frozen=True)
class HallCertificate:
    """What stands ready for serving in the hall.

    Args:
        authority: what tablets install.
        names: names and addresses that the server's certificate stands for.
        ends_at: when the server's certificate ends; it is renewed a month before.
        certificate_path, key_path: the server's files, PEM.
        is_new_authority, is_new_certificate: whether each was made just now.
    """

    authority: AuthorityFacts
    names: tuple[str, ...]
    ends_at: datetime
    certificate_path: Path
    key_path: Path
    is_new_authority: bool
    is_new_certificate: bool


def prepare_certificate(
    folder: Path,
    now: datetime,
    network: HallNetwork,
    extra: Iterable[str] = (),
    *,
    may_replace_authority: bool = False,
) -> HallCertificate:
    """Return a certificate for this machine, making or renewing what is missing or too old.

    The authority stays the same as long as it lasts, so that tablets need nothing new.

    Args:
        folder: where the files stand; made with mode 0700.
        now: the instant.
        network: this machine's addresses and name.
        extra: further names and IPv4 addresses.
        may_replace_authority: make a new authority even if there is one.

    Raises:
        InvalidInput: a name is none, or the authority may not vouch for it.
        NotReady: a key can be read by others, or a file is damaged.
    """
    named = _checked(extra)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stored = None if may_replace_authority else _find(folder, "authority")
    authority = Authority(*stored) if stored else None
    is_new_authority = authority is None or authority.certificate.not_valid_after_utc <= now
    if authority is None or is_new_authority:
        outside = [n for n in named if not (is_address(n) and is_private(n))]
        authority = make_authority(now, network.host, outside)
        _write(folder, "authority", authority.certificate, authority.key)
    server, is_new = _renewed(folder, now, authority, _wanted(authority, network, named))
    return HallCertificate(
        authority=_facts(authority),
        names=server.names,
        ends_at=server.certificate.not_valid_after_utc,
        certificate_path=folder / "server.crt",
        key_path=folder / "server.key",
        is_new_authority=is_new_authority,
        is_new_certificate=is_new,
    )


def find_authority(folder: Path) -> AuthorityFacts | None:
    """Return the authority that stands in a folder; None where there is none.

    Raises:
        NotReady: others can read its key, or a file is damaged.
    """
    stored = _find(folder, "authority")
    if stored is None:
        return None
    return _facts(Authority(*stored))


def _facts(authority: Authority) -> AuthorityFacts:
    """Return what a tablet installs of an authority."""
    root = authority.certificate
    end = root.not_valid_after_utc
    return AuthorityFacts(_der(root), authority.fingerprint, _common_name(root), end)


def _checked(extra: Iterable[str]) -> tuple[str, ...]:
    """Return further names in lower case.

    Raises:
        InvalidInput: one is neither a name nor an IPv4 address.
    """
    named = tuple(dict.fromkeys(text.strip().lower() for text in extra))
    wrong = [text for text in named if not (is_address(text) or is_name(text))]
    if wrong:
        raise InvalidInput(Problem("not_a_host", "--name", {"value": text[:80]}) for text in wrong)
    return named


def _wanted(authority: Authority, network: HallNetwork, named: tuple[str, ...]) -> tuple[str, ...]:
    """Return all names that the certificate has to have, those of this machine first.

    Raises:
        InvalidInput: a further name is outside of what the authority may vouch for.
    """
    outside = [name for name in named if not authority.may_vouch_for(name)]
    if outside:
        raise InvalidInput(
            Problem("host_outside_authority", "--name", {"value": name}) for name in outside
        )
    host = network.host
    hosts = (host, f"{host}.local") if host else ()
    own = (name for name in hosts if authority.may_vouch_for(name))
    return tuple(dict.fromkeys((*own, *named, *network.addresses, *OWN_NAMES)))


def _renewed(
    folder: Path, now: datetime, authority: Authority, wanted: tuple[str, ...]
) -> tuple[ServerCertificate, bool]:
    """Return the server's certificate as it stands where it is good, else a new one; and which.

    Names that somebody once asked for stay; addresses are those of today.
    """
    stored = _find(folder, "server")
    server = ServerCertificate(*stored) if stored else None
    if server and server.is_good(authority, now, wanted):
        return server, False
    kept: list[str] = []
    if server and is_signed_by(server.certificate, authority):
        kept = [name for name in server.names if not is_address(name)]
    server = make_certificate(authority, now, (*wanted, *kept))
    _write(folder, "server", server.certificate, server.key)
    return server, True


def _find(folder: Path, name: str) -> tuple[x509.Certificate, EllipticCurvePrivateKey] | None:
    """Return a certificate with its key; None where one of the two is not there.

    Raises:
        NotReady: others can read the key, or a file is damaged.
    """
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key_path, path = folder / f"{name}.key", folder / f"{name}.crt"
    if not (key_path.exists() and path.exists()):
        return None
    if key_path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise NotReady("key_readable_by_others", path=str(key_path))
    try:
        key = load_pem_private_key(key_path.read_bytes(), password=None)
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise NotReady("tls_file_damaged", path=str(folder)) from error
    if not isinstance(key, EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise NotReady("tls_file_damaged", path=str(folder))
    return certificate, key


def _write(
    folder: Path, name: str, certificate: x509.Certificate, key: EllipticCurvePrivateKey
) -> None:
    """Write key and certificate; each takes its place at once, or not at all."""
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _replace(folder / f"{name}.key", pem, 0o600)
    _replace(folder / f"{name}.crt", certificate.public_bytes(Encoding.PEM), 0o644)


def _replace(path: Path, content: bytes, mode: int) -> None:
    """Write a file beside its place and move it there."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _der(certificate: x509.Certificate) -> bytes:
    """Return a certificate as devices install it."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.DER)


def _common_name(certificate: x509.Certificate) -> str:
    """Return what devices list a certificate under."""
    from cryptography.x509.oid import NameOID

    return str(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
