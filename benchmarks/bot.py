"""What the benchmark needs of a bot; `ours.py` and `stock.py` implement it."""

from __future__ import annotations

import os
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from benchmarks.load import Customer
from benchmarks.processes import Cost
from common.settings import PREFIX


class Bot(Protocol):
    """One of the two that are compared."""

    def train(self) -> Cost:
        """Trains from nothing."""

    def start(self) -> float:
        """Starts every process; the seconds until a message would be answered."""

    def processes(self) -> dict[str, int]:
        """The running processes, by name."""

    def customer(self) -> AbstractAsyncContextManager[Customer]:
        """A new customer."""

    def stop(self) -> None:
        """Ends every process."""


def clean_environment() -> dict[str, str]:
    """This process's variables without the settings of an installation."""
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
