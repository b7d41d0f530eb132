"""Who asked for a person hears how it stands; until somebody takes the talk the bot goes on, and his place is kept."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from service.bot.port import Answer, HandOver, Reply
from service.conversations.dispatcher import Dispatcher
from service.conversations.waiting import asks_for_person
from service.face import Kind, Owner, Refused
from service.media import MediaStore
from service.staff import SEEN_EVERY, StaffBook
from service.store.tables import conversations, staff
from tests.unit.service.world import ALICE, QUICK, World, until

WANTED = Answer((Reply("好的，给您转人工。"),), HandOver("ask_human"))


async def call(world: World, customer: str = "c1", hours: str = "") -> str:
    """A customer asks for a person; gives the conversation."""
    if not world.bot.turns:
        world.process.start(dispatcher(world, hours))
    world.bot.answers = [WANTED]
    heard = await world.hear("给我转到工作人员那里吧", customer)
    await settled(world)
    return heard.conversation


def dispatcher(world: World, hours: str) -> Dispatcher:
    """The process's own, with the hours of an operator."""
    process = world.process
    media = MediaStore(world.store, world.clock)
    adapters = {"web": world.web}
    process.dispatcher = Dispatcher(
        world.store,
        process.bell,
        world.bot,
        adapters,
        media,
        world.clock,
        QUICK,
        hours,
        tickets=world.tickets,
    )
    return process.dispatcher


async def settled(world: World) -> None:
    """Waits until every message was looked at."""

    async def nothing_new() -> bool:
        return "new" not in await world.open_messages()

    await until(nothing_new)


async def last(world: World, conversation: str) -> str:
    return (await world.said(conversation))[-1]


async def ask(world: World, conversation: str) -> str:
    """“人呢”, and what is said to it."""
    await world.hear("人呢")
    await settled(world)
    return await last(world, conversation)


@pytest.mark.asyncio
async def test_nobody_at_the_desk_is_said_at_once_with_the_hours(world: World) -> None:
    await world.close_desk()
    said = await last(world, await call(world, hours="每天8:00到20:00"))
    assert "没有工作人员在线" in said and "每天8:00到20:00" in said and "95598" in said


@pytest.mark.asyncio
async def test_without_hours_none_are_made_up(world: World) -> None:
    await world.close_desk()
    assert "人工服务时间" not in await last(world, await call(world))


@pytest.mark.asyncio
async def test_while_nobody_is_there_the_bot_goes_on_and_the_place_is_kept(world: World) -> None:
    await world.close_desk()
    conversation, began = await call(world), world.clock()
    world.clock.move(minutes=5)
    await world.hear("没人啊 那你给我查下电费吧")
    await settled(world)
    assert await last(world, conversation) == "听到：没人啊 那你给我查下电费吧"
    [waiting] = await world.desk.queue()
    assert (waiting.owner, waiting.queued_at) == (Owner.QUEUE, began)
    assert "没有工作人员在线" in await ask(world, conversation)


@pytest.mark.asyncio
async def test_while_staff_are_busy_the_place_is_told_and_the_bot_goes_on(world: World) -> None:
    first = await call(world)
    world.clock.move(minutes=1)
    second = await call(world, "c2")
    assert "排在最前面" in await last(world, first)
    assert "前面还有1位" in await last(world, second)
    await world.hear("还要等多久啊", "c2")
    await world.hear("我家电费不对", "c2")
    await settled(world)
    said = await world.said(second)
    assert sum("前面还有1位" in text for text in said) == 2
    assert said[-1] == "听到：我家电费不对"
    assert (await world.row(second)).owner == Owner.QUEUE.value
    assert [turn.waits for turn in world.bot.turns] == [False, False, True]


@pytest.mark.asyncio
async def test_a_number_that_would_grow_is_not_told(world: World) -> None:
    conversation = await call(world)
    world.bot.answers = [Answer((Reply("请离远"),), HandOver("danger", urgent=True))]
    other = await world.hear("电线掉了", "c9")
    await settled(world)
    assert "还在排队" in await ask(world, conversation)
    await world.desk.take_over(other.conversation, ALICE)
    assert "排在最前面" in await ask(world, conversation)


@pytest.mark.asyncio
async def test_once_somebody_took_the_talk_the_bot_is_silent(world: World) -> None:
    conversation = await call(world)
    await world.desk.take_over(conversation, ALICE)
    for text in ("我家电费不对", "人呢"):
        await world.hear(text)
        await settled(world)
        assert await last(world, conversation) == text


@pytest.mark.asyncio
async def test_an_answer_that_comes_after_the_take_over_is_not_said(world: World) -> None:
    conversation = await call(world)
    world.bot.gate.clear()
    await world.hear("我家电费不对")
    await until(lambda: len(world.bot.turns) == 2)
    await world.desk.take_over(conversation, ALICE)
    world.bot.gate.set()
    await settled(world)
    assert not any("听到" in text for text in await world.said(conversation))


@pytest.mark.asyncio
async def test_words_for_the_person_may_stay_without_an_answer(world: World) -> None:
    conversation = await call(world)
    world.bot.answers = [Answer(())]
    await world.hear("就是那天那个师傅说的")
    await settled(world)
    assert await last(world, conversation) == "就是那天那个师傅说的"


@pytest.mark.asyncio
async def test_an_alarm_while_the_bot_asks_on_says_nothing_of_the_queue(world: World) -> None:
    await call(world)
    world.bot.answers = [Answer((Reply("请离远"),), HandOver("danger", urgent=True, keep_bot=True))]
    heard = await world.hear("电线掉了", "c9")
    await settled(world)
    assert await last(world, heard.conversation) == "请离远"


@pytest.mark.asyncio
async def test_the_first_member_has_a_name_that_customers_may_read_and_gets_his_own(world: World) -> None:
    """“工作人员管理员已接入”: nobody had asked for a name."""
    await world.close_desk()
    await world.store.write(lambda tx: tx.execute(staff.delete()))
    book = StaffBook(world.store, world.clock)
    await book.ensure_admin("a good one")
    member, _ = await book.log_in("admin", "a good one")
    assert (member.name, member.role) == ("值班员", "admin")
    await book.rename("admin", "李晓")
    conversation = await call(world)
    renamed, _ = await book.log_in("admin", "a good one")
    await world.desk.take_over(conversation, renamed)
    assert await last(world, conversation) == "工作人员李晓已接入，正在为您服务。"
    for username, name in (("nobody", "李晓"), ("admin", "")):
        with pytest.raises(Refused):
            await book.rename(username, name)


@pytest.mark.asyncio
async def test_an_open_desk_is_noted_and_log_out_ends_it(world: World) -> None:
    await world.close_desk()
    book = StaffBook(world.store, world.clock)
    await book.set_password(ALICE.username, "a good one")
    _, token = await book.log_in(ALICE.username, "a good one")
    conversation = await call(world)
    assert "没有工作人员在线" in await last(world, conversation), "logged in, yet no desk is open"
    await book.who(token)
    assert "排在最前面" in await ask(world, conversation)
    world.clock.move(seconds=SEEN_EVERY.total_seconds() + 61)
    assert "没有工作人员在线" in await ask(world, conversation)
    await book.who(token)
    assert "排在最前面" in await ask(world, conversation)
    await book.log_out(token)
    assert "没有工作人员在线" in await ask(world, conversation)


@pytest.mark.parametrize(
    "text",
    [
        "人呢",
        "有人吗",
        "没人啊",
        "还要等多久",
        "排到我了吗",
        "怎么没人理我",
        "在吗",
        "转人工",
        "客服呢？",
        "那我等着",
        "怎么还没人来",
        "多久能轮到我",
        "慢慢来不急",
        "回来了 有人了吗",
        "你们几点上班",
        "还有多久",
    ],
)
def test_words_that_ask_for_the_person(text: str) -> None:
    assert asks_for_person(SimpleNamespace(kind=Kind.TEXT.value, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "多久来电",
        "怎么还没人来修",
        "不急，下周来查电表",
        "电工几点上班",
        "没人啊 那你给我查下电费吧",
        "白天家里没人",
        "什么时候来人修",
        "13812345678",
    ],
)
def test_words_that_ask_for_something_else(text: str) -> None:
    assert not asks_for_person(SimpleNamespace(kind=Kind.TEXT.value, text=text))


@pytest.mark.asyncio
async def test_the_same_news_is_told_shorter_and_waiting_words_are_answered_too(world: World) -> None:
    await world.close_desk()
    conversation = await call(world)
    first = await last(world, conversation)
    for words in ("我等着", "等了十分钟了", "没人你开什么客服"):
        await world.hear(words)
        await settled(world)
        said = await last(world, conversation)
        assert "没有工作人员在线" in said and len(said) < len(first)


@pytest.mark.asyncio
async def test_who_wants_no_person_any_more_is_the_bots_again(world: World) -> None:
    await world.close_desk()
    conversation = await call(world)
    world.bot.answers = [Answer((Reply("好，不转人工了"),), take_back=True)]
    await world.hear("不用人工了")
    await settled(world)
    row = sa.select(conversations.c.owner, conversations.c.queued_at).where(
        conversations.c.id == conversation
    )
    assert await world.store.read(lambda tx: tuple(tx.execute(row).one())) == ("bot", None)


@pytest.mark.asyncio
async def test_lives_come_before_what_else_is_urgent(world: World) -> None:
    first = await call(world, "c1")
    for customer, reason in (("c2", "sensitive"), ("c1", "danger")):
        world.clock.move(minutes=1)
        alarm = HandOver(reason, urgent=True, keep_bot=True)
        world.bot.answers = [Answer((Reply("请离远"),), alarm)]
        await world.hear("有事", customer)
        await settled(world)
    waiting = await world.desk.queue()
    assert [each.reason for each in waiting] == ["danger", "sensitive"]
    assert waiting[0].id == first
