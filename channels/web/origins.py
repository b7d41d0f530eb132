"""Which pages may talk to the web chat, and the headers that say so. Pure; runs in the service process."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}

_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")


class Origins:
    """The pages of this host, and those the operator listed (`LAIDIAN_WEB_ORIGINS`)."""

    def __init__(self, listed: tuple[str, ...]) -> None:
        self._listed = frozenset(origin.rstrip("/").lower() for origin in listed)

    def allows(self, origin: str | None, host: str) -> bool:
        """Whether a request may be answered.

        Args:
            origin: the `Origin` header; None from programs, which hold no visitor's token by accident, so they may.
            host: the `Host` header.
        """
        if origin is None or self.is_listed(origin):
            return True
        parts = urlsplit(origin.lower())
        return parts.scheme in ("http", "https") and parts.netloc == host.lower()

    def is_listed(self, origin: str) -> bool:
        """Whether the operator listed this foreign origin."""
        return origin.lower() in self._listed

    def cors(self, origin: str | None) -> dict[str, str]:
        """CORS headers of an answer: only for a listed origin, never a wildcard."""
        headers = {"Vary": "Origin"}
        if origin is not None and self.is_listed(origin):
            headers |= {
                "Access-Control-Allow-Origin": origin,
                "Access-Control-Allow-Headers": "authorization, content-type",
                "Access-Control-Allow-Methods": "GET, POST",
                "Access-Control-Max-Age": "600",
            }
        return headers

    def page_policy(self, host: str, frame_ancestors: str) -> str:
        """Content-Security-Policy of our own pages: nothing but our own files and no inline script.

        Older iPhones do not count a socket of the same host as `'self'`, and need style elements inside the widget, which
        newer ones do without; so the socket is named and inline styles pass.
        """
        sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
        return (
            f"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'{sockets}; "
            "img-src 'self' blob: data:; base-uri 'none'; form-action 'none'; "
            f"frame-ancestors {frame_ancestors}"
        )

    @property
    def framing(self) -> str:
        """`frame-ancestors` of the full-page chat: this host and the listed origins."""
        return " ".join(["'self'", *sorted(self._listed)])
