"""One worker a conversation with work of a kind, woken by the bell and by a poll, under a lease in the database (design 4.3).

A lease that its process no longer renews falls free, so the work of a killed process is found by the next poll of another.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from service.bell import Bell
from service.store import Store, Transaction, outlasting
from service.store.tables import OPEN, conversations, messages

logger = logging.getLogger(__name__)

RENEWED_AT_ONCE = 500


class Workers:
    """Runs until cancelled.

    Args:
        kind: of work, as its two columns of a conversation's lease are named: `dispatch` or `deliver`.
        waits: condition on messages that are work of this kind.
        work: does what there is for one conversation; takes and gives back its lease itself.
        lease, poll: seconds.
    """

    def __init__(
        self,
        store: Store,
        bell: Bell,
        clock: Callable[[], datetime],
        kind: str,
        waits: Any,
        work: Callable[[str], Awaitable[None]],
        *,
        lease: float,
        poll: float,
    ) -> None:
        self._store = store
        self._bell = bell
        self._clock = clock
        self._by, self._until = conversations.c[f"{kind}_by"], conversations.c[f"{kind}_until"]
        self._waits = waits
        self._work = work
        self._lease = lease
        self._pause = poll
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._is_stopping = False

    async def run(self) -> None:
        """Works on what is there, then on what comes; polls too, for what another process left behind."""
        await asyncio.gather(self._listen(), self._poll(), self._renew())

    async def stop(self, *, cancel: bool) -> None:
        """Begins nothing more, and waits for the workers under way.

        Args:
            cancel: break their work off; else they end it.
        """
        self._is_stopping = True
        tasks = list(self._tasks.values())
        if cancel:
            for task in tasks:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def claim(self, tx: Transaction, conversation: str) -> bool:
        """Takes the lease on a conversation; False while another worker has it."""
        now = self._clock()
        is_free = sa.or_(self._until.is_(None), self._until < now)
        taken = {self._by: self._store.process, self._until: now + timedelta(seconds=self._lease)}
        of_conversation = conversations.update().where(conversations.c.id == conversation, is_free)
        return bool(tx.execute(of_conversation.values(taken)).rowcount)

    def holds(self, row: Any) -> bool:
        """Whether a locked conversation's lease is still ours; not where we stood still and another process took over."""
        return bool(row._mapping[self._by] == self._store.process)

    def release(self, tx: Transaction, conversation: str) -> None:
        """Gives the lease back, if it is still ours."""
        ours = (conversations.c.id == conversation) & (self._by == self._store.process)
        tx.execute(conversations.update().where(ours).values({self._by: None, self._until: None}))

    async def _listen(self) -> None:
        async with self._bell.watch(None) as changes:
            async for change in changes:
                if change.what == "message":
                    self._start(change.conversation)

    async def _poll(self) -> None:
        query = sa.select(messages.c.conversation).where(OPEN, self._waits).distinct()
        while True:
            with outlasting("looking for messages"):
                for (conversation,) in await self._store.read(lambda tx: tx.execute(query).all()):
                    self._start(conversation)
            await asyncio.sleep(self._pause)

    async def _renew(self) -> None:
        """Keeps the leases alive; one that was lost meanwhile stays lost."""
        while True:
            await asyncio.sleep(self._lease / 3)
            with outlasting("renewing leases"):
                # Counted from now: a write that waits long for the database must not claim more.
                until = self._clock() + timedelta(seconds=self._lease)
                held = list(self._tasks)
                for start in range(0, len(held), RENEWED_AT_ONCE):
                    some = conversations.c.id.in_(held[start : start + RENEWED_AT_ONCE])
                    ours = conversations.update().where(some, self._by == self._store.process)
                    await self._store.write(partial(_execute, statement=ours.values({self._until: until})))

    def _start(self, conversation: str) -> None:
        if conversation in self._tasks:
            # The worker may have looked for its next message just before this one came.
            self._again.add(conversation)
        elif not self._is_stopping:
            task = asyncio.ensure_future(self._work(conversation))
            self._tasks[conversation] = task
            task.add_done_callback(lambda ended: self._ended(conversation, ended))

    def _ended(self, conversation: str, task: asyncio.Task[None]) -> None:
        del self._tasks[conversation]
        again = conversation in self._again
        self._again.discard(conversation)
        if task.cancelled():
            return
        if task.exception():
            # The next poll finds the message: a pause, so that a lasting fault does not spin.
            logger.error("a worker broke, its message is tried again", exc_info=task.exception())
        elif again:
            self._start(conversation)


def _execute(tx: Transaction, statement: Any) -> None:
    tx.execute(statement)


def drop_leases(tx: Transaction) -> None:
    """Frees what a killed process held. Only for SQLite, where a starting service is the only one."""
    tx.execute(
        conversations.update().values(
            dispatch_by=None, dispatch_until=None, deliver_by=None, deliver_until=None
        )
    )
