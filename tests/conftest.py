"""For all tests: settings of this machine stay outside; what the machine lacks is skipped, and said loudly at the end."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from common.processes import openblas_kernels
from common.settings import PREFIX, TEST_PREFIX
from tests.journeys.stack import Stack

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
POSTGRES = f"{TEST_PREFIX}POSTGRES_URL"
NEEDS = {
    "browser": f"{CHROMIUM} is missing",
    "postgres": f"{POSTGRES} is not set",
}
REMEDY = "`make test` as root on Debian brings it along (scripts/test-machine.sh)"

for variable in list(os.environ):
    if variable.startswith(PREFIX) and not variable.startswith(TEST_PREFIX):
        del os.environ[variable]
# Before numpy is loaded: models read here as they do when they serve.
os.environ.update(openblas_kernels())


def missing() -> set[str]:
    """The markers whose need this machine does not meet."""
    there = {"browser": CHROMIUM.exists(), "postgres": bool(os.environ.get(POSTGRES))}
    return {marker for marker, is_there in there.items() if not is_there}


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(_worker(item)))
        for marker in missing():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=NEEDS[marker]))


def _worker(item: pytest.Item) -> str:
    """Tests of one name run in one process: those of a file, and those of a folder that share an installation."""
    shares = "stack" in getattr(item, "fixturenames", ())
    return str(item.path.parent if shares else item.path)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    for marker in sorted(missing()):
        # A module that skips itself while it is collected has a path only.
        if any(
            marker in getattr(report, "keywords", ()) or f"/{marker}/" in report.nodeid for report in skipped
        ):
            line = f"NOT TESTED: the {marker} tests were skipped, {NEEDS[marker]}; {REMEDY}"
            terminalreporter.write_line(line, red=True, bold=True)


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """SQLAlchemy URL of an empty PostgreSQL database that goes after the test; mark the test `postgres`."""
    server = sa.engine.make_url(os.environ[POSTGRES])
    name = f"test_{uuid.uuid4().hex[:12]}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
        yield server.set(database=name).render_as_string(hide_password=False)
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One installation for all journeys or all stories of a process (SQLite, WeChat in safe mode, the demo utility); each brings customers of its own."""
    home: Path = tmp_path_factory.mktemp("installation")
    installation = Stack(home)
    try:
        installation.start()
        yield installation
    finally:
        installation.stop()
