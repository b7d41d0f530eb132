"""Stores what the platform pushed, whatever becomes of the request that brought it. Service process.

Sanic cancels a handler when its client hangs up, and the platform hangs up after five seconds (protocol 3). So
storing is a task of its own: copies of one push share it, a customer's messages follow each other in order of
arrival, and a database that is away for a moment is tried again, longer than the platform itself tries.
"""

from __future__ import annotations

import asyncio
import logging

from common.masking import mask_openid
from service.face import Conversations, InboundMessage

PATIENCE_SECONDS = 60.0
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 2.0
CLOSE_SECONDS = 5.0

logger = logging.getLogger(__name__)


class Inbox:
    """The way of verified messages into the log.

    Args:
        patience: seconds after which a message that cannot be stored is given up.
    """

    def __init__(self, conversations: Conversations, patience: float = PATIENCE_SECONDS) -> None:
        self._conversations = conversations
        self._patience = patience
        self._open: dict[str, asyncio.Task[bool]] = {}
        self._latest: dict[str, asyncio.Task[bool]] = {}

    async def store(self, message: InboundMessage) -> bool:
        """Stores one message; goes on when the caller is cancelled.

        Returns:
            True when it is durable (or was already); False when it was given up.
        """
        task = self._open.get(message.platform_id)
        if task is None:
            task = asyncio.create_task(self._store(message, self._latest.get(message.customer)))
            self._open[message.platform_id] = task
            self._latest[message.customer] = task
            task.add_done_callback(lambda done: self._ended(message, done))
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Lets what is under way end; what cannot is not acknowledged, so the platform pushes it again."""
        if self._open:
            _, late = await asyncio.wait(tuple(self._open.values()), timeout=CLOSE_SECONDS)
            for task in late:
                task.cancel()

    def _ended(self, message: InboundMessage, task: asyncio.Task[bool]) -> None:
        del self._open[message.platform_id]
        if self._latest.get(message.customer) is task:
            del self._latest[message.customer]

    async def _store(self, message: InboundMessage, earlier: asyncio.Task[bool] | None) -> bool:
        loop = asyncio.get_running_loop()
        deadline, pause = loop.time() + self._patience, FIRST_PAUSE_SECONDS
        if earlier is not None:
            await asyncio.wait([earlier])
        while True:
            try:
                await self._conversations.receive(message)
                return True
            # Whatever a store may raise: the customer's words must not depend on our list of its errors.
            except Exception:
                if loop.time() + pause > deadline:
                    logger.exception(
                        "a message of %s was given up: it cannot be stored", mask_openid(message.customer)
                    )
                    return False
                if pause == FIRST_PAUSE_SECONDS:
                    logger.exception("a message of %s cannot be stored yet", mask_openid(message.customer))
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
