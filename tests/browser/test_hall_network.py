"""A hall without internet: the real server with its own authority, and a tablet that trusts it."""

import base64
import hashlib
import os
import ssl
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import BrowserContext, Playwright, expect

from tests.browser.chromium import start_driver
from tests.browser.conftest import FLAGS, find_chromium
from tests.browser.live_server import LiveServer, free_port
from tests.browser.page_checks import Slips

pytestmark = pytest.mark.xdist_group("hall network")


@dataclass
class HallServer(LiveServer):
    """A server as a hall has it: TLS on its port, the door on the next free one."""

    door_port: int = 0

    def url(self, path: str = "") -> str:
        """Return the full address of a path."""
        return f"https://127.0.0.1:{self.port}{path}"

    @property
    def door(self) -> str:
        """The address of the door."""
        return f"http://127.0.0.1:{self.door_port}/"

    @property
    def authority(self) -> Path:
        """What tablets install."""
        return self.instance / "tls" / "authority.pem"

    def _answers(self) -> bool:
        """Say whether the server answers somebody who trusts its authority and nobody else."""
        if not self.authority.exists():
            return False
        trusting = ssl.create_default_context(cafile=str(self.authority))
        try:
            with urllib.request.urlopen(self.url("/healthz"), timeout=5, context=trusting):
                return True
        except OSError:
            return False


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallServer]:
    """A server with an authority of its own and no competition."""
    server = HallServer(tmp_path_factory.mktemp("hall"), free_port(), has_demo=False)
    server.door_port = free_port()
    server.options = ("--lan", "--name", "203.0.113.7", "--door-port", str(server.door_port))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def tablet(hall: HallServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser that takes this server's key for a trusted one, as after installing."""
    found = find_chromium()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed")
    context = _open(start_driver(), found, hall, tmp_path_factory.mktemp("profile"))
    yield context
    context.close()


def _open(playwright: Playwright, found: str, hall: HallServer, profile: Path) -> BrowserContext:
    """Start Chromium with the server's key on its list; errors of certificates stay errors."""
    certificate = x509.load_pem_x509_certificate((hall.instance / "tls/server.pem").read_bytes())
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pin = base64.b64encode(hashlib.sha256(key).digest()).decode()
    return playwright.chromium.launch_persistent_context(
        profile,
        executable_path=found,
        args=[*FLAGS, f"--ignore-certificate-errors-spki-list={pin}"],
        locale="zh-CN",
        viewport={"width": 820, "height": 1180},
    )


def test_the_door_shows_what_to_do_and_says_when_the_tablet_trusts(hall, tablet):
    page = tablet.new_page()
    slips = Slips()
    page.goto(hall.door)
    expect(page.locator("[data-trust]")).to_be_visible()
    slips.check_head(page, "/", "zh-Hans")
    slips.check_words(page, "/")
    slips.check_barriers(page, "/")
    slips.check_sizes(page, "/")
    assert not slips.pages, str(slips)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Connect this tablet")
    page.locator("[data-go]").click()
    page.wait_for_url(hall.url("/**"))
    assert page.evaluate("isSecureContext && 'serviceWorker' in navigator")
    cookies = {cookie["name"]: cookie["secure"] for cookie in tablet.cookies()}
    assert cookies == {"__Host-rostrum": True}


def test_a_service_worker_may_be_registered(hall, tablet):
    page = tablet.new_page()
    page.goto(hall.url("/judge/worker.js"))
    page.goto(hall.url("/sign-in"))
    state = page.evaluate(
        "navigator.serviceWorker.register('/judge/worker.js', { scope: '/judge/' })"
        ".then((made) => Boolean(made.installing || made.waiting || made.active))"
    )
    assert state is True
    page.close()


def test_who_does_not_trust_the_authority_gets_no_connection(hall):
    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(hall.url("/healthz"), timeout=5)


def test_the_door_gives_the_authority_and_knows_nothing_else(hall):
    with urllib.request.urlopen(f"{hall.door}hall/rostrum-hall.crt", timeout=5) as answer:
        given = answer.read()
    stored = x509.load_pem_x509_certificate(hall.authority.read_bytes())
    assert given == stored.public_bytes(Encoding.DER)
    with urllib.request.urlopen(f"{hall.door}desk/anything", timeout=5) as answer:
        assert (answer.url, answer.headers["Set-Cookie"]) == (hall.door, None)


def test_the_door_closes_with_the_server(hall):
    hall.stop()
    expect_closed(hall.door)


def expect_closed(address: str) -> None:
    """Fail unless nobody answers any more; the last answer may still be on its way."""
    for _attempt in range(100):
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except OSError:
            return
    pytest.fail(f"{address} still answers")
