"""One gentle reminder when a question of the bot stays unanswered; the answers given so far are kept (service process).

After half an hour more they are a draft: whoever comes back then is asked whether to go on (`actions/form.py`). In the quiet
hours only reports of an outage or a danger are reminded of; another form waits as a draft without a word.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa

from service.conversations import rows
from service.face import Author, Owner
from service.notices.polling import look_every
from service.notices.quiet import is_quiet
from service.store import Store, Transaction
from service.store.tables import conversations

SILENCE = timedelta(minutes=10)
POLL_SECONDS = 20.0
# A crew is sent only when these are complete; the night is no reason to let them lie (facts 8).
_ALSO_AT_NIGHT = frozenset(("outage_form", "danger_form"))
REMINDER = "刚才还差一步没办完，不急，我先给您存着。回来直接接着说就行，不办了就说“算了”。"


class Reminders:
    """Runs until cancelled."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def run(self) -> None:
        """Looks for silent customers."""
        await look_every(POLL_SECONDS, "reminding", lambda: self._store.write(self.remind))

    def remind(self, tx: Transaction) -> int:
        """Reminds each silent customer once.

        Returns:
            How many were reminded.
        """
        now = self._clock()
        silent = (conversations.c.asked_at <= now - SILENCE) & (conversations.c.owner == Owner.BOT.value)
        # A person who has been alerted will speak first.
        silent &= conversations.c.queued_at.is_(None)
        # Locked while they are found: neither another process nor the customer's answer comes between.
        query = sa.select(conversations).where(silent).with_for_update(skip_locked=True)
        found = tx.execute(query).all()
        reminded = 0
        for row in found:
            tx.execute(conversations.update().where(conversations.c.id == row.id).values(asked_at=None))
            if not is_quiet(now) or row.asked_form in _ALSO_AT_NIGHT:
                rows.say(tx, row, now, Author.BOT, REMINDER)
                reminded += 1
        return reminded
