"""The API client against the simulated platform: tokens, errors, time-outs, media."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp
import pytest

from channels.wechat.access_token import FORCE_PAUSE_SECONDS
from channels.wechat.api import WeChatApi
from channels.wechat.errors import ApiError
from common.settings import WeChatSettings
from service.face import Outcome
from tests.unit.channels.wechat.wechat_fakes import OPENID, FakeClock
from tests.wechat_simulator import Fault, Platform
from tests.wechat_simulator.platform import MESSAGE_QUOTA

pytestmark = pytest.mark.asyncio

HELLO = {"msgtype": "text", "text": {"content": "您好👷"}}


@pytest.fixture
def api(
    settings: WeChatSettings, session: aiohttp.ClientSession, platform: Platform, clock: FakeClock
) -> WeChatApi:
    platform.act(OPENID, MESSAGE_QUOTA)
    return WeChatApi(settings, session, connect_seconds=0.5, total_seconds=0.6, monotonic=clock.seconds)


async def outcome(api: WeChatApi) -> ApiError | None:
    try:
        await api.send_message(OPENID, HELLO)
    except ApiError as error:
        return error
    return None


async def test_message_arrives_in_utf8_without_escapes(api: WeChatApi, platform: Platform) -> None:
    assert await outcome(api) is None
    (message,) = platform.delivered
    assert (message.openid, message.text) == (OPENID, "您好👷")
    assert "您好👷".encode() in message.raw and b"\\u" not in message.raw


async def test_many_calls_at_once_share_one_token(api: WeChatApi, platform: Platform) -> None:
    await asyncio.gather(*(outcome(api) for _ in range(5)))
    assert platform.forced == [False] and len(platform.delivered) == 5


async def test_token_is_renewed_before_its_end(api: WeChatApi, platform: Platform, clock: FakeClock) -> None:
    await outcome(api)
    clock.ahead += 6500
    await asyncio.gather(*(outcome(api) for _ in range(3)))
    assert platform.forced == [False]
    clock.ahead += 450
    await asyncio.gather(*(outcome(api) for _ in range(3)))
    assert platform.forced == [False, False]


async def test_early_renewal_that_fails_leaves_the_good_token_in_use(
    api: WeChatApi, platform: Platform, clock: FakeClock
) -> None:
    await outcome(api)
    clock.ahead += 6700
    platform.fail("stable_token", Fault(status=502))
    assert await outcome(api) is None


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_turned_down_token_is_fetched_anew_once_without_force(
    api: WeChatApi, platform: Platform, code: int
) -> None:
    await outcome(api)
    platform.replace_token()
    platform.fail("send", Fault(code=code))
    assert await outcome(api) is None
    assert platform.forced == [False, False] and platform.calls.count("send") == 3


async def test_copies_that_fail_together_renew_once(api: WeChatApi, platform: Platform) -> None:
    await outcome(api)
    platform.replace_token()
    assert await asyncio.gather(*(outcome(api) for _ in range(4))) == [None] * 4
    assert platform.forced == [False, False]


async def test_force_refresh_only_when_the_plain_fetch_gave_the_failed_token(
    api: WeChatApi, platform: Platform, clock: FakeClock
) -> None:
    await outcome(api)
    platform.spoil_token()
    assert await outcome(api) is None
    assert platform.forced == [False, False, True]
    platform.spoil_token()
    error = await outcome(api)
    assert error and error.outcome is Outcome.RETRY
    assert platform.forced == [False, False, True, False], "twenty forced ones a day are all there is"
    clock.ahead += FORCE_PAUSE_SECONDS + 1
    assert await outcome(api) is None and platform.forced[-1] is True


async def test_token_that_never_works_ends_after_one_repeat(api: WeChatApi, platform: Platform) -> None:
    platform.fail("send", *(Fault(code=40001) for _ in range(9)))
    error = await outcome(api)
    assert error and error.outcome is Outcome.RETRY and platform.calls.count("send") == 2


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (-1, Outcome.RETRY),
        (45011, Outcome.RETRY),
        (45015, Outcome.REFUSED),
        (45047, Outcome.REFUSED),
        (48001, Outcome.REFUSED),
        (40003, Outcome.REFUSED),
        (43004, Outcome.REFUSED),
        (45002, Outcome.REFUSED),
        (45009, Outcome.REFUSED),
        (40008, Outcome.REFUSED),
        (99999, Outcome.REFUSED),
    ],
)
async def test_error_codes_decide_once(
    api: WeChatApi, platform: Platform, code: int, expected: Outcome
) -> None:
    platform.fail("send", Fault(code=code))
    error = await outcome(api)
    assert error and (error.outcome, error.code) == (expected, code)
    assert platform.calls.count("send") == 1
    assert any("\u4e00" <= letter <= "\u9fff" for letter in error.reason)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(status=500), Outcome.RETRY),
        (Fault(status=503), Outcome.RETRY),
        (Fault(status=429), Outcome.RETRY),
        (Fault(status=404), Outcome.REFUSED),
        (Fault(status=302), Outcome.REFUSED),
        (Fault(done=True, delay=1.0), Outcome.UNKNOWN),
        (Fault(done=True, hang_up=True), Outcome.UNKNOWN),
        (Fault(hang_up=True), Outcome.UNKNOWN),
        (Fault(done=True, body="<html>gateway</html>"), Outcome.UNKNOWN),
        (Fault(done=True, body="[]"), Outcome.UNKNOWN),
    ],
)
async def test_trouble_on_the_way(
    api: WeChatApi, platform: Platform, fault: Fault, expected: Outcome
) -> None:
    platform.fail("send", fault)
    error = await outcome(api)
    assert error and error.outcome is expected
    assert platform.calls == ["stable_token", "send"], "neither repeated nor (302) taken elsewhere"


async def test_refused_connection_may_be_tried_again(api: WeChatApi, platform: Platform) -> None:
    await outcome(api)
    await platform.stop()
    error = await outcome(api)
    assert error and error.outcome is Outcome.RETRY


async def test_connection_that_never_stands_may_be_tried_again(
    settings: WeChatSettings, platform: Platform, clock: FakeClock
) -> None:
    class Nowhere(aiohttp.TCPConnector):
        async def connect(self, *args: Any, **values: Any) -> Any:
            await asyncio.sleep(5)

    async with aiohttp.ClientSession(connector=Nowhere()) as session:
        api = WeChatApi(settings, session, connect_seconds=0.1, total_seconds=0.6)
        error = await outcome(api)
    assert error and error.outcome is Outcome.RETRY


@pytest.mark.parametrize(
    "fault", [Fault(code=40164), Fault(status=500), Fault(delay=1.0), Fault(hang_up=True), Fault(body="{}")]
)
async def test_without_a_token_nothing_was_sent(api: WeChatApi, platform: Platform, fault: Fault) -> None:
    platform.fail("stable_token", fault)
    error = await outcome(api)
    assert error and error.outcome is Outcome.RETRY and "凭证" in error.reason
    assert platform.delivered == []


async def test_wrong_secret_is_told_to_the_operator_once(
    settings: WeChatSettings, session: aiohttp.ClientSession, platform: Platform, caplog: Any
) -> None:
    object.__setattr__(platform.account, "app_secret", "changed")
    api = WeChatApi(settings, session)
    for _ in range(2):
        error = await outcome(api)
        assert error and error.outcome is Outcome.RETRY
    assert len([record for record in caplog.records if record.levelno == logging.ERROR]) == 1


async def test_picture_of_a_customer_is_fetched(api: WeChatApi, platform: Platform) -> None:
    platform.media["m1"] = (b"\xff\xd8 picture", "image/jpeg")
    assert await api.download("m1") == (b"\xff\xd8 picture", "image/jpeg")


async def test_expired_picture_and_token_trouble_while_fetching(api: WeChatApi, platform: Platform) -> None:
    with pytest.raises(ApiError) as caught:
        await api.download("gone")
    assert caught.value.code == 40007
    platform.media["m1"] = (b"x", "image/png")
    platform.replace_token()
    assert await api.download("m1") == (b"x", "image/png")


async def test_file_beyond_ten_megabytes_is_not_taken(api: WeChatApi, platform: Platform) -> None:
    platform.media["big"] = (b"x" * (10 * 1024 * 1024 + 1), "image/png")
    with pytest.raises(ApiError, match="太大"):
        await api.download("big")


async def test_video_address_instead_of_bytes_is_not_followed(api: WeChatApi, platform: Platform) -> None:
    platform.media["v"] = (b'{"video_url":"http://169.254.169.254/"}', "application/json")
    with pytest.raises(ApiError, match="没有给出文件"):
        await api.download("v")


async def test_uploaded_picture_arrives_with_its_type(api: WeChatApi, platform: Platform) -> None:
    media_id = await api.upload_image(b"\x89PNG", "image/png")
    assert platform.media[media_id] == (b"\x89PNG", "image/png")


async def test_lost_answer_to_an_upload_may_be_tried_again(api: WeChatApi, platform: Platform) -> None:
    platform.fail("upload", Fault(done=True, hang_up=True))
    with pytest.raises(ApiError) as caught:
        await api.upload_image(b"\x89PNG", "image/png")
    assert caught.value.outcome is Outcome.RETRY


async def test_log_shows_neither_token_nor_secret_nor_openid(
    api: WeChatApi, platform: Platform, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    for fault in (
        Fault(code=48001),
        Fault(status=500),
        Fault(hang_up=True),
        Fault(delay=1.0),
        Fault(code=-1),
    ):
        platform.fail("send", fault)
        assert await outcome(api)
    await platform.stop()
    assert await outcome(api)
    said = "\n".join(f"{record.getMessage()} {record.exc_text}" for record in caplog.records)
    assert "was not sent" in said
    for secret in ("token-1", platform.account.app_secret, OPENID):
        assert secret not in said
