"""The questions of an outage report that are more than a fixed text: the place, an earlier report, the card (facts 4.1)."""

from __future__ import annotations

from actions.account_known import bound_accounts
from actions.client import Service
from actions.flow import Events
from actions.outage_account import place_of
from actions.outage_reading import as_said
from actions.outage_view import SHOWN, situation
from actions.payment_arrears import names_arrears
from actions.report import PICTURES, card_once, point_of
from actions.topic import TopicAction, choose_buttons
from actions.turn import Say, Turn, payload
from common.address import parse_place
from common.masking import mask_phone


class AskOutageAddress(TopicAction):
    """Offers the places of several bound accounts, else asks."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_outage_address"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Another place can always be typed."""
        if part := turn.slot("outage_part"):
            has_town = parse_place(part).town
            ask = (
                f"{part}的哪里？请说小区、村或路名，门牌房号越细越好。"
                if has_town
                else "是哪个小区、哪个村，或者哪条路上的？"
            )
            say.text(ask)
            return []
        accounts = await bound_accounts(Service(turn.conversation))
        if len(accounts) < 2:
            # Said again to other words, it asks for the place alone.
            is_money = names_arrears(turn) and not turn.slot("outage_sensitive")
            say.utter("utter_where_or_account" if is_money else "utter_where_is_no_supply")
            return []
        places = [(a["address"], a["full_address"]) for a in accounts[:SHOWN]]
        say.text("哪里没电？点一处，或者说别的地址。", choose_buttons("outage_address", *places))
        return []


class AskOutageAgain(TopicAction):
    """Asks whether it is the outage that was reported before."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_outage_again"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Names the place and how far the work order is."""
        ticket = await Service(turn.conversation).get(f"/tickets/{turn.slot('outage_earlier')}")
        say.text(
            f"您报过{ticket['address']}停电（工单{ticket['number']}，{ticket['customer_status']}），说的是这一处吗？",
            choose_buttons("outage_again", ("是这一处", "same"), ("别的地方", "other")),
        )
        return []


class AskOutageConfirm(TopicAction):
    """The card before the ticket: everything on it can be corrected in one sentence."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_outage_confirm"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Shows what will be registered."""
        phone, photos = turn.slot("outage_phone"), len(turn.slot(PICTURES) or [])
        lines = [
            "跟您核对一下：",
            f"地址：{place_of(turn.tracker.slots)}{as_said(turn)}",
            f"情况：{situation(turn.tracker.slots)}",
            *([f"补充：{words}"] if (words := turn.slot("outage_words")) else []),
            *(["特殊情况：已标上，按紧急报"] if turn.slot("outage_sensitive") else []),
            f"电话：{mask_phone(phone) if phone and phone != '-' else '不留'}",
            *([f"照片：{photos}张"] if photos else []),
            *(["定位：会附上"] if point_of(turn, "outage") else []),
            "对的话回“对”，我就登记报修；哪里不对直接告诉我。",
        ]
        buttons = choose_buttons("outage_confirm", ("对，登记报修", "yes"))
        say.text(card_once(turn, "outage", "\n".join(lines)), [*buttons, ("不报了", payload("cancel"))])
        return []
