"""Staff help and help one another, through the API."""

from __future__ import annotations

import logging
from datetime import date

import pytest

from desk.labels import TOPICS
from service.face import Author, Owner, TicketEvent
from service.tickets.kinds import Topic
from tests.unit.desk.conftest import Person
from tests.unit.desk.fakes import ALICE, BOB
from tests.unit.desk.site import Site

pytestmark = pytest.mark.asyncio

ORDER = {"topic": "outage_home", "summary": "家里没电", "address": "青口镇", "phone": "", "client_id": "k1"}


async def test_danger_in_a_colleagues_talk_reaches_every_desk(site: Site, alice: Person, bob: Person) -> None:
    site.log.add(
        "c1", owner=Owner.STAFF, staff=ALICE.id, queued_at=None, alarmed_at=site.log.now, urgent=True
    )
    [alarm] = (await bob.get("overview"))[1]["alarms"]
    assert (alarm["id"], alarm["alarmed_at"] is not None) == ("c1", True)
    own = (await alice.get("overview"))[1]
    assert own["alarms"] == [] and own["mine"][0]["alarmed_at"]


@pytest.mark.parametrize(("chats", "owner"), [("queue", Owner.QUEUE), ("bot", Owner.BOT)])
async def test_whoever_logs_out_says_where_his_talks_go(
    site: Site, alice: Person, chats: str, owner: Owner
) -> None:
    site.log.add("c1")
    await alice.post("conversations/c1/take")
    assert (await alice.post("logout", {"chats": "home"}))[0] == 400
    assert (await alice.post("logout", {"chats": chats}))[0] == 200
    assert site.log.conversations["c1"].owner is owner
    assert (await alice.get("me"))[0] == 401


async def test_a_talk_is_passed_on_to_a_colleague_who_is_there(
    site: Site, alice: Person, bob: Person
) -> None:
    site.log.add("c1")
    await alice.post("conversations/c1/take")
    assert [each["name"] for each in (await alice.get("colleagues"))[1]["colleagues"]] == [BOB.name]
    status, _ = await alice.post("conversations/c1/transfer", {"to": BOB.id, "note": "查电费"})
    assert status == 200
    [mine] = (await bob.get("overview"))[1]["mine"]
    assert mine["packet"]["facts"] == [["转接留言", "李晓：查电费"]]
    assert (await alice.post("conversations/c1/transfer", {"to": BOB.id}))[0] == 409
    assert (await bob.post("conversations/c1/transfer", {"to": "nobody"}))[0] == 422
    assert (await bob.post("conversations/c1/transfer", {"to": ALICE.id, "note": "长" * 501}))[0] == 422
    assert (await bob.post("conversations/c1/requeue"))[1]["conversation"]["owner"] == "queue"


async def test_an_admin_takes_over_from_a_colleague_only_when_he_says_so(
    site: Site, alice: Person, bob: Person
) -> None:
    site.log.add("c1")
    await alice.post("conversations/c1/take")
    assert (await bob.post("conversations/c1/take"))[0] == 409
    assert (await bob.post("conversations/c1/take", {"from_colleague": True}))[0] == 200
    assert (await alice.post("conversations/c1/take", {"from_colleague": True}))[0] == 409


async def test_the_numbers_of_a_talk_are_the_holders_and_leave_a_trace(
    site: Site, alice: Person, bob: Person, caplog: pytest.LogCaptureFixture
) -> None:
    site.log.add("c1")
    await alice.post("conversations/c1/take")
    with caplog.at_level(logging.INFO, logger="desk"):
        status, contact = await alice.post("conversations/c1/contact")
        assert (await bob.post("conversations/c1/contact"))[0] == 409
    assert (status, contact["phones"], contact["accounts"]) == (200, ["13812341234"], ["3208800123456"])
    assert caplog.text.count("looked at the contact of conversation c1") == 1
    assert "13812341234" not in caplog.text


async def test_an_order_is_made_from_the_talk(site: Site, alice: Person, bob: Person) -> None:
    site.log.add("c1")
    await alice.post("conversations/c1/take")
    topics = (await alice.get("topics"))[1]["topics"]
    assert ["outage_home", "停电：一户"] in topics
    status, body = await alice.post("conversations/c1/tickets", ORDER)
    assert status == 200 and body["number"] in site.tickets.tickets
    assert (await alice.post("conversations/c1/tickets", {**ORDER, "address": ""}))[0] == 422
    assert (await alice.post("conversations/c1/tickets", {**ORDER, "client_id": ""}))[0] == 400
    assert (await bob.post("conversations/c1/tickets", ORDER))[0] == 409


async def test_every_topic_that_staff_may_choose_is_one_of_the_services() -> None:
    assert set(TOPICS) <= {topic.value for topic in Topic}


async def test_phones_in_a_tickets_history_are_masked(site: Site, alice: Person) -> None:
    event = TicketEvent(site.log.now, "补充", "派单", "客户", "联系电话：13955667788")
    site.tickets.add("GD1", "c1", history=(event,))
    assert (await alice.get("tickets/GD1"))[1]["ticket"]["history"][0]["note"] == "联系电话：139****7788"


async def test_old_talks_are_looked_for_with_masked_transcripts(site: Site, alice: Person) -> None:
    site.log.add("c1", owner=Owner.BOT, queued_at=None)
    site.log.say("c1", Author.CUSTOMER, "电话13812341234")
    status, body = await alice.get("past?day=2026-11-24&phone=1234&page=1")
    assert (status, body["more"], body["conversations"][0]["last_text"]) == (200, False, "电话138****1234")
    wanted, page = site.desk.looked_for[-1]
    assert (wanted.day, wanted.phone_end, page) == (date(2026, 11, 24), "1234", 1)
    assert (await alice.get("past?day=yesterday"))[0] == 400
    assert (await alice.get("past?account=x"))[0] == 422
