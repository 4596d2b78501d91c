"""The page where a tablet installs the authority of the hall, and names that are not ours."""

import plistlib

import pytest

from judging.lan.network import HallNetwork
from judging.lan.store import prepare_certificate
from tests.instants import NOW


@pytest.fixture
def hall(instance_path):
    network = HallNetwork(("192.168.1.7",), "desk")
    return prepare_certificate(instance_path / "tls", NOW, network)


def test_without_an_authority_there_is_no_such_page(client):
    paths = ("/hall/", "/hall/en", "/hall/rostrum-hall.crt", "/hall/rostrum-hall.mobileconfig")
    assert [client.get(path).status_code for path in paths] == [404] * 4


def test_a_tablet_gets_the_authority_as_its_system_installs_it(hall, client):
    given = client.get("/hall/rostrum-hall.crt")
    assert (given.data, given.content_type) == (
        hall.authority.certificate,
        "application/x-x509-ca-cert",
    )
    given = client.get("/hall/rostrum-hall.mobileconfig")
    assert given.content_type == "application/x-apple-aspen-config"
    profile = plistlib.loads(given.data)
    (payload,) = profile["PayloadContent"]
    assert (profile["PayloadType"], payload["PayloadType"], payload["PayloadContent"]) == (
        "Configuration",
        "com.apple.security.root",
        hall.authority.certificate,
    )
    assert client.get("/hall/rostrum-hall.mobileconfig").data == given.data


@pytest.mark.parametrize(
    ("path", "wish", "heading"),
    [
        ("/hall/", "zh-CN", "连接这台平板"),
        ("/hall/", "en-GB", "Connect this tablet"),
        ("/hall/en", "zh-CN", "Connect this tablet"),
        ("/hall/zh_Hans", "en-GB", "连接这台平板"),
    ],
)
def test_the_page_speaks_the_readers_language_and_holds_no_token(hall, client, path, wish, heading):
    page = client.get(path, headers={"Accept-Language": wish})
    text = page.get_data(as_text=True)
    assert f"<h1>{heading}</h1>" in text
    assert hall.authority.fingerprint[:23].replace(":", " ") in text
    assert "csrf" not in text


@pytest.mark.parametrize("app_settings", [{"TRUSTED_HOSTS": ["192.168.1.7"]}])
def test_a_name_that_is_not_ours_is_answered_in_plain_words(client):
    answer = client.get("/", base_url="http://evil.example", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.content_type) == (400, "text/plain; charset=utf-8")
    assert answer.get_data(as_text=True).startswith("Rostrum does not answer under this name")
    assert client.get("/healthz", base_url="http://192.168.1.7:8000").status_code == 200
