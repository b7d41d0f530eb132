"""Signatures and decryption of pushes (protocol 1, 2). Pure; service process.

There is no encryption here: the only answer to a push is the bare `success` (protocol 2).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from channels.wechat.errors import Unreadable
from common.settings import SettingsError

AES_BLOCK = 16
PADDING_BLOCK = 32  # the platform pads to 32, not to AES's own 16
RANDOM_BYTES = 16
LENGTH_BYTES = 4


def signature(*parts: str) -> str:
    """SHA-1 (hex) of the parts, sorted as byte strings and joined; the token is one of them."""
    return hashlib.sha1(b"".join(sorted(part.encode() for part in parts)), usedforsecurity=False).hexdigest()


def is_signed(given: str, *parts: str) -> bool:
    """True when `given` is the signature of the parts; takes the same time for every wrong one."""
    return hmac.compare_digest(given.encode(errors="replace"), signature(*parts).encode())


class Decryptor:
    """Opens encrypted pushes.

    Args:
        app_id: must stand at the end of every message.
        aes_keys: EncodingAESKeys of the console, the current one first; after a change pushes may still use the
            previous one.

    Raises:
        SettingsError: when a key is not 43 characters of base64.
    """

    def __init__(self, app_id: str, aes_keys: Sequence[str]) -> None:
        self._app_id = app_id.encode()
        self._keys = [_decode_key(key) for key in aes_keys]

    def decrypt(self, encrypted: str) -> bytes:
        """The message inside an `Encrypt` element.

        Raises:
            Unreadable: broken, made with another key, or meant for another account.
        """
        try:
            data = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Unreadable("Encrypt is not base64") from error
        if not data or len(data) % AES_BLOCK:
            raise Unreadable("Encrypt has the wrong length")
        for key in self._keys:
            message = self._open(key, data)
            if message is not None:
                return message
        raise Unreadable("made with another AES key or for another AppID")

    def _open(self, key: bytes, data: bytes) -> bytes | None:
        decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:AES_BLOCK])).decryptor()
        plain = decryptor.update(data) + decryptor.finalize()
        padding = plain[-1]
        if not 1 <= padding <= PADDING_BLOCK or plain[-padding:] != bytes([padding]) * padding:
            return None
        content = plain[RANDOM_BYTES:-padding]
        end = LENGTH_BYTES + int.from_bytes(content[:LENGTH_BYTES], "big")
        # A length beyond the end leaves no AppID, so it fails here as well.
        return content[LENGTH_BYTES:end] if hmac.compare_digest(content[end:], self._app_id) else None


def _decode_key(aes_key: str) -> bytes:
    try:
        # Not strict: the last character of a console's key may carry bits beyond the 32 bytes.
        key = base64.b64decode(aes_key + "=")
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32:
        raise SettingsError("LAIDIAN_WECHAT_AES_KEY takes the 43 letters and digits of the console")
    return key
