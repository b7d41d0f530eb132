"""The store: what is committed is announced and nothing else is; schema, two processes, a database that goes away."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from common.errors import LaidianError
from service.conversations import rows
from service.store import Store, StoreError, Transaction, is_away, outlasting
from service.store.tables import OPEN, conversations, messages, metadata
from tests.unit.service.world import Clock, World, until

Heard = list[tuple[str, str]]


def ears(store: Store) -> Heard:
    """What a store announces, from now on."""
    heard: Heard = []
    store.listen(
        lambda conversation, what: heard.append((conversation, what)), lambda: heard.append(("", "missed"))
    )
    return heard


def talk(customer: str) -> Callable[[Transaction], Any]:
    """Makes a conversation."""
    return lambda tx: rows.lock_or_make(tx, "web", customer, Clock()())


def test_an_empty_database_is_brought_to_the_schema_of_the_tables(empty_url: str) -> None:
    store = Store(empty_url)
    store.migrate()
    store.migrate()
    assert store.is_migrated()
    engine = sa.create_engine(empty_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        indexes = {index["name"] for index in sa.inspect(connection).get_indexes("messages")}
    engine.dispose()
    assert "ix_messages_open" in indexes
    store.close()


@pytest.mark.parametrize("empty_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_processes_that_start_together_migrate_one_after_the_other(empty_url: str) -> None:
    stores = [Store(empty_url) for _ in range(3)]
    faults: list[BaseException] = []

    def migrate(store: Store) -> None:
        try:
            store.migrate()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=migrate, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == [] and all(store.is_migrated() for store in stores)
    for store in stores:
        store.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "cannot be read"),
        ("mysql://u@h/db", "mysql is no database we know"),
        ("sqlite:////nowhere/at/all.db", "cannot be used"),
        ("postgresql://nobody@127.0.0.1:1/x", "cannot be used"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_line_for_the_operator(url: str, says: str) -> None:
    with pytest.raises(LaidianError) as refused:
        Store(url).migrate()
    assert says in str(refused.value) and "\n" not in str(refused.value)


def test_a_database_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'laidian.db'}")
    store.migrate()
    with sqlite3.connect(tmp_path / "laidian.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert not store.is_migrated()
    with pytest.raises(StoreError, match="newer version"):
        store.migrate()
    store.close()


async def test_a_change_is_announced_after_its_commit_and_once(world: World) -> None:
    heard = ears(world.store)
    row = await world.store.write(talk("x"))

    def work(tx: Transaction) -> Heard:
        tx.ring(row.id, "message")
        tx.ring(row.id, "message")
        return list(heard)

    assert await world.store.write(work) == []
    assert heard == [(row.id, "message")]


async def test_what_is_rolled_back_is_neither_stored_nor_announced(world: World) -> None:
    heard = ears(world.store)

    def work(tx: Transaction) -> None:
        row = rows.lock_or_make(tx, "web", "x", world.clock())
        tx.ring(row.id, "message")
        raise RuntimeError("after the write")

    with pytest.raises(RuntimeError):
        await world.store.write(work)
    assert heard == []
    assert await world.log.find("web", "x") is None


async def test_read_then_write_never_loses_an_update(world: World) -> None:
    """SQLite with a late BEGIN would let two transactions read the same count, or fail one of them."""
    row = await world.store.write(talk("x"))

    def count(tx: Transaction) -> None:
        known = rows.lock(tx, row.id)
        tx.execute(
            conversations.update().where(conversations.c.id == row.id).values(last_seq=known.last_seq + 1)
        )

    await asyncio.gather(*(world.store.write(count) for _ in range(40)))
    assert (await world.row(row.id)).last_seq == 40


async def test_a_time_without_a_zone_is_refused(world: World) -> None:
    with pytest.raises(sa.exc.StatementError, match="without a zone"):
        await world.store.write(
            lambda tx: rows.lock_or_make(tx, "web", "x", world.clock().replace(tzinfo=None))
        )


@pytest.mark.postgres
async def test_a_commit_of_another_process_is_heard(migrated_postgres: str) -> None:
    one, other = Store(migrated_postgres), Store(migrated_postgres)
    heard = ears(one)
    row = await other.write(talk("x"))

    async def ringing() -> bool:
        await other.write(lambda tx: tx.ring(row.id, "message"))
        return (row.id, "message") in heard

    await until(ringing)
    before = len(heard)
    await one.write(lambda tx: tx.ring("own", "message"))
    await asyncio.sleep(0.2)
    assert heard[before:].count(("own", "message")) == 1  # not once more by way of the database
    one.close()
    other.close()


@pytest.mark.postgres
async def test_listening_survives_a_restart_of_the_database_and_tells_that_something_was_missed(
    migrated_postgres: str,
) -> None:
    one, other = Store(migrated_postgres), Store(migrated_postgres)
    heard = ears(one)

    async def ringing() -> bool:
        await other.write(lambda tx: tx.ring("c", "message"))
        return ("c", "message") in heard

    await until(ringing)
    # A restart ends every connection; here those that listen.
    listening = "query LIKE 'LISTEN%' AND datname = current_database()"
    end = sa.text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {listening}")
    await other.write(lambda tx: tx.execute(end).all())
    await until(lambda: ("", "missed") in heard)
    heard.clear()
    await until(ringing)
    one.close()
    other.close()


@pytest.mark.postgres
async def test_after_a_restart_of_the_database_the_next_transaction_works(migrated_postgres: str) -> None:
    store, killer = Store(migrated_postgres), sa.create_engine(migrated_postgres)
    row = await store.write(talk("x"))
    mine = sa.text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND datname = current_database() AND state = 'idle'"
    )
    with killer.connect() as connection:
        connection.execute(mine)
    killer.dispose()
    assert await store.read(lambda tx: rows.lock(tx, row.id).id) == row.id
    store.close()


@pytest.mark.postgres
async def test_of_two_transactions_that_wait_for_each_other_one_is_done_again(migrated_postgres: str) -> None:
    store = Store(migrated_postgres)
    one, other = [(await store.write(talk(name))).id for name in "xy"]
    meet = threading.Barrier(2)
    tries: list[str] = []

    def both(first: str, second: str) -> Callable[[Transaction], None]:
        def work(tx: Transaction) -> None:
            tries.append(first)
            rows.lock(tx, first)
            if len(tries) <= 2:
                meet.wait(5)
            rows.lock(tx, second)

        return work

    await asyncio.gather(store.write(both(one, other)), store.write(both(other, one)))
    assert len(tries) == 3
    store.close()


def test_loops_outlast_a_database_that_is_away_and_nothing_else() -> None:
    with outlasting("looking"):
        raise sa.exc.OperationalError("SELECT", {}, Exception("gone"))
    with pytest.raises(ValueError, match="a fault of ours"), outlasting("looking"):
        raise ValueError("a fault of ours")


def test_a_statement_that_was_turned_down_does_not_count_as_a_database_that_is_away() -> None:
    assert is_away(sa.exc.OperationalError("SELECT", {}, Exception("gone")))
    assert not is_away(sa.exc.DataError("INSERT", {}, Exception("too long")))
    assert not is_away(ValueError())


@pytest.mark.parametrize(
    "query",
    [
        sa.select(messages.c.conversation).where(OPEN, messages.c.state == "new").distinct(),
        sa.select(messages.c.conversation)
        .where(OPEN, messages.c.state.in_(["pending", "sending"]))
        .distinct(),
        sa.select(messages.c.id)
        .where(OPEN, messages.c.conversation == "c", messages.c.state == "new")
        .order_by(messages.c.seq),
        sa.select(conversations.c.id).where(
            conversations.c.owner != "staff", conversations.c.queued_at.is_not(None)
        ),
        sa.select(conversations.c.id).where(conversations.c.owner == "staff", conversations.c.staff == "s"),
        sa.select(conversations.c.id).where(
            conversations.c.asked_at <= Clock()(), conversations.c.owner == "bot"
        ),
    ],
    ids=["new messages", "unsent messages", "next message", "queue", "held by somebody", "reminders"],
)
async def test_looking_for_work_does_not_read_the_whole_log(query: Any, migrated_sqlite: Path) -> None:
    """Once a second the whole message log was read: SQLite takes a partial index for its very condition only."""
    engine = sa.create_engine(f"sqlite:///{migrated_sqlite}")
    compiled = query.compile(engine, compile_kwargs={"render_postcompile": True})
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {compiled}", tuple(compiled.params.values())
        ).all()
    engine.dispose()
    steps = [row[3] for row in plan]
    assert "ix_messages_open" in steps[0] or "ix_conversations_" in steps[0]
    assert not any("TEMP B-TREE FOR ORDER BY" in step for step in steps)


async def test_an_error_of_the_database_tells_no_customers_words(world: World) -> None:
    def work(tx: Transaction) -> None:
        tx.execute(sa.text("INSERT INTO nowhere VALUES (:words)"), {"words": "我叫张三，住三单元501"})

    with pytest.raises(sa.exc.SQLAlchemyError) as failed:
        await world.store.write(work)
    # The first line of PostgreSQL's own message quotes a statement that it cannot read; SQLAlchemy's part tells no values.
    assert "张三" not in str(failed.value).partition("[SQL:")[2]
