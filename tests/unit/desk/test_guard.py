"""Who gets in, and from where."""

from __future__ import annotations

import aiohttp
import pytest
from sanic import Sanic

from tests.unit.desk.conftest import Person
from tests.unit.desk.fakes import ALICE, PASSWORD
from tests.unit.desk.site import Site

pytestmark = pytest.mark.asyncio


async def test_every_api_route_but_login_needs_a_session(site: Site, stranger: Person) -> None:
    app = Sanic.get_app(site.name)
    tried = 0
    for route in app.router.routes:
        path = route.path.replace("<", "").replace(":str>", "")
        if not path.startswith("desk/api/") or path == "desk/api/login":
            continue
        for method in route.methods:
            headers = {"X-Laidian-Desk": "1", "Origin": site.url}
            async with stranger.http.request(method, f"/{path}", headers=headers) as response:
                assert response.status == 401, path
                tried += 1
    assert tried >= 14


async def test_cookie_is_kept_from_scripts_other_sites_and_other_paths(site: Site, stranger: Person) -> None:
    headers = {"X-Laidian-Desk": "1"}
    body = {"username": ALICE.username, "password": PASSWORD}
    async with stranger.http.post("/desk/api/login", json=body, headers=headers) as response:
        cookie = response.cookies["laidian_desk"]
    assert cookie["httponly"] and cookie["samesite"] == "Strict" and cookie["path"] == "/desk"
    assert not cookie["secure"]


async def test_cookie_is_secure_where_the_operator_says_https() -> None:
    site = Site(cookie_secure=True)
    await site.start()
    person = Person(site)
    headers = {"X-Laidian-Desk": "1"}
    body = {"username": ALICE.username, "password": PASSWORD}
    async with person.http.post("/desk/api/login", json=body, headers=headers) as response:
        assert response.cookies["laidian_desk"]["secure"]
    await person.http.close()
    await site.stop()


async def test_wrong_password_is_told_in_chinese_and_opens_nothing(stranger: Person) -> None:
    status, body = await stranger.post("login", {"username": ALICE.username, "password": "guess"})
    assert (status, body["error"]) == (422, "用户名或密码不对")
    assert (await stranger.get("me"))[0] == 401


async def test_log_out_ends_the_session_on_the_server(site: Site, alice: Person) -> None:
    token = next(iter(site.staff.sessions))
    assert (await alice.get("me"))[1]["member"]["role_text"] == "客服"
    assert (await alice.post("logout"))[0] == 200
    async with alice.http.get("/desk/api/me", cookies={"laidian_desk": token}) as response:
        assert response.status == 401


@pytest.mark.parametrize(
    "headers",
    [{"X-Laidian-Desk": ""}, {"Origin": "http://127.0.0.1:1"}, {"Origin": "null"}],
    ids=["no header", "another port of the same host", "sandboxed page"],
)
async def test_foreign_page_cannot_act_for_a_member(
    site: Site, alice: Person, headers: dict[str, str]
) -> None:
    site.log.add("c1")
    assert (await alice.post("conversations/c1/take", **headers))[0] == 403
    assert site.log.conversations["c1"].staff is None
    assert (await alice.post("login", {"username": "x", "password": "y"}, **headers))[0] == 403


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://127.0.0.1:1"}], ids=["none", "foreign"])
async def test_live_socket_needs_our_origin(alice: Person, headers: dict[str, str]) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await alice.http.ws_connect("/desk/api/live", headers=headers)
    assert refused.value.status == 403


async def test_pages_run_no_inline_script_and_answers_are_not_stored(stranger: Person) -> None:
    async with stranger.http.get("/") as response:
        assert response.url.path == "/desk/"
        page = await response.text()
        policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "<script>" not in page
    async with stranger.http.get("/desk/api/me") as response:
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_unchanged_page_is_not_sent_again(stranger: Person) -> None:
    async with stranger.http.get("/desk/assets/desk.js") as response:
        assert response.status == 200
        assert len(await response.read()) > 10_000
        tag = response.headers["ETag"]
    async with stranger.http.get("/desk/assets/desk.js", headers={"If-None-Match": tag}) as response:
        assert (response.status, await response.read()) == (304, b"")
    async with stranger.http.get("/desk/assets/..%2Fblueprint.py") as response:
        assert response.status == 404
