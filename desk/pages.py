"""The built pages of `desk/static`, read once at the start and served by name. Runs in the service process."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from sanic.request import Request
from sanic.response import HTTPResponse, raw

STATIC = Path(__file__).parent / "static"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Page:
    """One file in memory, plain and compressed, with its entity tag."""

    content: bytes
    compressed: bytes
    media_type: str
    etag: str

    def answer(self, request: Request) -> HTTPResponse:
        """The file, or 304 when the browser has it; it asks each time, so an upgrade is seen at once."""
        headers = {"ETag": self.etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        # A proxy that compresses marks the tag as weak.
        if request.headers.get("if-none-match", "").removeprefix("W/") == self.etag:
            return HTTPResponse(status=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return raw(
                self.compressed, headers=headers | {"Content-Encoding": "gzip"}, content_type=self.media_type
            )
        return raw(self.content, headers=headers, content_type=self.media_type)


def read_pages(folder: Path = STATIC) -> dict[str, Page]:
    """Every file of the folder by its name."""
    return {path.name: _read(path) for path in folder.iterdir() if path.suffix in _TYPES}


def _read(path: Path) -> Page:
    content = path.read_bytes()
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    return Page(content, gzip.compress(content, mtime=0), _TYPES[path.suffix], etag)
