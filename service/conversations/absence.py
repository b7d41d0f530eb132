"""Conversations whose holder is gone: no desk of his has been open for a while. They go back to the queue (service process)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from service.conversations import ownership
from service.face import Owner
from service.notices.polling import look_every
from service.staff import PRESENT, is_there
from service.store import Store, Transaction
from service.store.tables import conversations

logger = logging.getLogger(__name__)

POLL_SECONDS = 10.0


class Absence:
    """Runs until cancelled."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def run(self) -> None:
        """Looks for customers whom nobody serves; first when every open desk has had time to find this process again."""
        await asyncio.sleep(PRESENT.total_seconds())
        await look_every(
            POLL_SECONDS, "looking for absent staff", lambda: self._store.write(self.return_held)
        )

    def return_held(self, tx: Transaction) -> int:
        """Puts what absent staff hold back in the queue.

        Returns:
            How many conversations.
        """
        now = self._clock()
        # Locked while they are found: neither another process nor a reply comes between.
        held = (conversations.c.owner == Owner.STAFF.value) & conversations.c.staff.is_not(None)
        query = sa.select(conversations).where(held, ~is_there(now, conversations.c.staff))
        found = tx.execute(query.with_for_update(skip_locked=True)).all()
        for row in found:
            ownership.back_to_queue(tx, row, now)
            logger.info("conversation %s went back to the queue: its holder has no desk open", row.id)
        return len(found)
