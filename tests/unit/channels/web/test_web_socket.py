"""The chat socket's promises: nothing lost, nothing twice, nobody else's, clear answers."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from channels.web.session import customer_of
from service.face import Author, Button, Owner
from tests.unit.channels.web.conftest import FRIEND, Site

pytestmark = pytest.mark.asyncio


def key_of(token: str) -> str:
    key = customer_of(token)
    assert key
    return key


async def test_a_message_is_acknowledged_after_it_is_stored_and_comes_back_with_its_id(site: Site) -> None:
    token = await site.token()
    async with site.page(token) as page:
        assert await page.hear() == {"type": "history", "messages": [], "owner": "bot", "staff": None}
        await page.tell(type="say", id="a1", text="我家停电了")
        frames = {frame["type"]: frame for frame in (await page.hear(), await page.hear())}
    assert frames["ack"] == {"type": "ack", "id": "a1", "seq": 1}
    assert frames["message"]["id"] == "a1"
    assert frames["message"]["from"] == "customer"
    (stored,) = site.conversations.log["c1"]
    assert (stored.text, stored.platform_id) == ("我家停电了", f"{key_of(token)}:a1")


async def test_no_acknowledgement_when_storing_fails_and_the_customer_may_try_again(site: Site) -> None:
    async with site.page(await site.token()) as page:
        site.conversations.fault = RuntimeError("database is locked")
        await page.tell(type="say", id="a1", text="在吗")
        refused = await page.hear("refused")
        assert refused["id"] == "a1" and refused["again"] is True
        assert "database" not in refused["text"]
        assert await page.silent()
        site.conversations.fault = None
        await page.tell(type="say", id="a1", text="在吗")
        assert (await page.hear("ack"))["seq"] == 1


async def test_a_repeat_is_acknowledged_again_and_stored_once(site: Site) -> None:
    async with site.page(await site.token()) as page:
        for _ in range(2):
            await page.tell(type="say", id="same", text="停电")
            assert (await page.hear("ack"))["seq"] == 1
    assert len(site.conversations.log["c1"]) == 1


async def test_two_visitors_with_the_same_client_id_do_not_meet(site: Site) -> None:
    for _ in range(2):
        async with site.page(await site.token()) as page:
            await page.tell(type="say", id="1", text="你好")
            await page.hear("ack")
    assert [len(lines) for lines in site.conversations.log.values()] == [1, 1]


async def test_a_reply_of_staff_reaches_every_open_page_with_the_name_shown(site: Site) -> None:
    token = await site.token()
    async with site.page(token) as one, site.page(token) as two:
        await one.hear("history")
        await two.hear("history")
        site.conversations.hand_to(key_of(token), Owner.STAFF, "李华")
        site.conversations.say("c1", "我来帮您看", Author.STAFF, staff="李华")
        for page in (one, two):
            assert await page.hear() == {"type": "owner", "owner": "staff", "staff": "李华"}
            message = await page.hear()
            assert (message["from"], message["staff"], message["text"]) == ("staff", "李华", "我来帮您看")


async def test_a_page_that_returns_gets_what_it_missed_once_and_in_order(site: Site) -> None:
    token = await site.token()
    async with site.page(token) as page:
        await page.tell(type="say", id="a", text="一")
        await page.hear("message")
        site.conversations.say("c1", "二")
        assert (await page.hear("message"))["seq"] == 2
    site.conversations.say("c1", "三")
    site.conversations.say("c1", "四")
    async with site.page(token, since=2) as page:
        assert [message["text"] for message in (await page.hear("history"))["messages"]] == ["三", "四"]
        site.conversations.ring("c1", "message")
        assert await page.silent()


async def test_a_message_between_watching_and_history_is_neither_lost_nor_doubled(site: Site) -> None:
    token = await site.token()
    conversation = await site.conversations.open("web", key_of(token))
    real = site.conversations.history

    async def slow_history(name: str, since: int = 0, limit: int = 200) -> list:  # type: ignore[type-arg]
        before = await real(name, since, limit)
        if not site.conversations.log[name]:
            site.conversations.say(conversation.id, "恰好这时")
        return before

    site.conversations.history = slow_history  # type: ignore[method-assign]
    async with site.page(token) as page:
        assert (await page.hear("history"))["messages"] == []
        assert (await page.hear())["text"] == "恰好这时"
        assert await page.silent()


async def test_a_store_that_began_ends_when_the_visitor_leaves(site: Site) -> None:
    site.conversations.gate = asyncio.Event()
    async with site.page(await site.token()) as page:
        await page.hear("history")
        await page.tell(type="say", id="last", text="走之前的话")
        await asyncio.wait_for(site.conversations.entered.wait(), 3)
    while site.conversations.watchers:  # the handler has gone
        await asyncio.sleep(0.01)
    site.conversations.gate.set()
    await asyncio.wait_for(site.conversations.received.wait(), 3)
    assert site.conversations.log["c1"][0].text == "走之前的话"


async def test_a_page_that_left_leaves_no_watcher_and_no_listener(site: Site) -> None:
    token = await site.token()
    async with site.page(token) as page:
        await page.hear("history")
    for _ in range(100):
        if not site.conversations.watchers:
            break
        await asyncio.sleep(0.01)
    assert site.conversations.watchers == []
    await site.adapter.typing(key_of(token))


async def test_typing_of_the_bot_and_of_staff_is_shown(site: Site) -> None:
    token = await site.token()
    async with site.page(token) as page:
        await page.hear("history")
        await site.adapter.typing(key_of(token))
        assert await page.hear() == {"type": "typing"}
        site.conversations.ring("c1", "typing")
        assert await page.hear() == {"type": "typing"}
        await site.adapter.typing("somebody-else")
        assert await page.silent()


async def test_a_tapped_button_is_stored_with_its_title(site: Site) -> None:
    async with site.page(await site.token()) as page:
        await page.hear("history")
        site.conversations.say("c1", "是您家吗？", buttons=(Button("1-0", "是"), Button("1-1", "不是")))
        assert (await page.hear("message"))["buttons"] == [
            {"id": "1-0", "title": "是"},
            {"id": "1-1", "title": "不是"},
        ]
        await page.tell(type="choose", id="t", choice="1-1")
        await page.hear("ack")
    assert site.conversations.log["c1"][-1].text == "不是"


async def test_a_button_we_never_gave_is_refused(site: Site) -> None:
    async with site.page(await site.token()) as page:
        await page.tell(type="choose", id="t", choice="/restart")
        refused = await page.hear("refused")
    assert refused["again"] is False
    assert site.conversations.log["c1"] == []


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00", "\ud800"])
async def test_an_empty_message_is_refused(site: Site, text: str) -> None:
    async with site.page(await site.token()) as page:
        await page.tell(type="say", id="e", text=text)
        assert "空" in (await page.hear("refused"))["text"]


async def test_2000_characters_pass_and_2001_are_refused_with_the_limit_named(site: Site) -> None:
    async with site.page(await site.token()) as page:
        await page.tell(type="say", id="fits", text="𠮷" * 2000)
        await page.hear("ack")
        await page.tell(type="say", id="long", text="字" * 2001)
        assert "2000" in (await page.hear("refused"))["text"]
    assert site.conversations.log["c1"][0].text == "𠮷" * 2000


async def test_a_leading_slash_is_ordinary_text(site: Site) -> None:
    async with site.page(await site.token()) as page:
        await page.tell(type="say", id="s", text="/restart")
        await page.hear("ack")
    assert site.conversations.log["c1"][0].text == "/restart"


async def test_the_31st_message_in_a_minute_is_refused_and_a_minute_later_it_passes(site: Site) -> None:
    async with site.page(await site.token()) as page:
        for number in range(30):
            await page.tell(type="say", id=f"n{number}", text="催")
            await page.hear("ack")
        await page.tell(type="say", id="n30", text="催")
        refused = await page.hear("refused")
        assert refused["again"] is True and "一分钟" in refused["text"]
        site.clock.forward(61)
        await page.tell(type="say", id="n30", text="催")
        assert (await page.hear("ack"))["seq"] == 31


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        "null",
        "[" * 5000,
        '{"type": "say"}',
        '{"type": "say", "id": "../x", "text": "a"}',
        '{"type": "say", "id": "a", "text": 5}',
        '{"type": "sudo", "id": "a"}',
        '{"type": {}}',
        '{"type": "hello"}',
        "x" * 70_000,
    ],
)
async def test_a_broken_frame_is_answered_in_chinese_and_the_socket_stays(site: Site, broken: str) -> None:
    async with site.page(await site.token()) as page:
        await page.hear("history")
        await page.ws.send_str(broken)
        error = await page.hear()
        assert error["type"] == "error"
        assert "Traceback" not in error["text"] and any("一" <= c <= "鿿" for c in error["text"])
        await page.tell(type="ping")
        assert await page.hear() == {"type": "pong"}


async def test_a_binary_frame_is_answered_and_the_socket_stays(site: Site) -> None:
    async with site.page(await site.token()) as page:
        await page.hear("history")
        await page.ws.send_bytes(b"\x00\x01")
        assert (await page.hear())["type"] == "error"
        await page.tell(type="ping")
        assert (await page.hear())["type"] == "pong"


@pytest.mark.parametrize("token", [None, "", 7, "a" * 42, "a" * 44, "a" * 42 + "/", ["x"]])
async def test_a_forged_token_opens_nothing(site: Site, token: object) -> None:
    async with site.socket() as page:
        await page.tell(type="hello", token=token, since=0)
        assert (await page.hear())["type"] == "error"
        assert await page.close_code() == 4401
    assert site.conversations.made == {}


async def test_the_customer_key_seen_by_staff_is_no_token(site: Site) -> None:
    token = await site.token()
    async with site.page(token) as page:
        await page.tell(type="say", id="a", text="我的地址是……")
        await page.hear("ack")
    async with site.socket() as thief:
        await thief.tell(type="hello", token=key_of(token), since=0)
        await thief.hear("error")
        assert await thief.close_code() == 4401


async def test_another_token_sees_nothing_of_the_first(site: Site) -> None:
    async with site.page(await site.token()) as page:
        await page.tell(type="say", id="a", text="秘密")
        await page.hear("ack")
    async with site.page(await site.token()) as other:
        assert (await other.hear("history"))["messages"] == []


async def test_talking_before_hello_closes_the_socket(site: Site) -> None:
    async with site.socket() as page:
        await page.tell(type="say", id="a", text="你好")
        await page.hear("error")
        assert await page.close_code() == 4400


@pytest.mark.parametrize("since", [-1, 1.5, "3", True, 2**70])
async def test_an_impossible_since_closes_the_socket(site: Site, since: object) -> None:
    async with site.socket() as page:
        await page.tell(type="hello", token=await site.token(), since=since)
        await page.hear("error")
        assert await page.close_code() == 4400


async def test_a_foreign_page_cannot_open_a_socket_and_a_listed_one_can(site: Site) -> None:
    for origin in ("https://evil.example", "null", f"{FRIEND}.evil.example"):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with site.socket(Origin=origin):
                pass
        assert refused.value.status == 403
    for origin in (FRIEND, site.url):
        async with site.socket(Origin=origin) as page:
            await page.tell(type="hello", token=await site.token(), since=0)
            await page.hear("history")


async def test_a_fault_while_pushing_closes_the_socket_so_that_the_page_comes_back(site: Site) -> None:
    token = await site.token()
    async with site.page(token) as page:
        await page.hear("history")
        lines = site.conversations.log.pop("c1")
        site.conversations.ring("c1", "message")
        assert await page.close_code() == 1011
    site.conversations.log["c1"] = lines
    async with site.page(token) as page:
        assert (await page.hear("history"))["messages"] == []
