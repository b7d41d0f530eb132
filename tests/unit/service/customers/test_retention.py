"""What is old goes, in batches; what somebody still needs stays."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from service.customers import retention as module
from service.customers.retention import Retention
from service.face import Kind
from service.media import MediaStore
from service.store.tables import conversations, media, messages, ticket_events
from service.tickets.book import NewTicket
from tests.unit.service.world import World

KEEP = timedelta(days=180)


def retention(world: World, tracker_url: str = "sqlite://") -> Retention:
    return Retention(world.store, tracker_url, KEEP, world.clock)


async def count(world: World, table: sa.Table) -> int:
    query = sa.select(sa.func.count()).select_from(table)
    return int(await world.store.read(lambda tx: tx.execute(query).scalar_one()))


async def talk(world: World, text: str = "你好", customer: str = "c1") -> str:
    """A message and its answer, both done with."""
    heard = await world.hear(text, customer)
    if world.process._tasks == []:
        world.process.start()
    await world.settled()
    return heard.conversation


async def picture(world: World, shade: int) -> str:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), (shade, 0, 0)).save(out, "PNG")
    return await MediaStore(world.store, world.clock).save(out.getvalue(), "image/png")


async def test_messages_go_after_half_a_year_and_later_ones_stay(world: World) -> None:
    conversation = await talk(world, "旧的")
    world.clock.move(days=179)
    await talk(world, "新的")
    await retention(world).look()
    assert await count(world, messages) == 4
    world.clock.move(days=2)
    await retention(world).look()
    assert (await world.said(conversation))[0] == "新的"
    assert await count(world, messages) == 2


async def test_what_was_handed_over_goes_with_the_messages(world: World) -> None:
    conversation = await talk(world)
    await world.change(conversation, packet={"facts": {"停电地址": "青口镇"}})
    world.clock.move(days=179)
    await retention(world).look()
    assert (await world.desk.get(conversation)).packet
    world.clock.move(days=2)
    await world.tickets.create(NewTicket(conversation, "outage_home", "k", "没电", address="青口镇"))
    await retention(world).look()
    assert (await world.desk.get(conversation)).packet == {}


async def test_a_message_that_nobody_has_answered_stays(world: World) -> None:
    await world.hear("还没人回")
    world.clock.move(days=400)
    await retention(world).look()
    assert await count(world, messages) == 1


async def test_a_picture_stays_as_long_as_a_message_or_an_order_shows_it(world: World) -> None:
    of_order, of_message, of_none = [await picture(world, shade) for shade in (10, 90, 200)]
    conversation = await talk(world)
    made = await world.tickets.create(
        NewTicket(
            conversation=conversation,
            topic="outage_home",
            key="k",
            summary="没电",
            address="青口镇黄海路10号",
        )
    )
    event = ticket_events.update().where(ticket_events.c.ticket == made.ticket.number).values(media=of_order)
    await world.store.write(lambda tx: tx.execute(event))
    world.clock.move(days=181)
    await world.hear("", kind=Kind.IMAGE, media=of_message)
    await retention(world).look()
    left = await world.store.read(lambda tx: set(tx.execute(sa.select(media.c.id)).scalars()))
    assert left == {of_order, of_message} and of_none not in left


async def test_of_a_visitor_who_only_looked_nothing_is_left_and_an_order_keeps_its_talk(world: World) -> None:
    kept = await talk(world, customer="has an order")
    await world.tickets.create(
        NewTicket(conversation=kept, topic="outage_home", key="k", summary="没电", address="青口镇黄海路10号")
    )
    await talk(world, customer="said something")
    await world.log.open("web", "only looked")
    world.clock.move(days=2)
    await retention(world).look()
    assert await count(world, conversations) == 2
    world.clock.move(days=180)
    await retention(world).look()
    left = await world.store.read(lambda tx: list(tx.execute(sa.select(conversations.c.id)).scalars()))
    assert left == [kept] and await count(world, messages) == 0


async def test_the_bots_memory_of_a_dialogue_goes_with_its_messages(world: World, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    await retention(world, url).look()  # before Rasa has made its table
    old, new = await talk(world), ""
    world.clock.move(days=181)
    new = await talk(world, customer="c2")
    with sa.create_engine(url).begin() as connection:
        connection.execute(sa.text("CREATE TABLE tracker_turns (sender_id TEXT, turn INTEGER, events TEXT)"))
        for name in (f"{old}.1", f"{new}.1"):
            connection.execute(sa.text("INSERT INTO tracker_turns VALUES (:name, 1, '[]')"), {"name": name})
    await retention(world, url).look()
    with sa.create_engine(url).connect() as connection:
        assert list(connection.execute(sa.text("SELECT sender_id FROM tracker_turns")).scalars()) == [
            f"{new}.1"
        ]


async def test_more_than_a_batch_goes_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 3)
    for number in range(5):
        await talk(world, f"{number}")
    world.clock.move(days=181)
    await retention(world).look()
    assert await count(world, messages) == 0
