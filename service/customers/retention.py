"""What is kept of customers goes when it is needed no more (facts 5.4). Service process.

| what | kept |
| --- | --- |
| messages, the pictures in them, the packet handed over, the bot's memory of the dialogue | `keep_days` after the message (half a year unless set otherwise) |
| one-time codes | a day |
| tries to prove an account or a work order | 30 days, as long as they count |
| a conversation of which nothing is left | a day after it was opened |

Work orders with their history and pictures are the company's business records, and bindings the customer's own wish; both stay.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa

from service.customers.access import ACCOUNTS_WITHIN
from service.notices.polling import look_every
from service.store import Store, Transaction
from service.store.tables import (
    OPEN,
    conversations,
    media,
    messages,
    metadata,
    one_time_codes,
    ticket_events,
    verification_tries,
)

logger = logging.getLogger(__name__)

LOOK_SECONDS = 3600.0
KEEP_CODES = timedelta(days=1)
KEEP_OPENED = timedelta(days=1)
# Rows in one transaction: customers' messages wait for no longer.
BATCH = 1000
# Rasa's table (bot/tracker_store.py); its rows are named `<conversation>.<session>`.
_DIALOGUES = sa.table("tracker_turns", sa.column("sender_id"))
_PICTURES = (messages.c.media, ticket_events.c.media)
_HAS_PACKET = sa.cast(conversations.c.packet, sa.Text) != "{}"
_OF_CONVERSATIONS = [
    column
    for table in metadata.tables.values()
    for column in table.columns
    if any(key.column is conversations.c.id for key in column.foreign_keys)
]


class Retention:
    """Looks once an hour; every look takes what is old by then."""

    def __init__(
        self, store: Store, tracker_url: str, keep: timedelta, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._tracker_url = tracker_url
        self._keep = keep
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled."""
        await look_every(LOOK_SECONDS, "forgetting what is old", self.look)

    async def look(self) -> None:
        """Forgets, batch by batch."""
        now = self._clock()
        old = now - self._keep
        await self._clear(one_time_codes, one_time_codes.c.sent_at < now - KEEP_CODES)
        await self._clear(verification_tries, verification_tries.c.at < now - ACCOUNTS_WITHIN)
        # Before the messages: those of whom none is left have had their dialogues forgotten.
        await asyncio.to_thread(
            self._forget_dialogues, await self._store.read(lambda tx: _dialogues(tx, old))
        )
        await self._clear(messages, messages.c.at < old, ~OPEN.self_group(), ~messages.c.unheard)
        packets = conversations.update().where(conversations.c.last_at < old, _HAS_PACKET).values(packet={})
        await self._store.write(lambda tx: tx.execute(packets))
        unused = (_names_none(column, media.c.id) for column in _PICTURES)
        await self._clear(media, media.c.created_at < old, *unused)
        is_silent = sa.or_(conversations.c.last_at.is_(None), conversations.c.last_at < old)
        is_left = (_names_none(column, conversations.c.id) for column in _OF_CONVERSATIONS)
        await self._clear(conversations, conversations.c.created_at < now - KEEP_OPENED, is_silent, *is_left)

    async def _clear(self, table: sa.Table, *conditions: sa.sql.ColumnElement[bool]) -> None:
        [key] = table.primary_key.columns
        some = sa.select(key).where(*conditions).limit(BATCH)

        def work(tx: Transaction) -> int:
            return int(tx.execute(table.delete().where(key.in_(some))).rowcount)

        total = 0
        while count := await self._store.write(work):
            total += count
        if total:
            logger.info("forgot %s old rows of %s", total, table.name)

    def _forget_dialogues(self, names: list[str]) -> None:
        engine = sa.create_engine(self._tracker_url, poolclass=sa.pool.NullPool, hide_parameters=True)
        with engine.connect() as connection, connection.begin():
            if not sa.inspect(connection).has_table(_DIALOGUES.name):
                return  # Rasa has not run yet
            for first in range(0, len(names), BATCH):
                some = _DIALOGUES.c.sender_id.in_(names[first : first + BATCH])
                connection.execute(sa.delete(_DIALOGUES).where(some))


def _names_none(column: sa.Column[str], key: sa.Column[str]) -> sa.sql.ColumnElement[bool]:
    """Whether no row of the column's table has this key there."""
    return ~sa.exists().where(column == key)


def _dialogues(tx: Transaction, old: datetime) -> list[str]:
    """Names of the last two dialogues, the bot keeps no others, of whoever has been silent since `old` and has messages left."""
    has_messages = sa.exists().where(messages.c.conversation == conversations.c.id)
    query = sa.select(conversations.c.id, conversations.c.session)
    rows = tx.execute(query.where(conversations.c.last_at < old, has_messages))
    return [f"{row.id}.{session}" for row in rows for session in (row.session, row.session - 1)]
