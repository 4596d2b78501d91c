"""The server's certificate: made for the laptop's addresses, signed by the local authority."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from judging.lan.authority import BACKDATED
from judging.lan.network import is_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from judging.lan.authority import Authority

#: Apple takes no more than 825 days of a certificate whose authority was installed by hand.
LASTS = timedelta(days=397)
RENEWED_BEFORE_END = timedelta(days=30)
#: So that the laptop itself can always open its own address.
OWN_NAMES = ("localhost", "127.0.0.1")


@dataclass(frozen=True)
class ServerCertificate:
    """A server's certificate with its key."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey

    @property
    def names(self) -> tuple[str, ...]:
        """The names that it stands for, then the IPv4 addresses, each in its order."""
        from cryptography import x509

        found = self.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        names = found.value.get_values_for_type(x509.DNSName)
        return (*names, *map(str, found.value.get_values_for_type(x509.IPAddress)))

    def is_good(self, authority: Authority, now: datetime, wanted: Iterable[str]) -> bool:
        """Say whether it can go on: of this authority and within it, long enough, for all names."""
        end = self.certificate.not_valid_after_utc
        begin = self.certificate.not_valid_before_utc
        return (
            is_signed_by(self.certificate, authority)
            and begin <= now <= end - RENEWED_BEFORE_END
            and set(wanted) <= set(self.names)
            and all(authority.may_vouch_for(name) for name in self.names)
        )


def is_signed_by(certificate: x509.Certificate, authority: Authority) -> bool:
    """Say whether an authority's name and signature stand on a certificate."""
    from cryptography.exceptions import InvalidSignature

    try:
        certificate.verify_directly_issued_by(authority.certificate)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def make_certificate(
    authority: Authority, now: datetime, names: Iterable[str]
) -> ServerCertificate:
    """Make a server certificate with a new key.

    Args:
        authority: signs it; its own end is never passed.
        now: the instant; it is valid from a week before, for tablets whose clock is behind.
        names: names and IPv4 addresses; at least one.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Rostrum server")])
    root = authority.certificate
    by = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    certificate = (
        x509.CertificateBuilder(
            root.subject, subject, key.public_key(), x509.random_serial_number()
        )
        .not_valid_before(max(now - BACKDATED, root.not_valid_before_utc))
        .not_valid_after(min(now + LASTS - BACKDATED, root.not_valid_after_utc))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(_general(names)), critical=False)
        .add_extension(own, critical=False)
        .add_extension(by, critical=False)
        .sign(authority.key, SHA256())
    )
    return ServerCertificate(certificate, key)


def _usage() -> x509.KeyUsage:
    """Return the right to sign a handshake, which is all that TLS 1.2 and 1.3 ask of this key."""
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _general(names: Iterable[str]) -> list[x509.GeneralName]:
    """Return names and addresses as a certificate writes them, each once."""
    from cryptography import x509

    return [
        x509.IPAddress(ipaddress.IPv4Address(name)) if is_address(name) else x509.DNSName(name)
        for name in dict.fromkeys(names)
    ]
