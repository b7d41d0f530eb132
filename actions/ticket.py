"""Work orders as the customer sees them: status, urge, withdraw, photos (facts 1.6)."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import SlotSet

from actions.client import Service, ServiceError
from actions.handoff import packet
from actions.reading import yes_or_no
from actions.topic import Events, Question, TopicAction, TopicForm
from actions.turn import Say, Turn, payload

SHOWN = 4
MANY_URGES = 3
_SCORES = (("非常满意", 5), ("满意", 4), ("一般", 3), ("不满意", 2), ("非常不满意", 1))
# What comes next, by the service's own status; times come only from the promise made when the ticket was made.
_NEXT = {
    "受理": "接下来会派给抢修人员。",
    "派单": "等抢修人员接单，接单后会先打电话联系您。",
    "退单": "正在重新安排人员。",
    "接单": "抢修人员会先打电话，再到现场。",
    "到达现场": "抢修人员正在现场查看。",
    "处理": "正在处理，处理完会告诉您。",
    "办结": "已经处理完。如果问题还在，直接告诉我。",
    "回访": "已经处理完，等您评价。",
    "归档": "已经办完。",
    "撤销": "这张工单已经撤销，没有人会再来。",
    "合并": "和别的工单是同一处故障，一起处理。",
}


def status_line(ticket: dict[str, Any]) -> str:
    """One ticket in a customer's words."""
    place = f"（{ticket['address']}）" if ticket["address"] else ""
    urged = f"已催办{ticket['urges']}次。" if ticket["urges"] else ""
    return f"工单{ticket['number']}{place}：{ticket['customer_status']}。{urged}{_NEXT[ticket['status']]}"


def is_open(ticket: dict[str, Any]) -> bool:
    """Whether somebody still has to do something about it for the customer."""
    return ticket["status"] not in ("办结", "回访", "归档", "撤销")


def read_number(turn: Turn, asked: bool) -> str | None:
    """A ticket number of the message or of a tapped button."""
    value = turn.entity("ticket_no")
    return str(value) if value else None


def read_last4(turn: Turn, asked: bool) -> str | None:
    """Last four digits of the phone that the ticket was made with."""
    if not asked:
        return None
    value = turn.entity("last4") or (str(turn.entity("phone") or "")[-4:] or None)
    return str(value) if value else ("-" if yes_or_no(turn) is False else None)


class TicketForm(TopicForm):
    """Finds the ticket: the customer's own without a question, another one by number and phone (facts 5.1 L1)."""

    form = "ticket_form"
    triggers = frozenset(("query_ticket",))
    questions = (
        Question("ticket_number", read_number, "utter_explain_ticket_number"),
        Question("ticket_last4", read_last4, "utter_explain_ticket_last4"),
    )

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """The customer's own tickets need no number and no proof."""
        if slots["ticket_number"] and slots["ticket_last4"]:
            return
        own = [ticket["number"] for ticket in await Service(turn.conversation).get("/tickets")]
        if slots["ticket_number"] in own or (own and not slots["ticket_number"]):
            slots["ticket_number"] = slots["ticket_number"] or "own"
            slots["ticket_last4"] = "own"


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
        if number == "own":
            tickets = await service.get("/tickets")
            wanted = [ticket for ticket in tickets if is_open(ticket)] or tickets[:1]
            say.text("\n".join(status_line(ticket) for ticket in wanted[:SHOWN]))
            return [*cleared, SlotSet("ticket_no", wanted[0]["number"])]
        try:
            query = {} if last4 in ("own", "-") else {"phone_last4": last4, "key": turn.key("ticket")}
            ticket = await service.get(f"/tickets/{number}", **query)
        except ServiceError as error:
            say.utter("utter_ticket_locked" if error.code == "refused" else "utter_ticket_not_found")
            return cleared
        say.text(status_line(ticket))
        return [*cleared, SlotSet("ticket_no", number)]


class Urge(TopicAction):
    """“怎么还不来”: counts on the ticket and never makes a second one."""

    def name(self) -> str:
        """For `urge`."""
        return "action_urge"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Urges the only open ticket, or asks which."""
        service = Service(turn.conversation)
        mine = [ticket for ticket in await service.get("/tickets") if is_open(ticket)]
        named = [ticket for ticket in mine if ticket["number"] == turn.entity("ticket_no")]
        if not mine and turn.tracker.active_loop:
            say.utter("utter_urge_in_form")
            return []
        if not mine:
            say.text(
                "您这边没有还在办的工单。是哪里没电或者出了问题？告诉我，我马上登记。",
                [("停电报修", payload("report_outage_home")), ("转人工", payload("ask_human"))],
            )
            return []
        if len(mine) > 1 and not named:
            buttons = [
                (f"{t['number']} {t['address'][:12]}", payload("urge", ticket_no=t["number"]))
                for t in mine[:SHOWN]
            ]
            say.text("您有几张工单在办，催哪一张？", buttons)
            return []
        ticket = (named or mine)[0]
        number = ticket["number"]
        try:
            urged = await service.post(f"/tickets/{number}/urge", key=turn.key("urge"))
        except ServiceError as error:
            if error.code != "refused":
                raise
            say.text(
                f"工单{number}刚刚已经催过了，现在{ticket['customer_status']}。{_NEXT[ticket['status']]}"
            )
            return [SlotSet("ticket_no", number)]
        say.text(
            f"已经帮您催了，工单{number}，第{urged['urges']}次催办，现在{urged['customer_status']}。{_NEXT[urged['status']]}"
        )
        if urged["urges"] >= MANY_URGES:
            say.utter("utter_urge_human")
            say.hand_over(
                "urged", await packet(turn, f"客户第{urged['urges']}次催办{number}", [number]), keep_bot=True
            )
        return [SlotSet("ticket_no", number)]


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


class TicketSolved(TopicAction):
    """After the work: asks for a score (facts 7.2)."""

    def name(self) -> str:
        """For `ticket_solved`, an intent that only our buttons carry."""
        return "action_ticket_solved"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Neither leads nor presses."""
        number = turn.entity("ticket_no")
        buttons = [(title, payload("rate_ticket", ticket_no=number, score=score)) for title, score in _SCORES]
        say.text(f"那就好。工单{number}办得怎么样，给个评价吧？", buttons)
        return []


class RateTicket(TopicAction):
    """Keeps the score; a bad one gets a person and the regulator's number offered."""

    def name(self) -> str:
        """For `rate_ticket`, an intent that only our buttons carry."""
        return "action_rate_ticket"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Thanks, or asks what was missing."""
        number, score = turn.entity("ticket_no"), int(turn.entity("score"))
        try:
            await Service(turn.conversation).post(
                f"/tickets/{number}/rating", score=score, key=turn.key("rating")
            )
        except ServiceError:
            say.utter("utter_ticket_not_found")
            return []
        say.utter("utter_rated_badly" if score <= 2 else "utter_rated")
        return []


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
        service = Service(turn.conversation)
        mine = [ticket for ticket in await service.get("/tickets") if is_open(ticket)]
        if mine and not turn.tracker.active_loop:
            number = mine[0]["number"]
            await service.post(f"/tickets/{number}/notes", text="", media=turn.media, key=turn.key("photo"))
            say.text(f"照片已附到工单{number}，抢修人员能看到。")
            return []
        if not turn.tracker.active_loop:
            say.utter("utter_send_picture")
        return [SlotSet("pictures", [*(turn.slot("pictures") or []), turn.media])]
