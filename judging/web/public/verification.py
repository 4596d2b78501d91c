"""Whether a certificate is genuine; and whether a full name is the one on it, yes or no."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from judging.extensions import limiter
from judging.queries.verification import canonical_serial, find_verification, is_recipient
from judging.web.access import public
from judging.web.public import blueprint

_LONGEST = 100


def _serial_asked() -> str:
    """Return the serial asked for, so that nobody tries many names on one certificate.

    Its canonical form: the same serial in other letters, or with other hyphens, is no new one.
    """
    return f"serial {canonical_serial((request.view_args or {}).get('serial', '')[:_LONGEST])}"


@blueprint.get("/verify/")
@public
def verify_form() -> ResponseReturnValue:
    """Ask for a serial."""
    serial = request.args.get("serial", "").strip()[:_LONGEST]
    if serial:
        return redirect(url_for("public.verify", serial=serial))
    return render_template("public/verify.html", serial="")


@blueprint.get("/verify/<serial>")
@limiter.limit("120 per minute")
@public
def verify(serial: str) -> ResponseReturnValue:
    """Say what a serial stands for; unknown and malformed ones are answered alike."""
    return _answer(serial, name=None)


@blueprint.post("/verify/<serial>")
@limiter.limit("20 per minute")
@limiter.limit("10 per hour", key_func=_serial_asked)
@public
def check_name(serial: str) -> ResponseReturnValue:
    """Say yes or no to a full name."""
    return _answer(serial, request.form.get("name", "").strip()[:_LONGEST])


def _answer(serial: str, name: str | None) -> ResponseReturnValue:
    """Render the answer to a serial, and to a name where one was given."""
    found = find_verification(serial[:_LONGEST])
    is_name_right = is_recipient(serial[:_LONGEST], name) if name else None
    page = render_template(
        "public/verify_answer.html",
        found=found,
        serial=serial[:_LONGEST],
        name=name or "",
        is_name_right=is_name_right,
    )
    return page, 200 if found else 404
