"""Small talk that needs more than a fixed text: cancelling, waiting, repeating, a yes that reports."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions.account_bind import asked_to_bind
from actions.account_reading import wants_code
from actions.account_rights import denied_in, deny, offered
from actions.aside import asks
from actions.business_reading import picks_up
from actions.client import Service
from actions.flow import PAUSED, REPORT_FORMS, Events, forget, listen
from actions.general import answered
from actions.handoff import wants_no_person
from actions.instead import wanted_instead
from actions.outage_asks import goes_on
from actions.outage_reading import begins_report, only_reports
from actions.report_again import report
from actions.theft import says_that_he_reports
from actions.ticket_detail import current_ticket
from actions.ticket_talk import calls_off
from actions.topic import TopicAction
from actions.turn import OWN_WISH, Say, Turn, kept_wish, open_form, payload
from actions.voltage import flickers
from actions.withdraw import COMPLAINT, REPORT, drop, kind_in, takes_back, withdraw
from common.drafts import DRAFTS

# The dialogue that the same words would call off, where an order could be meant as well.
_FORMS = {"complain_form": COMPLAINT, "theft_form": REPORT}
_THIRD = re.compile(r"[他她]|那人|这人|有人|自称|冒充|上门|来的人|工作证|骗|你们(?:派|的)?(?:来)?的?人")
# Asked of the one it speaks to, not of somebody at the door.
_GENUINE = re.compile(
    r"^(?:你|您|这)[们个里是]{0,3}.{0,6}(?:骗|假|正规|官方|真的?(?:供电|国网|电力|吗|是))|(?:怎么|咋|凭什么|凭啥).{0,4}(?:证明|知道|相信|信).{0,2}[你您]"
)
_ABLE = re.compile(r"(?:能|会|可以)[^,，。]{0,4}(?:干|做|办|帮|查)|有(?:什么|啥)(?:用|功能)|什么功能")


class Cancel(TopicAction):
    """“算了”: ends an open form and forgets its answers."""

    def name(self) -> str:
        """For `cancel`."""
        return "action_cancel"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Says what was dropped, so that nobody waits for a crew that was never sent."""
        form = open_form(turn)
        if wants_no_person(turn, say):
            return report(turn) if not form and begins_report(turn) else []
        if form and (instead := self._instead(turn, form)):
            say.utter("utter_cancelled")
            return instead
        if only_reports(turn):
            return report(turn)
        if (dropped := await self._named(turn, say, form)) is not None:
            return [*dropped, *(forget(turn, form) if form else [])]
        if not form or (calls_off(turn.text) and form not in DRAFTS and form != "danger_form"):
            ended = forget(turn, form) if form else []
            told = (
                await answered(turn, say) if asks(turn.text) else None
            )  # “那咋取消” after an answer about 智能交费
            events = [*(await self._withdraw(turn, say) if told is None else told), *ended]
            return events if turn.intent == "cancel" else [*events, *listen(turn)]
        if form == "danger_form":
            say.utter("utter_danger_stays")  # the urgent work order was made with the advice
        elif form not in DRAFTS and turn.slot(PAUSED) in REPORT_FORMS:
            pass  # the report goes on: “先修电” drops the bill asked for in between, and nothing that was registered
        else:
            say.utter("utter_cancelled")
            if kept := await current_ticket(turn):
                say.text(f"前面登记的工单{kept['number']}照常办。")
        left = (
            [SlotSet(PAUSED, None)] if turn.slot(PAUSED) == "account_form" else []
        )  # “算了” ends the look-up behind it
        # Led here from a form, no rule says what follows.
        return [
            *left,
            *forget(turn, form),
            *([] if turn.intent == "cancel" else [FollowupAction("action_listen")]),
        ]

    @staticmethod
    def _instead(turn: Turn, form: str) -> Events:
        """“算了不报停了 上个月电费多少”: the dialogue ends, and the question has its turn; none where nothing else is wanted."""
        wanted = wanted_instead(turn, form)
        if not wanted or turn.slot(PAUSED) not in (None, "account_form"):
            return []
        kept = SlotSet(OWN_WISH, kept_wish(turn, wanted))
        return [kept, SlotSet(PAUSED, None), *forget(turn, form), FollowupAction("action_listen")]

    async def _named(self, turn: Turn, say: Say, form: str | None) -> Events | None:
        """What the words name is meant, not what happens to be open: “那算了，别删了”. None when they name nothing registered."""
        if denied := denied_in(turn.text):
            return [] if await deny(turn, say, denied) or not form else None
        kind = kind_in(turn.text) if takes_back(turn.text) else None
        if kind is None or kind == _FORMS.get(form or "") or turn.is_payload:
            return None
        return await withdraw(turn, say, kind)

    async def _withdraw(self, turn: Turn, say: Say) -> Events:
        """Outside a form it may be a work order that is to be dropped: asked before it is done."""
        tickets = await Service(turn.conversation).get("/tickets")
        named = turn.entity("ticket_no")
        if named and not any(t["number"] == named for t in tickets):
            return [FollowupAction("ticket_form")]  # of another talk: first it is looked up
        able = [t for t in tickets if "撤销" in t["moves"] and named in (None, t["number"])]
        mine = [t for t in able if t["topic"] != "danger"]
        if not mine:
            # Only people call off a crew that was sent for a danger.
            told = "utter_danger_stays" if able else "utter_nothing_to_cancel"
            say.utter(told, **({"ticket_no": able[0]["number"]} if able else {}))
            return []
        if len(mine) == 1 and calls_off(turn.text) and mine[0]["topic"] != "danger":
            await drop(turn, say, mine[0])
            return [SlotSet("ticket_no", None)]
        buttons = [
            (
                f"{'' if len(mine) > 1 else '对，'}撤销{t['number']}",
                payload("cancel_ticket", ticket_no=t["number"]),
            )
            for t in mine[:3]
        ]
        say.text("您是要撤销报过的工单吗？", [*buttons, ("不撤销", payload("deny"))])
        return []


class BotChallenge(TopicAction):
    """“你是谁”, “你会啥”, and “他说他是国家电网的”, which asks about somebody else."""

    def name(self) -> str:
        """For `bot_challenge`."""
        return "action_bot_challenge"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """What it can do when that is asked, or asked who it is again."""
        if _GENUINE.search(turn.text):
            say.utter("utter_bot_genuine")
        elif _THIRD.search(turn.text):
            say.utter("utter_key_impostor")
        elif _ABLE.search(turn.text) or self.name() in turn.answered_by(2):
            say.utter("utter_bot_abilities")
        else:
            say.utter("utter_bot_challenge")
        return []


class TakeTime(TopicAction):
    """“我问问我爸”, “等会”, “这个嘛” inside a form (actions/form.py): it waits and keeps what it has."""

    def name(self) -> str:
        """Follows a form that heard it; nothing else leads here."""
        return "action_take_time"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The question is not put again: the customer knows it, and is about to answer."""
        say.utter("utter_take_time")
        return listen(turn)


class Affirm(TopicAction):
    """A yes that answers nothing, or “报修吧”, which sounds like one."""

    def name(self) -> str:
        """For `affirm`."""
        return "action_affirm"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """An action and no mere response, so that “对，8月的呢” goes on about the bill (actions/flow.py); who wants to report does."""
        if only_reports(turn):
            return report(turn)
        if picks_up(turn):
            return [FollowupAction("business_form")]
        if offered(turn):
            return [FollowupAction("action_privacy_rights")]
        if wants_code(turn) == "new":  # “发验证码吧”
            return [FollowupAction("account_form")]
        if asked_to_bind(turn):
            wish = {"name": "bind_account", "text": turn.text}
            return [SlotSet("account_wish", wish), FollowupAction("account_form")]
        if says_that_he_reports(turn):
            return [FollowupAction("theft_form")]
        say.utter("utter_affirm")
        return []


class Deny(TopicAction):
    """“不用” to nothing in particular."""

    def name(self) -> str:
        """For `deny`."""
        return "action_deny"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """As `Affirm`: “不是交过了吗” and “不行，还是得报” sound like a no."""
        if only_reports(turn):
            return report(turn)
        say.utter("utter_deny")
        return []


class Thanks(TopicAction):
    """“谢谢” — or “谢谢，几天能好”, which asks about the work order (actions/flow.py)."""

    def name(self) -> str:
        """For `thanks`."""
        return "action_thanks"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Short."""
        say.utter("utter_thanks")
        return []


class Goodbye(TopicAction):
    """As `Thanks`: “能改天吗” sounds like a good-bye."""

    def name(self) -> str:
        """For `goodbye`."""
        return "action_goodbye"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Short; “几点结束” goes on about an outage."""
        if goes_on(turn):
            return [FollowupAction("area_form")]
        say.utter("utter_goodbye")
        return []


class Repeat(TopicAction):
    """“你刚才说什么”: the last words of the bot again."""

    def name(self) -> str:
        """For `repeat`."""
        return "action_repeat"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """All that the last answer said, with its buttons; but trouble that comes again (“再来一次 我家灯又闪了”) is reported."""
        if flickers(turn.text):
            return [FollowupAction("voltage_form")]
        last: list[dict[str, object]] = []
        users = 0
        for event in reversed(turn.tracker.events):
            users += event["event"] == "user"
            if users == 2:
                break
            if users == 1 and event["event"] == "bot" and event.get("text"):
                last.insert(0, event)
        if not last:
            say.utter("utter_greet")
        for event in last:
            data = event.get("data") or {}
            buttons = [(b["title"], b["payload"]) for b in (data.get("buttons") or [])]  # type: ignore[attr-defined]
            say.text(str(event["text"]), buttons)
        return listen(turn)
