"""Our side: a whole installation in a folder of its own, reached as web visitors reach it."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import sqlalchemy as sa

from benchmarks.bot import clean_environment
from benchmarks.load import PATIENCE_SECONDS, NoAnswer
from benchmarks.processes import Cost, children, command_line, measure
from common.chat_client import ChatClient
from common.settings import ROOT
from service.face import Author
from service.store.tables import messages
from tests.journeys.stack import Stack

_MODULES = {"service": "-m service", "actions": "-m actions", "rasa": "-m rasa run"}


class Ours:
    """Implements `Bot`.

    Args:
        home: an empty folder for its databases and logs.
    """

    def __init__(self, home: Path) -> None:
        home.mkdir()
        self._home = home
        self._stack = Stack(home)

    def train(self) -> Cost:
        """`make train`; the model stays, as after any training."""
        environment = {**clean_environment(), "LAIDIAN_HOME": str(self._home)}
        return measure(
            [sys.executable, "-m", "common.cli", "train"], ROOT, environment, self._home / "train.log"
        )

    def start(self) -> float:
        """`make run`, without what is done before it the first time."""
        started = time.monotonic()
        self._stack.start()
        return time.monotonic() - started

    def processes(self) -> dict[str, int]:
        """The supervisor's three children."""
        assert self._stack.supervisor
        return {
            name: pid
            for pid in children(self._stack.supervisor.pid)
            for name, module in _MODULES.items()
            if module in command_line(pid)
        }

    @asynccontextmanager
    async def customer(self) -> AsyncIterator[Visitor]:
        """Somebody with the chat page open."""
        async with ChatClient(self._stack.url) as client:
            yield Visitor(client)

    def stop(self) -> None:
        """As Ctrl-C does."""
        self._stack.stop()

    def stored_latencies(self, after: int) -> list[float]:
        """Seconds from the time of a customer's message in the log to the time of its first reply there.

        Args:
            after: the last message id that does not count, from `last_message`.
        """
        said, reply = messages.alias(), messages.alias()
        query = (
            sa.select(said.c.at, sa.func.min(reply.c.at, type_=reply.c.at.type))
            .join_from(said, reply, reply.c.in_reply_to == said.c.id)
            .where(said.c.id > after, said.c.author == Author.CUSTOMER.value)
            .group_by(said.c.id, said.c.at)
        )
        return [(answered - asked).total_seconds() for asked, answered in self._rows(query)]

    def last_message(self) -> int:
        """The newest id in the log."""
        [(newest,)] = self._rows(sa.select(sa.func.coalesce(sa.func.max(messages.c.id), 0)))
        return int(newest)

    def _rows(self, query: sa.sql.Select) -> list[sa.engine.Row]:
        engine = sa.create_engine(self._stack.store_url)
        with engine.connect() as connection:
            found = connection.execute(query).all()
        engine.dispose()
        return list(found)


class Visitor:
    """Implements `Customer` over the web chat."""

    def __init__(self, client: ChatClient) -> None:
        self._client = client

    async def ask(self, text: str) -> str:
        """Reads the first reply that his page shows."""
        try:
            frame = await self._client.say(text)
            if frame["type"] != "ack":
                raise NoAnswer(str(frame))
            replies = await self._client.wait_for_reply(frame["seq"], PATIENCE_SECONDS, quiet=0)
        except asyncio.TimeoutError:
            raise NoAnswer(f"nothing in {PATIENCE_SECONDS:.0f} s") from None
        return "\n".join(reply["text"] for reply in replies)
