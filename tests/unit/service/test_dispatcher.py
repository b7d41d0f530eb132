"""Every message is answered once, in order, whatever breaks on the way; and nobody waits in silence or in danger."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from PIL import Image

from common.danger_advice import advice
from service.bot.port import Answer, BotFailed, BotUnavailable, HandOver, Reply
from service.conversations.asking import FAILURES, SORRY_LATER, SORRY_PERSON, TURNS
from service.conversations.pace import Pace
from service.face import Author, Kind, Owner, Place, State
from service.store import Transaction
from service.store.tables import conversations, messages
from tests.unit.service.world import ALICE, IMPATIENT, QUICK, World, until

SHOCK = "有人触电了"


async def finished(world: World, *conversations: str) -> None:
    """Waits until the bot or a person has every message."""

    async def nothing_new() -> bool:
        return "new" not in await world.open_messages()

    await until(nothing_new)


def dispatch(world: World) -> None:
    world.process.start(world.process.dispatcher)


def dispatch_impatiently(world: World, pace: Pace = IMPATIENT) -> None:
    process = world.another_process(pace)
    process.start(process.dispatcher)


async def test_a_message_is_received_answered_and_marked(world: World) -> None:
    dispatch(world)
    heard = await world.hear("停电了")
    await finished(world)
    asked, answered = await world.messages(heard.conversation)
    assert (asked.state, answered.state) == (State.PROCESSED, State.PENDING)
    assert (answered.author, answered.text) == (Author.BOT, "听到：停电了")
    [turn] = world.bot.turns
    assert (turn.message, turn.session, turn.kind, turn.text) == (heard.message, 1, Kind.TEXT, "停电了")


async def test_what_was_stored_before_the_start_is_answered(world: World) -> None:
    heard = await world.hear("停电了")
    dispatch(world)
    await finished(world)
    assert await world.said(heard.conversation) == ["停电了", "听到：停电了"]


async def test_messages_of_a_conversation_are_answered_one_after_the_other_in_order(world: World) -> None:
    world.bot.gate.clear()
    dispatch(world)
    for text in "甲乙丙":
        heard = await world.hear(text)
    await until(lambda: world.bot.turns)
    await asyncio.sleep(0.05)
    assert [turn.text for turn in world.bot.turns] == ["甲"]
    world.bot.gate.set()
    await finished(world)
    assert [turn.text for turn in world.bot.turns] == ["甲", "乙", "丙"]
    assert (await world.said(heard.conversation))[3:] == ["听到：甲", "听到：乙", "听到：丙"]


async def test_one_slow_conversation_holds_up_no_other(world: World) -> None:
    world.bot.answers = [BotUnavailable("slow")] * 20
    dispatch(world)
    await asyncio.gather(*(world.hear("你好", customer=f"c{number}") for number in range(10)))
    await finished(world)
    assert world.bot.answers == []


async def test_replies_with_buttons_pictures_and_urgency_are_stored_as_given(world: World) -> None:
    offered = [{"title": "是", "payload": "/yes"}]
    world.bot.answers = [
        Answer((Reply("快离开", urgent=True), Reply("对吗？", offered), Reply("", media="m1")))
    ]
    dispatch(world)
    heard = await world.hear("冒烟了")
    await finished(world)
    _, first, second, third = await world.messages(heard.conversation)
    assert (first.urgent, second.urgent) == (True, False)
    assert [button.title for button in second.buttons] == ["是"]
    assert second.buttons[0].id == f"{second.id}-0"
    assert (third.kind, third.media) == (Kind.IMAGE, "m1")


async def test_the_bot_gets_place_and_payload_and_event(world: World) -> None:
    place = Place(34.8, 119.1, "青口镇")
    dispatch(world)
    await world.hear("青口镇", kind=Kind.LOCATION, place=place)
    await world.hear("", kind=Kind.EVENT, event="menu:bill")
    await finished(world)
    assert world.bot.turns[0].place == place
    assert world.bot.turns[1].event == "menu:bill"


# Crashes


def completes(tx: Transaction) -> bool:
    """Whether this transaction stores an answer."""
    query = sa.select(messages.c.id).where(messages.c.author == "bot", messages.c.text == "听到：停电了")
    return tx.execute(query).first() is not None


async def test_a_crash_between_answer_and_commit_repeats_the_turn_with_the_same_id_and_answers_once(
    world: World,
) -> None:
    world.store.breaks_on = completes
    dispatch(world)
    heard = await world.hear("停电了")
    await finished(world)
    assert [turn.message for turn in world.bot.turns] == [heard.message] * 2
    assert await world.said(heard.conversation) == ["停电了", "听到：停电了"]


async def test_a_process_that_died_in_the_middle_of_a_turn_is_succeeded_by_another(world: World) -> None:
    other = world.another_process()
    heard = await world.hear("停电了")
    lease = {"dispatch_by": "the dead one", "dispatch_until": world.clock() + timedelta(seconds=15)}
    await world.change(heard.conversation, **lease)
    other.start(other.dispatcher)
    dispatch(world)
    await asyncio.sleep(0.1)
    assert world.bot.turns == []  # as long as the lease lasts it may be alive
    world.clock.move(seconds=16)
    await finished(world)
    assert await world.said(heard.conversation) == ["停电了", "听到：停电了"]
    row = await world.row(heard.conversation)
    assert (row.dispatch_by, row.dispatch_until) == (None, None)


async def test_two_processes_answer_each_message_once(world: World) -> None:
    other = world.another_process()
    other.start(other.dispatcher)
    dispatch(world)
    for number in range(30):
        log = (world.log, other.log)[number % 2]
        await log.receive(world.inbound(str(number), customer=f"c{number % 5}"))
    await finished(world)
    assert sorted(int(turn.text) for turn in world.bot.turns) == list(range(30))


async def test_a_turn_longer_than_the_lease_keeps_it(world: World) -> None:
    other = world.another_process()
    world.bot.gate.clear()
    dispatch(world)
    heard = await world.hear("停电了")
    await until(lambda: world.bot.turns)
    other.start(other.dispatcher)
    for _ in range(4):
        renewed = (await world.row(heard.conversation)).dispatch_until
        world.clock.move(seconds=QUICK.dispatch_lease * 0.8)

        async def is_renewed(before: object = renewed) -> bool:
            return (await world.row(heard.conversation)).dispatch_until > before

        await until(is_renewed)
    assert len(world.bot.turns) == 1
    world.bot.gate.set()
    await finished(world)
    assert len(world.bot.turns) == 1


async def test_an_answer_that_comes_after_another_process_gave_it_is_dropped(world: World) -> None:
    other = world.another_process()
    world.bot.gate.clear()
    dispatch(world)
    heard = await world.hear("停电了")
    await until(lambda: world.bot.turns)
    await world.process.freeze()
    world.clock.move(minutes=1)
    other.start(other.dispatcher)
    await until(lambda: len(world.bot.turns) == 2)
    world.bot.gate.set()
    await finished(world)
    await asyncio.sleep(0.1)
    assert await world.said(heard.conversation) == ["停电了", "听到：停电了"]


async def test_a_stop_in_the_middle_of_a_turn_leaves_it_to_the_next_process_at_once(world: World) -> None:
    world.bot.gate.clear()
    dispatch(world)
    heard = await world.hear("停电了")
    await until(lambda: world.bot.turns)
    await world.process.freeze()
    await world.process.dispatcher.stop()
    assert (await world.row(heard.conversation)).dispatch_by is None
    world.bot.gate.set()
    other = world.another_process()
    other.start(other.dispatcher)
    await finished(world)
    assert await world.said(heard.conversation) == ["停电了", "听到：停电了"]


async def test_an_answer_that_cannot_be_stored_holds_up_nobody_and_goes_to_a_person(world: World) -> None:
    """Such a message was tried for ever: the customer heard nothing, and nothing he said later was looked at."""
    unstorable = Answer((Reply({"not": "a text"}),))  # type: ignore[arg-type]
    world.bot.answers = [unstorable] * FAILURES
    dispatch(world)
    heard = await world.hear("坏消息")
    await world.hear("停电了")
    await finished(world)
    assert (await world.said(heard.conversation))[2:3] == [SORRY_PERSON]
    assert (await world.desk.get(heard.conversation)).owner is Owner.QUEUE


async def test_a_reason_longer_than_its_column_is_cut(world: World) -> None:
    world.bot.answers = [Answer((), HandOver("r" * 100))]
    dispatch(world)
    heard = await world.hear("转人工")
    await finished(world)
    assert (await world.desk.get(heard.conversation)).reason == "r" * 64


# Ownership


async def test_a_bot_whose_conversation_was_taken_over_while_it_thought_stays_silent(world: World) -> None:
    world.bot.gate.clear()
    dispatch(world)
    heard = await world.hear("你好")
    await until(lambda: world.bot.turns)
    await world.desk.take_over(heard.conversation, ALICE)
    world.bot.gate.set()
    await finished(world)
    assert "听到：你好" not in await world.said(heard.conversation)


async def test_a_message_that_came_while_staff_gave_the_conversation_back_is_answered(world: World) -> None:
    """It was read while staff still had the talk, marked as done, and never answered by anybody."""
    heard = await world.hear("转人工")
    await world.store.write(lambda tx: tx.execute(messages.update().values(state="processed")))
    await world.desk.take_over(heard.conversation, ALICE)

    class Slow(dict[str, bytes]):
        """The platform's files; asking for one takes until the conversation has been given back."""

        def __contains__(self, key: object) -> bool:
            asyncio.get_running_loop()
            return True

    released = asyncio.Event()
    fetching = asyncio.Event()

    async def fetch(media_ref: str) -> tuple[bytes, str]:
        fetching.set()
        await released.wait()
        return picture(), "image/png"

    world.web.fetch = fetch  # type: ignore[method-assign]
    dispatch(world)
    await world.hear("", kind=Kind.IMAGE, media_ref="r1")
    await fetching.wait()
    await world.desk.release(heard.conversation, ALICE)
    released.set()
    await finished(world)
    assert [turn.kind for turn in world.bot.turns] == [Kind.IMAGE]


def picture() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(output, "PNG")
    return output.getvalue()


async def test_a_picture_is_brought_home_before_the_bot_sees_it(world: World) -> None:
    world.web.files["r1"] = picture()
    dispatch(world)
    heard = await world.hear("", kind=Kind.IMAGE, media_ref="r1")
    await finished(world)
    [stored, _] = await world.messages(heard.conversation)
    assert stored.media and world.bot.turns[0].media == stored.media


@pytest.mark.parametrize("content", [None, b"no picture", b"\x89PNG\r\n\x1a\n broken"])
async def test_a_picture_that_cannot_be_had_does_not_end_the_talk(
    world: World, content: bytes | None
) -> None:
    if content:
        world.web.files["r1"] = content
    dispatch(world)
    await world.hear("", kind=Kind.IMAGE, media_ref="r1")
    await finished(world)
    assert world.bot.turns[0].media is None


async def test_while_a_person_has_the_talk_the_bot_hears_nothing(world: World) -> None:
    heard = await world.hear("我家电表黑了")
    await world.change(heard.conversation, owner=Owner.STAFF.value)
    dispatch(world)
    await finished(world)
    assert world.bot.turns == []
    assert await world.said(heard.conversation) == ["我家电表黑了"]


async def test_words_and_hand_over_are_one_step(world: World) -> None:
    packet = {"summary": "要人工", "tickets": []}
    answer = Answer((Reply("已为您转人工"),), HandOver("ask_human", packet=packet))
    world.bot.answers = [answer, answer]

    def is_queued(tx: Transaction) -> bool:
        return (
            tx.execute(sa.select(conversations.c.id).where(conversations.c.owner == "queue")).first()
            is not None
        )

    world.store.breaks_on = is_queued
    dispatch(world)
    heard = await world.hear("转人工")
    await until(lambda: len(world.bot.turns) == 2)
    await finished(world)
    asked, answered, _ = await world.said(heard.conversation)
    assert (asked, answered) == ("转人工", "已为您转人工")
    [waiting] = await world.desk.queue()
    assert (waiting.owner, waiting.reason, waiting.packet) == (Owner.QUEUE, "ask_human", packet)
    assert (waiting.queued_at, waiting.urgent) == (world.clock(), False)


async def test_staff_are_alerted_while_the_bot_still_asks(world: World) -> None:
    world.bot.answers = [
        Answer(
            (Reply("请离远", urgent=True), Reply("在哪里？")),
            HandOver("danger", urgent=True, keep_bot=True),
            asks="danger_form",
        )
    ]
    dispatch(world)
    heard = await world.hear("电线掉了")
    await finished(world)
    [waiting] = await world.desk.queue()
    assert (waiting.owner, waiting.urgent, waiting.reason) == (Owner.BOT, True, "danger")
    assert waiting.asks
    await world.hear("村口")
    await finished(world)
    assert "听到：村口" in await world.said(heard.conversation)
    assert not (await world.desk.get(heard.conversation)).asks


async def test_a_second_call_for_a_person_keeps_the_place_in_the_queue(world: World) -> None:
    world.bot.answers = [
        Answer((Reply("请离远"),), HandOver("danger", urgent=True, keep_bot=True)),
        Answer((Reply("已登记"),), HandOver("ask_human", packet={"summary": "地点：村口"})),
    ]
    dispatch(world)
    began = world.clock()
    await world.hear("电线掉了")
    await finished(world)
    world.clock.move(minutes=3)
    await world.hear("村口")
    await finished(world)
    [waiting] = await world.desk.queue()
    assert (waiting.owner, waiting.queued_at, waiting.urgent) == (Owner.QUEUE, began, True)
    assert (waiting.reason, waiting.packet) == ("danger", {"summary": "地点：村口"})


async def test_danger_said_to_a_person_brings_advice_at_once_and_urgency(world: World) -> None:
    heard = await world.hear("转人工")
    await world.change(heard.conversation, owner=Owner.STAFF.value)
    dispatch(world)
    await world.hear(SHOCK)
    await finished(world)
    told = (await world.messages(heard.conversation))[-1]
    assert (told.text, told.urgent) == (advice("shock"), True)
    assert (await world.desk.get(heard.conversation)).urgent


async def test_danger_spoken_to_a_person_brings_advice_too(world: World) -> None:
    heard = await world.hear("转人工")
    await world.change(heard.conversation, owner=Owner.STAFF.value)
    dispatch(world)
    await world.hear(SHOCK, kind=Kind.VOICE)
    await finished(world)
    assert (await world.said(heard.conversation))[-1] == advice("shock")


# The bot is away, fails, or is silent


async def test_while_the_bot_is_away_one_word_of_comfort_and_then_the_answer(world: World) -> None:
    world.bot.always = BotUnavailable("no model")
    dispatch_impatiently(world)
    heard = await world.hear("停电了")
    await until(lambda: is_said(world, heard.conversation, SORRY_LATER))
    await asyncio.sleep(IMPATIENT.patience * 2)
    world.bot.always = None
    await finished(world)
    assert await world.said(heard.conversation) == ["停电了", SORRY_LATER, "听到：停电了"]


async def is_said(world: World, conversation: str, text: str) -> bool:
    return text in await world.said(conversation)


async def test_a_bot_that_answers_in_time_needs_no_comfort(world: World) -> None:
    pace = replace(IMPATIENT, patience=1.0)
    dispatch_impatiently(world, pace)
    heard = await world.hear("停电了")
    await finished(world)
    await asyncio.sleep(pace.patience * 1.5)
    assert await world.said(heard.conversation) == ["停电了", "听到：停电了"]


async def test_danger_while_the_bot_is_away_brings_advice_and_calls_staff_at_once(world: World) -> None:
    """The customer got advice, but nobody was told before the bot came back."""
    world.bot.always = BotUnavailable("no model")
    known = await world.log.open("web", "c1")
    await world.change(known.id, packet={"summary": "电费", "facts": {"停电地址": "青口镇"}})
    dispatch_impatiently(world)
    heard = await world.hear(SHOCK)
    await until(lambda: is_said(world, heard.conversation, advice("shock")))
    [waiting] = await world.desk.queue()
    assert (waiting.owner, waiting.urgent, waiting.reason) == (Owner.BOT, True, "danger")
    assert SHOCK in waiting.packet["summary"]
    assert waiting.packet["facts"] == {"停电地址": "青口镇"}
    assert (await world.messages(heard.conversation))[-1].urgent
    world.bot.always = None
    await finished(world)
    assert (await world.said(heard.conversation))[-1] == f"听到：{SHOCK}"


async def test_danger_is_heard_however_many_wait_for_a_bot_that_is_away(world: World) -> None:
    """As many conversations as the bot takes at once filled every place, and the next got neither comfort nor advice."""
    world.bot.always = BotUnavailable("no model")
    dispatch_impatiently(world)
    for number in range(TURNS + 3):
        await world.hear("停电了", customer=f"c{number}")
    held = await world.hear("转人工", customer="held")
    await world.change(held.conversation, owner="staff")
    heard = await world.hear(SHOCK, customer="in danger")
    await world.hear(SHOCK, customer="held")
    for conversation in (heard.conversation, held.conversation):
        await until(lambda one=conversation: is_said(world, one, advice("shock")))
    world.bot.always = None


async def test_the_platforms_own_events_need_no_comfort(world: World) -> None:
    world.bot.always = BotUnavailable("no model")
    dispatch_impatiently(world)
    heard = await world.hear("", kind=Kind.EVENT, event="subscribe")
    await until(lambda: len(world.bot.turns) > 3)
    await asyncio.sleep(IMPATIENT.patience * 2)
    assert (await world.row(heard.conversation)).last_seq == 1
    world.bot.always = None


async def test_a_bot_that_is_away_until_a_colleague_takes_over_leaves_the_talk_to_him(world: World) -> None:
    world.bot.always = BotUnavailable("no model")
    dispatch(world)
    heard = await world.hear("停电了")
    await until(lambda: world.bot.turns)
    await world.desk.take_over(heard.conversation, ALICE)
    await finished(world)
    world.bot.always = None
    await world.desk.reply(heard.conversation, ALICE, "我来帮您", "k1")
    await world.desk.release(heard.conversation, ALICE)
    await asyncio.sleep(0.1)
    assert "听到：停电了" not in await world.said(heard.conversation)


@pytest.mark.parametrize("failures", [1, FAILURES - 1])
async def test_a_bot_that_fails_now_and_then_still_answers(world: World, failures: int) -> None:
    world.bot.answers = [BotFailed("oops")] * failures
    dispatch(world)
    heard = await world.hear("停电了")
    await finished(world)
    assert await world.said(heard.conversation) == ["停电了", "听到：停电了"]


async def test_a_bot_that_fails_four_times_calls_a_person(world: World) -> None:
    world.bot.always = BotFailed("oops")
    dispatch(world)
    heard = await world.hear("停电了")
    await finished(world)
    assert len(world.bot.turns) == FAILURES
    assert (await world.said(heard.conversation))[:2] == ["停电了", SORRY_PERSON]
    assert (await world.desk.queue())[0].reason == "bot_failed"


async def test_a_bot_that_says_nothing_calls_a_person(world: World) -> None:
    world.bot.always = Answer(())
    dispatch(world)
    heard = await world.hear("停电了")
    await finished(world)
    assert (await world.said(heard.conversation))[:2] == ["停电了", SORRY_PERSON]
    assert (await world.desk.queue())[0].reason == "bot_silent"


async def test_silence_on_a_platforms_event_is_fine(world: World) -> None:
    world.bot.always = Answer(())
    dispatch(world)
    heard = await world.hear("", kind=Kind.EVENT, event="subscribe")
    await finished(world)
    assert await world.said(heard.conversation) == []
    assert await world.desk.queue() == []


async def test_typing_is_shown_while_the_customer_waits(world: World) -> None:
    world.bot.gate.clear()
    dispatch(world)
    await world.hear("停电了")
    await until(lambda: world.web.typed == 1)


async def test_an_open_question_is_noted_and_the_next_message_ends_it(world: World) -> None:
    world.bot.answers = [Answer((Reply("在哪里？"),), asks="outage_form")]
    dispatch(world)
    heard = await world.hear("停电了")
    await finished(world)
    assert (await world.row(heard.conversation)).asked_at == world.clock()
    await world.hear("海头镇")
    await finished(world)
    assert (await world.row(heard.conversation)).asked_at is None


async def test_a_channel_that_was_switched_off_breaks_nothing(world: World) -> None:
    world.bot.gate.clear()
    dispatch(world)
    heard = await world.hear("停电了", channel="fax", kind=Kind.IMAGE, media_ref="r1")
    await until(lambda: world.bot.turns)
    await asyncio.sleep(QUICK.typing * 3)
    world.bot.gate.set()
    await finished(world)
    assert (await world.said(heard.conversation))[-1] == "听到：停电了"


async def test_the_work_goes_on_after_the_database_was_away(world: World) -> None:
    def reads_or_writes(tx: Transaction) -> bool:
        return True

    dispatch(world)
    world.store.breaks_on = reads_or_writes
    world.clock.now += timedelta(seconds=1)
    other = world.another_process()
    heard = await other.log.receive(world.inbound("停电了"))
    await finished(world)
    assert await world.said(heard.conversation) == ["停电了", "听到：停电了"]
