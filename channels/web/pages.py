"""The files that the web chat serves: demo page, full-page chat, the built widget. Runs in the service process.

Everything is read once at the start; nothing is served by a path that a client wrote.
"""

from __future__ import annotations

import gzip
import hashlib
import html
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
_COMPANY = "{{company}}"


@dataclass(frozen=True)
class Asset:
    """One file in memory, plain and compressed, with its entity tag."""

    content: bytes
    compressed: bytes
    media_type: str
    etag: str

    @classmethod
    def read(cls, name: str, company_name: str) -> Asset:
        """Reads a file of `static`; in pages the company's name is filled in, escaped."""
        path = STATIC / name
        content = path.read_bytes()
        if path.suffix == ".html":
            content = content.decode().replace(_COMPANY, html.escape(company_name)).encode()
        etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
        return cls(content, gzip.compress(content, mtime=0), _TYPES[path.suffix], etag)

    def answer(self, request: Request, headers: dict[str, str]) -> HTTPResponse:
        """The file, or 304 when the browser has it; it asks each time, so an upgrade is seen at once."""
        headers = headers | {"ETag": self.etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        # A proxy that compresses marks the tag as weak.
        if request.headers.get("if-none-match", "").removeprefix("W/") == self.etag:
            return HTTPResponse(status=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return raw(self.compressed, headers=headers, content_type=self.media_type)
        return raw(self.content, headers=headers, content_type=self.media_type)
