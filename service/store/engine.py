"""Connections and transactions; the one place that knows how SQLite and PostgreSQL differ.

Work is a plain function of a `Transaction`, run in a thread: `await store.write(work)`. What it rings is announced after
the commit, to this process at once and (PostgreSQL) to the others by NOTIFY.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import select
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import psycopg2
import psycopg2.extensions
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import Connection, Engine, Result, make_url
from sqlalchemy.pool import QueuePool

from common.errors import LaidianError

Result_ = TypeVar("Result_")
logger = logging.getLogger(__name__)

CHANNEL = "laidian"
MIGRATIONS = Path(__file__).parent / "migrations"
# Any fixed number: service processes that start together migrate one after the other.
MIGRATION_LOCK = 20261124
THREADS = 8
RECONNECT_SECONDS = 2.0
# PostgreSQL ends one of two transactions that wait for each other; done again it finds the way free.
_COLLIDED = frozenset(("40P01", "40001"))
REPEATS = 3
# The listening connection is silent most of the time; without these a vanished server would be noticed after hours.
_KEEPALIVE = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


class StoreError(LaidianError):
    """The database cannot be opened, migrated or written; the text is one line for the operator."""


def is_away(error: Exception) -> bool:
    """Whether the error means that the database cannot be used now, not that it turned a statement down."""
    away = isinstance(error, (sa.exc.OperationalError, sa.exc.TimeoutError))
    return away or bool(getattr(error, "connection_invalidated", False))


@contextlib.contextmanager
def outlasting(doing: str) -> Iterator[None]:
    """For loops that run for ever: a database that is away for a while is waited for, not died of."""
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        logger.warning("%s: the database does not answer, trying again: %s", doing, error)


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

    Raises:
        StoreError: a URL that is neither.
    """

    def __init__(self, url: str) -> None:
        self.process = uuid.uuid4().hex[:16]
        self._url = url
        try:
            backend = make_url(url).get_backend_name()
            if backend not in ("sqlite", "postgresql"):
                raise StoreError(f"{backend} is no database we know; use sqlite:///… or postgresql://…")
            self.is_sqlite = backend == "sqlite"
            self._engine = _engine(url, self.is_sqlite)
        except (sa.exc.ArgumentError, ImportError) as error:
            raise StoreError("the database URL cannot be read; use sqlite:///… or postgresql://…") from error
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="store")
        # SQLite has one writer; waiting in our queue is fair, its own busy-wait is not.
        self._writer = threading.Lock()
        self._listeners: list[tuple[Callable[[str, str], None], Callable[[], None]]] = []
        self._closing = threading.Event()

    def migrate(self) -> None:
        """Brings the schema to the newest revision.

        Raises:
            StoreError: when the database cannot be reached or written.
        """
        config = _config()
        try:
            with self._engine.connect() as connection, self._one_migrates(connection):
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except sa.exc.SQLAlchemyError as error:
            raise StoreError(
                f"the database cannot be used: {str(error.__cause__ or error).splitlines()[0]}"
            ) from error
        except CommandError as error:
            raise StoreError(f"the database was made by a newer version of Laidian: {error}") from error

    def is_migrated(self) -> bool:
        """True when the schema is at the newest revision; also a cheap proof that the database answers."""
        with self._engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == _newest_revision()

    async def write(self, work: Callable[[Transaction], Result_]) -> Result_:
        """Runs `work` in one transaction and commits; rolls back when it raises. Collisions with another transaction repeat it."""
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
            result, rings = self._write_again(work)
        for conversation, what in rings:
            self._announce(conversation, what)
        return result

    def listen(self, heard: Callable[[str, str], None], missed: Callable[[], None]) -> None:
        """Calls `heard(conversation, what)`, in some thread, for every committed change of every process.

        Args:
            missed: called when changes of other processes may have gone unheard for a while, and are heard again.
        """
        if not self._listeners and not self.is_sqlite:
            threading.Thread(target=self._hear_others, name="store-listen", daemon=True).start()
        self._listeners.append((heard, missed))

    def close(self) -> None:
        """Waits for running work and closes the connections."""
        self._closing.set()
        self._pool.shutdown(wait=True)
        self._engine.dispose()

    def _write_again(self, work: Callable[[Transaction], Result_]) -> tuple[Result_, list[tuple[str, str]]]:
        for _ in range(REPEATS):
            try:
                return self._write(work)
            except sa.exc.DBAPIError as error:
                if getattr(error.orig, "pgcode", None) not in _COLLIDED:
                    raise
                logger.warning("a transaction collided with another one, doing it again")
        return self._write(work)

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
        for heard, _ in self._listeners:
            heard(conversation, what)

    @contextlib.contextmanager
    def _one_migrates(self, connection: Connection) -> Iterator[None]:
        if self.is_sqlite:
            yield
            return
        connection.execute(sa.select(sa.func.pg_advisory_lock(MIGRATION_LOCK)))
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(MIGRATION_LOCK)))

    def _hear_others(self) -> None:
        was_broken = False
        while not self._closing.is_set():
            try:
                url = self._url.replace("postgresql+psycopg2", "postgresql")
                with contextlib.closing(psycopg2.connect(url, **_KEEPALIVE)) as connection:
                    connection.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_AUTOCOMMIT)
                    connection.cursor().execute(f"LISTEN {CHANNEL}")
                    if was_broken:
                        for _, missed in self._listeners:
                            missed()
                    was_broken = False
                    self._hear(connection)
            except Exception as error:  # whatever it is, the next try is the only cure
                # Polling goes on meanwhile; only the immediacy is lost.
                logger.warning("listening to other processes broke, trying again: %s", error)
                was_broken = True
                self._closing.wait(RECONNECT_SECONDS)

    def _hear(self, connection: Any) -> None:
        # Not select.select: it knows no descriptor above 1023, and a busy service has thousands of sockets.
        poll = select.poll()
        poll.register(connection, select.POLLIN)
        while not self._closing.is_set():
            if not poll.poll(1000):
                continue
            connection.poll()
            while connection.notifies:
                process, conversation, what = connection.notifies.pop(0).payload.split(" ", 2)
                if process != self.process:
                    self._announce(conversation, what)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


@lru_cache
def _newest_revision() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _engine(url: str, is_sqlite: bool) -> Engine:
    if not is_sqlite:
        # Errors are logged, and parameters are customers' words and openids.
        return sa.create_engine(url, pool_size=8, max_overflow=4, pool_pre_ping=True, hide_parameters=True)
    engine = sa.create_engine(
        url,
        hide_parameters=True,
        # SQLAlchemy would open the file anew for every transaction, and closing the last connection copies the whole
        # write-ahead log back.
        poolclass=QueuePool,
        pool_size=THREADS,
        connect_args={"check_same_thread": False, "timeout": 15},
    )

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
