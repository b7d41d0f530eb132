"""Both databases: every test of the core runs on SQLite and on PostgreSQL, each with a database of its own."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from service.store import Store
from tests.unit.service.world import World


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("template") / "laidian.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'laidian.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database_url(empty_url: str, migrated_sqlite: Path, tmp_path: Path) -> str:
    """URL of a migrated database."""
    if empty_url.startswith("sqlite"):
        shutil.copy(migrated_sqlite, tmp_path / "laidian.db")
    else:
        migrate(empty_url)
    return empty_url


@pytest.fixture
def migrated_postgres(postgres_url: str) -> str:
    """For what only PostgreSQL does."""
    migrate(postgres_url)
    return postgres_url


@pytest_asyncio.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """The core with fakes around it; nothing runs yet."""
    made = World(database_url)
    await made.add_staff()
    yield made
    await made.close()


def migrate(url: str) -> None:
    store = Store(url)
    store.migrate()
    store.close()
