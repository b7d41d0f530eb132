"""Asks in the morning whether what was finished at night is settled (facts 7.1; service process)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from service.notices.polling import look_every, one_by_one
from service.store import Store, Transaction
from service.store.tables import ticket_events, tickets
from service.tickets import ticket_rows
from service.tickets.lifecycle import Action, Status
from service.tickets.told import ASKED, ask, is_callback_hour, is_called_back

POLL_SECONDS = 60.0
# A fault is called back within a day; what is older staff have dealt with.
_WITHIN = timedelta(days=1)


class Callbacks:
    """Runs until cancelled."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def run(self) -> None:
        """Looks for orders whose customer was not asked yet."""
        await look_every(POLL_SECONDS, "calling back", self.call_back)

    async def call_back(self) -> int:
        """Asks once after each finish that fell into hours without callbacks.

        Returns:
            How many customers were asked.
        """
        now = self._clock()
        if not is_callback_hour(now):
            return 0
        query = sa.select(tickets.c.number).where(_unasked(now))
        numbers = await self._store.read(lambda tx: tx.execute(query).scalars().all())
        return await one_by_one("calling back", numbers, lambda number: self._ask(number, now))

    async def _ask(self, number: str, now: datetime) -> int:
        def work(tx: Transaction) -> int:
            row = ticket_rows.lock(tx, number)
            # Looked at again when it is held: another process may have asked, or the customer said that all is well.
            still = tx.execute(
                sa.select(tickets.c.number).where(tickets.c.number == number, _unasked(now))
            ).first()
            if still is None or not is_called_back(row):
                return 0
            ask(tx, row, now)
            return 1

        return await self._store.write(work)


def _unasked(now: datetime) -> Any:
    """Whether an order is finished and its customer was not asked after the last finish."""
    finish, question = ticket_events.alias(), ticket_events.alias()
    asked = sa.exists().where(
        question.c.ticket == finish.c.ticket, question.c.action == ASKED, question.c.id > finish.c.id
    )
    unasked = sa.exists().where(
        finish.c.ticket == tickets.c.number,
        finish.c.action == Action.FINISH.value,
        finish.c.at > now - _WITHIN,
        ~asked,
    )
    return (tickets.c.status == Status.DONE.value) & unasked
