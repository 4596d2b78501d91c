"""LAYER 3: pages. Thin: parse, authorise, one command or query, render."""

from flask import Flask

from judging.web import access, headers, language, problems, proxies, static_files


def register(app: Flask) -> None:
    """Register blueprints, the gate before every view, headers and error pages."""
    from judging.web.api import blueprint as api
    from judging.web.auth import blueprint as auth
    from judging.web.contestant import blueprint as contestant
    from judging.web.judge import blueprint as judge
    from judging.web.organizer import blueprint as organizer
    from judging.web.public import blueprint as public

    static_files.register(app)
    proxies.register(app)
    language.register(app)
    access.register(app)
    headers.register(app)
    for blueprint in (public, auth, organizer, judge, contestant, api):
        app.register_blueprint(blueprint)
    problems.register(app)
