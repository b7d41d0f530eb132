"""What a customer sends is stored once, in order, before it is acknowledged."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from service.bot.port import Answer, HandOver, Reply
from service.face import Author, Kind, NotOwner, Owner, Place, State, Window
from service.store.tables import bindings, messages
from tests.unit.service.world import ALICE, IDLE, World, until

LONG, SHORT = Window(5, 48 * 3600), Window(3, 60)


async def test_a_repeat_is_recognised_and_not_stored_again(world: World) -> None:
    message = world.inbound("停电了")
    first, again = await world.log.receive(message), await world.log.receive(message)
    assert (again.message, again.seq, again.conversation) == (first.message, first.seq, first.conversation)
    assert (first.repeated, again.repeated) == (False, True)
    assert await world.said(first.conversation) == ["停电了"]


async def test_copies_that_come_at_the_same_moment_are_stored_once(world: World) -> None:
    """A platform that gets no answer in time sends again, and the two meet in different threads and processes."""
    other = world.another_process()
    message = world.inbound("停电了")
    receipts = await asyncio.gather(*(log.receive(message) for log in (world.log, other.log) * 10))
    assert len({receipt.message for receipt in receipts}) == 1
    assert sorted(receipt.repeated for receipt in receipts) == [False] + [True] * 19
    assert await world.said(receipts[0].conversation) == ["停电了"]


async def test_sequence_numbers_have_no_gaps_under_concurrency(world: World) -> None:
    other = world.another_process()
    talks = [
        (world.log, other.log)[number % 2].receive(world.inbound(str(number), customer=f"c{number % 3}"))
        for number in range(60)
    ]
    receipts = await asyncio.gather(*talks)
    for conversation in {receipt.conversation for receipt in receipts}:
        seqs = sorted(receipt.seq for receipt in receipts if receipt.conversation == conversation)
        assert seqs == list(range(1, 21))
        assert [message.seq for message in await world.messages(conversation)] == seqs


async def test_the_same_id_on_two_channels_is_two_messages(world: World) -> None:
    one = await world.hear("甲", platform_id="same")
    other = await world.hear("乙", channel="wechat", platform_id="same")
    assert one.conversation != other.conversation and not other.repeated


async def test_everything_a_message_carries_comes_back(world: World) -> None:
    place = Place(34.84, 119.12, "青口镇海韵花园")
    heard = await world.hear("青口镇海韵花园", kind=Kind.LOCATION, place=place, media="m1")
    [stored] = await world.messages(heard.conversation)
    assert (stored.kind, stored.place, stored.media, stored.author) == (
        Kind.LOCATION,
        place,
        "m1",
        Author.CUSTOMER,
    )
    assert (stored.at, stored.state, stored.platform_id) == (world.clock(), State.NEW, "p1")


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "😀é家"])
async def test_characters_that_a_database_cannot_take_do_not_lose_the_message(
    world: World, text: str
) -> None:
    heard = await world.hear(text)
    [said] = await world.said(heard.conversation)
    assert said == text.replace("\0", "").replace("\ud800", "")


async def test_a_text_without_end_is_cut_not_refused(world: World) -> None:
    heard = await world.hear("电" * 10_000)
    assert await world.said(heard.conversation) == ["电" * 4000]


async def test_history_gives_the_newest_lines_oldest_first_and_no_events(world: World) -> None:
    for text in "甲乙丙丁":
        heard = await world.hear(text)
    await world.hear("", kind=Kind.EVENT, event="subscribe")
    newest = await world.log.history(heard.conversation, limit=2)
    since = await world.log.history(heard.conversation, since=1)
    assert [m.text for m in newest] == ["丙", "丁"]
    assert [m.text for m in since] == ["乙", "丙", "丁"]


async def test_a_visitor_who_says_nothing_gets_one_conversation(world: World) -> None:
    assert await world.log.find("web", "quiet") is None
    opened = await asyncio.gather(*(world.log.open("web", "quiet") for _ in range(10)))
    assert len({conversation.id for conversation in opened}) == 1
    assert (opened[0].owner, opened[0].session) == (Owner.BOT, 1)


async def test_a_label_tells_customers_apart_without_their_key(world: World) -> None:
    heard = await world.hear("你好", customer="oABCDEFGHIJKLMNOPQRSTUVWXYZ0", channel="wechat")
    label = (await world.desk.get(heard.conversation)).label
    assert label.startswith("微信客户") and "oABCDEFGHIJKLMNOPQRSTUVWXYZ0" not in label


# Sessions


async def test_a_long_silence_begins_a_new_session(world: World) -> None:
    heard = await world.hear("查电费")
    await world.store.write(lambda tx: tx.execute(messages.update().values(state="processed")))
    world.clock.move(hours=23)
    await world.hear("还在吗")
    assert (await world.row(heard.conversation)).session == 1
    await world.store.write(lambda tx: tx.execute(messages.update().values(state="processed")))
    world.clock.now += IDLE
    await world.hear("又来了")
    assert (await world.row(heard.conversation)).session == 2


@pytest.mark.parametrize("owner", ["queue", "staff"])
async def test_a_session_never_ends_while_a_person_is_wanted(world: World, owner: str) -> None:
    heard = await world.hear("转人工")
    await world.change(heard.conversation, owner=owner, queued_at=world.clock())
    world.clock.now += 3 * IDLE
    await world.hear("还没人吗")
    assert (await world.row(heard.conversation)).session == 1


async def test_a_session_never_ends_while_staff_are_alerted_and_the_bot_still_asks(world: World) -> None:
    heard = await world.hear("电线掉下来了")
    await world.change(heard.conversation, queued_at=world.clock())
    world.clock.now += IDLE
    await world.hear("在村口")
    assert (await world.row(heard.conversation)).session == 1


async def test_a_question_that_waited_a_day_for_the_bot_is_answered_in_its_own_session(world: World) -> None:
    """The next message began a new session, and the answer to the waiting one was thrown away."""
    heard = await world.hear("家里没电了")
    world.bot.gate.clear()
    world.process.start(world.process.dispatcher)
    await until(lambda: world.bot.turns)
    world.clock.now += IDLE + timedelta(hours=1)
    await world.hear("还没来电")
    world.bot.gate.set()
    await until(lambda: len(world.bot.turns) == 2)
    await until(lambda: answered(world, heard.conversation))
    assert {turn.session for turn in world.bot.turns} == {1}


async def answered(world: World, conversation: str) -> bool:
    return {"听到：家里没电了", "听到：还没来电"} <= set(await world.said(conversation))


# Choices


async def buttons(world: World) -> str:
    """The bot asks with two buttons; gives the conversation."""
    offered = [{"title": "报修", "payload": "/report"}, {"title": "查电费。", "payload": "/bill"}]
    world.bot.answers = [Answer((Reply("要办什么？", offered),))]
    world.process.start(world.process.dispatcher)
    heard = await world.hear("你好")
    await until(lambda: has_said(world, heard.conversation, "要办什么？"))
    return heard.conversation


async def has_said(world: World, conversation: str, text: str) -> bool:
    return text in await world.said(conversation)


async def next_payload(world: World, text: str, **values: object) -> str | None:
    """What the bot gets for one more message."""
    before = len(world.bot.turns)
    await world.hear(text, **values)
    await until(lambda: len(world.bot.turns) > before)
    return world.bot.turns[-1].payload


async def test_a_tap_acts_on_the_payload_that_we_issued(world: World) -> None:
    conversation = await buttons(world)
    button = (await world.messages(conversation))[1].buttons[1]
    assert await next_payload(world, "", kind=Kind.CHOICE, choice=button.id) == "/bill"
    assert "查电费。" in await world.said(conversation)


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("1", "/report"),
        ("2", "/bill"),
        ("第二个", "/bill"),
        ("选一", "/report"),
        ("报修", "/report"),
        ("查电费", "/bill"),
        ("3", None),
        ("0", None),
        ("报修两次了", None),
    ],
)
async def test_a_typed_number_or_title_is_a_tap(world: World, text: str, payload: str | None) -> None:
    await buttons(world)
    assert await next_payload(world, text) == payload


async def test_a_spoken_number_is_a_tap(world: World) -> None:
    await buttons(world)
    assert await next_payload(world, "第一个。", kind=Kind.VOICE) == "/report"


async def test_a_number_means_a_button_only_while_it_is_the_last_thing_said(world: World) -> None:
    await buttons(world)
    assert await next_payload(world, "先等等") is None
    assert await next_payload(world, "1") is None


@pytest.mark.parametrize(
    "choice", ["/restart", "1", "-", "999999-0", f"{10**17}-0", f"{10**20}-0", "1-99", "１-０", "", "1-0-0"]
)
async def test_a_forged_choice_is_no_payload(world: World, choice: str) -> None:
    await buttons(world)
    assert await next_payload(world, "点了", kind=Kind.CHOICE, choice=choice) is None


async def test_a_button_of_somebody_else_is_no_payload(world: World) -> None:
    conversation = await buttons(world)
    button = (await world.messages(conversation))[1].buttons[0]
    assert await next_payload(world, "", customer="other", kind=Kind.CHOICE, choice=button.id) is None


async def test_a_button_of_an_old_session_is_no_payload(world: World) -> None:
    conversation = await buttons(world)
    button = (await world.messages(conversation))[1].buttons[0]
    world.clock.now += IDLE
    assert await next_payload(world, "报修", kind=Kind.CHOICE, choice=button.id) is None


# Windows


@pytest.mark.parametrize(
    ("first", "used", "later_seconds", "then", "left"),
    [
        (LONG, 3, 60, LONG, (5, 0)),  # every message opens the whole window again
        (LONG, 3, 60, SHORT, (5, 3)),  # a tap's minute does not end hours with messages left
        (LONG, 5, 60, SHORT, (3, 0)),  # but it helps when they are used up
        (LONG, 1, 48 * 3600 + 1, SHORT, (3, 0)),  # or over
        (LONG, 1, 48 * 3600 - 30, SHORT, (3, 0)),  # or end sooner
        (SHORT, 1, 5, LONG, (5, 0)),
    ],
)
async def test_the_better_window_counts(
    world: World, first: Window, used: int, later_seconds: int, then: Window, left: tuple[int, int]
) -> None:
    heard = await world.hear_on_wechat("你好", window=first)
    await world.change(heard.conversation, window_used=used)
    world.clock.move(seconds=later_seconds)
    await world.hear_on_wechat("", kind=Kind.EVENT, event="menu:bill", window=then)
    row = await world.row(heard.conversation)
    assert (row.window_messages, row.window_used) == left


async def test_a_repeated_message_opens_no_window(world: World) -> None:
    message = world.inbound("你好", channel="wechat", window=LONG)
    heard = await world.log.receive(message)
    await world.change(heard.conversation, window_used=4)
    await world.log.receive(message)
    assert (await world.row(heard.conversation)).window_used == 4


# Unfollowing


async def test_who_unfollows_is_forgotten_and_hears_nothing_more(world: World) -> None:
    """The goodbye went to the bot, whose greeting was sent to somebody who had just left."""
    heard = await world.hear_on_wechat("转人工")
    world.bot.answers = [
        Answer((Reply("已为您转人工"),), HandOver("ask_human", urgent=True, packet={"a": 1}))
    ]
    world.process.start(world.process.dispatcher)
    await until(lambda: has_said(world, heard.conversation, "已为您转人工"))
    await world.store.write(
        lambda tx: tx.execute(
            bindings.insert().values(
                conversation=heard.conversation, account_no="3200001888001", verified_at=world.clock()
            )
        )
    )
    await world.desk.take_over(heard.conversation, ALICE)
    await world.hear_on_wechat("", kind=Kind.EVENT, event="unsubscribe")
    row = await world.row(heard.conversation)
    assert (row.owner, row.staff, row.queued_at, row.reason, row.urgent) == ("bot", None, None, None, False)
    assert (row.session, row.packet) == (3, {})
    assert await world.store.read(lambda tx: tx.execute(sa.select(bindings)).all()) == []
    assert {m.state for m in await world.messages(heard.conversation)} == {State.PROCESSED, State.FAILED}
    await asyncio.sleep(0.1)
    assert len(world.bot.turns) == 1


async def test_a_conversation_tells_of_the_customers_last_message_only(world: World) -> None:
    heard = await world.hear("停电了")
    sent = await world.hear("", kind=Kind.IMAGE, media="m1")
    await world.desk.take_over(heard.conversation, ALICE)
    await world.desk.reply(heard.conversation, ALICE, "收到", "r1")
    found = await world.desk.get(heard.conversation)
    assert (found.last_text, found.last_kind, found.last_seq) == ("", Kind.IMAGE, sent.seq)


async def test_typing_staff_are_announced_to_the_customers_page(world: World) -> None:
    heard = await world.hear("停电了")
    with pytest.raises(NotOwner):
        await world.desk.typing(heard.conversation, ALICE)
    await world.desk.take_over(heard.conversation, ALICE)
    async with world.log.watch(heard.conversation) as changes:
        await world.desk.typing(heard.conversation, ALICE)
        assert (await asyncio.wait_for(changes.__anext__(), 5)).what == "typing"
