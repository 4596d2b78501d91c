"""The files of authority and certificate: made once, renewed in time, readable by nobody else."""

from __future__ import annotations

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
from judging.lan.network import HallNetwork, is_address, is_name
from judging.lan.pairs import find_pair, pair_path, write_pair

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography import x509


@dataclass(frozen=True)
class AuthorityFacts:
    """What a tablet installs.

    Args:
        certificate: the root certificate, DER.
        fingerprint: its SHA-256, as devices show it.
        name: what devices list it under.
        ends_at: when it ends.
        is_wide: whether it may vouch for more than one laptop, as those of earlier versions may.
    """

    certificate: bytes
    fingerprint: str
    name: str
    ends_at: datetime
    is_wide: bool


@dataclass(frozen=True)
class HallCertificate:
    """What stands ready for serving in the hall.

    Args:
        authority: what tablets install.
        names: names and addresses that the server's certificate stands for.
        left_out: addresses of this machine that the authority may not vouch for.
        ends_at: when the server's certificate ends; it is renewed a month before.
        path: the server's certificate with its key, one PEM file.
        is_new_authority, is_new_certificate: whether each was made just now.
    """

    authority: AuthorityFacts
    names: tuple[str, ...]
    left_out: tuple[str, ...]
    ends_at: datetime
    path: Path
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
        NotReady: a key can be read by others, a file is damaged, or this machine has none of the
            addresses that the authority may vouch for (``address_outside_authority``).
    """
    named = _checked(extra)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stored = None if may_replace_authority else find_pair(folder, "authority")
    authority = Authority(*stored) if stored else None
    is_new_authority = authority is None or authority.certificate.not_valid_after_utc <= now
    if authority is None or is_new_authority:
        own = (*_own_names(network), *network.addresses, *OWN_NAMES)
        authority = make_authority(now, network.host, (*own, *named))
    if is_new_authority or not pair_path(folder, "authority").exists():
        write_pair(folder, "authority", (authority.certificate, authority.key))
    wanted = _wanted(authority, network, named)
    server, is_new = _renewed(folder, now, authority, wanted)
    return HallCertificate(
        authority=_facts(authority),
        names=server.names,
        left_out=tuple(each for each in network.addresses if each not in wanted),
        ends_at=server.certificate.not_valid_after_utc,
        path=pair_path(folder, "server"),
        is_new_authority=is_new_authority,
        is_new_certificate=is_new,
    )


def find_authority(folder: Path) -> AuthorityFacts | None:
    """Return the authority that stands in a folder; None where there is none.

    Raises:
        NotReady: others can read its key, or a file is damaged.
    """
    stored = find_pair(folder, "authority")
    if stored is None:
        return None
    return _facts(Authority(*stored))


def _facts(authority: Authority) -> AuthorityFacts:
    """Return what a tablet installs of an authority."""
    root = authority.certificate
    return AuthorityFacts(
        certificate=_der(root),
        fingerprint=authority.fingerprint,
        name=_common_name(root),
        ends_at=root.not_valid_after_utc,
        is_wide=authority.is_wide,
    )


def _checked(extra: Iterable[str]) -> tuple[str, ...]:
    """Return further names in lower case.

    Raises:
        InvalidInput: one is neither a name nor an IPv4 address, or a name of one label.
    """
    named = tuple(dict.fromkeys(text.strip().lower() for text in extra))
    problems = [problem for text in named if (problem := _name_problem(text))]
    if problems:
        raise InvalidInput(problems)
    return named


def _name_problem(text: str) -> Problem | None:
    """Return why an authority cannot be made for a further name, if so."""
    if is_address(text) or text in OWN_NAMES:
        return None
    if not is_name(text):
        return Problem("not_a_host", "--name", {"value": text[:80]})
    return None if "." in text else Problem("host_of_one_label", "--name", {"value": text})


def _wanted(authority: Authority, network: HallNetwork, named: tuple[str, ...]) -> tuple[str, ...]:
    """Return all names that the certificate has to have, those of this machine first.

    Raises:
        InvalidInput: a further name is outside of what the authority may vouch for.
        NotReady: all addresses of this machine are.
    """
    outside = [name for name in named if not authority.may_vouch_for(name)]
    if outside:
        raise InvalidInput(
            Problem("host_outside_authority", "--name", {"value": name}) for name in outside
        )
    own = [name for name in _own_names(network) if authority.may_vouch_for(name)]
    found = [each for each in network.addresses if authority.may_vouch_for(each)]
    if network.addresses and not (found or any(map(is_address, named))):
        known = ", ".join(each for each in authority.permitted if each not in OWN_NAMES)
        here = ", ".join(network.addresses)
        raise NotReady("address_outside_authority", addresses=here, known=known)
    return tuple(dict.fromkeys((*own, *named, *found, *OWN_NAMES)))


def _own_names(network: HallNetwork) -> tuple[str, ...]:
    """Return this machine's full name in its network, where it has one (RFC 6762)."""
    return (f"{network.host}.local",) if network.host else ()


def _renewed(
    folder: Path, now: datetime, authority: Authority, wanted: tuple[str, ...]
) -> tuple[ServerCertificate, bool]:
    """Return the server's certificate as it stands where it is good, else a new one; and which.

    Names that somebody once asked for stay; addresses are those of today.
    """
    server = _find_server(folder)
    if server and server.is_good(authority, now, wanted):
        if not pair_path(folder, "server").exists():
            write_pair(folder, "server", (server.certificate, server.key))
        return server, False
    kept: list[str] = []
    if server and is_signed_by(server.certificate, authority):
        names = (name for name in server.names if not is_address(name))
        kept = [name for name in names if "." in name and authority.may_vouch_for(name)]
    server = make_certificate(authority, now, (*wanted, *kept))
    write_pair(folder, "server", (server.certificate, server.key))
    return server, True


def _find_server(folder: Path) -> ServerCertificate | None:
    """Return the server's certificate; None where there is none, or a damaged one.

    A damaged one is no loss: another one is made, and tablets need nothing new.

    Raises:
        NotReady: others can read its key.
    """
    try:
        stored = find_pair(folder, "server")
    except NotReady as error:
        if error.code != "tls_file_damaged":
            raise
        return None
    return ServerCertificate(*stored) if stored else None


def _der(certificate: x509.Certificate) -> bytes:
    """Return a certificate as devices install it."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.DER)


def _common_name(certificate: x509.Certificate) -> str:
    """Return what devices list a certificate under."""
    from cryptography.x509.oid import NameOID

    return str(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
