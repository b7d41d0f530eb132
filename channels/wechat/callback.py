"""`/wechat/callback`, the one address that the platform calls (protocol 1 to 3). Service process, public port.

A push is acknowledged with the bare `success` once its message is durable, within the platform's five seconds;
the bot works later. One that cannot be stored gets no answer while we try on, so the platform pushes it again:
that is documented, and what an error status does is not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sanic import Blueprint
from sanic.exceptions import PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse, text

from channels.wechat.errors import Rejected, Unreadable
from channels.wechat.gate import STALE_SECONDS, Gate
from channels.wechat.inbox import PATIENCE_SECONDS, Inbox
from channels.wechat.messages import to_inbound
from common.settings import WeChatSettings
from service.face import Conversations

BODY_BYTES = 256 * 1024

logger = logging.getLogger(__name__)


def wechat_blueprint(
    settings: WeChatSettings,
    conversations: Conversations,
    clock: Callable[[], datetime],
    stale_seconds: int = STALE_SECONDS,
    patience: float = PATIENCE_SECONDS,
) -> Blueprint:
    """The routes of the callback.

    Args:
        conversations: where messages are stored before they are acknowledged.
        clock: the present time with its zone.
        stale_seconds: how far a timestamp may lie from our clock.
        patience: how long a message that cannot be stored is tried again, in seconds.

    Raises:
        SettingsError: when an AES key has the wrong form.
    """
    blueprint = Blueprint("wechat", url_prefix="/wechat")
    gate = Gate(settings, clock, stale_seconds)
    inbox = Inbox(conversations, patience)

    @blueprint.get("/callback")
    async def verify(request: Request) -> HTTPResponse:
        try:
            # Plain text: an unchecked echo as HTML would run in the browser of whoever follows a forged link.
            return _answer(gate.check_verification(_query(request)))
        except Rejected as error:
            return _reject(error)

    @blueprint.post("/callback", stream=True)
    async def push(request: Request) -> HTTPResponse:
        # Sanic holds this limit while it reads, so a larger body is refused at its head.
        request.stream.request_max_size = BODY_BYTES  # type: ignore[union-attr]
        query = _query(request)
        try:
            gate.check_push(query)
            await request.receive_body()
            message = to_inbound(gate.open(query, request.body))
        except Rejected as error:
            return _reject(error)
        except PayloadTooLarge:
            return _answer("too large", status=413)
        except Unreadable as error:
            logger.warning("a push of the platform was acknowledged unread: %s", error)
            return _answer("success")
        stored = message is None or await inbox.store(message)
        # Only after `patience`, when the platform has long hung up.
        return _answer("success") if stored else _answer("", status=503)

    @blueprint.listener("before_server_stop")
    async def close(app: Any, loop: Any) -> None:
        await inbox.close()

    return blueprint


def _query(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in request.args.items() if values}


def _answer(body: str, status: int = 200) -> HTTPResponse:
    return text(body, status=status, headers={"X-Content-Type-Options": "nosniff"})


def _reject(error: Rejected) -> HTTPResponse:
    logger.info("a request to the WeChat callback was refused: %s", error)
    return _answer("forbidden", status=403)
