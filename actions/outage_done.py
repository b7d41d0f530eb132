"""What an outage report ends in: a work order, or the known outage, the earlier report, the arrears (facts 1.2, 4.1)."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.account_known import record
from actions.client import Service, UtilityDown
from actions.flow import Events
from actions.outage_account import place_of
from actions.outage_asks import LASTING
from actions.outage_back import go_on
from actions.outage_special import care
from actions.outage_view import SCOPES, situation
from actions.payment_arrears import CLEAR, PAID, RECONNECT, TOLD
from actions.report import PICTURES, attach_photos, point_of
from actions.topic import TopicAction
from actions.turn import Say, Turn
from common.danger import UNSPECIFIED

_TOPIC_OF_SCOPE = {"home": "outage_home", "partial": "outage_partial", "area": "outage_area"}


class OutageDone(TopicAction):
    """Makes the ticket, or leaves it at the known outage, the earlier report, or the arrears."""

    def name(self) -> str:
        """After the form."""
        return "action_outage_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Each way out ends with something done."""
        cleared = [SlotSet(slot, None) for slot in turn.tracker.slots if slot.startswith("outage_")]
        cleared.append(SlotSet("account_no", None))
        service = Service(turn.conversation)
        if turn.slot("outage_again") == "same":
            number = turn.slot("outage_earlier")
            await go_on(turn, say, number)
            await attach_photos(turn, number)
            return [*cleared, SlotSet(PICTURES, None), SlotSet("ticket_no", number)]
        if turn.slot("outage_cut") not in (None, TOLD, CLEAR):
            return [*cleared, *await self._in_arrears(turn, say, service), SlotSet("outage_cut", TOLD)]
        if turn.slot("outage_same") == "same":
            for outage in turn.slot("outage_known"):
                await service.post(f"/outages/{outage}/watches", address=turn.slot("outage_address"))
            say.utter("utter_outage_wait")
            known = {"outage_place_before": turn.slot("outage_address"), "outage_told": LASTING}
            return [*cleared, *(SlotSet(slot, value) for slot, value in known.items())]
        return [*cleared, *await self._register(turn, say, service)]

    async def _in_arrears(self, turn: Turn, say: Say, service: Service) -> Events:
        number, words = turn.slot("outage_cut"), turn.slot("outage_arrears") or turn.said
        try:
            account = next(a for a in await service.get("/accounts") if a["account_no"] == number)
            return await RECONNECT.fulfil(turn, say, account, words)
        except UtilityDown:
            return await record(turn, say, RECONNECT, number, words)

    async def _register(self, turn: Turn, say: Say, service: Service) -> Events:
        """Registers once; a repeat of the turn or of the report gives the same ticket."""
        scope, phone = turn.slot("outage_scope") or "home", turn.slot("outage_phone")
        described = situation(turn.tracker.slots)
        special = turn.slot("outage_sensitive") or []
        where = place_of(turn.tracker.slots)
        money = turn.slot("outage_arrears") or ""
        arrears = {
            TOLD: "系统显示欠费停电，客户仍要求报修",
            CLEAR: "已查，不是欠费停电",
            None: "客户提到欠费或余额，没有核对" if money else None,
        }
        details = {
            "故障现象": SCOPES[scope],
            "地址原话": turn.slot("outage_place_words"),
            **point_of(turn, "outage"),
            "客户补充": turn.slot("outage_words"),
            "开始时间": turn.slot("outage_since"),
            "已知停电": "、".join(turn.slot("outage_known") or []),
            "欠费": arrears[turn.slot("outage_cut")],
            "交费": "客户说电费已交" if PAID.search(money) else None,
            "客户原话": turn.slot("outage_words"),
        }
        made = await service.post(
            "/tickets",
            topic=_TOPIC_OF_SCOPE[scope],
            key=turn.key("outage"),
            summary=f"{where}，{described}",
            address=where,
            account_no=turn.slot("outage_account"),
            phone=phone if phone != "-" else None,
            join=True,
            danger=[UNSPECIFIED] if turn.slot("outage_half") else [],
            sensitive=special,
            details={label: value for label, value in details.items() if value},
            media=turn.slot(PICTURES) or [],
        )
        number = made["ticket"]["number"]
        if made["joined"]:
            status = made["ticket"]["customer_status"]
            say.text(f"这里您已经报过了，工单号{number}，现在{status}。您这次说的也补进去了，不用重复报。")
        else:
            say.text(f"已经登记好了，工单号{number}。{made['promise']}发“进度”可以随时查。")
        if turn.slot("outage_losses"):
            say.utter("utter_outage_losses_after")
        if special:
            say.utter("utter_outage_sensitive")
        if special or turn.slot("outage_half"):
            why = "有特殊情况" if special else "一半有电一半没电"
            await care(turn, say, [], f"{where}，{described}，{why}", [number])
        elif scope == "home" and turn.slot("outage_breaker") == "fine":
            say.utter("utter_outage_look_at_meter")
        return [SlotSet(PICTURES, None), SlotSet("ticket_no", number)]
