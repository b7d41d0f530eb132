"""Many customers at once, each reporting an outage; every reply is checked, whichever bot gave it."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

LEVEL_SECONDS = 300.0
PATIENCE_SECONDS = 30.0
NUMBER = re.compile(r"GD\d{12}")


class NoAnswer(Exception):
    """Nothing came, or a refusal; the text says which."""


class Customer(Protocol):
    """Somebody who writes and reads."""

    async def ask(self, text: str) -> str:
        """Says something and gives back the answer.

        Raises:
            NoAnswer: none came.
        """


Door = Callable[[], AbstractAsyncContextManager[Customer]]
"""Lets a new customer in."""


@dataclass(frozen=True)
class Step:
    """One message, and the patterns that its answer must show."""

    says: str
    expects: tuple[str, ...]

    def is_answered_by(self, answer: str) -> bool:
        """Whether the answer is the right one."""
        return all(re.search(pattern, answer) for pattern in self.expects)


@dataclass
class Level:
    """What came of a number of customers at once.

    Attributes:
        latencies: seconds from sending a message to reading its answer, of right answers.
        wrong: what was wrong or missing, one line each.
        seconds: the whole level took.
        processor_seconds: the bot's processes used; filled in by who knows them.
    """

    customers: int
    latencies: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    processor_seconds: float = 0.0
    numbers: set[str] = field(default_factory=set)

    @property
    def throughput(self) -> float:
        """Right answers a second."""
        return len(self.latencies) / self.seconds


def dialogue(number: int) -> list[Step]:
    """The report of one customer; place and telephone are his own, so that a mixed-up conversation shows."""
    place, phone = f"海头镇东河村{number % 90 + 1}组", f"138{number:08d}"
    return [
        Step("就我家没电，邻居家有电，开关没跳", ("哪里",)),
        Step(place, ("手机号",)),
        Step(phone, (place, phone[-4:])),
        Step("对", (NUMBER.pattern,)),
    ]


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of all values do not exceed."""
    if not values or not 0 < share <= 1:
        raise ValueError("a percentile of nothing, or of no share")
    ordered = sorted(values)
    rank = -(-len(ordered) * round(share * 1000) // 1000)
    return ordered[rank - 1]


async def run(door: Door, customers: int, dialogues: int, names: Iterator[int]) -> Level:
    """Lets `customers` at once hold `dialogues` dialogues each, one after the other, without pauses.

    Args:
        names: a fresh number for each dialogue.
    """
    level = Level(customers)

    async def one() -> None:
        for name in itertools.islice(names, dialogues):
            await _hold(door, dialogue(name), level)

    started = time.monotonic()
    crowd = asyncio.gather(*(one() for _ in range(customers)))
    try:
        await asyncio.wait_for(crowd, LEVEL_SECONDS)
    except asyncio.TimeoutError:
        level.wrong.append(f"not done after {LEVEL_SECONDS:.0f} s")
    level.seconds = time.monotonic() - started
    return level


async def _hold(door: Door, steps: list[Step], level: Level) -> None:
    async with door() as customer:
        for step in steps:
            started = time.perf_counter()
            try:
                answer = await customer.ask(step.says)
            except NoAnswer as error:
                level.wrong.append(f"no answer to {step.says!r}: {error}")
                return
            seconds = time.perf_counter() - started
            if not step.is_answered_by(answer):
                level.wrong.append(f"{step.says!r} was answered {answer!r}")
                return
            level.latencies.append(seconds)
            _check_number(answer, level)


def _check_number(answer: str, level: Level) -> None:
    """Two customers with one work order would be a mixed-up conversation too."""
    if found := NUMBER.search(answer):
        if found[0] in level.numbers:
            level.wrong.append(f"{found[0]} was given to two customers")
        level.numbers.add(found[0])
