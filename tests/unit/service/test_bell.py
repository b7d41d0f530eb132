"""Watchers hear of every change, however slow they are."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from service.bell import Bell
from service.face import Change
from service.store import Store


class QuietStore(Store):
    """Announces when a test says so."""

    def miss(self) -> None:
        for _, missed in self._listeners:
            missed()


@pytest.fixture
def store(tmp_path: Path) -> QuietStore:
    return QuietStore(f"sqlite:///{tmp_path / 'laidian.db'}")


async def heard_by(changes: object, at_most: int = 1000) -> list[Change]:
    """What waits to be seen."""
    found: list[Change] = []
    while len(found) < at_most:
        try:
            found.append(await asyncio.wait_for(changes.__anext__(), 0.05))  # type: ignore[attr-defined]
        except asyncio.TimeoutError:
            break
    return found


async def test_a_watcher_hears_of_its_own_conversation_only(store: QuietStore) -> None:
    bell = Bell(store)
    async with bell.watch("a") as one, bell.watch(None) as every:
        bell.announce(Change("a", "message"))
        bell.announce(Change("b", "owner"))
        assert await heard_by(one) == [Change("a", "message")]
        assert await heard_by(every) == [Change("a", "message"), Change("b", "owner")]


async def test_a_slow_watcher_misses_no_kind_of_change(store: QuietStore) -> None:
    """A hundred messages filled the queue of a slow page, and it never heard that a person had taken over."""
    bell = Bell(store)
    async with bell.watch("a") as changes, bell.watch(None) as every:
        for _ in range(500):
            bell.announce(Change("a", "message"))
        bell.announce(Change("a", "owner"))
        for number in range(500):
            bell.announce(Change(f"c{number}", "message"))
        assert await heard_by(changes) == [Change("a", "message"), Change("a", "owner")]
        assert len(await heard_by(every)) == 502


async def test_a_change_during_the_reading_is_heard_again(store: QuietStore) -> None:
    bell = Bell(store)
    async with bell.watch("a") as changes:
        bell.announce(Change("a", "message"))
        assert await changes.__anext__() == Change("a", "message")
        bell.announce(Change("a", "message"))
        assert await heard_by(changes) == [Change("a", "message")]


async def test_a_cancelled_wait_loses_nothing(store: QuietStore) -> None:
    bell = Bell(store)
    async with bell.watch("a") as changes:
        waiting = asyncio.ensure_future(changes.__anext__())
        await asyncio.sleep(0)
        bell.announce(Change("a", "message"))
        waiting.cancel()
        assert await heard_by(changes) == [Change("a", "message")]


async def test_who_no_longer_watches_is_forgotten(store: QuietStore) -> None:
    bell = Bell(store)
    async with bell.watch("a") as changes:
        pass
    bell.announce(Change("a", "message"))
    assert await heard_by(changes) == []


async def test_open_pages_read_again_when_other_processes_went_unheard(store: QuietStore) -> None:
    """While the connection to the database was away, a reply of another process reached no open page until the next change."""
    bell = Bell(store)
    async with bell.watch("a") as page, bell.watch(None) as desk:
        store.miss()
        assert await heard_by(page) == [Change("a", "message"), Change("a", "owner")]
        assert Change("a", "message") in await heard_by(desk)
