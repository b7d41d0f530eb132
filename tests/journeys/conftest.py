"""One installation for all journeys; each journey brings customers of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.stack import Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """SQLite, WeChat in safe mode, the demo utility."""
    home: Path = tmp_path_factory.mktemp("installation")
    installation = Stack(home)
    try:
        installation.start()
        yield installation
    finally:
        installation.stop()
