"""The local authority: a root certificate of this laptop, which tablets install once.

It can vouch for nothing but this laptop: its addresses of the day on which it was made, each by
itself, and its full names (name constraints, RFC 5280 4.2.1.10), so that a tablet which trusts it
risks nothing on the internet or in another network, even if the laptop is stolen.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from judging.lan.network import is_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

LASTS = timedelta(days=5 * 365)
#: A tablet whose clock is days behind must not find it too young.
BACKDATED = timedelta(days=7)


@dataclass(frozen=True)
class Authority:
    """A root certificate with its key."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate as devices show it: pairs of digits with colons."""
        from cryptography.hazmat.primitives.hashes import SHA256

        return self.certificate.fingerprint(SHA256()).hex(":").upper()

    @property
    def permitted(self) -> tuple[str, ...]:
        """The names and addresses that it may vouch for; an earlier version's has networks too."""
        from cryptography import x509

        return tuple(
            str(t.value).removesuffix("/32") if isinstance(t, x509.IPAddress) else str(t.value)
            for t in self._trees()
        )

    @property
    def is_wide(self) -> bool:
        """Whether it may vouch for a network, or for all names that end in a word."""
        return any("/" in each or "." not in each for each in self.permitted if each != "localhost")

    def _trees(self) -> list[x509.GeneralName]:
        """Return what its constraints permit."""
        from cryptography import x509

        constraints = self.certificate.extensions.get_extension_for_class(x509.NameConstraints)
        return list(constraints.value.permitted_subtrees or [])

    def may_vouch_for(self, name: str) -> bool:
        """Say whether its constraints let it sign for a name or an IPv4 address."""
        from cryptography import x509

        trees = self._trees()
        if is_address(name):
            address = ipaddress.IPv4Address(name)
            networks = (t.value for t in trees if isinstance(t, x509.IPAddress))
            return any(address in n for n in networks if isinstance(n, ipaddress.IPv4Network))
        domains = [t.value for t in trees if isinstance(t, x509.DNSName)]
        return any(name == domain or name.endswith(f".{domain}") for domain in domains)


def make_authority(now: datetime, host: str, names: Iterable[str]) -> Authority:
    """Make a new authority with a new key.

    Args:
        now: the instant; it is valid from a week before, for tablets whose clock is behind.
        host: the laptop's name, which devices show in their list of authorities; may be empty.
        names: all names and IPv4 addresses that it may ever vouch for.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.x509.oid import ExtendedKeyUsageOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(host, now)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_constraints(names), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    return Authority(certificate, key)


def _name(host: str, now: datetime) -> x509.Name:
    """Return what devices list it under, with the month, so that two are told apart."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    words = " ".join(("Rostrum hall", host, f"{now:%Y-%m}")).replace("  ", " ")
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words[:64])])


def _usage() -> x509.KeyUsage:
    """Return the right to sign certificates and lists of revoked ones, and no other."""
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )


def _constraints(names: Iterable[str]) -> x509.NameConstraints:
    """Return the machines that it may vouch for: each address alone, each name.

    X.509 knows no name without those below it (``laptop.local`` permits ``a.laptop.local``). Names
    of one label are therefore not for here: a laptop called "dev" would have all of ``.dev``.
    """
    from cryptography import x509

    named = tuple(dict.fromkeys(names))
    trees: list[x509.GeneralName] = [x509.DNSName(each) for each in named if not is_address(each)]
    trees += [x509.IPAddress(ipaddress.IPv4Network(each)) for each in named if is_address(each)]
    return x509.NameConstraints(permitted_subtrees=trees, excluded_subtrees=None)
