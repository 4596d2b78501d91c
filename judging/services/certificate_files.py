"""PDF files of certificates, drawn from their frozen facts whenever they are asked for."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from judging.certificates.design import get_design
from judging.certificates.facts import CertificateFacts
from judging.certificates.fonts import open_fonts

#: Every entry of an archive gets this time, so that the same certificates give the same bytes.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def draw_certificate(facts: Mapping[str, Any]) -> bytes:
    """Return the PDF of a certificate.

    Args:
        facts: the frozen facts as they are stored.

    Raises:
        judging.certificates.errors.CertificateError: they cannot be drawn; issuing checks that.
    """
    from judging.certificates.render import render_certificate

    said = CertificateFacts.from_data(facts)
    return render_certificate(said, open_fonts(), get_design(said.design))


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
