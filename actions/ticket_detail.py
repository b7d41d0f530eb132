"""What is added to a work order afterwards: words and photos (facts 1.6)."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.client import Service, UtilityDown
from actions.crew_failed import crew_failed, escalate
from actions.danger_reading import TICKET, speaks_of_alarm
from actions.flow import MISSES, Events, leads_on, listen
from actions.follow_up import follow_up
from actions.inspection import booked_day, move, moves_to
from actions.outage_back import is_outage
from actions.outage_known import outages_at
from actions.outage_special import care, sensitive_in
from actions.points import is_elsewhere, name_of, written
from actions.reach import tells_reach
from actions.reading import told_more
from actions.ticket import is_open
from actions.topic import TopicAction
from actions.turn import Say, Turn, payload

_ADDS = re.compile(
    r"补充|补一下|备注|更正|[再还]加一句|忘了说|刚才(?:没说|说错|写错|漏)"
    r"|(?:电话|手机|号码|号|地址|门牌)\S{0,4}(?:换成|改成|换到|改到|错了|不对|变了)|[换改]个?(?:电话|手机|号码?)"
    r"|(?:让|叫|喊|提醒|告诉|通知|跟|和)(?:一下)?(?:抢修|维修)?师傅(?!们?(?:受累|辛苦|费心))(?:们|说|讲|小心|注意|先|别|不要|从|直接|来|到|进|带)"
)
_LEAST_DETAIL = 4  # characters


class Inform(TopicAction):
    """Words outside of any question: perhaps a detail of the open ticket, which is asked unless they say so."""

    def name(self) -> str:
        """For `inform` and `correct_slot`."""
        return "action_inform"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Never a second ticket, never lost."""
        events = await self._take(turn, say)
        is_led_here = turn.intent not in ("inform", "correct_slot")  # then no rule says what follows
        return [*events, *listen(turn)] if is_led_here and not leads_on(events) else events

    async def _take(self, turn: Turn, say: Say) -> Events:
        if (followed := await follow_up(turn, say)) is not None:
            return followed
        ticket = await current_ticket(turn)
        if turn.place and (taken := await _take_point(turn, say, ticket)) is not None:
            return taken
        if tells_reach(turn.text) and not turn.entity("ticket_no"):
            if ticket:
                return await add_detail(turn, say, ticket["number"], turn.said)
            say.text("记住了，打字说就行。要报修、查电费直接告诉我，您这句话我会写到工单上。")
            return []
        if not turn.is_payload and (turn.entity("ticket_no") or (not ticket and is_said_to_be_added(turn))):
            return [FollowupAction("ticket_form")]  # first it is looked up which it is
        if not ticket or turn.is_payload or len(turn.text) < _LEAST_DETAIL:
            if turn.waits:
                return [FollowupAction("action_leave_word")]
            return await _tell_outage(turn) or _ask_what_for(turn, say)
        if moves_to(turn) and booked_day(ticket, turn.at):
            await move(turn, say, ticket)
            return []
        is_of_alarm = speaks_of_alarm(turn) and ticket["number"] == turn.slot(TICKET)
        if is_of_alarm or is_said_to_be_added(turn):
            return await add_detail(turn, say, ticket["number"], turn.said)
        return ask_whether_detail(turn, say, ticket["number"])


class AddDetail(TopicAction):
    """“对，补进去”."""

    def name(self) -> str:
        """For `add_detail`, an intent that only our buttons carry."""
        return "action_add_detail"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The words that waited for it."""
        words = turn.slot("detail")
        if not words:
            say.utter("utter_inform_alone")
            return []
        return await add_detail(turn, say, str(turn.entity("ticket_no")), str(words))


async def _take_point(turn: Turn, say: Say, ticket: dict[str, Any] | None) -> Events | None:
    """A point goes on the open work order unless it lies elsewhere; None where its name alone tells more: of an outage, of another place."""
    name = name_of(turn.place)
    if ticket and not (name and is_elsewhere(name, str(ticket.get("address") or ""))):
        note = f"客户发来定位：{written(turn.place or {})}"
        number = ticket["number"]
        await Service(turn.conversation).post(f"/tickets/{number}/notes", text=note, key=turn.key("point"))
        say.text(f"定位已写到工单{number}，经办的人能看到。")
        return []
    if name or turn.waits:
        return None
    say.utter(
        "utter_send_place", buttons=[{"title": "没电，要报修", "payload": payload("report_outage_home")}]
    )
    return []


async def _tell_outage(turn: Turn) -> Events:
    """Who names a place where an outage goes on is told of it."""
    place = turn.entity("address")
    try:
        known = await outages_at(Service(turn.conversation), place) if place else []
    except UtilityDown:
        return []
    return [FollowupAction("area_form")] if known else []


def _ask_what_for(turn: Turn, say: Say) -> Events:
    """Nothing is known that it belongs to; a place is kept for what it came for."""
    place = turn.entity("address")
    if not place:
        say.utter("utter_inform_alone")
        return []
    wishes = (
        ("没电，要报修", payload("report_outage_home", outage_address=place)),
        ("问停电", payload("ask_outage_info")),
    )
    say.utter("utter_inform_alone", buttons=[{"title": title, "payload": wish} for title, wish in wishes])
    return [SlotSet("outage_place_before", place)]


def is_said_to_be_added(turn: Turn) -> bool:
    """The customer says himself that it belongs to what he reported."""
    return bool(_ADDS.search(turn.text))


def ask_whether_detail(turn: Turn, say: Say, number: str) -> Events:
    """Keeps the words, with those that wait already, until the customer says that they belong to that work order."""
    say.text(
        f"这句是给工单{number}补充的吗？",
        [
            ("对，补进去", payload("add_detail", ticket_no=number)),
            ("另外要报修", payload("report_outage_home")),
        ],
    )
    return [SlotSet("detail", told_more(turn.slot("detail"), turn.said))]


async def current_ticket(turn: Turn) -> dict[str, Any] | None:
    """The open ticket that was spoken of last, else the newest."""
    mine = [ticket for ticket in await Service(turn.conversation).get("/tickets") if is_open(ticket)]
    return next((t for t in mine if t["number"] == turn.slot("ticket_no")), mine[0] if mine else None)


async def add_detail(turn: Turn, say: Say, number: str, words: str) -> Events:
    """Gives the words to those who handle the work order."""
    service = Service(turn.conversation)
    if special := sensitive_in(words):  # of an outage only: “冷库” tells a meter reader nothing
        outages = [t["number"] for t in await service.get("/tickets") if is_outage(t)]
        special = special if number in outages else []
    await service.post(f"/tickets/{number}/notes", text=words, key=turn.key("detail"), sensitive=special)
    if special:
        await care(turn, say, special, f"停电，有特殊情况：{words[:200]}", [number])
    if crew_failed(words):
        await escalate(turn, say, number)
    else:
        say.text(f"已经补到工单{number}，经办的人能看到。")
    return [SlotSet("detail", None), SlotSet(MISSES, 0), SlotSet("ticket_no", number)]


class SendPicture(TopicAction):
    """A photo belongs to the open ticket, or is kept for the one to come."""

    def name(self) -> str:
        """For `send_picture`."""
        return "action_send_picture"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Attaches it, or asks what it shows."""
        if not turn.media:
            say.utter("utter_picture_lost")
            return []
        ticket = await current_ticket(turn)
        if ticket and not turn.tracker.active_loop:
            number, service = ticket["number"], Service(turn.conversation)
            await service.post(f"/tickets/{number}/notes", text="", media=turn.media, key=turn.key("photo"))
            say.text(f"照片已附到工单{number}，经办的人能看到。")
            return []
        if not turn.tracker.active_loop:
            say.utter("utter_send_picture")
        return [SlotSet("pictures", [*(turn.slot("pictures") or []), turn.media])]
