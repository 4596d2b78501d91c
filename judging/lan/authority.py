"""The local authority: a root certificate of this laptop, which tablets install once.

It can vouch for nothing but machines of a private network (name constraints, RFC 5280 4.2.1.10), so
that a tablet which trusts it risks nothing on the internet, even if the laptop is stolen.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from judging.lan.network import PRIVATE_DOMAINS, PRIVATE_NETWORKS, is_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

LASTS = timedelta(days=5 * 365)
#: A tablet whose clock is days behind must not find it too young.
BACKDATED = timedelta(days=7)
_LOOPBACK = ipaddress.IPv4Network("127.0.0.0/8")


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

    def may_vouch_for(self, name: str) -> bool:
        """Say whether its constraints let it sign for a name or an IPv4 address."""
        from cryptography import x509

        permitted = self.certificate.extensions.get_extension_for_class(x509.NameConstraints)
        trees = permitted.value.permitted_subtrees or []
        if is_address(name):
            address = ipaddress.IPv4Address(name)
            networks = (t.value for t in trees if isinstance(t, x509.IPAddress))
            return any(address in n for n in networks if isinstance(n, ipaddress.IPv4Network))
        domains = [t.value for t in trees if isinstance(t, x509.DNSName)]
        return any(name == domain or name.endswith(f".{domain}") for domain in domains)


def make_authority(now: datetime, host: str, extra: Iterable[str] = ()) -> Authority:
    """Make a new authority with a new key.

    Args:
        now: the instant; it is valid from a week before, for tablets whose clock is behind.
        host: the laptop's name, which devices show in their list of authorities; may be empty.
        extra: names and IPv4 addresses outside of private networks that it may vouch for as well.
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
        .add_extension(_constraints(host, extra), critical=True)
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


def _constraints(host: str, extra: Iterable[str]) -> x509.NameConstraints:
    """Return the machines that it may vouch for: private networks, this laptop, what was named."""
    from cryptography import x509

    named = list(extra)
    domains = [
        *PRIVATE_DOMAINS,
        *([host] if host else []),
        *(n for n in named if not is_address(n)),
    ]
    single = [ipaddress.IPv4Network(n) for n in named if is_address(n)]
    trees: list[x509.GeneralName] = [x509.DNSName(each) for each in dict.fromkeys(domains)]
    networks = dict.fromkeys([*PRIVATE_NETWORKS, _LOOPBACK, *single])
    trees += [x509.IPAddress(network) for network in networks]
    return x509.NameConstraints(permitted_subtrees=trees, excluded_subtrees=None)
