"""After a work order was made: its questions are answered, what is said for the crew goes on it, its place and phone are put right.

What belongs here `actions/ticket_talk.py` decides; what nobody here knows is noted for whoever handles the work order, and said so.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.aside import CAUSE, REFUND, VISIT
from actions.client import Service, ServiceError
from actions.complaint import taken_up
from actions.complaint_reading import FORMAL as FORMAL_COMPLAINT
from actions.flow import MISSES, Events, about_last, forget, made_by
from actions.general import answered
from actions.guides import Guide, often_asked, part_in, quote, read_guides
from actions.inspection import booked_day, move, tell_reminder
from actions.names import own_name
from actions.numbers import retailed
from actions.praise import blames, is_ironic, praise_more, praise_ticket, withdraw_praise
from actions.reading import address, corrected, is_nameless
from actions.story import fears
from actions.ticket import FAULT, SHOWN, is_open, status_line, what_next
from actions.ticket_detail import add_detail
from actions.ticket_talk import (
    ASKS_NEW,
    CHANGE,
    FORMAL,
    HIDE,
    MOVE,
    NOTE,
    QUESTION,
    SHOW,
    SHOW_ALL,
    WITHDRAW,
    aside_in,
    asks_new,
    is_name,
    question_in,
    replaces,
)
from actions.topic import TopicAction
from actions.turn import Say, Turn, open_form
from actions.withdraw import drop
from common.masking import mask_phone

# Known before the work order as well (actions/aside.py).
_FURTHER = (REFUND, CAUSE)
_NOTED = "utter_after_noted"
# A phone on a nameless order is put there when he says so.
_LEFT_ON_PURPOSE = re.compile(r"(?<!不)留(?:个|下|一下)?(?:电话|手机|号|联系)|(?:打|联系)(?:给我|我|这个)")
# Words that a place is put right with; a number without one of them may count anything (“是800的”).
_OF_PLACE = re.compile(r"[楼栋幢座室房户组村镇街路号庄]|单元|小区|门牌|地址|位置")
# Digits that prove an account stand on no order.
_PROOF = re.compile(r"[0-9]{4}")
# Nobody works on these any more: there is nothing to put right.
_OVER = ("归档", "撤销")
_CHANGES = (CHANGE, MOVE, HIDE)
Deal = Callable[[Turn, Say, dict[str, Any]], Awaitable[Events | None]]


class AfterTicket(TopicAction):
    """What is said of the work order spoken of last."""

    def name(self) -> str:
        """Follows an action or a form that left the message to it; nothing else leads here."""
        return "action_after_ticket"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Never a second work order, never a question for what is known."""
        number = str(turn.slot("ticket_no"))
        kind = about_last(turn) or NOTE
        try:
            ticket = dict(await Service(turn.conversation).get(f"/tickets/{number}"))
        except ServiceError:
            say.utter("utter_inform_alone")
            ticket = None
        led: Events | None = None
        if ticket:
            deal: dict[str, Deal] = {
                QUESTION: self._answer,
                CHANGE: self._change,
                MOVE: self._move,
                SHOW: self._show,
                WITHDRAW: self._withdraw,
                NOTE: self._note,
                HIDE: self._hide,
                FORMAL: self._make_formal,
            }
            is_over = ticket["status"] in _OVER and kind in _CHANGES
            led = await (self._tell_over if is_over else deal[kind])(turn, say, ticket)
        kept = number if ticket and kind != WITHDRAW else None
        ended = forget(turn, form_open) if (form_open := open_form(turn)) else []
        return [
            *ended,
            SlotSet("ticket_no", kept),
            SlotSet("detail", None),
            SlotSet(MISSES, 0),
            *(led or [FollowupAction("action_listen")]),
        ]

    async def _answer(self, turn: Turn, say: Say, ticket: dict[str, Any]) -> Events | None:
        """From the work order, then from the guide or the form behind it, then by staff."""
        text, guide = turn.text, _guide_of(ticket)
        known = question_in(text)
        if tell_reminder(turn, say, ticket):
            return None
        if await self._from_guide(turn, say, guide):
            return None
        if "表扬" in text and (praised := await praise_ticket(turn)):
            say.text(f"登记了，您表扬的话已经转给他们，工单号{praised['number']}。")
            return [SlotSet("ticket_no", praised["number"]), FollowupAction("action_listen")]
        if known == "when":
            say.text(f"工单{ticket['number']}现在{ticket['customer_status']}。{what_next(ticket, turn.at)}")
            return None
        if known in ("who", "home", "go", "bring"):
            is_crew = ticket["biz_type"] == FAULT
            if known == "who" or (known == "home" and is_crew):
                say.text(
                    _who_calls(ticket)
                    + ("家里要不要留人，他打电话时跟他说好就行。" if known == "home" else "")
                )
            else:
                say.utter("utter_after_no_need_to_come" if ticket["phone"] else "utter_after_ask_by_number")
            return None
        form = made_by(turn)
        is_fault = ticket["biz_type"] == FAULT
        asides = [
            *(form.asides_later if form else ()),
            *(form.asides if form else ()),
            *(VISIT if is_fault else ()),
            *_FURTHER,
        ]
        aside = aside_in(text, [a for a in asides if a is not CAUSE or is_fault])
        if known == "cost" and (aside is None or not aside.for_staff):
            say.utter("utter_aside_cost")
        elif aside:
            say.utter(aside.response)
            if not aside.for_staff:
                return None
        elif await answered(turn, say, in_hand=False) is not None:
            return None
        else:
            say.utter(_NOTED)
        await self._give(turn, ticket, f"客户问：{turn.said}")
        return None

    @staticmethod
    async def _from_guide(turn: Turn, say: Say, guide: Guide | None) -> bool:
        """Whether the guide to the business applied for knows it."""
        if guide is None or not guide.may_be_quoted(turn.at.date()):
            return False
        part = part_in(turn.text)
        if part and part in guide.parts:
            quote(guide, part, turn, say)
        elif often := often_asked(guide, turn.text):
            say.text(often)
        else:
            return False
        return True

    async def _change(self, turn: Turn, say: Say, ticket: dict[str, Any]) -> None:
        """A new place, phone or name takes the place of the first, and is read back; whatever else is put right is noted."""
        phone, name = _phone_told(turn, ticket), own_name(turn, asked=is_name(turn))
        if is_of_nobody(ticket) and phone and not _LEFT_ON_PURPOSE.search(turn.text):
            say.utter("utter_after_stays_nameless")
            return
        if is_of_nobody(ticket) and name and not phone:
            say.text("这张工单是匿名的，您的称呼我没有写进去。")
            return
        new = _put_right(turn, ticket, phone, None if is_of_nobody(ticket) else name)
        if not new and not phone and corrected(turn.text) == turn.text:
            what = "电话" if any(word in turn.text for word in ("电话", "手机", "号码", "个号")) else "地址"
            say.text(f"现在单子上的{_shown(ticket, what)}。{ASKS_NEW}。")
            return
        before = [f"原{what}{ticket[key]}" for what, key in _THINGS.items() if key in new and ticket.get(key)]
        words = turn.said + (f"（{'，'.join(before)}）" if before else "")
        changed = await self._give(turn, ticket, words, **new)
        own = {key: value for key, value in new.items() if changed.get(key) == value}
        if not own:
            say.text(f"已经补到工单{ticket['number']}，经办的人能看到。")
            return
        told = "，".join(_shown(changed, what) for what, key in _THINGS.items() if key in own)
        say.text(f"改好了，工单{ticket['number']}现在的{told}。")

    @staticmethod
    async def _tell_over(turn: Turn, say: Say, ticket: dict[str, Any]) -> None:
        """Nobody works by it any more: what is put right on it would help nobody."""
        say.text(
            f"工单{ticket['number']}{ticket['customer_status']}，改不了了。还要办的话直接说，我重新登记。"
        )

    async def _move(self, turn: Turn, say: Say, ticket: dict[str, Any]) -> None:
        """Another day for the visit; one that no reminder waits for is a word to the manager."""
        if booked_day(ticket, turn.at):
            await move(turn, say, ticket)
        else:
            await self._note(turn, say, ticket)

    async def _show(self, turn: Turn, say: Say, ticket: dict[str, Any]) -> None:
        """Its place, phone and name; of several orders how far each is."""
        if SHOW_ALL.search(turn.text):
            mine = [t for t in await Service(turn.conversation).get("/tickets") if is_open(t)]
            say.text("\n".join(status_line(t, turn.at) for t in (mine or [ticket])[:SHOWN]))
            return
        told = "，".join(
            _shown(ticket, what) for what in _THINGS if what != "称呼" or ticket.get("contact_name")
        )
        say.text(f"工单{ticket['number']}上的{told}。要改直接发新的。")

    async def _withdraw(self, turn: Turn, say: Say, ticket: dict[str, Any]) -> None:
        """At once, for the words were plain; nobody is called back from a danger."""
        if "撤销" not in ticket["moves"] or ticket["topic"] == "danger":
            await self._give(turn, ticket, turn.said)
            say.utter("utter_after_cannot_withdraw")
            return
        await drop(turn, say, ticket)

    async def _hide(self, turn: Turn, say: Say, ticket: dict[str, Any]) -> None:
        """Name and phone go off it."""
        await self._give(turn, ticket, turn.said, nameless=True)
        say.text(
            f"改好了，工单{ticket['number']}现在是匿名的，姓名和电话都去掉了。没法打电话答复您，凭单号来问就行。"
        )

    async def _make_formal(self, turn: Turn, say: Say, ticket: dict[str, Any]) -> Events | None:
        """An opinion becomes a complaint: nothing is asked again, the card comes next."""
        if ticket["topic"] == "opinion":
            return [*taken_up(ticket, FORMAL_COMPLAINT), FollowupAction("complain_form")]
        if ticket["topic"].startswith("complaint"):
            say.text(f"工单{ticket['number']}就是按正式投诉登记的，不用改。")
            return None
        return [FollowupAction("complain_form")]

    async def _note(self, turn: Turn, say: Say, ticket: dict[str, Any]) -> Events | None:
        if ticket["status"] == "撤销":
            say.utter("utter_affirm")
            return None
        if ticket["topic"] == "praise":
            if is_ironic(turn.text):  # “我说的是反话”
                await withdraw_praise(turn, say, ticket)
                return [SlotSet("ticket_no", None), FollowupAction("action_listen")]
            if blames(turn.text):
                return [SlotSet("complain_words", turn.said), FollowupAction("complain_form")]
            await praise_more(turn, say, ticket)
            return None
        if _PROOF.fullmatch(turn.text):
            say.text("这几位数不用写到单子上，打电话的人会跟您核对。")
            return None
        if fears(turn):
            say.utter("utter_theft_feared" if ticket["biz_type"] == "举报" else "utter_complain_feared")
        await add_detail(turn, say, ticket["number"], turn.said)
        return None

    @staticmethod
    async def _give(turn: Turn, ticket: dict[str, Any], words: str, **new: Any) -> dict[str, Any]:
        """To those who handle it; gives the work order as it is then."""
        path = f"/tickets/{ticket['number']}/notes"
        given = await Service(turn.conversation).post(path, text=words, key=turn.key("after"), **new)
        return dict(given)


_THINGS = {"地址": "address", "电话": "phone", "称呼": "contact_name"}


def _phone_told(turn: Turn, ticket: dict[str, Any]) -> str:
    """A phone, or the known one with its last digits put right; empty for none."""
    told = turn.entity("phone") or (retailed(ticket["phone"], turn.text) if ticket["phone"] else None)
    return str(told or "")


def _put_right(turn: Turn, ticket: dict[str, Any], phone: str, name: str | None) -> dict[str, str]:
    """What takes the place of what stands on it; a phone that is said to be a further one does not."""
    known, new = ticket["phone"], {}
    place = None if phone and not turn.entity("address") else _place_told(turn, ticket["address"])
    is_tail = phone != turn.entity("phone")
    if phone and phone != known and (is_tail or replaces(turn) or not known):
        new["phone"] = phone
    if place and replaces(turn) and not is_nameless(place):
        new["address"] = place
    if name:
        new["contact_name"] = name
    return new


def _place_told(turn: Turn, known: str) -> str | None:
    """The place that the message puts in place of the known one, or a part of it."""
    is_of_place = turn.entity("address") or asks_new(turn) or _OF_PLACE.search(turn.text)
    is_number_there = any(number in known for number in re.findall(r"[0-9]{2,}", turn.text))
    return address("", known)(turn, True) if is_of_place or is_number_there else None


def _shown(ticket: dict[str, Any], what: str) -> str:
    value = ticket.get(_THINGS[what])
    if not value:
        return f"{what}没有留" if what == "电话" else f"{what}按户号找"
    return f"{what}是{mask_phone(value) if what == '电话' else value}"


def is_of_nobody(ticket: dict[str, Any]) -> bool:
    """Whether the customer wants to be named nowhere on it."""
    details = ticket.get("details", {})
    return bool(details.get("匿名")) or details.get("保密要求") == "匿名"


def _who_calls(ticket: dict[str, Any]) -> str:
    if is_of_nobody(ticket):
        return f"您是匿名的，没法打电话告诉您结果，凭单号{ticket['number']}来问就行。"
    who = "师傅到之前" if ticket["biz_type"] == FAULT else "办的人"
    if not ticket["phone"]:
        return f"您没留电话，{who}联系不上您；要留就把号码发给我。"
    return f"{who}会打您留的电话{mask_phone(ticket['phone'])}。"


def _guide_of(ticket: dict[str, Any]) -> Guide | None:
    """The guide to the business that was applied for (actions/business.py)."""
    title = ticket.get("details", {}).get("要办的事")
    return next((guide for guide in read_guides().values() if guide.title == title), None)
