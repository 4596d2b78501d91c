"""The WSGI entry point: ``flask --app wsgi …`` and every server start here."""

from judging import create_app
from judging.errors import NotReady
from judging.wording.starting import why_not_started

try:
    app = create_app()
except NotReady as error:
    raise SystemExit(why_not_started(error)) from None
