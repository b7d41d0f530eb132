"""Announces committed changes to whoever watches: sockets, the desk, the dispatcher, the delivery. Service process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from service.face import Change
from service.store import Store

# A watcher reads the log for what happened, so a full queue loses only the repetition of "something happened".
QUEUE_LENGTH = 100


class Bell:
    """Fans out the store's announcements to watchers on the event loop that made it."""

    def __init__(self, store: Store) -> None:
        self._loop = asyncio.get_running_loop()
        self._watchers: set[tuple[str | None, asyncio.Queue[Change]]] = set()
        store.listen(lambda conversation, what: self._from_thread(Change(conversation, what)))

    def announce(self, change: Change) -> None:
        """Tells the watchers of this process at once (from the event loop)."""
        for conversation, queue in self._watchers:
            if conversation in (None, change.conversation) and not queue.full():
                queue.put_nowait(change)

    @asynccontextmanager
    async def watch(self, conversation: str | None) -> AsyncIterator[AsyncIterator[Change]]:
        """Changes from now on, of one conversation or (None) of all."""
        queue: asyncio.Queue[Change] = asyncio.Queue(QUEUE_LENGTH)
        entry = (conversation, queue)
        self._watchers.add(entry)
        try:
            yield _Changes(queue)
        finally:
            self._watchers.discard(entry)

    def _from_thread(self, change: Change) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.announce, change)


class _Changes:
    """Endless; a cancelled wait loses nothing."""

    def __init__(self, queue: asyncio.Queue[Change]) -> None:
        self._queue = queue

    def __aiter__(self) -> _Changes:
        return self

    async def __anext__(self) -> Change:
        return await self._queue.get()
