"""Who a web visitor is. Pure but for randomness; runs in the service process.

A visitor is whoever holds a random token of 256 bits. The customer key is derived from it, so that no table of sessions is
needed, nobody can name another's key, and the key (which stands in the log, the desk and Rasa) does not give the token back.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """A fresh session token: 32 random bytes, 43 URL-safe characters."""
    return secrets.token_urlsafe(32)


def customer_of(token: object) -> str | None:
    """The customer key of a token (32 hexadecimal digits), or None when it cannot be one of ours."""
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        return None
    return hashlib.sha256(token.encode()).hexdigest()[:32]


def customer_of_header(authorization: str | None) -> str | None:
    """As `customer_of`, from the value of an `Authorization: Bearer …` header."""
    scheme, _, token = (authorization or "").partition(" ")
    return customer_of(token.strip()) if scheme.lower() == "bearer" else None


class PictureHandles:
    """Handles for pictures that were uploaded but not yet sent.

    A handle is the media id bound to its uploader, so that a picture frame can only carry the visitor's own upload, even
    when a media id has leaked.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def give(self, customer: str, media: str) -> str:
        """The handle of one visitor's upload."""
        return f"{media}.{self._sign(customer, media)}"

    def take(self, customer: str, handle: str) -> str | None:
        """The media id, or None when the handle is not this visitor's."""
        media, _, signature = handle.rpartition(".")
        if media and hmac.compare_digest(signature.encode(), self._sign(customer, media).encode()):
            return media
        return None

    def _sign(self, customer: str, media: str) -> str:
        return hmac.new(self._secret, f"{customer}|{media}".encode(), hashlib.sha256).hexdigest()[:32]
