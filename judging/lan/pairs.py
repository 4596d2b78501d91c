"""A certificate with its key in one PEM file: both take their place in one step, or neither does.

Two files would be replaced one after the other, and a power cut in between would leave a key that
does not fit its certificate. Pairs that an earlier version wrote as ``.crt`` and ``.key`` are read
until they are next written.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

from judging.disk import write_private
from judging.errors import NotReady

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    Pair = tuple[x509.Certificate, EllipticCurvePrivateKey]

_OLD = (".crt", ".key")


def pair_path(folder: Path, name: str) -> Path:
    """Return where a certificate stands with its key.

    >>> pair_path(Path("tls"), "server").as_posix()
    'tls/server.pem'
    """
    return folder / f"{name}.pem"


def find_pair(folder: Path, name: str) -> Pair | None:
    """Return a certificate with its key; None where one of the two is not there.

    Raises:
        NotReady: others can read the key (``key_readable_by_others``), or a file is damaged
            (``tls_file_damaged``).
    """
    whole = pair_path(folder, name)
    certificate, key = (whole, whole) if whole.exists() else (folder / f"{name}{x}" for x in _OLD)
    if not (certificate.exists() and key.exists()):
        return None
    if key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise NotReady("key_readable_by_others", path=str(key))
    found = _parsed(certificate.read_bytes(), key.read_bytes())
    if found is None:
        raise NotReady("tls_file_damaged", path=str(folder))
    return found


def _parsed(certificate_pem: bytes, key_pem: bytes) -> Pair | None:
    """Return a certificate and its own key; None where they are neither."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(key_pem, password=None)
        certificate = x509.load_pem_x509_certificate(certificate_pem)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    if not isinstance(key, EllipticCurvePrivateKey):
        return None
    return (certificate, key) if key.public_key() == certificate.public_key() else None


def write_pair(folder: Path, name: str, pair: Pair) -> None:
    """Write a certificate and its key over what stands there, and bring it to the disk.

    Whenever this is interrupted, :func:`find_pair` gives the old pair or the new one.
    """
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    certificate, key = pair
    pem = certificate.public_bytes(Encoding.PEM)
    pem += key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_private(pair_path(folder, name), pem)
    for suffix in _OLD:
        (folder / f"{name}{suffix}").unlink(missing_ok=True)
