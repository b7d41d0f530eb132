"""What is said to staff or to the queue is not lost: danger alarms everybody, and the bot takes up what nobody has answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from common.danger_advice import advice
from service.bot.port import Answer, HandOver, Reply
from service.conversations.absence import Absence
from service.conversations.ownership import BACK_IN_QUEUE, LEFT_ALONE, PASSED_ON
from service.face import AlreadyTaken, Author, NotOwner, Owner, Past, Refused, StaffMember, StaffOrder
from service.staff import PRESENT
from service.store.tables import staff_sessions, tickets
from service.tickets.book import NewTicket
from tests.unit.service.world import ALICE, BOB, World, until

SHOCK = "变压器着火了！！有人触电了"
ADMIN = StaffMember(BOB.id, BOB.username, BOB.name, "admin")

pytestmark = pytest.mark.asyncio


async def settled(world: World) -> None:
    """Waits until every message was looked at."""

    async def nothing_new() -> bool:
        return "new" not in await world.open_messages()

    await until(nothing_new)


async def held(world: World, text: str = "你好", customer: str = "c1") -> str:
    """A talk that Alice holds; the bot has answered the first line."""
    if not world.bot.turns:
        world.process.start(world.process.dispatcher)
    conversation = (await world.hear(text, customer)).conversation
    await settled(world)
    await world.desk.take_over(conversation, ALICE)
    return conversation


async def say(world: World, *lines: str, customer: str = "c1") -> None:
    """The customer says something while the clock goes on."""
    for line in lines:
        world.clock.move(seconds=5)
        await world.hear(line, customer)
    await settled(world)


async def answer(world: World, conversation: str, text: str) -> None:
    world.clock.move(seconds=5)
    await world.desk.reply(conversation, ALICE, text, text)


async def given_back(world: World, conversation: str) -> list[str]:
    """Alice gives the talk back; what the bot hears then."""
    before = len(world.bot.turns)
    await world.desk.release(conversation, ALICE)
    await settled(world)
    return [turn.text for turn in world.bot.turns[before:]]


# Danger


async def test_danger_said_to_staff_opens_an_urgent_ticket_and_alarms_everybody(world: World) -> None:
    """A transformer on fire was said to a clerk: no ticket, no sound, a white row."""
    conversation = await held(world)
    await say(world, SHOCK)
    [ticket] = await world.tickets.of_conversation(conversation)
    assert (ticket.topic, ticket.urgency) == ("danger", "紧急")
    assert SHOCK in ticket.summary
    [alarm] = await world.desk.alarms()
    assert (alarm.id, alarm.staff, alarm.urgent, alarm.reason) == (conversation, ALICE.id, True, "danger")
    assert alarm.packet["tickets"] == [ticket.number]
    assert alarm.alarmed_at
    said = await world.messages(conversation)
    assert said[-1].urgent and said[-1].author is Author.BOT


async def test_the_holder_s_answer_ends_the_alarm(world: World) -> None:
    conversation = await held(world)
    await say(world, SHOCK)
    await answer(world, conversation, "马上派人，请离远")
    assert await world.desk.alarms() == []
    assert (await world.desk.get(conversation)).urgent


async def test_danger_said_again_goes_on_the_ticket_that_is_open(world: World) -> None:
    conversation = await held(world)
    await world.tickets.create(NewTicket(conversation, "danger", "bot", "危险：着火", address="村口"))
    await say(world, "火更大了 有人触电倒地了")
    [ticket] = await world.tickets.of_conversation(conversation)
    assert ticket.history[-1].note == "火更大了 有人触电倒地了"
    assert (await world.desk.get(conversation)).packet["tickets"] == [ticket.number]
    assert await given_back(world, conversation) == [], "place known, the crew has the words"


async def test_after_the_hand_back_the_bot_asks_on_for_the_place_of_the_danger(world: World) -> None:
    """Even when staff have answered: nobody knows where it is. What was said since fills the bot's form."""
    conversation = await held(world)
    await say(world, "在吗", SHOCK)
    await answer(world, conversation, "请离远，马上派人")
    await say(world, "在万象城小区门口")
    await answer(world, conversation, "好的")
    heard = await given_back(world, conversation)
    assert heard == [SHOCK, "在万象城小区门口"]
    turn = world.bot.turns[-2]
    again = await world.tickets.create(NewTicket(conversation, "danger", f"{turn.message}.0:danger", "危险"))
    assert len(await world.tickets.of_conversation(conversation)) == 1, "the bot's report made a second order"
    assert again.ticket.topic == "danger"


async def test_the_bot_that_reports_words_already_noted_finds_their_ticket(world: World) -> None:
    conversation = await held(world)
    first = await world.tickets.create(NewTicket(conversation, "danger", "bot", "危险：着火"))
    await say(world, SHOCK)
    [line] = [m for m in await world.messages(conversation) if m.text == SHOCK]
    again = await world.tickets.create(NewTicket(conversation, "danger", f"{line.id}.0:danger", "危险"))
    assert again.ticket.number == first.ticket.number and again.joined


async def test_a_desk_without_its_ticket_office_still_gives_advice_and_alarm(world: World) -> None:
    async def broken(new: NewTicket) -> None:
        raise RuntimeError("no tickets today")

    world.tickets.create = broken  # type: ignore[assignment, method-assign]
    conversation = await held(world)
    await say(world, "有人触电了")
    assert advice("shock") in await world.said(conversation)
    assert len(await world.desk.alarms()) == 1


# The hand-back


async def test_the_unanswered_wish_is_taken_up_at_the_hand_back_once(world: World) -> None:
    """A question about the bill stood unanswered when staff gave the talk back, and for ever after."""
    conversation = await held(world)
    await say(world, "我家电费高了三倍")
    await answer(world, conversation, "我帮您看看")
    await say(world, "查一下我的电费", "户号1201109559")
    assert await given_back(world, conversation) == ["查一下我的电费", "户号1201109559"]
    assert (await world.said(conversation))[-1] == "听到：户号1201109559"
    await world.desk.take_over(conversation, ALICE)
    assert await given_back(world, conversation) == []


async def test_what_was_said_to_a_silent_holder_is_taken_up_but_not_the_call_for_him(world: World) -> None:
    conversation = await held(world)
    await say(world, "帮我查下停电信息 青口镇", "人呢", "转人工")
    assert await given_back(world, conversation) == ["帮我查下停电信息 青口镇"]


async def test_a_yes_or_thanks_to_staff_is_no_answer_to_the_bot(world: World) -> None:
    conversation = await held(world)
    await say(world, "我家三号楼没电")
    await answer(world, conversation, "是3号楼吗")
    await say(world, "对", "好的，谢谢您", "嗯嗯")
    assert await given_back(world, conversation) == []


async def test_a_closed_talk_leaves_nothing_to_the_bot(world: World) -> None:
    conversation = await held(world)
    await say(world, "查一下我的电费")
    await world.desk.close(conversation, ALICE)
    await settled(world)
    await world.desk.take_over(conversation, ALICE)
    assert await given_back(world, conversation) == []


async def test_the_pending_question_is_put_again(world: World) -> None:
    """The customer was left with a form that waited for an answer to a question long scrolled away."""
    buttons = [{"title": "跳了", "payload": "/tripped"}]
    world.bot.answers = [
        Answer((Reply("总开关跳下来了吗？", buttons),), asks="outage_form"),
        Answer((Reply("好的，给您转人工。"),), HandOver("ask_human"), asks="outage_form"),
    ]
    world.process.start(world.process.dispatcher)
    conversation = (await world.hear("家里没电了")).conversation
    await settled(world)
    await say(world, "给我转接一下")
    await world.desk.take_over(conversation, ALICE)
    await answer(world, conversation, "您稍等，先让机器人登记")
    assert await given_back(world, conversation) == []
    last = (await world.messages(conversation))[-1]
    assert (last.text, [b.title for b in last.buttons]) == ("接着刚才的：总开关跳下来了吗？", ["跳了"])
    await world.hear("跳了")
    await settled(world)
    assert world.bot.turns[-1].payload == "/tripped"


async def test_an_answer_that_the_bot_had_ready_is_not_lost(world: World) -> None:
    """Taken over while the bot thought: its answer was dropped, and never said."""
    world.bot.gate.clear()
    world.process.start(world.process.dispatcher)
    conversation = (await world.hear("查电费")).conversation
    await until(lambda: world.bot.turns)
    await world.desk.take_over(conversation, ALICE)
    world.bot.gate.set()
    await settled(world)
    assert await given_back(world, conversation) == ["查电费"]


# The holder is gone


async def sweep(world: World) -> int:
    return await world.store.write(Absence(world.store, world.clock).return_held)


async def last_seen_now(world: World, member: StaffMember = ALICE) -> None:
    seen = staff_sessions.update().where(staff_sessions.c.staff == member.id).values(seen_at=world.clock())
    await world.store.write(lambda tx: tx.execute(seen))


async def test_a_talk_whose_holder_is_gone_returns_to_the_queue_after_the_grace(world: World) -> None:
    """A clerk logged out with two open chats; both customers talked to nobody from then on."""
    await world.open_desk(BOB)
    conversation = await held(world)
    await last_seen_now(world)
    taken = world.clock()
    assert await sweep(world) == 0
    world.clock.move(seconds=PRESENT.total_seconds() + 1)
    assert await sweep(world) == 1
    [waiting] = await world.desk.queue()
    assert (waiting.id, waiting.owner, waiting.staff, waiting.queued_at) == (
        conversation,
        Owner.QUEUE,
        None,
        taken,
    )
    assert (await world.said(conversation))[-1] == BACK_IN_QUEUE
    assert await sweep(world) == 0


async def test_while_nobody_is_there_the_bot_takes_up_what_the_holder_left(world: World) -> None:
    conversation = await held(world)
    await say(world, "人呢？还在吗", "查一下我的电费")
    await world.close_desk()
    assert await sweep(world) == 1
    await settled(world)
    assert (await world.said(conversation))[-2:] == [LEFT_ALONE, "听到：查一下我的电费"]
    assert [each.id for each in await world.desk.queue()] == [conversation]


async def test_whoever_leaves_gives_his_talks_to_the_queue_or_to_the_bot(world: World) -> None:
    first, second = await held(world), await held(world, customer="c2")
    assert await world.desk.leave(ALICE, to_bot=False) == 2
    assert {each.id for each in await world.desk.queue()} == {first, second}
    await world.desk.take_over(second, ALICE)
    await say(world, "我的电费怎么高了", customer="c2")
    assert await world.desk.leave(ALICE, to_bot=True) == 1
    await settled(world)
    assert (await world.desk.get(second)).owner is Owner.BOT
    assert (await world.said(second))[-1] == "听到：我的电费怎么高了"


async def test_a_colleague_takes_over_from_one_who_is_gone_and_an_admin_from_anybody(world: World) -> None:
    conversation = await held(world)
    with pytest.raises(AlreadyTaken):
        await world.desk.take_over(conversation, BOB, from_colleague=True)
    with pytest.raises(AlreadyTaken):
        await world.desk.take_over(conversation, ADMIN)
    assert (await world.desk.take_over(conversation, ADMIN, from_colleague=True)).staff == BOB.id
    await world.desk.take_over(conversation, StaffMember(ALICE.id, "alice", "小爱", "admin"), True)
    await world.close_desk()
    assert (await world.desk.take_over(conversation, BOB, from_colleague=True)).staff == BOB.id
    assert (await world.said(conversation))[-1] == "工作人员小博已接入，正在为您服务。"


# Passing on


async def test_a_talk_is_passed_on_with_a_note_for_the_colleague_only(world: World) -> None:
    await world.open_desk(BOB)
    conversation = await held(world)
    passed = await world.desk.transfer(conversation, ALICE, BOB.id, "账单问题，户号已核对")
    assert (passed.staff, passed.owner) == (BOB.id, Owner.STAFF)
    assert passed.packet["facts"][PASSED_ON] == "小爱：账单问题，户号已核对"
    assert not any("账单问题" in text for text in await world.said(conversation))
    assert "小博" in (await world.said(conversation))[-1]
    with pytest.raises(NotOwner):
        await world.desk.reply(conversation, ALICE, "还有", "k9")
    back = await world.desk.transfer(conversation, BOB, ALICE.id, "")
    assert back.packet["facts"][PASSED_ON] == "小爱：账单问题，户号已核对；小博：没有留言"


async def test_nobody_is_given_a_talk_who_is_not_there(world: World) -> None:
    conversation = await held(world)
    for nobody in (BOB.id, ALICE.id, "x"):
        with pytest.raises(Refused):
            await world.desk.transfer(conversation, ALICE, nobody, "")
    assert (await world.desk.get(conversation)).staff == ALICE.id


async def test_a_phone_told_later_is_the_contact_of_an_order_that_has_none(world: World) -> None:
    """The phone of an emergency stood in the history in clear, and 联系人 stayed empty."""
    conversation = await held(world)
    made = await world.tickets.create(NewTicket(conversation, "danger", "k", "危险：着火"))
    await world.tickets.add_note(conversation, made.ticket.number, "联系电话：13955667788", "n1")
    await world.tickets.add_note(conversation, made.ticket.number, "或者13800000000", "n2")
    query = sa.select(tickets.c.phone)
    assert await world.store.read(lambda tx: tx.execute(query).scalar_one()) == "13955667788"


async def test_a_nameless_order_takes_no_phone_from_words_and_loses_the_one_it_had(world: World) -> None:
    conversation = await held(world)
    row = sa.select(tickets.c.phone, tickets.c.contact_name)
    new = NewTicket(conversation, "theft", "k", "举报", details={"保密要求": "匿名"})
    made = await world.tickets.create(new)
    await world.tickets.add_note(conversation, made.ticket.number, "我家的事打13955667788", "n1")
    assert (await world.store.read(lambda tx: tx.execute(row).one())) == (None, None)
    await world.tickets.add_note(conversation, made.ticket.number, "我姓林", "n4", contact_name="林")
    assert (await world.store.read(lambda tx: tx.execute(row).one())) == (None, None)
    new = NewTicket(conversation, "complaint", "k2", "投诉", contact_name="林", phone="13955667788")
    named = await world.tickets.create(new)
    told = await world.tickets.add_note(conversation, named.ticket.number, "改成匿名", "n2", nameless=True)
    assert told.phone is None and told.contact_name is None and told.details["匿名"] == "是"
    told = await world.tickets.add_note(
        conversation, named.ticket.number, "还是留电话", "n3", phone="13955667788"
    )
    assert told.phone == "13955667788" and "匿名" not in told.details


async def test_a_name_told_later_takes_the_place_of_the_first(world: World) -> None:
    conversation = await held(world)
    made = await world.tickets.create(NewTicket(conversation, "business", "k", "预约", contact_name="季"))
    told = await world.tickets.add_note(conversation, made.ticket.number, "姓纪", "n1", contact_name="纪")
    assert told.contact_name == "纪"


# Helping the customer, and finding him again


async def test_the_holder_sees_phones_and_accounts_in_full(world: World) -> None:
    conversation = await held(world, "户号1201 1095 59，电话138-1234-1001")
    await say(world, "我家座机0518-87654321，手机还是13812341001")
    found = await world.desk.contact(conversation, ALICE)
    assert found.phones == ("13812341001", "051887654321")
    assert found.accounts == ("1201109559",)
    with pytest.raises(NotOwner):
        await world.desk.contact(conversation, BOB)


ORDER = StaffOrder("outage_home", "家里没电，邻居有电", "青口镇金海花园3号楼", "138 1234 1001", "k1")


async def test_staff_make_an_order_by_the_bots_rules_and_the_customer_hears_its_number(world: World) -> None:
    """A clerk's only way to a repair was to give the talk back to the bot."""
    conversation = await held(world)
    made = await world.tickets.make_order(conversation, ALICE, ORDER)
    assert (made.biz_type, made.phone, made.address) == ("故障报修", "13812341001", "青口镇金海花园3号楼")
    assert made.history[0].actor == "小爱"
    assert made.clocks
    told = (await world.said(conversation))[-1]
    assert told.startswith(f"已为您登记故障报修工单{made.number}。") and "分钟" in told
    again = await world.tickets.make_order(conversation, ALICE, ORDER)
    assert again.number == made.number
    assert sum(made.number in text for text in await world.said(conversation)) == 1
    joined = await world.tickets.make_order(conversation, ALICE, replace(ORDER, client_id="k2"))
    assert joined.number == made.number, "the same matter at the same place is one order"


@pytest.mark.parametrize(
    "unfit",
    [{"topic": "x"}, {"summary": " "}, {"address": ""}, {"phone": "1381234"}, {"summary": "长" * 400}],
)
async def test_an_unfit_order_is_refused_with_words(world: World, unfit: dict[str, str]) -> None:
    conversation = await held(world)
    with pytest.raises(Refused):
        await world.tickets.make_order(conversation, ALICE, replace(ORDER, **unfit))
    assert await world.tickets.of_conversation(conversation) == []


async def test_only_the_holder_makes_orders_and_danger_makes_them_urgent(world: World) -> None:
    conversation = await held(world)
    with pytest.raises(NotOwner):
        await world.tickets.make_order(conversation, BOB, ORDER)
    urgent = replace(ORDER, topic="facility", summary="电线掉在地上冒火花", address="村口")
    assert (await world.tickets.make_order(conversation, ALICE, urgent)).urgency == "紧急"


async def test_a_closed_talk_is_found_by_day_account_phone_and_ticket(world: World) -> None:
    """A talk without an order could never be found again once it was closed."""
    conversation = await held(world, "户号1201109559，电话13812341001")
    made = await world.tickets.make_order(conversation, ALICE, ORDER)
    await world.desk.close(conversation, ALICE)
    await held(world, "别的事", "c2")
    day = world.clock().date()

    async def found(**wanted: Any) -> list[str]:
        return [each.id for each in (await world.desk.past(Past(**wanted)))[0]]

    assert len(await found()) == len(await found(day=day)) == 2
    assert await found(day=day - timedelta(days=1)) == []
    for wanted in (
        {"account": "1201109559"},
        {"phone_end": "1001"},
        {"phone_end": "13812341001"},
        {"ticket": made.number},
        {"ticket": made.number[-4:]},
        {"ticket": made.number, "day": day},
    ):
        assert await found(**wanted) == [conversation], wanted
    for wanted in ({"account": "1201109550"}, {"phone_end": "1002"}, {"ticket": "9999"}):
        assert await found(**wanted) == [], wanted
    for nonsense in ({"account": "12"}, {"phone_end": "1%"}, {"ticket": "GD%"}):
        with pytest.raises(Refused):
            await found(**nonsense)


async def test_old_talks_come_in_pages(world: World) -> None:
    for number in range(23):
        await world.hear("你好", f"v{number}")
    first, more = await world.desk.past(Past())
    second, no_more = await world.desk.past(Past(), 1)
    assert (len(first), more, len(second), no_more) == (20, True, 3, False)


async def test_danger_said_to_staff_is_reported_with_the_place_and_the_phone_that_the_talk_knows(
    world: World,
) -> None:
    """The crew read “未填” though both stood on the packet's sheet and above it in the talk."""
    packet = {"facts": {"停电地址": "黑林镇石头墩村一组"}}
    world.bot.answers = [Answer((Reply("好的，给您转人工。"),), HandOver("ask_human", packet=packet))]
    conversation = await held(world, "石头墩村一组跳闸推不上 13722223333")
    await say(world, SHOCK)
    query = sa.select(tickets.c.address, tickets.c.phone)
    assert await world.store.read(lambda tx: tx.execute(query).one()) == ("黑林镇石头墩村一组", "13722223333")
    assert "黑林镇石头墩村一组" in (await world.said(conversation))[-1], (
        "a wrong place could not be put right"
    )
    await say(world, "火更大了")
    assert sum("黑林镇石头墩村一组" in text for text in await world.said(conversation)) == 1


async def test_an_open_emergency_without_a_place_gets_it_with_the_next_words(world: World) -> None:
    conversation = await held(world)
    await world.tickets.create(NewTicket(conversation, "danger", "bot", "危险：着火"))
    await world.tickets.create(NewTicket(conversation, "outage_home", "o", "没电", address="宋庄镇任庄村"))
    await say(world, "火更大了 有人触电倒地了")
    query = sa.select(tickets.c.address).where(tickets.c.topic == "danger")
    assert await world.store.read(lambda tx: tx.execute(query).scalar_one()) == "宋庄镇任庄村"


async def test_after_a_danger_the_bot_hears_of_nothing_else_and_warns_once(world: World) -> None:
    """A clerk's machine broke: seven lines of the bot, three forms, and the same alarm a second time."""
    conversation = await held(world)
    await answer(world, conversation, "电表是每天都跳吗？")
    await say(world, "是的 每天晚上七八点跳", "[微笑]", SHOCK)
    await world.close_desk()
    world.bot.always = Answer((Reply(advice("fire"), urgent=True), Reply("请告诉我具体位置")))
    before = len(world.bot.turns)
    await sweep(world)
    await settled(world)
    assert [turn.text for turn in world.bot.turns[before:]] == [SHOCK]
    assert (await world.said(conversation)).count(advice("fire")) <= 1


@pytest.mark.parametrize("line", ["是的 每天晚上七八点跳", "[微笑]", "👍", "/::)"])
async def test_what_answers_the_staff_s_question_or_says_nothing_is_not_replayed(
    world: World, line: str
) -> None:
    conversation = await held(world)
    await answer(world, conversation, "电表是每天都跳吗？")
    await say(world, line, "查一下我的电费")
    assert await given_back(world, conversation) == ["查一下我的电费"]


async def test_a_colleague_s_note_outlives_the_way_through_the_queue(world: World) -> None:
    await world.open_desk(BOB)
    conversation = await held(world)
    await world.desk.transfer(conversation, ALICE, BOB.id, "户号已核对")
    await world.desk.requeue(conversation, BOB)
    world.bot.answers = [
        Answer((Reply("好"),), HandOver("ask_human", packet={"facts": {"停电地址": "青口镇"}}))
    ]
    await say(world, "我家电费不对")
    facts = (await world.desk.get(conversation)).packet["facts"]
    assert facts == {"停电地址": "青口镇", PASSED_ON: "小爱：户号已核对"}


async def test_what_was_handed_over_is_known_as_long_as_the_talk_goes_on(world: World) -> None:
    """After the hand-back the sheet was empty: “会话不是由机器人转来的”, and the colleague's note was gone."""
    await world.open_desk(BOB)
    packet = {"summary": "停电", "facts": {"停电地址": "青口镇"}}
    world.bot.answers = [Answer((Reply("好的"),), HandOver("ask_human", packet=packet))]
    conversation = await held(world)
    await world.desk.transfer(conversation, ALICE, BOB.id, "已核对")
    given = await world.desk.release(conversation, BOB)
    assert given.packet == {"summary": "停电", "facts": {"停电地址": "青口镇", PASSED_ON: "小爱：已核对"}}
    assert (given.reason, given.urgent) == (None, False)
    await world.desk.take_over(conversation, ALICE)
    assert (await world.desk.close(conversation, ALICE)).packet == {}


async def test_a_new_session_knows_nothing_of_the_last_hand_over(world: World) -> None:
    conversation = await held(world)
    await world.change(conversation, packet={"summary": "停电"})
    await world.desk.release(conversation, ALICE)
    world.clock.move(days=2)
    await say(world, "你好")
    assert (await world.desk.get(conversation)).packet == {}
