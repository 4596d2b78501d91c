"""The judge's client as the server hands it out: whole, versioned, small, and nobody's."""

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from judging import ROOT
from judging.web.judge.client import VERSION_HEADER
from judging.web.judge.client_files import ENTRIES, PLAIN, WORKER, find_client_files
from tests.factories import Factory, sign_in

STATIC = ROOT / "static"
BUDGET = 60_000


def read(client: FlaskClient, path: str, accepted: str = "") -> tuple[bytes, Headers]:
    """Return body and headers of an answer."""
    with client.get(path, headers={"Accept-Encoding": accepted}) as answer:
        assert answer.status_code == 200, path
        return answer.data, answer.headers


def facts_of(client: FlaskClient) -> dict[str, Any]:
    """Return what the worker is told to keep."""
    script = client.get("/judge/worker.js").get_data(as_text=True)
    found = re.match(r"const CLIENT = (.*);\n", script)
    assert found is not None
    return dict(json.loads(found[1]))


def test_the_worker_keeps_every_file_with_the_digest_that_is_served(client: FlaskClient) -> None:
    facts = facts_of(client)
    kept = {**facts["files"], **facts["pages"], **facts["words"]}
    served = {path: hashlib.sha256(read(client, path)[0]).hexdigest() for path in kept}
    assert served == kept
    assert {"/static/tablet/app.js", "/static/vendor/idb/umd.js"} <= set(facts["files"])


def test_modules_are_served_without_their_comments_line_by_line(client: FlaskClient) -> None:
    written = (STATIC / "tablet" / "words.js").read_text(encoding="utf-8").splitlines()
    served = read(client, "/static/tablet/words.js")[0].decode().splitlines()
    kept = [line for line in written if not line.lstrip().startswith("//")]
    assert len(served) == len(written)
    assert [line for line in served if line] == [line for line in kept if line]


def test_the_page_of_nobody_is_the_same_for_everybody(
    app: Flask, client: FlaskClient, factory: Factory
) -> None:
    stranger = client.get("/judge/shell?language=en")
    with app.app_context():
        made = factory.ready_heat()
        token = factory.session("seat", made.seat_ids[0])
    sign_in(client, token)
    own = client.get("/judge/shell?language=en")
    assert (stranger.data, stranger.status_code) == (own.data, 200)
    assert b"csrf" not in own.data
    assert "Set-Cookie" not in stranger.headers
    assert 'lang="zh-Hans"' in client.get("/judge/shell?language=zh_Hans").get_data(as_text=True)


def test_answers_below_the_judges_address_name_the_client(client: FlaskClient) -> None:
    version = facts_of(client)["version"]
    for path in ("/judge/shell", "/judge/", "/judge/door", "/judge/nothing-here"):
        assert client.get(path).headers[VERSION_HEADER] == version
    assert VERSION_HEADER not in client.get("/").headers


@pytest.mark.parametrize(("language", "name"), [("zh_Hans", "评分"), ("en", "Marking")])
def test_the_home_screen_is_told_name_and_icons(
    client: FlaskClient, language: str, name: str
) -> None:
    told = client.get(f"/judge/manifest.webmanifest?language={language}")
    assert told.mimetype == "application/manifest+json"
    body = told.get_json(force=True)
    assert (body["short_name"], body["scope"], body["display"]) == (name, "/judge/", "standalone")
    assert all(read(client, icon["src"])[0] for icon in body["icons"])


def test_files_are_found_by_what_imports_them(tmp_path: Path) -> None:
    modules = {
        "js/theme.js": "",
        "js/hall.js": 'import "../vendor/a.js";\n',
        "vendor/a.js": "",
        "tablet/app.js": 'import { b } from "./b.js";\n\nconst c = () => import("./c.js");\n',
        "tablet/b.js": 'export * from "./store.js";\n',
        "tablet/c.js": 'import { b } from "./b.js";\nimport {\n  d,\n} from "./d.js";\n',
        "tablet/d.js": "",
        "tablet/store.js": "const VERSION = 12;\n",
        "tablet/tools.js": "",
        "tablet/unused.js": "",
    }
    for name in (*modules, *PLAIN, WORKER):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(modules.get(name, ""), encoding="utf-8")
    files = find_client_files(tmp_path)
    first = ("tablet/b.js", "tablet/store.js", "vendor/a.js")
    assert files.first[: len(ENTRIES)] == ENTRIES
    assert sorted(files.first[len(ENTRIES) :]) == sorted(first)
    assert files.later == ("tablet/c.js", "tablet/d.js")
    assert files.store_version == 12
    assert set(files.digests) == {*ENTRIES, *first, *files.later, *PLAIN, WORKER}


def test_the_page_stays_small(app: Flask, client: FlaskClient, factory: Factory) -> None:
    """All files of a first visit, compressed, and the page itself as if it were: it never is."""
    with app.app_context():
        made = factory.ready_heat(entries=20)
        token = factory.session("seat", made.seat_ids[0])
    sign_in(client, token)
    files = find_client_files(STATIC)
    paths = [f"/static/{name}" for name in (*files.first, *files.plain)]
    paths.append("/judge/words?language=zh_Hans")
    sizes = {path: len(read(client, path, "br")[0]) for path in paths}
    sizes["/judge/"] = len(brotli.compress(read(client, "/judge/")[0]))
    assert sum(sizes.values()) < BUDGET, sizes


@pytest.mark.parametrize(
    ("accepted", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_static_files_and_words_are_compressed_as_the_browser_wishes(
    client: FlaskClient, accepted: str, unpack: object
) -> None:
    for path in ("/static/tablet/app.js", "/judge/words?language=en"):
        plain, without = read(client, path)
        packed, headers = read(client, path, accepted)
        assert headers["Content-Encoding"] == accepted
        assert "Accept-Encoding" in headers["Vary"]
        assert unpack(packed) == plain  # type: ignore[operator]
        assert "Content-Encoding" not in without


def test_words_that_did_not_change_are_not_sent_again(client: FlaskClient) -> None:
    _, headers = read(client, "/judge/words?language=en", "br")
    again = client.get("/judge/words?language=en", headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.data, "Content-Encoding" in again.headers) == (304, b"", False)


def test_a_page_with_a_token_is_never_compressed(
    app: Flask, client: FlaskClient, factory: Factory
) -> None:
    with app.app_context():
        made = factory.ready_heat()
        token = factory.session("seat", made.seat_ids[0])
    sign_in(client, token)
    page = client.get("/judge/", headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in page.headers
    assert b'name="csrf-token"' in page.data
