"""Static files over a hall's slow network: compressed once, kept in the instance folder.

Nothing is built beforehand: a file is compressed when it is asked for the first time, and named by
its content, so that a change needs no clearing up. Pages are never compressed: they hold secrets.
The comments of the tablet's modules stay behind: a sixth of what they weigh compressed.
"""

import gzip
import hashlib
import os
import re
import threading
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

import brotli
from flask import Response, request
from whitenoise import WhiteNoise
from whitenoise.responders import MissingFileError, StaticFile

_TEXTS = {".css", ".js", ".svg", ".txt"}
_SMALLEST = 300
_COMMENT_LINE = re.compile(rb"^[ \t]*//[^\n]*", re.MULTILINE)


class CompressedFiles(WhiteNoise):
    """WhiteNoise whose compressed files lie elsewhere than the files themselves."""

    def __init__(self, application: Any, variants: Path, **options: Any) -> None:
        """Serve as WhiteNoise does.

        Args:
            application: what answers all else.
            variants: folder of the compressed files; made when the first one is.
            options: of WhiteNoise.
        """
        self._variants = variants
        self._paths: dict[str, str] = {}
        super().__init__(application, **options)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer; a file that is asked for the first time is compressed before."""
        path = self._paths.pop(environ.get("PATH_INFO", ""), "")
        if path:
            url = environ["PATH_INFO"]
            self.files[url] = self.get_static_file(path, url)
        return super().__call__(environ, start_response)

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> StaticFile:
        """Return a file with its compressed variants; at the start (``stat_cache``) without."""
        if stat_cache is not None:
            self._paths[url] = path
            return super().get_static_file(path, url, stat_cache=stat_cache)
        if not os.path.isfile(path):
            raise MissingFileError(path)
        headers = Headers([])
        self.add_mime_headers(headers, path, url)
        self.add_cache_headers(headers, path, url)
        if self.add_headers_function is not None:
            self.add_headers_function(headers, path, url)
        whole, *encodings = variants_of(path, os.stat(path).st_mtime_ns, self._variants)
        return StaticFile(whole[1], headers.items(), encodings=dict(encodings))


def served_bytes(path: Path) -> bytes:
    """Return a static file's bytes as they are served, before they are compressed.

    A module of the tablet has an empty line for each line of comment, so that places in it keep
    their numbers.

    Args:
        path: the file.
    """
    content = path.read_bytes()
    is_module = path.parent.name == "tablet" and path.suffix == ".js"
    return _COMMENT_LINE.sub(b"", content) if is_module else content


@lru_cache(maxsize=512)
def variants_of(path: str, _changed_ns: int, folder: Path) -> tuple[tuple[str, str], ...]:
    """Return a file as it is served and its compressed variants; made where missing.

    Each as (encoding, path), smallest last; the first is the file itself, of no encoding.

    Args:
        path: the file.
        _changed_ns: when it was changed last.
        folder: where variants are kept.
    """
    content = served_bytes(Path(path))
    digest = hashlib.sha256(content).hexdigest()[:32]
    made = [("", path)]
    if content != Path(path).read_bytes():
        made = [("", str(folder / f"{digest}{Path(path).suffix}"))]
        if not os.path.isfile(made[0][1]):
            _write(Path(made[0][1]), content)
    if Path(path).suffix not in _TEXTS or len(content) < _SMALLEST:
        return tuple(made)
    for encoding, suffix in (("gzip", "gz"), ("br", "br")):
        variant = folder / f"{digest}.{suffix}"
        if not variant.is_file():
            _write(variant, _compress(content, encoding))
        made.append((encoding, str(variant)))
    return tuple(made)


def compress_public(response: Response) -> Response:
    """Compress an answer that is the same for everybody and holds no secret.

    Args:
        response: its body is replaced by the smallest form that the request accepts.
    """
    response.vary.add("Accept-Encoding")
    wished = request.accept_encodings
    encoding = next((name for name in ("br", "gzip") if wished[name] > 0), "")
    if encoding and response.status_code == HTTPStatus.OK:
        response.set_data(_compress(response.get_data(), encoding))
        response.headers["Content-Encoding"] = encoding
    return response


@lru_cache(maxsize=32)
def _compress(content: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=11))
    return gzip.compress(content, 9, mtime=0)


def _write(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever reads half of it, whoever else writes the same."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.half")
    half.write_bytes(content)
    half.replace(path)
