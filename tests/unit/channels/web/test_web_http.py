"""Pages, sessions and pictures of the web chat."""

from __future__ import annotations

import asyncio

import pytest

from channels.web.limits import PICTURE_LIMIT
from service.face import Envelope, Outcome, ServiceError
from tests.unit.channels.web.conftest import FRIEND, Site

pytestmark = pytest.mark.asyncio
PNG = b"\x89PNG\r\n\x1a\n-a picture-"


async def send_picture(site: Site, token: str) -> str:
    """Uploads and sends one; gives the media id that stands in the log."""
    status, body = await site.upload(token, PNG)
    assert status == 200
    async with site.page(token) as page:
        await page.tell(type="picture", id="p1", media=body["media"])
        await page.hear("ack")
        media = site.conversations.log[next(reversed(site.conversations.log))][-1].media
    assert media
    return media


@pytest.mark.parametrize("path", ["/", "/chat"])
async def test_pages_allow_no_inline_script_and_name_the_company_safely(site: Site, path: str) -> None:
    async with site.http.get(site.url + path) as answer:
        page = await answer.text()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self';" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "&lt;临海&gt;供电" in page and "<临海>" not in page
    assert "style=" not in page and "<script>" not in page


async def test_a_forged_host_adds_nothing_to_the_policy(site: Site) -> None:
    async with site.http.get(site.url + "/chat", headers={"Host": "x; script-src *"}) as answer:
        assert "*" not in answer.headers["Content-Security-Policy"]


async def test_only_listed_pages_may_frame_the_chat(site: Site) -> None:
    async with site.http.get(site.url + "/chat") as answer:
        assert answer.headers["Content-Security-Policy"].endswith(f"frame-ancestors 'self' {FRIEND}")
    async with site.http.get(site.url + "/") as answer:
        assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")


async def test_the_widget_is_one_script_and_is_not_sent_twice(site: Site) -> None:
    async with site.http.get(site.url + "/widget.js") as answer:
        script = await answer.text()
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "laidian-chat" in script and "import(" not in script
    headers = {"If-None-Match": answer.headers["ETag"]}
    async with site.http.get(site.url + "/widget.js", headers=headers) as again:
        assert again.status == 304


@pytest.mark.parametrize("name", ["blueprint.py", "..%2Fblueprint.py", "demo.html", "%2e%2e/adapter.py"])
async def test_no_other_file_is_served(site: Site, name: str) -> None:
    async with site.http.get(f"{site.url}/chat/assets/{name}") as answer:
        assert answer.status == 404


async def test_sessions_are_new_each_time_and_renewed_when_known(site: Site) -> None:
    first, second = await site.token(), await site.token()
    assert first != second
    async with site.http.post(f"{site.url}/chat/api/session", json={"token": first}) as answer:
        assert (await answer.json())["token"] == first
        assert answer.headers["Cache-Control"] == "no-store"
    async with site.http.post(f"{site.url}/chat/api/session", json={"token": "0" * 32}) as answer:
        assert (await answer.json())["token"] != "0" * 32


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff"])
async def test_a_broken_session_request_is_refused_in_chinese(site: Site, body: bytes) -> None:
    async with site.http.post(f"{site.url}/chat/api/session", data=body) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"] == "请求格式有误"


async def test_only_listed_origins_get_cors_headers_and_strangers_are_refused(site: Site) -> None:
    api = f"{site.url}/chat/api/session"
    async with site.http.post(api, json={}, headers={"Origin": FRIEND}) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == FRIEND
    async with site.http.post(api, json={}, headers={"Origin": site.url}) as answer:
        assert answer.status == 200 and "Access-Control-Allow-Origin" not in answer.headers
    async with site.http.post(api, json={}, headers={"Origin": "https://evil.example"}) as answer:
        assert answer.status == 403 and "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", ["session", "pictures", "pictures/m1"])
async def test_a_listed_origin_passes_the_preflight(site: Site, path: str) -> None:
    headers = {"Origin": FRIEND, "Access-Control-Request-Method": "POST"}
    async with site.http.options(f"{site.url}/chat/api/{path}", headers=headers) as answer:
        assert answer.status == 204
        assert answer.headers["Access-Control-Allow-Origin"] == FRIEND
        assert "authorization" in answer.headers["Access-Control-Allow-Headers"]


async def test_a_sent_picture_can_be_seen_by_its_visitor(site: Site) -> None:
    token = await site.token()
    media = await send_picture(site, token)
    answer = await site.download(token, media)
    assert (answer.status, await answer.read(), answer.content_type) == (200, PNG, "image/png")
    assert answer.headers["Cache-Control"].startswith("private")


async def test_another_visitor_cannot_see_it_even_with_its_id(site: Site) -> None:
    media = await send_picture(site, await site.token())
    thief = await site.token()
    assert (await site.download(thief, media)).status == 404
    async with site.page(thief) as page:
        await page.hear("history")
    assert (await site.download(thief, media)).status == 404


async def test_another_visitor_cannot_send_it_as_his_own(site: Site) -> None:
    _, body = await site.upload(await site.token(), PNG)
    async with site.page(await site.token()) as thief:
        for handle in (body["media"], body["media"].split(".")[0], "m1.", ".", "图.片"):
            await thief.tell(type="picture", id="p", media=handle)
            assert "图片" in (await thief.hear("refused"))["text"]


@pytest.mark.parametrize("authorization", [None, "Bearer", "Bearer short", "Basic " + "a" * 43])
async def test_no_upload_or_download_without_a_session(site: Site, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    async with site.http.post(f"{site.url}/chat/api/pictures", data=PNG, headers=headers) as answer:
        assert answer.status == 401
    async with site.http.get(f"{site.url}/chat/api/pictures/m1", headers=headers) as answer:
        assert answer.status == 401
    assert site.media.kept == {}


async def test_a_token_in_the_address_is_not_looked_at(site: Site) -> None:
    token = await site.token()
    media = await send_picture(site, token)
    async with site.http.get(f"{site.url}/chat/api/pictures/{media}?token={token}") as answer:
        assert answer.status == 401


async def test_a_picture_of_10_mib_passes_and_a_byte_more_is_refused(site: Site) -> None:
    token = await site.token()
    assert (await site.upload(token, b"x" * PICTURE_LIMIT))[0] == 200
    status, body = await site.upload(token, b"x" * (PICTURE_LIMIT + 1))
    assert (status, "10 MB" in body["error"]) == (413, True)


async def test_an_oversized_picture_is_refused_before_it_has_come(site: Site) -> None:
    """Only the head is sent; the answer must not wait for the rest."""
    token = await site.token()
    host, port = site.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /chat/api/pictures HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n"
    writer.write(f"{head}Content-Length: {PICTURE_LIMIT + 1}\r\n\r\n".encode())
    assert b" 413 " in await asyncio.wait_for(reader.readline(), 3)
    writer.close()


async def test_an_upload_of_unknown_length_is_cut_at_the_limit(site: Site) -> None:
    async def endless():  # type: ignore[no-untyped-def]
        for _ in range(16):
            yield b"x" * 1024 * 1024

    token = await site.token()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "image/png"}
    async with site.http.post(f"{site.url}/chat/api/pictures", data=endless(), headers=headers) as answer:
        assert answer.status == 413
    assert site.media.kept == {}


async def test_what_is_no_picture_is_refused_with_the_stores_words(site: Site) -> None:
    status, body = await site.upload(await site.token(), b"#!/bin/sh", "text/plain")
    assert (status, body["error"]) == (415, "只能接收图片")


async def test_the_core_plans_one_envelope_a_message_and_sends_at_once(site: Site) -> None:
    conversation = await site.conversations.open("web", "someone")
    messages = [site.conversations.say(conversation.id, text) for text in ("一", "二")]
    plan = site.adapter.plan(messages, None)
    assert plan == [Envelope((messages[0].id,), None), Envelope((messages[1].id,), None)]
    assert (await site.adapter.send("someone", plan[0])).outcome is Outcome.SENT
    with pytest.raises(ServiceError):
        await site.adapter.fetch("anything")
