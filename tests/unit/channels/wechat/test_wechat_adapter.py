"""The adapter as the core uses it: plan, send, typing, fetch, and a menu there and back."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from channels.wechat import WeChatAdapter
from common.settings import WeChatSettings
from service.face import Adapter, Author, Envelope, Kind, Outcome, ServiceError
from tests.unit.channels.wechat.wechat_fakes import OPENID, FakeClock, FakeMedia, line
from tests.wechat_simulator import Fault, Platform
from tests.wechat_simulator.platform import CLICK_QUOTA, MESSAGE_QUOTA

pytestmark = pytest.mark.asyncio


@pytest.fixture
def adapter(
    settings: WeChatSettings, session: aiohttp.ClientSession, platform: Platform, clock: FakeClock
) -> Adapter:
    platform.act(OPENID, MESSAGE_QUOTA)
    return WeChatAdapter(settings, session, FakeMedia(qr=b"\x89PNG"), monotonic=clock.seconds)


async def send_all(adapter: Adapter, envelopes: list[Envelope]) -> list[Outcome]:
    return [(await adapter.send(OPENID, envelope)).outcome for envelope in envelopes]


async def test_adapter_is_the_channel_wechat_and_not_repeatable(adapter: Adapter) -> None:
    assert (adapter.name, adapter.repeatable) == ("wechat", False)


async def test_menu_goes_out_and_the_tap_comes_back_with_the_button(
    adapter: Adapter, platform: Platform, start: Any
) -> None:
    callback = await start()
    question = line(7, "哪一户？", Author.BOT, "幸福路 3 号", "黄海路 8 号")
    assert await send_all(adapter, adapter.plan([question], 5)) == [Outcome.SENT]
    item = platform.delivered[0].content["list"][1]
    await callback.customer.tap(item["id"], item["content"])
    (tap,) = callback.conversations.stored
    assert (tap.kind, tap.choice, tap.text) == (Kind.CHOICE, question.buttons[1].id, "黄海路 8 号")
    assert tap.window and (tap.window.messages, tap.window.seconds) == CLICK_QUOTA


async def test_long_answers_pass_the_platforms_checks(adapter: Adapter, platform: Platform) -> None:
    titles = [f"第 {n} 个很长的选项，说明也很长" for n in range(14)]
    messages = [
        line(1, "电" * 1500),
        line(2, "请选" * 300, Author.BOT, *titles),
        line(3, "人" * 700, Author.STAFF),
    ]
    assert set(await send_all(adapter, adapter.plan(messages, 5))) == {Outcome.SENT}


async def test_quota_and_window_of_the_platform_end_as_refusals(
    adapter: Adapter, platform: Platform, clock: FakeClock
) -> None:
    platform.act(OPENID, CLICK_QUOTA)
    (envelope,) = adapter.plan([line(1, "好")], None)
    results = [await adapter.send(OPENID, envelope) for _ in range(4)]
    assert [r.outcome for r in results] == [Outcome.SENT] * 3 + [Outcome.REFUSED]
    assert "额度" in results[3].reason
    platform.act(OPENID, CLICK_QUOTA)
    clock.ahead += 61
    late = await adapter.send(OPENID, envelope)
    assert late.outcome is Outcome.REFUSED and "时限" in late.reason
    stranger = await adapter.send("oNobody000000000000000000000", envelope)
    assert stranger.outcome is Outcome.REFUSED


async def test_picture_is_uploaded_once_and_sent(
    adapter: Adapter, platform: Platform, clock: FakeClock
) -> None:
    (envelope,) = adapter.plan([line(1, kind=Kind.IMAGE, media="qr")], None)
    assert await send_all(adapter, [envelope, envelope]) == [Outcome.SENT] * 2
    assert platform.calls.count("upload") == 1
    clock.ahead += 2 * 24 * 3600
    platform.act(OPENID, MESSAGE_QUOTA)
    await adapter.send(OPENID, envelope)
    assert platform.calls.count("upload") == 2


async def test_picture_that_the_platform_forgot_is_uploaded_again(
    adapter: Adapter, platform: Platform
) -> None:
    (envelope,) = adapter.plan([line(1, kind=Kind.IMAGE, media="qr")], None)
    await adapter.send(OPENID, envelope)
    platform.media.clear()
    assert (await adapter.send(OPENID, envelope)).outcome is Outcome.SENT
    platform.fail("send", Fault(code=40007), Fault(code=40007))
    assert (await adapter.send(OPENID, envelope)).outcome is Outcome.REFUSED


async def test_picture_that_is_not_there_is_a_refusal(adapter: Adapter) -> None:
    (envelope,) = adapter.plan([line(1, kind=Kind.IMAGE, media="nowhere")], None)
    assert (await adapter.send(OPENID, envelope)).outcome is Outcome.REFUSED


async def test_typing_is_shown_and_its_errors_are_nobodys_business(
    adapter: Adapter, platform: Platform
) -> None:
    shown: list[str] = []
    platform.on_typing = shown.append
    await adapter.typing(OPENID)
    await adapter.typing(OPENID)  # 45081
    await platform.stop()
    await adapter.typing(OPENID)
    assert shown == [OPENID]


async def test_customers_picture_is_fetched_or_a_service_error(
    adapter: Adapter, platform: Platform, start: Any
) -> None:
    callback = await start()
    await callback.customer.send_picture(b"\xff\xd8", "image/jpeg")
    reference = callback.conversations.stored[0].media_ref
    assert await adapter.fetch(reference) == (b"\xff\xd8", "image/jpeg")
    platform.media.clear()
    with pytest.raises(ServiceError):
        await adapter.fetch(reference)
