"""Announces committed changes to whoever watches: sockets, the desk, the dispatcher, the delivery. Service process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from service.face import Change
from service.store import Store


class Bell:
    """Fans out the store's announcements to watchers on the event loop that made it."""

    def __init__(self, store: Store) -> None:
        self._loop = asyncio.get_running_loop()
        self._watchers: set[_Changes] = set()
        store.listen(
            lambda conversation, what: self._from_thread(Change(conversation, what)),
            lambda: self._from_thread(None),
        )

    def announce(self, change: Change) -> None:
        """Tells the watchers of this process at once (from the event loop)."""
        for watcher in self._watchers:
            if watcher.conversation in (None, change.conversation):
                watcher.add(change)

    @asynccontextmanager
    async def watch(self, conversation: str | None) -> AsyncIterator[AsyncIterator[Change]]:
        """Changes from now on, of one conversation or (None) of all."""
        watcher = _Changes(conversation)
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)

    def _from_thread(self, change: Change | None) -> None:
        with suppress(RuntimeError):  # the loop has been closed: nobody watches
            if change is None:
                self._loop.call_soon_threadsafe(self._look_again)
            else:
                self._loop.call_soon_threadsafe(self.announce, change)

    def _look_again(self) -> None:
        """Other processes went unheard for a while. Who watches all of them looks regularly by himself."""
        for conversation in {watcher.conversation for watcher in self._watchers}:
            if conversation is not None:
                self.announce(Change(conversation, "message"))
                self.announce(Change(conversation, "owner"))


class _Changes:
    """Endless; a cancelled wait loses nothing.

    A watcher reads the log for what happened, so a change that still waits to be seen is not added again: however slow a
    watcher is, it holds each of its changes once and misses none.
    """

    def __init__(self, conversation: str | None) -> None:
        self.conversation = conversation
        self._waiting: dict[Change, None] = {}
        self._some = asyncio.Event()

    def add(self, change: Change) -> None:
        self._waiting[change] = None
        self._some.set()

    def __aiter__(self) -> _Changes:
        return self

    async def __anext__(self) -> Change:
        while not self._waiting:
            self._some.clear()
            await self._some.wait()
        change = next(iter(self._waiting))
        del self._waiting[change]
        return change
