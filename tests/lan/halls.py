"""A laptop of a hall, its certificates, and what judges them."""

import ipaddress

from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store

from judging.lan.authority import Authority
from judging.lan.certificate import make_certificate
from judging.lan.network import HallNetwork
from judging.lan.pairs import find_pair
from judging.lan.store import prepare_certificate
from tests.instants import NOW

HALL = HallNetwork(("192.168.1.7", "10.0.0.3"), "desk")
NAMES = ("desk.local", "localhost", "192.168.1.7", "10.0.0.3", "127.0.0.1")


def prepare(folder, network=HALL, now=NOW, extra=(), **options):
    return prepare_certificate(folder / "tls", now, network, extra, **options)


def leaf_of(hall):
    return x509.load_pem_x509_certificate(hall.path.read_bytes())


def verify(hall, name, at=NOW):
    """Judge the server's certificate as a browser would that trusts the authority alone."""
    host = x509.IPAddress(ipaddress.ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
    root = x509.load_der_x509_certificate(hall.authority.certificate)
    builder = PolicyBuilder().store(Store([root])).time(at)
    return builder.build_server_verifier(host).verify(leaf_of(hall), [])


def forge(folder, name):
    """Sign a name with the stored authority's key, as a thief of the laptop would."""
    return make_certificate(Authority(*find_pair(folder / "tls", "authority")), NOW, [name])
