"""Errors of the WeChat channel. Pure; service process."""

from __future__ import annotations

from service.face import Outcome


class WeChatError(Exception):
    """Root of the channel's errors."""


class Rejected(WeChatError):
    """A request that is not provably a fresh one of the platform: answered with 403; the text is for the log."""


class Unreadable(WeChatError):
    """A push of the platform whose content we cannot make sense of."""


class ApiError(WeChatError):
    """A platform call that failed.

    Attributes:
        outcome: what it means for the message: RETRY, REFUSED or UNKNOWN.
        reason: Chinese, shown to staff.
        code: the platform's `errcode`, None when it gave none.
    """

    def __init__(self, outcome: Outcome, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.code = code
