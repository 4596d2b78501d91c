"""Files between preview and import."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from judging.errors import Conflict, TooLarge
from judging.permissions import SYSTEM, Actor, ActorKind
from judging.services import uploads

OTHER = Actor(ActorKind.PERSON, 7, "Pother")
CONTENT = b"a,b\n"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def test_a_file_waits_for_its_sender_and_purpose_only(now: datetime, instance_path: Path) -> None:
    token = uploads.keep_upload(SYSTEM, now, "entries 1", CONTENT)
    (path,) = (instance_path / "uploads").iterdir()
    assert (path.stat().st_mode & 0o777, token in path.name) == (0o600, False)
    assert uploads.take_upload(SYSTEM, now, "entries 1", token, DIGEST) == CONTENT
    for actor, scope, given, code in (
        (OTHER, "entries 1", token, "upload_gone"),
        (SYSTEM, "entries 2", token, "upload_gone"),
        (SYSTEM, "entries 1", "../" * 10, "upload_gone"),
        (SYSTEM, "entries 1", "", "upload_gone"),
    ):
        with pytest.raises(Conflict) as refused:
            uploads.take_upload(actor, now, scope, given, DIGEST)
        assert refused.value.code == code
    with pytest.raises(Conflict) as refused:
        uploads.take_upload(SYSTEM, now, "entries 1", token, "0" * 64)
    assert refused.value.code == "upload_changed"


def test_a_file_is_gone_after_use_and_after_an_hour(now: datetime, instance_path: Path) -> None:
    used = uploads.keep_upload(SYSTEM, now, "entries 1", CONTENT)
    uploads.drop_upload(SYSTEM, "entries 1", used)
    uploads.drop_upload(SYSTEM, "entries 1", used)
    old = uploads.keep_upload(SYSTEM, now, "entries 1", CONTENT)
    later = now + timedelta(seconds=3601)
    with pytest.raises(Conflict):
        uploads.take_upload(SYSTEM, later, "entries 1", old, DIGEST)
    assert list((instance_path / "uploads").iterdir()) == []


def test_what_waits_is_bounded(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_STORED_BYTES", 5)
    uploads.keep_upload(SYSTEM, now, "entries 1", CONTENT)
    with pytest.raises(TooLarge):
        uploads.keep_upload(SYSTEM, now, "entries 1", CONTENT)
