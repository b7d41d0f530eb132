"""The callback on a real socket: who is let in, what is acknowledged and when, what survives."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from service.face import Kind
from tests.unit.channels.wechat.wechat_fakes import OPENID, Callback
from tests.wechat_simulator import Account, encrypt, sha1_of, to_xml

pytestmark = pytest.mark.asyncio

MODES = ["plain", "compatible", "safe"]


async def eventually(condition: Any, seconds: float = 15.0) -> None:
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come about")


def body_of(callback: Callback, text: str = "停电了") -> dict[str, str]:
    return callback.pusher.message(OPENID, "text", Content=text)


@pytest.mark.parametrize("mode", MODES)
async def test_console_gets_its_echo_as_plain_text(start: Any, mode: str) -> None:
    reply = await (await start(mode)).pusher.verify("<b>4375120948345356249</b>")
    assert (reply.status, reply.body) == (200, "<b>4375120948345356249</b>")
    assert reply.content_type.startswith("text/plain")


@pytest.mark.parametrize("spoil", ["signature", "timestamp", "nonce", "echostr"])
async def test_verification_without_or_with_a_wrong_parameter_is_refused(start: Any, spoil: str) -> None:
    callback = await start()
    query, _ = callback.pusher.sealed("<xml/>")
    query["echostr"] = "1"
    without = {name: value for name, value in query.items() if name != spoil}
    assert (await callback.pusher.call("GET", without)).status == 403
    if spoil != "echostr":
        wrong = await callback.pusher.call("GET", {**query, spoil: query[spoil][:-1] + "!"})
        assert (wrong.status, wrong.body) == (403, "forbidden")


@pytest.mark.parametrize("mode", MODES)
async def test_message_is_stored_and_acknowledged_bare(start: Any, mode: str) -> None:
    callback = await start(mode)
    (reply,) = await callback.customer.say("我家停电了👷")
    assert (reply.status, reply.body) == (200, "success")
    (stored,) = callback.conversations.stored
    assert (stored.customer, stored.text, stored.kind) == (OPENID, "我家停电了👷", Kind.TEXT)


@pytest.mark.parametrize("mode", MODES)
async def test_unsigned_and_wrongly_signed_pushes_are_refused(start: Any, mode: str) -> None:
    callback = await start(mode)
    query, body = callback.pusher.sealed(to_xml(body_of(callback)))
    proof = "signature" if mode == "plain" else "msg_signature"
    for spoilt in (
        {},
        {name: value for name, value in query.items() if name != proof},
        {**query, proof: "0" * 40},
        {**query, proof: "签名"},
        {**query, "nonce": "other"},
        {name: value for name, value in query.items() if name != "timestamp"},
    ):
        assert (await callback.pusher.call("POST", spoilt, body)).status == 403
    assert callback.conversations.calls == 0


@pytest.mark.parametrize("mode", ["compatible", "safe"])
async def test_plain_body_under_a_seen_address_is_refused(start: Any, mode: str) -> None:
    """The plain signature of an encrypted push says nothing about the body: a proxy's log would do to forge one."""
    callback = await start(mode)
    query, _ = callback.pusher.sealed(to_xml(body_of(callback)))
    forged = to_xml(body_of(callback, "伪造"))
    for tried in (query, {n: query[n] for n in ("signature", "timestamp", "nonce")}):
        assert (await callback.pusher.call("POST", tried, forged)).status == 403
    assert callback.conversations.calls == 0


async def test_plain_copy_of_a_compatible_push_is_not_believed(start: Any) -> None:
    callback = await start("compatible")
    query, body = callback.pusher.sealed(to_xml(body_of(callback, "真的")))
    assert (await callback.pusher.call("POST", query, body.replace("真的", "假的"))).accepted
    assert [m.text for m in callback.conversations.stored] == ["真的"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("off", [-601, 601])
async def test_stale_push_is_refused_and_one_of_nine_minutes_is_not(start: Any, mode: str, off: int) -> None:
    callback = await start(mode)
    now = int(callback.clock.seconds())
    for seconds, status in ((off, 403), (off // 10 * 9, 200)):
        query, body = callback.pusher.sealed(to_xml(body_of(callback)), timestamp=now + seconds)
        assert (await callback.pusher.call("POST", query, body)).status == status


@pytest.mark.parametrize("stamp", ["", "soon", "１７６７２２５６００", "9" * 400, "-1"])
async def test_signed_timestamp_that_is_none_is_refused(start: Any, stamp: str) -> None:
    callback = await start("safe")
    encrypted = encrypt(Account(), "<xml/>")
    parts = sorted([Account().token, stamp, "1", encrypted])
    proof = hashlib.sha1("".join(parts).encode()).hexdigest()
    query = {"timestamp": stamp, "nonce": "1", "msg_signature": proof}
    reply = await callback.pusher.call("POST", query, f"<xml><Encrypt>{encrypted}</Encrypt></xml>")
    assert reply.status == 403


async def test_encrypted_push_in_plain_mode_is_refused_not_swallowed(start: Any, caplog: Any) -> None:
    callback = await start("plain")
    callback.pusher.mode = "safe"
    (first, *_) = await callback.customer.say("停电了")
    assert first.status == 403 and "LAIDIAN_WECHAT_MODE" in caplog.text


async def test_push_that_cannot_be_decrypted_is_not_acknowledged(start: Any, caplog: Any) -> None:
    """The key was changed in the console only: acknowledging would lose every message in silence."""
    callback = await start()
    query, body = callback.pusher.sealed("<xml/>", account=replace(Account(), aes_key="B" * 42 + "E"))
    assert (await callback.pusher.call("POST", query, body)).status == 403
    assert "cannot be opened" in caplog.text


async def test_previous_key_is_still_read(start: Any) -> None:
    old = "B" * 42 + "E"
    callback = await start(previous_aes_key=old)
    sealed = callback.pusher.sealed(to_xml(body_of(callback)), account=replace(Account(), aes_key=old))
    assert (await callback.pusher.call("POST", *sealed)).accepted and len(callback.conversations.stored) == 1


@pytest.mark.parametrize("mode", ["plain", "safe"])
@pytest.mark.parametrize(
    "xml",
    ["", "no xml", "<xml>", '{"MsgType":"text"}', "<xml><MsgType>text</MsgType></xml>", "<!DOCTYPE x><xml/>"],
)
async def test_signed_push_that_cannot_be_read_is_acknowledged(
    start: Any, mode: str, xml: str, caplog: Any
) -> None:
    callback = await start(mode)
    assert (await callback.pusher.push_xml(xml)).accepted
    assert "acknowledged unread" in caplog.text and callback.conversations.calls == 0


async def test_unknown_kinds_and_events_are_acknowledged(start: Any) -> None:
    callback = await start()
    assert (await callback.pusher.push(callback.pusher.message(OPENID, "hologram"))).accepted
    assert (await callback.pusher.push(callback.pusher.event(OPENID, "something_new", EventKey="x"))).accepted
    assert (
        await callback.pusher.push(callback.pusher.event(OPENID, "VIEW", EventKey="https://e.cn"))
    ).accepted
    assert [m.kind for m in callback.conversations.stored] == [Kind.UNKNOWN]


async def test_events_of_the_account_arrive(start: Any) -> None:
    callback = await start()
    customer = callback.customer
    for replies in (
        await customer.follow("hall-3"),
        await customer.scan("hall-4"),
        await customer.click_menu("report"),
        await customer.unfollow(),
    ):
        assert [reply.accepted for reply in replies] == [True]
    events = [m.event for m in callback.conversations.stored]
    assert events == ["subscribe", "scan:hall-4", "menu:report", "unsubscribe"]


@pytest.mark.parametrize("mode", ["plain", "safe"])
async def test_huge_body_is_refused_before_it_is_read(start: Any, mode: str) -> None:
    callback = await start(mode)
    query, _ = callback.pusher.sealed("<xml/>")
    assert (await callback.pusher.call("POST", query, b"x" * (256 * 1024 + 1))).status == 413
    # Only announced, never sent: the answer comes all the same.
    host, port = callback.url.split("/")[2].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    address = "/wechat/callback?" + "&".join(f"{name}={value}" for name, value in query.items())
    writer.write(f"POST {address} HTTP/1.1\r\nHost: x\r\nContent-Length: 90000000\r\n\r\n".encode())
    head = await asyncio.wait_for(reader.readline(), 2)
    assert b"413" in head
    writer.close()
    assert (await callback.customer.say("还在吗"))[-1].accepted


async def test_huge_chunked_body_is_refused(start: Any, session: aiohttp.ClientSession) -> None:
    callback = await start()
    query, _ = callback.pusher.sealed("<xml/>")

    async def chunks() -> Any:
        for _ in range(300):
            yield b"x" * 1024

    async with session.post(callback.url, params=query, data=chunks()) as response:
        assert response.status == 413


async def test_largest_message_of_a_customer_fits(start: Any) -> None:
    callback = await start("compatible")
    assert (await callback.customer.say("电" * 20000))[-1].accepted
    assert len(callback.conversations.stored[0].text) == 20000


async def test_repeats_and_copies_at_the_same_time_are_stored_once(start: Any) -> None:
    callback = await start()
    callback.conversations.delay = 0.1
    fields = body_of(callback)
    replies = await asyncio.gather(*(callback.pusher.push(fields) for _ in range(5)))
    replies.append(await callback.pusher.push(fields))
    assert all(reply.accepted for reply in replies)
    assert len(callback.conversations.stored) == 1
    assert callback.conversations.calls == 2  # the copies shared one call


async def test_same_message_id_of_two_customers_is_two_messages(start: Any) -> None:
    callback = await start()
    fields = body_of(callback)
    await callback.pusher.push(fields)
    await callback.pusher.push({**fields, "FromUserName": "oLaidian0000000000000000002x"})
    assert len(callback.conversations.stored) == 2


async def test_message_is_durable_before_it_is_acknowledged(start: Any) -> None:
    callback = await start()
    callback.conversations.delay = 0.3
    push = asyncio.create_task(callback.customer.say("停电了"))
    await asyncio.sleep(0.15)
    assert not push.done() and not callback.conversations.stored
    assert (await push)[-1].accepted and callback.conversations.stored


async def test_store_goes_on_when_the_platform_hangs_up(start: Any, caplog: Any) -> None:
    """Sanic cancels the handler then; the message must not die half stored."""
    caplog.set_level(logging.DEBUG)
    callback = await start(hang_up_after=0.1)
    callback.conversations.delay = 0.4
    reply = await callback.pusher.push(body_of(callback))
    assert reply.status == 0 and not callback.conversations.stored
    await eventually(lambda: callback.conversations.stored)
    assert "signature" not in caplog.text  # Sanic's own words about the lost connection


async def test_short_absence_of_the_database_is_bridged(start: Any) -> None:
    callback = await start()
    callback.conversations.failures = 2
    assert [reply.accepted for reply in await callback.customer.say("停电了")] == [True]
    assert callback.conversations.calls == 3


async def test_without_the_database_nothing_is_acknowledged_and_nothing_lost(start: Any, caplog: Any) -> None:
    callback = await start(hang_up_after=0.2)
    callback.conversations.failures = 3  # away for 0.2 + 0.4 + 0.8 s: longer than the platform tries here
    replies = await callback.customer.say("停电了")
    assert [reply.status for reply in replies] == [0, 0, 0]
    await eventually(lambda: callback.conversations.stored)
    assert callback.conversations.calls == 4, "the repeats joined the first try"
    assert "cannot be stored yet" in caplog.text and OPENID not in caplog.text


async def test_given_up_message_is_not_acknowledged(start: Any) -> None:
    callback = await start(patience=0.3)
    callback.conversations.failures = 99
    assert (await callback.pusher.push(body_of(callback))).status == 503
    callback.conversations.failures = 0
    assert (await callback.customer.say("又来电了"))[-1].accepted


async def test_messages_of_one_customer_keep_their_order(start: Any) -> None:
    callback = await start()
    callback.conversations.delays = {"一": 0.3, "二": 0.1}
    pushes = []
    for text in ("一", "二", "三"):
        pushes.append(asyncio.create_task(callback.pusher.push(body_of(callback, text))))
        await asyncio.sleep(0.05)
    assert all(reply.accepted for reply in await asyncio.gather(*pushes))
    assert [m.text for m in callback.conversations.stored] == ["一", "二", "三"]


async def test_one_slow_customer_does_not_hold_up_another(start: Any) -> None:
    callback = await start()
    callback.conversations.delays = {"慢": 0.5}
    slow = asyncio.create_task(callback.pusher.push(body_of(callback, "慢")))
    await asyncio.sleep(0.05)
    other = callback.pusher.message("oLaidian0000000000000000002x", "text", Content="快")
    assert (await callback.pusher.push(other)).accepted and not slow.done()
    assert (await slow).accepted


async def test_log_shows_neither_signature_nor_openid(start: Any, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG, logger="channels")
    callback = await start()
    query, body = callback.pusher.sealed(to_xml(body_of(callback)))
    await callback.pusher.call("POST", query, body)
    await callback.pusher.call("POST", {**query, "msg_signature": "0" * 40}, body)
    await callback.pusher.push_xml("<xml>")
    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("channels"))
    assert "refused" in said
    for secret in (query["signature"], query["msg_signature"], query["nonce"], OPENID, Account().token):
        assert secret not in said


async def test_signature_helper_of_the_simulator_is_the_published_one() -> None:
    assert sha1_of("AAAAA", "1714036504", "1514711492") == "f464b24fc39322e44b38aa78f5edd27bd1441696"
