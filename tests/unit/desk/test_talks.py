"""Queue, takeover, replies and transcripts through the API."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from common.settings import ZONE
from service.face import Author, Button, Kind, Owner, Place, State
from tests.unit.desk.conftest import Person
from tests.unit.desk.fakes import ALICE
from tests.unit.desk.site import Site

pytestmark = pytest.mark.asyncio


async def test_queue_shows_urgent_first_with_reasons_in_chinese_and_masked_words(
    site: Site, alice: Person
) -> None:
    now = site.log.now
    site.log.add("c1", reason="misunderstood", queued_at=now - timedelta(minutes=9))
    site.log.add("c2", channel="wechat", reason="danger", urgent=True)
    site.log.add("c3", reason="new_code")
    site.log.say("c2", Author.CUSTOMER, "冒火了！打13812341234")
    status, body = await alice.get("overview")
    assert status == 200
    assert [(each["id"], each["reason"]) for each in body["queue"]] == [
        ("c2", "危险"),
        ("c1", "没听懂"),
        ("c3", "new_code"),
    ]
    first = body["queue"][0]
    assert (first["channel"], first["urgent"], first["last_text"]) == ("微信", True, "冒火了！打138****1234")
    assert "visitor-" not in str(body)


async def test_second_to_take_over_is_told_who_was_first(site: Site, alice: Person, bob: Person) -> None:
    site.log.add("c1")
    assert (await alice.post("conversations/c1/take"))[1]["conversation"]["mine"] is True
    status, body = await bob.post("conversations/c1/take")
    assert (status, body["colleague"], body["error"]) == (409, "李晓", "李晓 已经接入了这个会话")
    assert [each["id"] for each in (await alice.get("overview"))[1]["mine"]] == ["c1"]
    assert (await bob.get("overview"))[1]["mine"] == []


async def test_conversation_held_by_the_bot_can_be_taken(site: Site, alice: Person) -> None:
    site.log.add("c1", owner=Owner.BOT, queued_at=None)
    assert (await alice.post("conversations/c1/take"))[0] == 200
    assert site.log.conversations["c1"].staff == ALICE.id


async def test_customer_whom_the_bot_still_asks_waits_visibly(site: Site, alice: Person) -> None:
    site.log.add("c1", owner=Owner.BOT, reason="danger", urgent=True, asks=True)
    (waiting,) = (await alice.get("overview"))[1]["queue"]
    assert (waiting["owner"], waiting["owner_text"]) == ("bot", "机器人还在询问")
    site.log.put("c1", "owner", asks=False)  # registered: it asks nothing any more
    assert (await alice.get("overview"))[1]["queue"][0]["owner_text"] == "机器人接待中"


async def test_reply_sent_twice_goes_out_once(site: Site, alice: Person) -> None:
    site.log.add("c1")
    await alice.post("conversations/c1/take")
    reply = {"text": "马上派人", "client_id": "k1"}
    first = await alice.post("conversations/c1/replies", reply)
    again = await alice.post("conversations/c1/replies", reply)
    assert first == again and first[0] == 200
    assert [line.text for line in site.log.lines["c1"] if line.author is Author.STAFF] == ["马上派人"]


async def test_reply_without_holding_the_conversation_is_refused(site: Site, bob: Person) -> None:
    site.log.add("c1")
    status, body = await bob.post("conversations/c1/replies", {"text": "你好", "client_id": "k1"})
    assert (status, body["error"]) == (409, "这个会话现在不由您接待")
    assert site.log.lines["c1"] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": " ", "client_id": "k1"}, 422),
        ({"text": "你好"}, 400),
        ({"text": "你好", "client_id": ""}, 400),
        ({"text": ["你好"], "client_id": "k1"}, 400),
    ],
)
async def test_unfit_reply_is_refused(
    site: Site, alice: Person, body: dict[str, object], status: int
) -> None:
    site.log.add("c1")
    await alice.post("conversations/c1/take")
    answer = await alice.post("conversations/c1/replies", body)
    assert answer[0] == status and answer[1]["error"]


@pytest.mark.parametrize("how", ["release", "close"])
async def test_given_back_conversation_is_the_bots(site: Site, alice: Person, how: str) -> None:
    site.log.add("c1")
    await alice.post("conversations/c1/take")
    assert (await alice.post(f"conversations/c1/{how}"))[1]["conversation"]["owner_text"] == "机器人接待中"
    assert (await alice.post(f"conversations/c1/{how}"))[0] == 409


async def test_transcript_masks_customers_and_tells_failures(site: Site, alice: Person) -> None:
    site.log.add("c1", channel="wechat")
    site.log.say("c1", Author.CUSTOMER, "户号3208800123456，电话13812341234")
    site.log.say("c1", Author.BOT, "请选一项", buttons=(Button("1:0", "查电费"),))
    site.log.say("c1", Author.STAFF, "请拨95598", staff_name="李晓", state=State.FAILED, reason="窗口已过")
    site.log.say("c1", Author.CUSTOMER, "", kind=Kind.IMAGE, media="pic1")
    site.log.say("c1", Author.CUSTOMER, "东门", kind=Kind.LOCATION, place=Place(34.8, 119.1, "东门"))
    _, body = await alice.get("conversations/c1")
    lines = body["messages"]
    assert lines[0]["text"] == "户号320*******456，电话138****1234"
    assert lines[1]["buttons"] == ["查电费"]
    assert (lines[2]["author"], lines[2]["state"], lines[2]["failure"]) == ("staff", "failed", "窗口已过")
    assert lines[3]["picture"] == "pic1"
    assert lines[4]["place"] == {"latitude": 34.8, "longitude": 119.1, "label": "东门"}


async def test_transcript_ends_with_the_newest_and_tells_of_older_ones(site: Site, alice: Person) -> None:
    site.log.add("c1")
    for number in range(5):
        site.log.say("c1", Author.CUSTOMER, f"第{number}句")
    _, body = await alice.get("conversations/c1?limit=2")
    assert ([each["text"] for each in body["messages"]], body["older"]) == (["第3句", "第4句"], True)
    assert (await alice.get("conversations/c1?limit=5"))[1]["older"] is False
    assert (await alice.get("conversations/c1?limit=all"))[0] == 400


async def test_packet_is_shown_whatever_the_bot_put_in(site: Site, alice: Person) -> None:
    packet = {
        "summary": "家里没电，电话13812341234",
        "facts": {"地址": "青口镇", "安全风险": ["冒火花", "有焦味"], "老人独居": True, "空": None},
        "tickets": ["GD202511240007"],
        "最后的话": "没电",
    }
    site.log.add("c1", packet=packet)
    shown = (await alice.get("conversations/c1"))[1]["conversation"]["packet"]
    assert shown == {
        "summary": "家里没电，电话138****1234",
        "facts": [
            ["地址", "青口镇"],
            ["安全风险", "冒火花、有焦味"],
            ["老人独居", "是"],
            ["最后的话", "没电"],
        ],
        "tickets": ["GD202511240007"],
    }


async def test_pictures_are_for_members_only(alice: Person, stranger: Person) -> None:
    async with alice.http.get("/desk/api/pictures/pic1") as response:
        assert (response.status, response.content_type) == (200, "image/jpeg")
        assert await response.read() == b"picture"
        assert "sandbox" in response.headers["Content-Security-Policy"]
    assert (await alice.get("pictures/other"))[0] == 404
    assert (await stranger.get("pictures/pic1"))[0] == 401


async def test_unknown_conversation_is_not_found(alice: Person) -> None:
    assert (await alice.get("conversations/none"))[0] == 404


async def test_fault_is_told_without_its_insides(site: Site, alice: Person) -> None:
    site.log.add("c1")
    site.log.history_error = RuntimeError("database password is 1234")
    status, body = await alice.get("conversations/c1")
    assert (status, body) == (500, {"error": "系统出错了，请稍后再试"})


async def test_a_lock_after_wrong_tries_is_shown(site: Site, alice: Person) -> None:
    site.log.add(
        "c1", packet={"facts": {"地址": "青口镇"}}, locked_until=datetime(2026, 11, 24, 11, tzinfo=ZONE)
    )
    facts = (await alice.get("conversations/c1"))[1]["conversation"]["packet"]["facts"]
    assert facts[-1] == ["身份核对", "连错5次，锁到11-24 11:00"]


async def test_a_line_of_the_list_tells_place_and_last_words(site: Site, alice: Person) -> None:
    site.log.add("c1", packet={"summary": "没电", "facts": {"邻居": "有电", "停电地址": "青口镇金榆小区"}})
    site.log.add("c2", packet={"facts": {"电话": "13812341234"}})
    site.log.say("c1", Author.CUSTOMER, "", kind=Kind.IMAGE, media="pic1")
    first, second = (await alice.get("overview"))[1]["queue"]
    assert (first["place"], first["last_text"], first["last_seq"]) == ("青口镇金榆小区", "[图片]", 1)
    assert (second["place"], second["last_text"], second["last_seq"]) == ("", "", 0)


async def test_only_who_holds_a_talk_is_seen_typing(site: Site, alice: Person, bob: Person) -> None:
    site.log.add("c1")
    await alice.post("conversations/c1/take")
    assert (await bob.post("conversations/c1/typing"))[0] == 409
    assert (await alice.post("conversations/c1/typing"))[0] == 200
    assert site.desk.typed == ["c1"]
