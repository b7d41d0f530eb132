"""Asks in the morning whether what was finished at night is settled (facts 7.1; service process)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa

from service.notices.polling import look_every
from service.store import Store, Transaction
from service.store.tables import ticket_events, tickets
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
        await look_every(POLL_SECONDS, "calling back", lambda: self._store.write(self.call_back))

    def call_back(self, tx: Transaction) -> int:
        """Asks once after each finish that fell into hours without callbacks.

        Returns:
            How many customers were asked.
        """
        now = self._clock()
        if not is_callback_hour(now):
            return 0
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
        query = sa.select(tickets).where(tickets.c.status == Status.DONE.value, unasked)
        # Locked while they are found: another process must not ask as well.
        found = [row for row in tx.execute(query.with_for_update(skip_locked=True)) if is_called_back(row)]
        for row in found:
            ask(tx, row, now)
        return len(found)
