"""How far an issue of certificates is."""

from sqlalchemy import select

from judging.models import Job, JobState, Release
from judging.services.certificate_plan import IssuePlan
from judging.services.command import Work

JOB_KIND = "certificates"


def note_progress(
    work: Work, release: Release, plan: IssuePlan, issued: int, problems: int
) -> None:
    """Write how far an issue is, for the progress bar and for a restart.

    Args:
        work: the command at work.
        release: the release that certificates are issued from.
        plan: what was due when the piece began.
        issued: how many of it were issued.
        problems: how many cannot be drawn, so far.
    """
    unit = f"release-{release.id}"
    job = work.session.scalar(select(Job).where(Job.kind == JOB_KIND, Job.unit_key == unit))
    if job is None:
        job = Job(
            competition_id=release.round.competition_id,
            kind=JOB_KIND,
            unit_key=unit,
            created_at=work.now,
            created_by=work.actor.pseudonym,
        )
        work.session.add(job)
    total = plan.standing + len(plan.due)
    is_done = len(plan.due) - issued <= problems
    job.total_count = total
    job.done_count = min(plan.standing + issued, total)
    job.state = JobState.DONE if is_done else JobState.RUNNING
    job.changed_at = work.now
    job.result = {"problems": problems}
