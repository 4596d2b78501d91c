"""The local authority and the certificates that it signs, as other programs judge them."""

import ipaddress
import stat
import subprocess
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from judging.errors import InvalidInput, NotReady
from judging.lan.certificate import OWN_NAMES
from judging.lan.network import HallNetwork
from judging.lan.pairs import find_pair, write_pair
from judging.lan.store import find_authority
from tests.instants import NOW
from tests.lan.halls import HALL, NAMES, forge, leaf_of, prepare, verify


def test_every_name_of_the_laptop_is_vouched_for_and_no_other(tmp_path):
    hall = prepare(tmp_path)
    assert hall.names == NAMES
    for name in NAMES:
        assert next(c.serial_number for c in verify(hall, name)) == leaf_of(hall).serial_number
    for name in ("192.168.1.8", "example.org"):
        with pytest.raises(VerificationError):
            verify(hall, name)


@pytest.mark.parametrize(
    "name",
    [
        "bank.example",  # the internet
        "8.8.8.8",
        "desk",  # nobody's but, as a tree, everything below it: a laptop may be called "dev"
        "bank.desk",
        "printer.local",  # other machines of the hall, and of any other network
        "router.lan",
        "192.168.1.1",
        "192.168.1.8",
        "127.0.0.2",
        "fd00::7",
    ],
)
def test_a_stolen_authority_is_worth_nothing_for_any_other_machine(tmp_path, name):
    hall = prepare(tmp_path)
    root = x509.load_der_x509_certificate(hall.authority.certificate)
    forged = forge_any(tmp_path, name).public_bytes(Encoding.PEM)
    is_address = ":" in name or name[0].isdigit()
    host = x509.IPAddress(ipaddress.ip_address(name)) if is_address else x509.DNSName(name)
    verifier = PolicyBuilder().store(Store([root])).time(NOW).build_server_verifier(host)
    with pytest.raises(VerificationError):
        verifier.verify(x509.load_pem_x509_certificate(forged), [])
    (tmp_path / "forged.crt").write_bytes(forged)
    assert openssl(tmp_path, tmp_path / "forged.crt") != 0


def forge_any(folder, name):
    """Forge a certificate; for an IPv6 address as well, which none of ours ever names."""
    if ":" not in name:
        return forge(folder, name).certificate
    good, key = forge(folder, "127.0.0.1").certificate, find_pair(folder / "tls", "authority")[1]
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(name))])
    return signed_anew(good, x509.SubjectAlternativeName, address, key)


def signed_anew(certificate, kind, instead, key):
    """Sign a certificate once more, with another extension instead of the one of its kind."""
    builder = x509.CertificateBuilder(
        certificate.issuer,
        certificate.subject,
        certificate.public_key(),
        certificate.serial_number,
    )
    builder = builder.not_valid_before(certificate.not_valid_before_utc)
    builder = builder.not_valid_after(certificate.not_valid_after_utc)
    for each in certificate.extensions:
        is_replaced = isinstance(each.value, kind)
        builder = builder.add_extension(instead if is_replaced else each.value, each.critical)
    return builder.sign(key, SHA256())


def openssl(folder, certificate):
    """Let OpenSSL judge a certificate, strictly; 0 is good."""
    words = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-attime"]
    at = [str(int(NOW.timestamp())), "-CAfile", str(folder / "tls" / "authority.pem")]
    return subprocess.run(
        [*words, *at, str(certificate)], capture_output=True, check=False
    ).returncode


def test_openssl_finds_it_good_with_all_strictness(tmp_path):
    hall = prepare(tmp_path)
    assert openssl(tmp_path, hall.path) == 0


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
    folder = hall.path.parent
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()}
    assert modes == {"authority.pem": 0o600, "server.pem": 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    hall.path.chmod(0o640)
    with pytest.raises(NotReady) as refused:
        prepare(tmp_path)
    assert refused.value.code == "key_readable_by_others"


def test_nothing_is_made_anew_while_all_is_good(tmp_path):
    first, again = prepare(tmp_path), prepare(tmp_path, now=NOW + timedelta(days=300))
    assert (first.is_new_authority, first.is_new_certificate) == (True, True)
    assert (again.is_new_authority, again.is_new_certificate) == (False, False)
    assert (first.authority, first.ends_at) == (again.authority, again.ends_at)


@pytest.mark.parametrize(
    ("network", "days"), [(HallNetwork(("10.0.0.3", "10.9.9.9"), "desk"), 1), (HALL, 361)]
)
def test_an_address_that_is_gone_or_a_near_end_renews_under_the_same_authority(
    tmp_path, network, days
):
    first = prepare(tmp_path, extra=["judging.lan"])
    later = NOW + timedelta(days=days)
    again = prepare(tmp_path, network, later)
    assert (again.is_new_authority, again.is_new_certificate) == (False, days == 361)
    assert again.authority.fingerprint == first.authority.fingerprint
    verify(again, "10.0.0.3", later)
    assert again.left_out == tuple(each for each in network.addresses if each == "10.9.9.9")
    assert "judging.lan" in again.names, "a name that somebody asked for stays"


def test_a_laptop_whose_every_address_is_new_is_told_what_its_authority_is_for(tmp_path):
    first = prepare(tmp_path)
    moved = HallNetwork(("192.168.1.9",), "desk")
    with pytest.raises(NotReady) as refused:
        prepare(tmp_path, moved)
    assert (refused.value.code, refused.value.params) == (
        "address_outside_authority",
        {"addresses": "192.168.1.9", "known": "desk.local, 192.168.1.7, 10.0.0.3"},
    )
    assert find_authority(tmp_path / "tls") == first.authority
    again = prepare(tmp_path, moved, may_replace_authority=True)
    assert again.names == ("desk.local", "localhost", "192.168.1.9", "127.0.0.1")


def test_a_name_of_one_label_would_have_all_names_that_end_in_it(tmp_path):
    with pytest.raises(InvalidInput) as refused:
        prepare(tmp_path, extra=["dev", "localhost"])
    assert [(p.code, p.params) for p in refused.value.problems] == [
        ("host_of_one_label", {"value": "dev"})
    ]


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
    assert again.names == NAMES, "its old name stays, the new one is not the authority's to give"


def test_an_authority_that_has_ended_is_made_anew(tmp_path):
    first = prepare(tmp_path)
    later = NOW + timedelta(days=5 * 365)
    again = prepare(tmp_path, now=later)
    assert (again.is_new_authority, again.authority.fingerprint == first.authority.fingerprint) == (
        True,
        False,
    )
    verify(again, "10.0.0.3", later)


def test_an_authority_of_an_earlier_version_is_still_good_and_said_to_be_wide(tmp_path):
    assert not prepare(tmp_path).authority.is_wide
    for wide in (["192.168.1.7", "desk"], ["192.168.1.7", "192.168.0.0/16"]):
        trees = [
            x509.IPAddress(ipaddress.ip_network(each)) if each[0] == "1" else x509.DNSName(each)
            for each in wide
        ]
        write_pair(tmp_path / "tls", "authority", constrained(tmp_path, trees))
        again = prepare(tmp_path, HallNetwork(("192.168.1.7",), "desk"))
        assert (again.is_new_authority, again.authority.is_wide) == (False, True)
        verify(again, "192.168.1.7")


def constrained(folder, trees):
    """Sign the stored authority anew with other permitted names."""
    root, key = find_pair(folder / "tls", "authority")
    permitted = x509.NameConstraints([*trees, *permitted_of(root, OWN_NAMES)], None)
    return signed_anew(root, x509.NameConstraints, permitted, key), key


def permitted_of(root, names):
    """Return some of what an authority permits."""
    trees = root.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    return [tree for tree in trees if str(tree.value).removesuffix("/32") in names]
