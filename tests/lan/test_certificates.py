"""The local authority and the certificates that it signs, as other programs judge them."""

import ipaddress
import stat
import subprocess
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from judging.errors import InvalidInput, NotReady
from judging.lan.network import HallNetwork
from judging.lan.store import prepare_certificate
from tests.instants import NOW

HALL = HallNetwork(("192.168.1.7", "10.0.0.3"), "desk")
NAMES = ("desk", "desk.local", "localhost", "192.168.1.7", "10.0.0.3", "127.0.0.1")


def prepare(folder, network=HALL, now=NOW, extra=(), **options):
    return prepare_certificate(folder / "tls", now, network, extra, **options)


def leaf_of(hall):
    return x509.load_pem_x509_certificate(hall.certificate_path.read_bytes())


def verify(hall, name, at=NOW):
    """Judge the server's certificate as a browser would that trusts the authority alone."""
    host = x509.IPAddress(ipaddress.ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
    root = x509.load_der_x509_certificate(hall.authority.certificate)
    builder = PolicyBuilder().store(Store([root])).time(at)
    return builder.build_server_verifier(host).verify(leaf_of(hall), [])


def forge(folder, name):
    """Sign a name with the stored authority's key, as a thief of the laptop would."""
    from judging.lan.authority import Authority
    from judging.lan.certificate import make_certificate
    from judging.lan.store import _find

    return make_certificate(Authority(*_find(folder / "tls", "authority")), NOW, [name])


def test_every_name_of_the_laptop_is_vouched_for_and_no_other(tmp_path):
    hall = prepare(tmp_path)
    assert hall.names == NAMES
    for name in NAMES:
        assert next(c.serial_number for c in verify(hall, name)) == leaf_of(hall).serial_number
    for name in ("192.168.1.8", "example.org"):
        with pytest.raises(VerificationError):
            verify(hall, name)


def test_a_stolen_authority_is_worth_nothing_on_the_internet(tmp_path):
    hall = prepare(tmp_path)
    root = x509.load_der_x509_certificate(hall.authority.certificate)
    for name in ("bank.example", "8.8.8.8"):
        forged = forge(tmp_path, name).certificate
        host = x509.IPAddress(ipaddress.ip_address(name)) if name[0] == "8" else x509.DNSName(name)
        verifier = PolicyBuilder().store(Store([root])).time(NOW).build_server_verifier(host)
        with pytest.raises(VerificationError):
            verifier.verify(forged, [])
        (tmp_path / "forged.crt").write_bytes(forged.public_bytes(Encoding.PEM))
        assert openssl(tmp_path, tmp_path / "forged.crt") != 0


def openssl(folder, certificate):
    """Let OpenSSL judge a certificate, strictly; 0 is good."""
    words = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-attime"]
    at = [str(int(NOW.timestamp())), "-CAfile", str(folder / "tls" / "authority.crt")]
    return subprocess.run(
        [*words, *at, str(certificate)], capture_output=True, check=False
    ).returncode


def test_openssl_finds_it_good_with_all_strictness(tmp_path):
    hall = prepare(tmp_path)
    assert openssl(tmp_path, hall.certificate_path) == 0


def test_it_keeps_apples_rules_for_authorities_installed_by_hand(tmp_path):
    leaf = leaf_of(prepare(tmp_path))
    usage = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc == timedelta(days=397)
    assert leaf.signature_hash_algorithm.name == "sha256"


def test_a_tablet_whose_clock_is_a_day_behind_finds_it_valid(tmp_path):
    hall = prepare(tmp_path)
    for days in (-6, -1, 1, 300):
        verify(hall, "192.168.1.7", NOW + timedelta(days=days))


def test_keys_are_readable_by_nobody_else(tmp_path):
    hall = prepare(tmp_path)
    folder = hall.key_path.parent
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()}
    assert modes["authority.key"] == modes["server.key"] == 0o600
    assert set(modes) == {"authority.key", "authority.crt", "server.key", "server.crt"}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    hall.key_path.chmod(0o640)
    with pytest.raises(NotReady) as refused:
        prepare(tmp_path)
    assert refused.value.code == "key_readable_by_others"


def test_nothing_is_made_anew_while_all_is_good(tmp_path):
    first, again = prepare(tmp_path), prepare(tmp_path, now=NOW + timedelta(days=300))
    assert (first.is_new_authority, first.is_new_certificate) == (True, True)
    assert (again.is_new_authority, again.is_new_certificate) == (False, False)
    assert (first.authority, first.ends_at) == (again.authority, again.ends_at)


@pytest.mark.parametrize(
    ("network", "days"), [(HallNetwork(("192.168.1.9",), "desk"), 1), (HALL, 361)]
)
def test_a_new_address_or_a_near_end_renews_under_the_same_authority(tmp_path, network, days):
    first = prepare(tmp_path, extra=["judging.lan"])
    later = NOW + timedelta(days=days)
    again = prepare(tmp_path, network, later)
    assert (again.is_new_authority, again.is_new_certificate) == (False, True)
    assert again.authority.fingerprint == first.authority.fingerprint
    verify(again, network.addresses[0], later)
    assert "judging.lan" in again.names, "a name that somebody asked for stays"


def test_an_address_that_is_gone_is_vouched_for_no_longer(tmp_path):
    prepare(tmp_path)
    again = prepare(tmp_path, HallNetwork(("192.168.1.9",), "desk"))
    assert again.names == ("desk", "desk.local", "localhost", "192.168.1.9", "127.0.0.1")


def test_a_name_of_the_internet_needs_an_authority_that_was_made_for_it(tmp_path):
    prepare(tmp_path)
    with pytest.raises(InvalidInput) as refused:
        prepare(tmp_path, extra=["judging.example.org", "203.0.113.7"])
    assert [(p.code, p.params["value"]) for p in refused.value.problems] == [
        ("host_outside_authority", "judging.example.org"),
        ("host_outside_authority", "203.0.113.7"),
    ]
    again = prepare(
        tmp_path, extra=["judging.example.org", "203.0.113.7"], may_replace_authority=True
    )
    assert again.is_new_authority
    verify(again, "judging.example.org")
    verify(again, "203.0.113.7")
    verify(prepare(tmp_path, extra=["203.0.113.7"]), "203.0.113.7")


def test_what_is_no_name_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(InvalidInput) as refused:
        prepare(tmp_path, extra=["a b", "300.1.1.1", "-x.lan", "desk.lan"])
    assert [p.params["value"] for p in refused.value.problems] == ["a b", "300.1.1.1", "-x.lan"]
    assert not (tmp_path / "tls").exists()


def test_a_laptop_with_another_name_keeps_its_authority(tmp_path):
    first = prepare(tmp_path)
    again = prepare(tmp_path, HallNetwork(("192.168.1.7",), "newname"))
    assert again.authority.fingerprint == first.authority.fingerprint
    assert "newname" not in again.names
    assert "newname.local" in again.names


def test_an_authority_that_has_ended_is_made_anew(tmp_path):
    first = prepare(tmp_path)
    later = NOW + timedelta(days=5 * 365)
    again = prepare(tmp_path, now=later)
    assert (again.is_new_authority, again.authority.fingerprint == first.authority.fingerprint) == (
        True,
        False,
    )
    verify(again, "10.0.0.3", later)


def test_a_key_that_does_not_fit_its_certificate_is_noticed(tmp_path):
    prepare(tmp_path)
    (tmp_path / "tls" / "authority.key").write_bytes((tmp_path / "tls" / "server.key").read_bytes())
    with pytest.raises(NotReady) as refused:
        prepare(tmp_path)
    assert refused.value.code == "tls_file_damaged"
    (tmp_path / "tls" / "authority.key").write_text("no key")
    with pytest.raises(NotReady):
        prepare(tmp_path)
