"""Answers reach the customer once and in order, within the platform's limits, or staff see why they did not."""

from __future__ import annotations

import asyncio

import pytest

from service.bot.port import Answer, Reply
from service.conversations.delivery import NO_CHANNEL, NO_PLAN, NO_QUOTA, NO_WINDOW, NOT_KNOWN
from service.face import Outcome, Sent, State, Window
from tests.unit.service.world import World, until

AWAY = Sent(Outcome.RETRY, "平台没有应答")
SENT = Sent(Outcome.SENT)


async def answered(world: World, *replies: Reply, on: str = "wechat") -> str:
    """A customer's message and its answers, not yet delivered; the conversation."""
    world.bot.answers = [Answer(replies or (Reply("一"), Reply("二")))]
    heard = await (world.hear_on_wechat() if on == "wechat" else world.hear(channel=on))
    world.process.start(world.process.dispatcher)

    async def has_answer() -> bool:
        return "new" not in await world.open_messages()

    await until(has_answer)
    return heard.conversation


async def ends(world: World, conversation: str) -> list[tuple[State, str | None]]:
    """How the answers ended."""
    world.process.start(world.process.delivery)
    await world.settled()
    return [(message.state, message.reason) for message in (await world.messages(conversation))[1:]]


async def test_answers_are_sent_in_order_and_once(world: World) -> None:
    talk = await answered(world)
    assert await ends(world, talk) == [(State.SENT, None)] * 2
    assert world.wechat.calls == ["一", "二"]


async def test_a_platform_that_is_away_is_tried_again_and_nothing_overtakes(world: World) -> None:
    world.wechat.outcomes = [AWAY]
    talk = await answered(world)
    world.process.start(world.process.delivery)
    await world.waits_for_try(1)
    assert world.wechat.calls == ["一"]
    world.clock.move(seconds=1)
    await world.settled()
    assert world.wechat.calls == ["一", "一", "二"]
    assert {message.state for message in (await world.messages(talk))[1:]} == {State.SENT}


async def test_half_an_hour_without_the_platform_loses_no_answer(world: World) -> None:
    world.wechat.always = AWAY
    talk = await answered(world, Reply("快离开", urgent=True))
    world.process.start(world.process.delivery)
    for tries in range(1, 30):
        await world.waits_for_try(tries)
        world.clock.move(minutes=1)
    world.wechat.always = SENT
    world.clock.move(minutes=1)
    await world.settled()
    assert (await world.messages(talk))[1].state is State.SENT


async def test_after_an_hour_the_answer_is_given_up_with_the_platforms_reason(world: World) -> None:
    world.wechat.always = AWAY
    talk = await answered(world, Reply("一"))
    world.process.start(world.process.delivery)
    await world.waits_for_try(1)
    world.clock.move(hours=1)
    await world.settled()
    assert (await world.messages(talk))[1].reason == AWAY.reason


@pytest.mark.parametrize(
    ("window", "hours", "sent", "reason"),
    [(Window(1, 48 * 3600), 0, ["一"], NO_QUOTA), (Window(5, 48 * 3600), 49, [], NO_WINDOW)],
)
async def test_what_the_platform_does_not_allow_fails_with_its_reason(
    world: World, window: Window, hours: int, sent: list[str], reason: str
) -> None:
    world.bot.answers = [Answer((Reply("一"), Reply("二")))]
    heard = await world.hear_on_wechat(window=window)
    world.process.start(world.process.dispatcher)
    await until(lambda: world.bot.turns)
    await asyncio.sleep(0.1)
    world.clock.move(hours=hours)
    assert (await ends(world, heard.conversation))[-1] == (State.FAILED, reason)
    assert world.wechat.calls == sent


async def test_a_call_whose_fate_is_unknown_is_not_repeated_where_that_would_answer_twice(
    world: World,
) -> None:
    world.wechat.outcomes = [RuntimeError("the line broke")]
    talk = await answered(world)
    assert await ends(world, talk) == [(State.FAILED, NOT_KNOWN), (State.SENT, None)]
    assert world.wechat.calls == ["一", "二"]


async def test_urgent_advice_of_unknown_fate_goes_out_once_more(world: World) -> None:
    world.wechat.outcomes = [RuntimeError("the line broke"), RuntimeError("again")]
    talk = await answered(world, Reply("快离开", urgent=True))
    assert await ends(world, talk) == [(State.FAILED, NOT_KNOWN)]
    assert world.wechat.calls == ["快离开"] * 2


async def test_where_repeating_does_no_harm_it_is_repeated(world: World) -> None:
    world.web.outcomes = [RuntimeError("the line broke")]
    talk = await answered(world, Reply("一"), on="web")
    world.process.start(world.process.delivery)
    await world.waits_for_try(1)
    world.clock.move(seconds=1)
    await world.settled()
    assert world.web.calls == ["一", "一"]
    assert (await world.messages(talk))[1].state is State.SENT


async def test_the_rest_of_a_long_message_is_tried_again_without_its_beginning(world: World) -> None:
    world.wechat.piece = 1
    world.wechat.outcomes = [SENT, AWAY, SENT]
    talk = await answered(world, Reply("甲乙"))
    assert await ends(world, talk) == [(State.SENT, None)]
    assert world.wechat.calls == ["甲", "乙", "乙"]


async def test_a_process_that_stood_still_is_succeeded_and_sends_nothing_more_when_it_wakes(
    world: World,
) -> None:
    talk = await answered(world)
    asleep = world.wechat.gate
    asleep.clear()
    world.process.start(world.process.delivery)
    await until(lambda: world.wechat.calls)
    await world.process.freeze()
    world.clock.move(seconds=1)
    world.wechat.gate = asyncio.Event()
    world.wechat.gate.set()
    other = world.another_process()
    other.start(other.delivery)
    await world.settled()
    asleep.set()
    await asyncio.sleep(0.2)
    assert [(m.state, m.reason) for m in (await world.messages(talk))[1:]] == [
        (State.FAILED, NOT_KNOWN),
        (State.SENT, None),
    ]
    assert world.wechat.calls == ["一", "二"]


async def test_what_cannot_be_planned_holds_up_nothing_else(world: World) -> None:
    world.wechat.unplannable = "一"
    talk = await answered(world)
    assert await ends(world, talk) == [(State.FAILED, NO_PLAN), (State.SENT, None)]


async def test_a_channel_that_is_closed_says_so(world: World) -> None:
    talk = await answered(world, on="telephone")
    assert await ends(world, talk) == [(State.FAILED, NO_CHANNEL)] * 2
