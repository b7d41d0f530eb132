"""Connections and transactions; the one place that knows how SQLite and PostgreSQL differ.

Work is a plain function of a `Transaction`, run in a thread: `await store.write(work)`. What it rings is announced after
the commit, to this process at once and (PostgreSQL) to the others by NOTIFY.
"""

from __future__ import annotations

import asyncio
import logging
import select
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import psycopg2
import psycopg2.extensions
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine, Result, make_url

Result_ = TypeVar("Result_")
logger = logging.getLogger(__name__)

CHANNEL = "laidian"
MIGRATIONS = Path(__file__).parent / "migrations"
# Any fixed number: service processes that start together migrate one after the other.
MIGRATION_LOCK = 20261124


class StoreError(Exception):
    """The database cannot be opened, migrated or written; the text is one line for the operator."""


class Transaction:
    """One transaction: statements, and the changes to announce once it is committed."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.rings: list[tuple[str, str]] = []

    def execute(self, statement: Any, values: Any = None) -> Result:
        """Runs one SQLAlchemy Core statement."""
        return (
            self.connection.execute(statement)
            if values is None
            else self.connection.execute(statement, values)
        )

    def ring(self, conversation: str, what: str) -> None:
        """Announces a change of a conversation after the commit."""
        if (conversation, what) not in self.rings:
            self.rings.append((conversation, what))


class Store:
    """A database with its migrations.

    Args:
        url: SQLAlchemy URL, `sqlite:///file` or `postgresql://…`.
    """

    def __init__(self, url: str) -> None:
        self.process = uuid.uuid4().hex[:16]
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self._url = url
        self._engine = _engine(url, self.is_sqlite)
        self._pool = ThreadPoolExecutor(8, thread_name_prefix="store")
        # SQLite has one writer; waiting in our queue is fair, its own busy-wait is not.
        self._writer = threading.Lock()
        self._listeners: list[Callable[[str, str], None]] = []
        self._closing = threading.Event()

    def migrate(self) -> None:
        """Brings the schema to the newest revision.

        Raises:
            StoreError: when the database cannot be reached or written.
        """
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        try:
            with self._engine.connect() as connection:
                if not self.is_sqlite:
                    connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                if not self.is_sqlite:
                    connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
        except sa.exc.SQLAlchemyError as error:
            raise StoreError(
                f"the database cannot be used: {str(error.__cause__ or error).splitlines()[0]}"
            ) from error

    def is_migrated(self) -> bool:
        """True when the schema is at the newest revision; also a cheap proof that the database answers."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        head = ScriptDirectory.from_config(config).get_current_head()
        with self._engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == head

    async def write(self, work: Callable[[Transaction], Result_]) -> Result_:
        """Runs `work` in one transaction and commits; rolls back when it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self.write_now, work)

    async def read(self, work: Callable[[Transaction], Result_]) -> Result_:
        """Runs `work`, which only reads, in one consistent snapshot."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._read, work)

    def write_now(self, work: Callable[[Transaction], Result_]) -> Result_:
        """As `write`, in this thread."""
        if self.is_sqlite:
            with self._writer:
                result, rings = self._write(work)
        else:
            result, rings = self._write(work)
        for conversation, what in rings:
            self._announce(conversation, what)
        return result

    def listen(self, heard: Callable[[str, str], None]) -> None:
        """Calls `heard(conversation, what)`, in some thread, for every committed change of every process."""
        if not self._listeners and not self.is_sqlite:
            threading.Thread(target=self._hear_others, name="store-listen", daemon=True).start()
        self._listeners.append(heard)

    def close(self) -> None:
        """Waits for running work and closes the connections."""
        self._closing.set()
        self._pool.shutdown(wait=True)
        self._engine.dispose()

    def _write(self, work: Callable[[Transaction], Result_]) -> tuple[Result_, list[tuple[str, str]]]:
        opened = self._engine.connect().execution_options(laidian_begin="BEGIN IMMEDIATE")
        with opened as connection, connection.begin():
            transaction = Transaction(connection)
            result = work(transaction)
            if not self.is_sqlite:
                for conversation, what in transaction.rings:
                    payload = f"{self.process} {conversation} {what}"
                    connection.execute(sa.select(sa.func.pg_notify(CHANNEL, payload)))
        return result, transaction.rings

    def _read(self, work: Callable[[Transaction], Result_]) -> Result_:
        with (
            self._engine.connect().execution_options(laidian_begin="BEGIN") as connection,
            connection.begin(),
        ):
            return work(Transaction(connection))

    def _announce(self, conversation: str, what: str) -> None:
        for heard in self._listeners:
            heard(conversation, what)

    def _hear_others(self) -> None:
        while not self._closing.is_set():
            try:
                connection = psycopg2.connect(self._url.replace("postgresql+psycopg2", "postgresql"))
                connection.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_AUTOCOMMIT)
                connection.cursor().execute(f"LISTEN {CHANNEL}")
                while not self._closing.is_set():
                    if select.select([connection], [], [], 1.0)[0]:
                        connection.poll()
                        while connection.notifies:
                            process, conversation, what = connection.notifies.pop(0).payload.split(" ", 2)
                            if process != self.process:
                                self._announce(conversation, what)
                connection.close()
            except psycopg2.Error as error:
                # Polling goes on meanwhile; only the immediacy is lost.
                logger.warning("listening to other processes broke, trying again: %s", error)
                self._closing.wait(2.0)


def _engine(url: str, is_sqlite: bool) -> Engine:
    if not is_sqlite:
        return sa.create_engine(url, pool_size=8, max_overflow=4, pool_pre_ping=True)
    engine = sa.create_engine(url, connect_args={"check_same_thread": False, "timeout": 15})

    @sa.event.listens_for(engine, "connect")
    def configure(connection: Any, record: Any) -> None:
        connection.isolation_level = (
            None  # we say BEGIN ourselves: pysqlite's own is too late for a read-then-write
        )
        connection.execute("PRAGMA journal_mode=WAL")
        # FULL: an acknowledged message survives a power cut (this is software for power cuts).
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("laidian_begin", "BEGIN"))

    return engine
