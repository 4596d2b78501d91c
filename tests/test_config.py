"""Settings and the secret key."""

import stat

import pytest

from judging.config import SETTINGS, load_settings, read_or_make_key
from judging.errors import NotReady


def settings(tmp_path, **environment):
    return load_settings(tmp_path, {"ROSTRUM_INSTANCE": str(tmp_path / "i"), **environment})


def test_development_makes_a_key_that_only_its_owner_can_read_and_keeps_it(tmp_path):
    first = settings(tmp_path)["SECRET_KEY"]
    mode = stat.S_IMODE((tmp_path / "i" / "secret.key").stat().st_mode)
    assert (mode, len(first) >= 48, settings(tmp_path)["SECRET_KEY"]) == (0o600, True, first)


def test_production_does_not_start_without_a_key_file(tmp_path):
    with pytest.raises(NotReady) as refused:
        settings(tmp_path, ROSTRUM_ENV="production")
    assert refused.value.code == "key_missing"
    assert not (tmp_path / "i" / "secret.key").exists()


def test_a_key_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "secret.key"
    path.write_text("x" * 64)
    path.chmod(0o640)
    with pytest.raises(NotReady) as refused:
        read_or_make_key(path, may_make=True)
    assert refused.value.code == "key_readable_by_others"


def test_a_short_key_is_refused(tmp_path):
    path = tmp_path / "secret.key"
    path.write_text("default")
    path.chmod(0o600)
    with pytest.raises(NotReady) as refused:
        read_or_make_key(path, may_make=True)
    assert refused.value.code == "key_too_short"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ROSTRUM_ENV", "prod"),
        ("ROSTRUM_THREADS", "many"),
        ("ROSTRUM_PROXIES", "-1"),
        ("ROSTRUM_TRANSPORT", "tsl"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path, variable, value):
    with pytest.raises(NotReady) as refused:
        settings(tmp_path, **{variable: value})
    assert refused.value.code == "setting_not_usable"
    assert refused.value.params["value"] == value


def test_production_cookies_are_bound_to_the_host(tmp_path):
    instance = tmp_path / "i"
    instance.mkdir()
    (instance / "secret.key").write_text("x" * 64)
    (instance / "secret.key").chmod(0o600)
    made = settings(tmp_path, ROSTRUM_ENV="production")
    assert (made["SESSION_COOKIE_NAME"], made["SESSION_COOKIE_SECURE"]) == ("__Host-rostrum", True)


@pytest.mark.parametrize(
    ("transport", "cookie", "is_secure"),
    [("hall", "__Host-rostrum", True), ("plain", "rostrum", False), ("", "rostrum", False)],
)
def test_cookies_follow_how_browsers_reach_us(tmp_path, transport, cookie, is_secure):
    made = settings(tmp_path, ROSTRUM_TRANSPORT=transport)
    assert (made["SESSION_COOKIE_NAME"], made["SESSION_COOKIE_SECURE"]) == (cookie, is_secure)


def test_every_setting_has_a_name_and_a_variable_of_its_own():
    assert (
        len({s.name for s in SETTINGS}) == len({s.environment for s in SETTINGS}) == len(SETTINGS)
    )
