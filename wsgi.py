"""The WSGI entry point: ``flask --app wsgi …`` and every server start here."""

from judging import create_app

app = create_app()
