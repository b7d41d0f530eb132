"""Decides whether a request comes from the platform and opens its body (protocol 1, 2). Service process."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from channels.wechat.crypto import Decryptor, is_signed
from channels.wechat.errors import Rejected, Unreadable
from channels.wechat.messages import parse
from common.settings import WeChatSettings

# The platform's own repeats come within seconds; whether with fresh timestamps is not documented.
STALE_SECONDS = 600

logger = logging.getLogger(__name__)


class Gate:
    """Checks requests in the mode that the console is set to.

    In compatible mode a push carries a plain copy beside `Encrypt`; only `Encrypt` is signed and believed.

    Raises:
        SettingsError: when an AES key has the wrong form.
    """

    def __init__(self, settings: WeChatSettings, clock: Callable[[], datetime], stale_seconds: int) -> None:
        self._token = settings.token
        self._clock = clock
        self._stale_seconds = stale_seconds
        keys = [key for key in (settings.aes_key, settings.previous_aes_key) if key]
        self._decryptor = Decryptor(settings.app_id, keys) if settings.mode != "plain" else None

    def check_verification(self, query: Mapping[str, str]) -> str:
        """The `echostr` to answer the console with.

        Raises:
            Rejected: unsigned, wrongly signed or stale.
        """
        self._check_signature(query)
        return _value(query, "echostr")

    def check_push(self, query: Mapping[str, str]) -> None:
        """What can be said before the body is read.

        Raises:
            Rejected: unsigned, stale or (plain mode) wrongly signed.
        """
        if self._decryptor is None:
            self._check_signature(query)
        else:
            _value(query, "msg_signature")
            self._check_age(query)

    def open(self, query: Mapping[str, str], body: bytes) -> dict[str, str]:
        """The fields of a push that passed `check_push`.

        Raises:
            Rejected: not provably the platform's, or encrypted so that we cannot open it.
            Unreadable: the platform's, but no XML that we can read.
        """
        if self._decryptor is None:
            fields = parse(body)
            if "Encrypt" in fields and "MsgType" not in fields:
                logger.error("the console sends encrypted pushes, but LAIDIAN_WECHAT_MODE is plain")
                raise Rejected("encrypted push in plain mode")
            return fields
        encrypted = _encrypted(body)
        signed = (self._token, _value(query, "timestamp"), _value(query, "nonce"), encrypted)
        if not is_signed(_value(query, "msg_signature"), *signed):
            raise Rejected("wrong msg_signature")
        try:
            plain = self._decryptor.decrypt(encrypted)
        except Unreadable as error:
            # Acknowledging would lose what the customer wrote while everybody believes that it arrived.
            logger.error(
                "a signed push cannot be opened (%s): compare AES key and AppID with the console", error
            )
            raise Rejected("cannot be decrypted") from error
        return parse(plain)

    def _check_signature(self, query: Mapping[str, str]) -> None:
        timestamp, nonce = _value(query, "timestamp"), _value(query, "nonce")
        if not is_signed(_value(query, "signature"), self._token, timestamp, nonce):
            raise Rejected("wrong signature")
        self._check_age(query)

    def _check_age(self, query: Mapping[str, str]) -> None:
        timestamp = _value(query, "timestamp")
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
            raise Rejected("timestamp is no number")
        age = self._clock().timestamp() - int(timestamp)
        if abs(age) > self._stale_seconds:
            raise Rejected(f"timestamp is {age:.0f} s old: a replay, or this machine's clock is wrong")


def _encrypted(body: bytes) -> str:
    try:
        encrypted = parse(body).get("Encrypt", "")
    except Unreadable as error:
        raise Rejected("encrypted push with a broken envelope") from error
    if not encrypted:
        raise Rejected("plain push where encrypted ones are expected")
    return encrypted


def _value(query: Mapping[str, str], name: str) -> str:
    value = query.get(name)
    if not value:
        raise Rejected(f"{name} is missing")
    return value
