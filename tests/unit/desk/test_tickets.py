"""Work orders beside a talk."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from service.face import TicketEvent
from tests.unit.desk.conftest import Person
from tests.unit.desk.site import Site

pytestmark = pytest.mark.asyncio


async def test_ticket_stands_beside_its_conversation_with_masked_contact(site: Site, alice: Person) -> None:
    site.log.add("c1")
    site.tickets.add("GD1", "c1")
    (ticket,) = (await alice.get("conversations/c1"))[1]["tickets"]
    assert ticket["contact"] == {"name": "**明", "phone": "138****1234", "account_no": "320*******456"}
    assert ticket["address"] == "青口镇金海花园3号楼2单元501室"


async def test_full_contact_is_given_on_demand_and_leaves_a_trace(
    site: Site, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    site.tickets.add("GD1", "c1")
    with caplog.at_level(logging.INFO, logger="desk"):
        status, contact = await alice.post("tickets/GD1/contact")
    assert (status, contact["phone"], contact["name"]) == (200, "13812341234", "王小明")
    assert "xiaoli looked at the contact of ticket GD1" in caplog.text


async def test_an_account_among_the_details_is_given_with_the_contact(site: Site, alice: Person) -> None:
    site.tickets.add("GD1", "c1", details={"错交到": "3200012888007"})
    assert (await alice.post("tickets/GD1/contact"))[1]["account_no"].endswith("，错交到3200012888007")


async def test_clocks_tell_what_is_overdue_and_what_was_kept(site: Site, alice: Person) -> None:
    now = site.log.now
    minute = timedelta(minutes=1)
    clocks = {
        "答复": now + 60 * minute,
        "到达现场": now - minute,
        "派单": now - 3 * minute,
        "接单": now - 9 * minute,
    }
    history = (
        TicketEvent(now - 4 * minute, "派单", "派单", "机器人"),
        TicketEvent(now, "接单", "接单", "李晓"),
    )
    site.tickets.add("GD1", "c1", clocks=clocks, history=history, status="接单", moves=("到达现场",))
    (ticket,) = (await alice.get("tickets"))[1]["tickets"]
    told = [(clock["name"], clock["overdue"], bool(clock["met_at"])) for clock in ticket["clocks"]]
    assert told == [
        ("接单", True, True),
        ("派单", False, True),
        ("到达现场", True, False),
        ("答复", False, False),
    ]


async def test_nothing_is_overdue_once_an_order_is_withdrawn(site: Site, alice: Person) -> None:
    past = site.log.now - timedelta(hours=1)
    site.tickets.add("GD1", "c1", clocks={"到达现场": past}, status="撤销", moves=())
    assert (await alice.get("tickets/GD1"))[1]["ticket"]["clocks"][0]["overdue"] is False


async def test_legal_move_is_made_in_the_members_name(site: Site, alice: Person) -> None:
    site.tickets.add("GD1", "c1")
    status, body = await alice.post("tickets/GD1/moves", {"action": "接单", "note": " 已联系班组 "})
    last = body["ticket"]["history"][-1]
    assert (status, body["ticket"]["status"]) == (200, "接单")
    assert (last["action"], last["actor"], last["note"]) == ("接单", "李晓", "已联系班组")


async def test_move_that_came_too_late_is_a_conflict(site: Site, alice: Person) -> None:
    site.tickets.add("GD1", "c1")
    await alice.post("tickets/GD1/moves", {"action": "接单", "note": ""})
    assert (await alice.post("tickets/GD1/moves", {"action": "接单", "note": ""}))[0] == 409
    assert (await alice.post("tickets/none/moves", {"action": "接单", "note": ""}))[0] == 404
    assert (await alice.post("tickets/GD1/moves", {"action": "处理", "note": "字" * 501}))[0] == 422


async def test_open_tickets_are_urgent_first(site: Site, alice: Person) -> None:
    site.tickets.add("GD1", "c1")
    site.tickets.add("GD2", "c1", urgency="紧急")
    site.tickets.add("GD3", "c1", moves=())
    assert [each["number"] for each in (await alice.get("tickets"))[1]["tickets"]] == ["GD2", "GD1"]


async def test_an_order_taken_up_again_has_its_promises_still_to_keep(site: Site, alice: Person) -> None:
    """Five days after it was taken up again nothing of it was late: it had been finished once."""
    ago = [site.log.now - timedelta(hours=hours) for hours in range(5)]
    again = (
        TicketEvent(ago[4], "到达现场", "到达现场", "小王"),
        TicketEvent(ago[3], "办结", "办结", "小王"),
        TicketEvent(ago[2], "重办", "派单", "客户"),
        TicketEvent(ago[1], "接单", "接单", "小王"),
    )
    site.tickets.add("GD1", "c1", history=again, clocks={"接单": ago[0], "到达现场": ago[1]})
    clocks = (await alice.get("tickets/GD1"))[1]["ticket"]["clocks"]
    assert {clock["name"]: (clock["overdue"], bool(clock["met_at"])) for clock in clocks} == {
        "接单": (False, True),
        "到达现场": (True, False),
    }


async def test_the_photos_of_an_order_are_in_its_history(site: Site, alice: Person) -> None:
    """The bot says “照片已附到工单，经办的人能看到”."""
    photo = TicketEvent(site.log.now, "照片", "派单", "客户", media="pic1")
    site.tickets.add("GD1", "c1", history=(photo,))
    assert (await alice.get("tickets/GD1"))[1]["ticket"]["history"][0]["media"] == "pic1"


async def test_search_finds_closed_ones_and_the_board_s_lines_are_short(site: Site, alice: Person) -> None:
    site.tickets.add("GD1", "c1", status="撤销", moves=(), details={"补充": "长长的话"})
    assert (await alice.get("tickets"))[1] == {"tickets": [], "more": False}
    (line,) = (await alice.get("tickets?words=GD1"))[1]["tickets"]
    assert (line["status"], line["contact"]["phone"], line["moves"]) == ("撤销", "138****1234", [])
    assert "details" not in line and "history" not in line


async def test_a_board_that_is_cut_says_so(
    site: Site, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.blueprint.TICKETS_SHOWN", 1)
    site.tickets.add("GD1", "c1")
    assert (await alice.get("tickets"))[1]["more"] is False
    site.tickets.add("GD2", "c1")
    body = (await alice.get("tickets"))[1]
    assert (len(body["tickets"]), body["more"]) == (1, True)
