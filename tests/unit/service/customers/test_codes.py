"""A one-time code proves an account once, for five minutes, and cannot be guessed, collected or used to probe for accounts."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa

from common.settings import ZONE
from service.bell import Bell
from service.conversations.log import MessageLog
from service.conversations.ownership import StaffDesk
from service.customers.access import Customers, Verification
from service.customers.codes import SENT_LIMIT, TRIES, VALID, Codes
from service.customers.record import record_of
from service.face import InboundMessage, Kind
from service.store import Store
from service.store.tables import one_time_codes
from service.utility.demo import DemoUtility
from service.utility.port import UtilityUnavailable

ACCOUNT, UNKNOWN = "3200001888001", "3209999999999"


class Gateway(DemoUtility):
    """The demo utility with a phone that the test can read; `broken` as when the gateway is away."""

    texts: list[str]
    broken = False

    async def text_phone(self, account_no: str, text: str) -> None:
        if self.broken:
            raise UtilityUnavailable("no gateway")
        await super().text_phone(account_no, text)
        self.texts.append(text)


class World:
    """Codes behind a store, with a clock that the test moves."""

    def __init__(self, store: Store) -> None:
        self.now = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)
        self.store = store
        self.utility = Gateway(lambda: self.now)
        self.utility.texts = []
        self.customers = Customers(store, self.utility, lambda: self.now)
        self.codes = Codes(store, self.utility, self.customers, lambda: self.now)
        self.desk = StaffDesk(store, lambda: self.now)
        self.log = MessageLog(store, Bell(store), timedelta(hours=24), lambda: self.now)
        self._keys = count(1)

    async def talk(self, customer: str = "visitor") -> str:
        message = InboundMessage("web", customer, f"p{next(self._keys)}", Kind.TEXT, self.now, "查电费")
        return (await self.log.receive(message)).conversation

    async def send(self, conversation: str, account: str = ACCOUNT, key: str = "") -> Verification:
        return await self.codes.send(conversation, account, key or f"k{next(self._keys)}")

    async def verify(
        self, conversation: str, code: str, account: str = ACCOUNT, key: str = ""
    ) -> Verification:
        return await self.codes.verify(conversation, account, code, key or f"k{next(self._keys)}")

    @property
    def code(self) -> str:
        """The latest code that reached the phone."""
        return re.findall(r"(?<!\d)\d{6}(?!\d)", self.utility.texts[-1])[0]

    @property
    def wrong(self) -> str:
        return f"{(int(self.code) + 1) % 10**6:06d}"


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    store = Store(f"sqlite:///{tmp_path / 'laidian.db'}")
    store.migrate()
    yield World(store)
    store.close()


async def seen(world: World, conversation: str) -> list[str]:
    return [access.account_no for access in await world.customers.accounts(conversation)]


async def test_the_right_code_opens_the_account_once(world: World) -> None:
    talk = await world.talk()
    assert (await world.send(talk)).result == "sent"
    code = world.code
    assert (await world.verify(talk, code, key="turn")).result == "passed"
    assert await seen(world, talk) == [ACCOUNT]
    assert (await world.verify(talk, code, key="turn")).result == "passed", "the same turn after a crash"
    other = await world.talk("other")
    assert (await world.verify(other, code)).result == "expired"
    assert await seen(world, other) == []


async def test_only_a_hash_is_stored(world: World) -> None:
    talk = await world.talk()
    await world.send(talk)
    row = await world.store.read(lambda tx: tx.execute(sa.select(one_time_codes)).one())
    assert world.code not in repr(row) and row.code_hash.startswith("$argon2")


async def test_a_code_ends_after_five_minutes_and_uncounted(world: World) -> None:
    talk = await world.talk()
    await world.send(talk)
    world.now += VALID
    assert (await world.verify(talk, world.code)).result == "expired"
    assert (await world.customers.verify(talk, ACCOUNT, "0000", "k")).tries_left == 4


async def test_a_code_ends_after_three_wrong_tries(world: World) -> None:
    talk = await world.talk()
    await world.send(talk)
    left = [(await world.verify(talk, world.wrong)).tries_left for _ in range(TRIES)]
    assert left == [4, 3, 2]
    assert (await world.verify(talk, world.code)).result == "expired"


async def test_wrong_codes_and_wrong_digits_lock_together_and_staff_see_it(world: World) -> None:
    talk = await world.talk()
    await world.send(talk)
    for _ in range(TRIES):
        await world.verify(talk, world.wrong)
    await world.customers.verify(talk, ACCOUNT, "0000", "d1")
    locked = await world.customers.verify(talk, ACCOUNT, "0000", "d2")
    assert locked.result == "locked" and locked.locked_until == world.now + timedelta(hours=1)
    assert (await world.send(talk)).result == "locked"
    assert (await world.desk.get(talk)).locked_until == locked.locked_until


async def test_a_new_code_replaces_the_old_one(world: World) -> None:
    talk = await world.talk()
    await world.send(talk)
    old = world.code
    await world.send(talk)
    if old != world.code:
        assert (await world.verify(talk, old)).result == "wrong"
    assert (await world.verify(talk, world.code)).result == "passed"


async def test_nobodys_phone_is_flooded(world: World) -> None:
    for number in range(SENT_LIMIT):
        assert (await world.send(await world.talk(f"v{number}"))).result == "sent"
    assert (await world.send(await world.talk("another"))).result == "too_often"
    assert len(world.utility.texts) == SENT_LIMIT
    world.now += timedelta(hours=1)
    assert (await world.send(await world.talk("another"))).result == "sent"


async def test_the_same_turn_sends_no_second_message(world: World) -> None:
    talk = await world.talk()
    for _ in range(2):
        assert (await world.send(talk, key="turn")).result == "sent"
    assert len(world.utility.texts) == 1


async def test_an_unknown_account_gets_the_same_answers(world: World) -> None:
    talk = await world.talk()
    assert (await world.send(talk, UNKNOWN)).result == "sent"
    assert world.utility.texts == []
    assert (await world.verify(talk, "123456", UNKNOWN)).result == "wrong"


async def test_a_message_that_could_not_be_sent_counts_for_nothing(world: World) -> None:
    talk = await world.talk()
    world.utility.broken = True
    for _ in range(SENT_LIMIT + 1):
        with pytest.raises(UtilityUnavailable):
            await world.send(talk)
    world.utility.broken = False
    assert (await world.send(talk)).result == "sent"


async def test_the_demo_shows_the_code_in_its_log_only(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    talk = await world.talk()
    await world.send(talk)
    assert "[demo] SMS" in caplog.text and world.code in caplog.text and ACCOUNT not in caplog.text
    assert all(world.code not in message.text for message in await world.log.history(talk))


async def test_the_record_counts_and_masks_what_is_kept(world: World) -> None:
    talk = await world.talk()
    await world.customers.verify(talk, ACCOUNT, "1001", "k")
    await world.customers.bind(talk, ACCOUNT, "自己家")
    record = await world.store.read(lambda tx: record_of(tx, talk, world.now))
    assert (record.customer, record.others, record.tries) == (1, 0, 1)
    assert record.accounts == ("320*******001",)
    nobody = await world.store.read(lambda tx: record_of(tx, "0" * 32, world.now))
    assert nobody.since is None and nobody.accounts == ()
