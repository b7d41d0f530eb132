"""Work orders as the customer sees them: status, withdraw, reopen (facts 1.6); urged in actions/urge.py."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.business_reading import APPLY
from actions.client import Service, ServiceError
from actions.flow import PAUSED, REPORT_FORMS, STORY_FORMS, Events, interrupted
from actions.form import Question
from actions.inspection import VISIT
from actions.look_up import LookUpForm
from actions.outage_reading import only_reports
from actions.reading import yes_or_no
from actions.request import ask_for
from actions.topic import TopicAction
from actions.turn import Say, Turn, payload
from common.drafts import DRAFTS
from common.settings import ZONE

SHOWN = 4
# Instead of a number: it was asked for in the middle of a report, and there is none yet.
NONE_YET = "-"
# There is none, says the customer.
NEVER_MADE = "never"
# It was made by phone, in a hall or an app, or the number is lost: it cannot be seen here.
ELSEWHERE = "elsewhere"
# No look-up was wanted, but a report.
REPORT = "report"
_NEVER_MADE = re.compile(r"^没(?:有)?[啊呀的了哦过]*$|没(?:有)?(?:报|登记)过")
_NO_NUMBER = re.compile(r"[没哪](?:有|给)?.{0,3}单号|单号.{0,4}(?:没|丢|找不|忘)|[忘记不].{0,4}单号")
_CANNOT_SAY = re.compile(r"不知道|不记得|记不|忘")
_ELSEWHERE = re.compile(
    r"打.{0,4}电话|电话(?:里|上)?(?:报|说|登记|申请)|95598|网上国网|(?:营业厅|供电所|窗口|网上|柜台|app).{0,4}(?:报|办|申请|登记|交)",
    re.IGNORECASE,
)
# Asks whether what is being filled in is registered.
_IS_IN = re.compile(r"(?:登记|报|提交|预约|记|申请)(?:上|好|成功?|进去)|(?:登记|提交|预约)了")
_NUMBER = re.compile(r"gd[0-9]+", re.IGNORECASE)
_LAST4 = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9]|年)")
FAULT = "故障报修"
FINISHED = ("办结", "回访")
# What comes next, by the service's own status; times come only from the promise made when the ticket was made.
_NEXT = {
    "受理": "接下来会派给抢修人员。",
    "派单": "等抢修人员接单，接单后会先打电话联系您。",
    "退单": "正在重新安排人员。",
    "接单": "抢修人员会先打电话，再到现场。",
    "到达现场": "抢修人员正在现场查看。",
    "处理": "正在处理，处理完会告诉您。",
    "办结": "已经处理完。",
    "回访": "已经处理完，等您评价。",
    "归档": "已经办完。",
    "撤销": "这张工单已经撤销，没有人会再来。",
    "合并": "和别的工单是同一处故障，一起处理。",
}
# Promise → how it is told, and until which status it is waited for; times are the service's.
_UNDER_WAY = ("受理", "派单", "退单", "接单")
_PROMISES = {
    "到达现场": ("按平均时间{time}左右到，天气不好会更久。", _UNDER_WAY),
    "联系客户": ("一般{time}前会联系您。", _UNDER_WAY),
    "上门核损": ("一般{time}左右上门。", _UNDER_WAY),
    "复电": ("一般{time}前恢复供电。", (*_UNDER_WAY, "到达现场", "处理")),
    "接电": ("一般{time}左右办好接电。", (*_UNDER_WAY, "到达现场", "处理")),
    "答复": ("一般{time}左右答复您。", (*_UNDER_WAY, "到达现场", "处理")),
}
# Nobody drives to a complaint.
_NEXT_OTHER = {
    "受理": "接下来交给负责的部门。",
    "派单": "已经交给负责的部门，等他们接手。",
    "退单": "正在换合适的部门办。",
    "接单": "负责的人已经接手。",
    "到达现场": "负责的人正在现场查看。",
    "处理": "正在处理，有结果会答复。",
    "撤销": "这张工单已经撤销，不再处理。",
}


def status_line(ticket: dict[str, Any], now: datetime) -> str:
    """One ticket in a customer's words: where it stands, what comes next, by when."""
    place = f"（{ticket['address']}）" if ticket["address"] else ""
    urged = f"已催办{ticket['urges']}次。" if ticket["urges"] else ""
    return f"工单{ticket['number']}{place}：{ticket['customer_status']}。{urged}{what_next(ticket, now)}"


def what_next(ticket: dict[str, Any], now: datetime) -> str:
    """What happens now, and by when as far as the service promised it."""
    status, visit = str(ticket["status"]), (ticket.get("details") or {}).get(VISIT)
    if visit and status in _UNDER_WAY:
        return f"您说的时间是{visit}，具体由工作人员打电话跟您定。"
    other = None if ticket["biz_type"] == FAULT else _NEXT_OTHER.get(status)
    return (other or _NEXT[status]) + _by_when(ticket, now)


def _by_when(ticket: dict[str, Any], now: datetime) -> str:
    """The next promise that is still waited for; one that has passed is owned up to."""
    times = {name: datetime.fromisoformat(by) for name, by in ticket["customer_times"].items()}
    if not ticket["phone"]:
        times.pop("联系客户", None)
    awaited = sorted(
        (by, name) for name, by in times.items() if ticket["status"] in _PROMISES.get(name, ("", ()))[1]
    )
    if not awaited:
        return ""
    following = next(((by, name) for by, name in awaited if by > now), None)
    if following is None:
        return "已经比平常慢了，着急就说“催一下”。"
    by = following[0].astimezone(ZONE)
    same_day = by.date() == now.astimezone(ZONE).date()
    told = f"{by:%H:%M}" if same_day else f"{by.month}月{by.day}日"
    return _PROMISES[following[1]][0].format(time=told)


def is_open(ticket: dict[str, Any]) -> bool:
    """Whether somebody still has to do something about it for the customer."""
    return ticket["status"] not in ("办结", "回访", "归档", "撤销")


def made_elsewhere(text: str) -> bool:
    """Whether the words tell of something reported or applied for outside of this chat."""
    return bool(_ELSEWHERE.search(text))


def read_number(turn: Turn, asked: bool) -> str | None:
    """A ticket number of the message or of a tapped button; or why there is none."""
    value = turn.entity("ticket_no")
    if value:
        return str(value)
    if turn.is_payload:
        return None
    if only_reports(turn):
        return REPORT
    if asked and _NEVER_MADE.search(turn.text):
        return NEVER_MADE
    # Whoever answers with his place or his phone has no number either.
    tells = asked and (turn.entity("address") or turn.entity("phone") or _CANNOT_SAY.search(turn.text))
    return ELSEWHERE if tells or _NO_NUMBER.search(turn.text) or made_elsewhere(turn.text) else None


def read_last4(turn: Turn, asked: bool) -> str | None:
    """Last four digits of the phone that the ticket was made with, asked for or told in one breath with its number."""
    if not asked and not turn.entity("ticket_no"):
        return None
    told = None if turn.is_payload else _LAST4.search(_NUMBER.sub(" ", turn.text))
    value = turn.entity("last4") or str(turn.entity("phone") or "")[-4:] or (told and told[0])
    if value or not asked:
        return str(value) if value else None
    return "-" if yes_or_no(turn) is False else None


class TicketForm(LookUpForm):
    """Finds the ticket: the customer's own without a question, another one by number and phone (facts 5.1 L1)."""

    form = "ticket_form"
    triggers = frozenset(("query_ticket",))
    questions = (
        Question("ticket_number", read_number, "utter_explain_ticket_number"),
        Question("ticket_last4", read_last4, "utter_explain_ticket_last4"),
    )

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """The number as well may be told again."""
        super()._read(turn, asked, slots)
        if asked == "ticket_last4" and turn.entity("ticket_no"):
            slots["ticket_number"] = str(turn.entity("ticket_no"))

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """The customer's own tickets need no number and no proof; wrong digits are asked for again."""
        number = slots["ticket_number"]
        service = Service(turn.conversation)
        if number and slots["ticket_last4"] and not turn.slot("ticket_last4"):
            await self._check(turn, slots, say, service)
        if number and slots["ticket_last4"]:
            return
        if number and say.spoken:
            return  # it was looked for already
        own = [ticket["number"] for ticket in await service.get("/tickets")]
        if not own and not number and (proved := await _proved(turn, service)):
            own, number = [proved], proved
        pending = _pending(turn)
        if pending and (_IS_IN.search(turn.text) or not (own or number)):
            is_when = pending in REPORT_FORMS and not _IS_IN.search(turn.text)
            when = "utter_when_in_story" if pending in STORY_FORMS else "utter_when_in_report"
            say.utter(when if is_when else "utter_not_registered_yet")
            slots["ticket_number"], slots[PAUSED] = NONE_YET, pending
        elif number in own or (own and number in (None, ELSEWHERE)):
            slots["ticket_number"] = number if number in own else "own"
        if slots["ticket_number"] in (NONE_YET, NEVER_MADE, ELSEWHERE, REPORT, "own", *own):
            slots["ticket_last4"] = "own"

    @staticmethod
    async def _check(turn: Turn, slots: dict[str, Any], say: Say, service: Service) -> None:
        """Who mistook the digits tells them again, and not the number; how often he may the service decides."""
        if slots["ticket_last4"] == "-" or not _NUMBER.match(slots["ticket_number"]):
            return
        try:
            await service.get(f"/tickets/{slots['ticket_number']}", **_proof(turn, slots["ticket_last4"]))
        except ServiceError as error:
            if error.code == "not_found":
                say.utter("utter_ticket_not_found")
                slots["ticket_last4"] = None


def _proof(turn: Turn, last4: str) -> dict[str, str]:
    """The same of one message however often it is sent: the service counts the tries."""
    return {"phone_last4": last4, "key": turn.key("ticket")}


async def _proved(turn: Turn, service: Service) -> str | None:
    """The order of another talk that is spoken of, once its number and phone were told."""
    number = turn.slot("ticket_no")
    try:
        return str((await service.get(f"/tickets/{number}"))["number"]) if number else None
    except ServiceError:
        return None


def _pending(turn: Turn) -> str | None:
    """The form in whose middle the look-up was asked for, as long as it registers something."""
    names = [event.get("name") for event in turn.tracker.events if event["event"] == "active_loop"][-2:]
    if names == ["business_form", TicketForm.form] and turn.slot("business_next") == APPLY:
        return "business_form"
    before = interrupted(turn.tracker, TicketForm.form)
    return before if before in DRAFTS else None


class TicketStatus(TopicAction):
    """Tells how far a ticket is and what comes next."""

    def name(self) -> str:
        """After the form."""
        return "action_ticket_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The one that was named, or the latest of the customer's own."""
        service = Service(turn.conversation)
        number, last4 = turn.slot("ticket_number"), turn.slot("ticket_last4")
        cleared = [SlotSet("ticket_number", None), SlotSet("ticket_last4", None)]
        if number == NONE_YET:
            return cleared
        if number == NEVER_MADE:
            say.utter("utter_ticket_never_made")
            return cleared
        if number in (ELSEWHERE, REPORT) and turn.slot(PAUSED):
            say.utter("utter_request_progress_offer")
            return cleared
        if number == REPORT:
            return [*cleared, FollowupAction("outage_form")]
        if number == ELSEWHERE:
            return [*cleared, *ask_for(turn, say, "progress")]
        if number == "own":
            tickets = await service.get("/tickets")
            wanted = [ticket for ticket in tickets if is_open(ticket)] or tickets[:1]
            if wanted[0]["status"] in FINISHED:
                ask_whether_settled(turn, say, wanted[0])
            else:
                say.text("\n".join(status_line(ticket, turn.at) for ticket in wanted[:SHOWN]))
            return [*cleared, SlotSet("ticket_no", wanted[0]["number"])]
        try:
            query = {} if last4 in ("own", "-") else _proof(turn, last4)
            ticket = await service.get(f"/tickets/{number}", **query)
        except ServiceError as error:
            not_found = "utter_ticket_without_phone" if last4 == "-" else "utter_ticket_not_found"
            say.utter("utter_ticket_locked" if error.code == "refused" else not_found)
            return cleared
        say.text(status_line(ticket, turn.at))
        return [*cleared, SlotSet("ticket_no", number)]


def ask_whether_settled(turn: Turn, say: Say, ticket: dict[str, Any]) -> None:
    number = ticket["number"]
    buttons = [
        ("还没好，重新派", payload("reopen_ticket", ticket_no=number)),
        ("已经好了", payload("ticket_solved", ticket_no=number)),
    ]
    say.text(f"{status_line(ticket, turn.at)}问题解决了吗？", buttons)


class CancelTicket(TopicAction):
    """Withdraws the customer's own ticket, from a button that named it."""

    def name(self) -> str:
        """For `cancel_ticket`, an intent that only our buttons carry."""
        return "action_cancel_ticket"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Says so when a crew is there already."""
        number = str(turn.entity("ticket_no") or turn.slot("ticket_no") or "")
        try:
            await Service(turn.conversation).post(f"/tickets/{number}/cancel", key=turn.key("cancel"))
        except ServiceError as error:
            say.utter(
                "utter_ticket_cannot_cancel" if error.code == "illegal_move" else "utter_ticket_not_found"
            )
            return []
        say.text(f"工单{number}已撤销，不会再有人来。以后有事随时说。")
        return [SlotSet("ticket_no", None)]


class ReopenTicket(TopicAction):
    """“还没有”: the same ticket goes back to the crew."""

    def name(self) -> str:
        """For `reopen_ticket`, an intent that only our buttons carry."""
        return "action_reopen_ticket"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """An archived one needs a new ticket."""
        number = turn.entity("ticket_no")
        try:
            await Service(turn.conversation).post(f"/tickets/{number}/reopen", key=turn.key("reopen"))
        except ServiceError:
            say.utter("utter_ticket_cannot_reopen")
            return []
        say.text(f"工单{number}已重新派出去。有什么新情况直接告诉我，照片也行。")
        return [SlotSet("ticket_no", number)]
