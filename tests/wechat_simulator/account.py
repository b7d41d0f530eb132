"""A service account as the platform knows it, and the platform's side of the cryptography (protocol 1, 2).

Written from the protocol alone; it shares no code with `channels.wechat`, so that both cannot err in the same way.
"""

from __future__ import annotations

import base64
import hashlib
import os
import struct
from dataclasses import dataclass
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


@dataclass(frozen=True)
class Account:
    """What stands in the platform's console. The defaults are throw-away values (protocol 14 B)."""

    token: str = "LaidianTestToken"
    aes_key: str = "kZ3vQ8xN1bT6yR0cW5sJ9mH2dF7gL4pA8eU1iO6nXqE"
    app_id: str = "wx5f3c1a9d7e2b4c60"
    app_secret: str = "0123456789abcdef0123456789abcdef"
    original_id: str = "gh_1a2b3c4d5e6f"


def sha1_of(*parts: str) -> str:
    """The platform's signature over any parts."""
    return hashlib.sha1("".join(sorted(parts)).encode("ascii")).hexdigest()


def encrypt(account: Account, message: str, random: bytes | None = None) -> str:
    """The content of an `Encrypt` element."""
    key = base64.b64decode(account.aes_key + "=")
    data = message.encode()
    plain = (random or os.urandom(16)) + struct.pack(">I", len(data)) + data + account.app_id.encode()
    padder = padding.PKCS7(256).padder()
    padded = padder.update(plain) + padder.finalize()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def to_xml(fields: dict[str, str]) -> str:
    """A push's XML as the platform writes it: CDATA for texts, bare digits for numbers."""
    elements = "".join(f"<{name}>{_content(value)}</{name}>" for name, value in fields.items())
    return f"<xml>{elements}</xml>"


def _content(value: str) -> str:
    if value.isascii() and value.isdigit():
        return value
    return escape(value) if "]]>" in value else f"<![CDATA[{value}]]>"
