"""Dialogue state in SQL, one row a turn (rasa process).

Rasa's own store counts, then writes a row an event, about 5 ms a message inside the event loop. Here a turn's new events are one
row, and the tracker of the previous turn is kept while its last row is still the newest. A tracker lives as long as a
session of its conversation (the service names sessions in the sender id), so it stays short.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.pool import QueuePool

from bot.rasa_changes import TurnFailed

KEPT_TRACKERS = 500

_metadata = sa.MetaData()
_turns = sa.Table(
    "tracker_turns",
    _metadata,
    sa.Column("sender_id", sa.String(64), primary_key=True),
    sa.Column("turn", sa.Integer, primary_key=True),
    sa.Column("events", sa.Text, nullable=False),
)


class TurnTrackerStore(TrackerStore):
    """A tracker store that writes a turn at once.

    Args:
        db: SQLAlchemy URL of the database.
    """

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        db: str = "sqlite://",
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._engine = _engine(db)
        _metadata.create_all(self._engine)
        self._kept: OrderedDict[str, DialogueStateTracker] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes what is new since the tracker was retrieved, as one row.

        Raises:
            TurnFailed: the database does not take it. Rasa would go on in memory and lose the dialogue at the next start.
        """
        await self.stream_events(tracker)
        turn, written = getattr(tracker, "laidian_position", (0, 0))
        events = [event.as_dict() for event in list(tracker.events)[written:]]
        if events:
            turn += 1
            row = {
                "sender_id": tracker.sender_id,
                "turn": turn,
                "events": json.dumps(events, ensure_ascii=False),
            }
            with self._connect() as connection, connection.begin():
                connection.execute(_turns.insert().values(row))
                if turn == 1:
                    connection.execute(
                        _turns.delete().where(_turns.c.sender_id == _forgotten(row["sender_id"]))
                    )
        tracker.laidian_position = (turn, len(tracker.events))
        self._kept[tracker.sender_id] = tracker
        self._kept.move_to_end(tracker.sender_id)
        while len(self._kept) > KEPT_TRACKERS:
            self._kept.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of a session, or None.

        Raises:
            TurnFailed: the database does not answer.
        """
        newest = sa.select(sa.func.max(_turns.c.turn)).where(_turns.c.sender_id == sender_id)
        with self._connect() as connection:
            turn = connection.execute(newest).scalar()
            if turn is None:
                return None
            kept = self._kept.get(sender_id)
            # A kept tracker with more events than were written is left over from a turn that failed.
            if kept is not None and kept.laidian_position == (turn, len(kept.events)):
                return kept
            rows = connection.execute(
                sa.select(_turns.c.events).where(_turns.c.sender_id == sender_id).order_by(_turns.c.turn)
            ).scalars()
            events = [event for row in rows for event in deserialise_events(json.loads(row))]
        tracker = DialogueStateTracker.from_events(sender_id, events, self.domain.slots)
        tracker.laidian_position = (turn, len(events))
        return tracker

    @contextmanager
    def _connect(self) -> Iterator[sa.engine.Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except sa.exc.SQLAlchemyError as error:
            raise TurnFailed(f"tracker store: {error}", is_temporary=True) from error

    async def keys(self) -> list[str]:
        """Sender ids of all stored sessions."""
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select(_turns.c.sender_id).distinct()).scalars())


def _forgotten(sender_id: str) -> str:
    """The dialogue before the last, when a new one begins: a draft is looked for in the last only (kept_drafts.py)."""
    conversation, _, session = sender_id.rpartition(".")
    return f"{conversation}.{int(session) - 2}" if session.isdecimal() else ""


def _engine(url: str) -> sa.engine.Engine:
    if sa.engine.make_url(url).get_backend_name() != "sqlite":
        return sa.create_engine(url)
    # SQLAlchemy would open the file anew for every statement, and closing the last connection copies the whole write-ahead
    # log back: most of what a turn's state cost.
    engine = sa.create_engine(url, poolclass=QueuePool, connect_args={"check_same_thread": False})
    sa.event.listen(engine, "connect", _configure_sqlite)
    return engine


def _configure_sqlite(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
