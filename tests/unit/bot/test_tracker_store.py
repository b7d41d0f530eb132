"""Dialogue state survives a restart, and a turn does not pay for opening and closing the database."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.tracker_store import TurnTrackerStore


async def turn(store: TurnTrackerStore, said: str, name: str = "someone.1") -> None:
    """One message and its answer."""
    tracker = await store.retrieve(name) or DialogueStateTracker(name, [])
    tracker.update(UserUttered(said))
    tracker.update(BotUttered(f"re: {said}"))
    await store.save(tracker)


def texts(tracker: DialogueStateTracker | None) -> list[str]:
    """What was said."""
    assert tracker
    return [event.text for event in tracker.events if isinstance(event, (UserUttered, BotUttered))]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///{}/tracker.db"])
async def test_turns_are_kept_in_order(tmp_path: Path, url: str) -> None:
    store = TurnTrackerStore(Domain.empty(), db=url.format(tmp_path))
    await turn(store, "停电了")
    await turn(store, "在青口镇")
    assert texts(await store.retrieve("someone.1")) == ["停电了", "re: 停电了", "在青口镇", "re: 在青口镇"]
    assert await store.retrieve("someone.2") is None
    assert list(await store.keys()) == ["someone.1"]


async def test_a_new_process_reads_what_an_old_one_wrote(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/tracker.db"
    await turn(TurnTrackerStore(Domain.empty(), db=url), "停电了")
    again = TurnTrackerStore(Domain.empty(), db=url)
    await turn(again, "在青口镇")
    assert texts(await again.retrieve("someone.1"))[-2:] == ["在青口镇", "re: 在青口镇"]


async def test_the_write_ahead_log_is_not_copied_back_after_every_turn(tmp_path: Path) -> None:
    store = TurnTrackerStore(Domain.empty(), db=f"sqlite:///{tmp_path}/tracker.db")
    await turn(store, "停电了")
    assert (tmp_path / "tracker.db-wal").stat().st_size > 0


async def test_of_a_conversation_two_dialogues_are_kept(tmp_path: Path) -> None:
    store = TurnTrackerStore(Domain.empty(), db=f"sqlite:///{tmp_path}/tracker.db")
    for name in ("someone.1", "else.1", "someone.2", "someone.3", "someone.4"):
        await turn(store, "停电了", name)
    assert set(await store.keys()) == {"else.1", "someone.3", "someone.4"}
