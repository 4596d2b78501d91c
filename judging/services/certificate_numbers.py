"""The numbers that people use for certificates, such as BYASC-2026-F-0007."""

import re

from sqlalchemy import func, select

from judging.certificates.serials import pretty_number
from judging.models import Certificate, Competition, Release
from judging.services.command import Work


class CertificateNumbers:
    """Pretty numbers of a round, counted up; a number is never used again."""

    def __init__(self, work: Work, competition: Competition, release: Release) -> None:
        """Find the last number in use."""
        prefix = re.sub(r"[^A-Z0-9]+", "-", competition.number_prefix.upper()).strip("-")[:24]
        self.prefix = prefix.strip("-") or "R"
        self.letters = _letters(release.round.key)
        start = f"{self.prefix}-{self.letters}-"
        self.last = (
            work.session.scalar(
                select(func.count(Certificate.id)).where(
                    Certificate.competition_id == competition.id,
                    Certificate.number.startswith(start, autoescape=True),
                )
            )
            or 0
        )

    def take(self) -> str:
        """Return the next number."""
        self.last += 1
        return pretty_number(self.prefix, self.letters, self.last)


def _letters(round_key: str) -> str:
    """Return one to four capitals for a round: ``semi-final`` gives SF, ``round-2`` R2."""
    parts = re.findall(r"[A-Z]+|[0-9]+", round_key.upper())
    found = "".join(part if part.isdigit() else part[0] for part in parts)[:4]
    return found or "R"
