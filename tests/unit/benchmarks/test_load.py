"""The load counts right replies only, and names every wrong one."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from benchmarks import load
from benchmarks.load import NUMBER, Customer, Door, NoAnswer, dialogue, percentile, run


@pytest.mark.parametrize(
    ("share", "expected"), [(0.01, 1), (0.5, 10), (0.501, 11), (0.9, 18), (0.95, 19), (1.0, 20)]
)
def test_percentile_is_a_value_that_was_measured(share: float, expected: int) -> None:
    assert percentile([float(value) for value in range(20, 0, -1)], share) == expected


def test_percentile_of_one_value() -> None:
    assert percentile([3.5], 0.95) == percentile([3.5], 0.01) == 3.5


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 0.0), ([1.0], 1.1)])
def test_percentile_of_nothing_is_refused(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, share)


def test_each_customer_has_a_place_and_a_telephone_of_his_own() -> None:
    said = {(steps[1].says, steps[2].says) for steps in (dialogue(number) for number in range(1000))}
    assert len(said) == 1000


def test_another_customers_card_is_no_right_answer() -> None:
    mine, theirs = dialogue(7)[2], dialogue(8)
    card = f"地址：{theirs[1].says}\n电话：{theirs[2].says}"
    assert not mine.is_answered_by(card)
    assert theirs[2].is_answered_by(card)


class Script:
    """A bot that asks in the right order; `spoil` may change its answer."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def door(self, spoil: dict[str, str] | None = None) -> Door:
        """Customers for `run`."""

        @asynccontextmanager
        async def enter() -> AsyncIterator[Customer]:
            yield Talk(self, spoil or {})

        return enter

    def number(self) -> str:
        """The next work order."""
        return f"GD{next(self._numbers):012d}"


class Talk:
    """One customer of a `Script`."""

    def __init__(self, script: Script, spoil: dict[str, str]) -> None:
        self._script = script
        self._spoil = spoil
        self._place = ""

    async def ask(self, text: str) -> str:
        """The next question, the card, or the number."""
        await asyncio.sleep(0)
        if text in self._spoil:
            if not self._spoil[text]:
                raise NoAnswer("silence")
            return self._spoil[text]
        if "村" in text:
            self._place = text
            return "您的手机号是？"
        if text.isdigit():
            return f"{self._place} {text}"
        return self._script.number() if text == "对" else "在哪里？"


async def test_all_replies_of_a_good_bot_count() -> None:
    level = await run(Script().door(), customers=3, dialogues=2, names=itertools.count())
    assert (len(level.latencies), level.wrong) == (3 * 2 * 4, [])
    assert level.throughput > 0 and all(seconds > 0 for seconds in level.latencies)


async def test_a_wrong_reply_is_named_and_ends_its_dialogue_only() -> None:
    place = dialogue(1)[1].says
    level = await run(Script().door({place: "听不懂"}), customers=2, dialogues=1, names=itertools.count())
    assert level.wrong == [f"{place!r} was answered '听不懂'"]
    assert len(level.latencies) == 4 + 1


async def test_a_missing_reply_is_named() -> None:
    level = await run(Script().door({"对": ""}), customers=1, dialogues=1, names=itertools.count())
    assert level.wrong == ["no answer to '对': silence"]
    assert len(level.latencies) == 3


async def test_one_number_for_two_customers_is_wrong() -> None:
    number = "GD000000000001"
    level = await run(Script().door({"对": number}), customers=2, dialogues=1, names=itertools.count())
    assert level.wrong == [f"{number} was given to two customers"]
    assert NUMBER.fullmatch(number)


async def test_a_level_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "LEVEL_SECONDS", 0.05)

    class Silent(Talk):
        async def ask(self, text: str) -> str:
            await asyncio.sleep(60)
            return ""

    @asynccontextmanager
    async def enter() -> AsyncIterator[Customer]:
        yield Silent(Script(), {})

    level = await run(enter, customers=2, dialogues=1, names=itertools.count())
    assert level.wrong == ["not done after 0 s"]
