"""PDF files of certificates, drawn from their frozen facts whenever they are asked for."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from judging.certificates.design import get_design
from judging.certificates.facts import CertificateFacts
from judging.errors import NotFound
from judging.extensions import db
from judging.models import Release
from judging.permissions import Actor, may
from judging.services.certificate_plan import plan_issue
from judging.typesetting.fonts import open_fonts

#: Every entry of an archive gets this time, so that the same certificates give the same bytes.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def draw_certificate(facts: Mapping[str, Any]) -> bytes:
    """Return the PDF of a certificate.

    Args:
        facts: the frozen facts as they are stored.

    Raises:
        judging.typesetting.errors.PaperError: they cannot be drawn; issuing checks that.
    """
    from judging.certificates.render import render_certificate

    said = CertificateFacts.from_data(facts)
    return render_certificate(said, open_fonts(), get_design(said.design))


def draw_sample(actor: Actor, now: datetime, release_id: int) -> bytes:
    """Return the first certificate that is due, with a number and serial that mean nothing.

    Raises:
        NotFound: no such public release for this actor, or nothing is due.
        judging.typesetting.errors.PaperError: it cannot be drawn.
    """
    release = db.session.get(Release, release_id)
    competition_id = release.round.competition_id if release else None
    if release is None or not may(actor, "certificate.read", competition_id):
        raise NotFound()
    if not release.is_current:
        raise NotFound()
    due = plan_issue(db.session(), release).due
    if not due:
        raise NotFound()
    return draw_certificate(due[0].trial(now.date()).as_data())


def stream_archive(certificates: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[bytes]:
    """Yield a ZIP archive of many certificates piece by piece, one drawn at a time.

    Args:
        certificates: file name without ending, and facts, of each certificate.
    """
    buffer = _Pipe()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, facts in certificates:
            entry = zipfile.ZipInfo(f"{name}.pdf", date_time=_ZIP_TIME)
            archive.writestr(entry, draw_certificate(facts))
            yield buffer.take()
    yield buffer.take()


class _Pipe(io.RawIOBase):
    """A file that cannot be rewound: what was written is taken out and forgotten."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        """Keep a piece until it is taken."""
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken
