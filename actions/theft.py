"""Reports on others: theft of electricity, breach, damage to installations, staff conduct; anonymous if wished (facts 1.3)."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import phone_reading, reading
from actions.account_known import bound_accounts
from actions.aside import ANSWERED, asks
from actions.client import Service, residential_prices
from actions.flow import REQUESTED, Events, forget
from actions.form import ANSWERS, Question
from actions.guides import general_of, quote_general
from actions.names import own_name
from actions.report import (
    NUMBERS,
    AskConfirm,
    account_no,
    closed,
    own_words,
    register,
    registered,
    told_words,
)
from actions.story import NOT_YET, StoryForm, fears
from actions.tariff_points import our_words, resold_words
from actions.tariff_view import Prices
from actions.theft_reading import (
    DEED,
    DENIAL,
    DOUBTFUL,
    LABELS,
    NO_REPORT,
    OWN,
    REPORTED,
    cuts_cable,
    is_accused,
    is_victim,
    names_price,
    sort_of,
    topic_of,
)
from actions.topic import TopicAction
from actions.turn import Say, Turn, payload
from actions.withdraw import REPORT, withdraw

_STILL = 6  # messages back
_LEAST_MORE = 2  # characters
_REWARD = re.compile(r"奖")
_BARE = re.compile(r"我?[要想]?匿?名?举报|(?:有人)?[偷窃]电|[我要想了的吧啊,，。.!！]")
# A name without these may be that of the one who is reported.
_OF_HIMSELF = re.compile(r"[我俺]|本人|免贵")
ASKED = "asked"
_SURE = "您是要举报"
_HOME = "这是您自己家的地址"
# What is said to first words that are no report.
_INSTEAD = {DOUBTFUL: "utter_theft_sure", REPORTED: "utter_theft_reported", OWN: "utter_theft_own"}
NAMELESS, SECRET, OPEN = "匿名", "留电话但保密", "可以联系"


_read_secret = reading.one_of(
    "theft_secret",
    {
        OPEN: r"实名|不匿名|不用(?:匿名|保密)|可以联系",
        NAMELESS: r"匿名|不(?:想|愿意?|要|能|敢|方便)?(?:留|说|露)(?:个|我的?)?(?:姓名|名字?|电话|手机)",
        SECRET: r"保密|(?:别|不要|不能|不想)(?:说|让|告诉|透露|给).{0,6}(?:知道|是我|我是|名)",
    },
    {NAMELESS: r"^(?:不|别)(?:用|想|要|留|愿|说|了|$)", OPEN: r"可以|没事|不怕"},
    yes=SECRET,
    no=NAMELESS,
)


def read_secret(turn: Turn, asked: bool) -> str | None:
    """What is to be kept secret; “会不会让他们知道是我” asks and decides nothing."""
    decides = not fears(turn) or turn.entity("theft_secret") or re.search("匿名|实名|保密", turn.text)
    found = _read_secret(turn, asked and bool(decides))
    return str(found) if found not in (None, "unknown") else None


class TheftForm(StoryForm):
    """Where, what is seen, whether the name is to be kept; the place is not the customer's own."""

    form = "theft_form"
    prefix = "theft"
    memory = ("theft_withdrawn", "theft_feared", "theft_name")
    asides = (NOT_YET, *ANSWERED)
    bare = _BARE
    story = 3
    questions = (
        Question("theft_words", own_words(_BARE), "utter_explain_theft_words"),
        Question("theft_place", reading.spot("theft_place"), "utter_explain_theft_place"),
        Question("theft_secret", read_secret, "utter_explain_theft_secret"),
        Question("theft_phone", phone_reading.phone, "utter_explain_complain_phone"),
        Question("theft_confirm", reading.confirmed("theft_confirm"), "utter_explain_confirm"),
        Question("theft_account", account_no, "utter_explain_meter_address"),
    )

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Who objects to being called a thief complains."""
        turn = Turn(tracker)
        if not str(turn.slot(REQUESTED) or "").startswith("theft_") and (accused := _accused(turn)):
            told = [SlotSet("complain_words", accused), FollowupAction("complain_form")]
            return [*forget(turn, self.form), *told]
        return await super().run(dispatcher, tracker, domain)

    def was_only_asked(self, turn: Turn) -> bool:
        """Also who denies it: “我不是举报”; not who fears for his own supply."""
        if is_victim(turn.text) or is_victim(turn.slot("theft_words")):
            return False
        return super().was_only_asked(turn) or bool(NO_REPORT.search(turn.text))

    def _is_other(self, turn: Turn) -> bool:
        """“不知道是谁” is no other wish."""
        return super()._is_other(turn) and not reading.is_unknown(turn)

    def needed(self, slots: dict[str, Any]) -> list[str]:
        """No phone of those who stay nameless; nothing of who takes it back or only asked."""
        if slots["theft_withdrawn"] or slots.get("theft_confirm") == ASKED:
            return []
        if is_victim(slots.get("theft_words")):
            has_number = slots.get("theft_account") and not slots.get("theft_place")
            where = [] if has_number else ["theft_place"]
            return ["theft_words", *where, "theft_phone", "theft_confirm"]
        contact = [] if slots.get("theft_secret") == NAMELESS else ["theft_phone"]
        return ["theft_words", "theft_place", "theft_secret", *contact, "theft_confirm"]

    def _read(self, turn: Turn, asked: str | None, slots: dict[str, Any]) -> None:
        """With or without a name may be said anew at any time; who leaves a phone stays nameless no longer, nor open unasked."""
        super()._read(turn, asked, slots)
        again, gives_phone = read_secret(turn, False), bool(phone_reading.phone(turn, False))
        if again and (again != SECRET or gives_phone or slots["theft_secret"] != NAMELESS):
            slots["theft_secret"] = again
        elif gives_phone and slots["theft_secret"] is None and not is_victim(slots["theft_words"]):
            slots["theft_secret"] = SECRET

    def _leads(self, turn: Turn, slots: dict[str, Any]) -> bool:
        """What a message with the place says besides — which house, whose — is kept; what he says of himself is not."""
        place = slots["theft_place"]
        if not turn.slot("theft_words") or place == turn.slot("theft_place") or _OF_HIMSELF.search(turn.text):
            return False
        more = [c for c in turn.without(NUMBERS) if "\u4e00" <= c <= "\u9fa5" and c not in place]
        return turn.intent in ANSWERS and len(more) >= _LEAST_MORE

    def _adds(self, turn: Turn, asked: str | None, answers_nothing: bool) -> bool:
        """A question about a reward tells nothing."""
        is_reward = asks(turn.text) and _REWARD.search(turn.text)
        return not is_reward and super()._adds(turn, asked, answers_nothing)

    async def learn(self, turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """What is no report is answered, a price too. Else protection first, and no word on rewards that nobody has confirmed."""
        if slots["theft_withdrawn"]:
            return
        if (sort := _sort(turn)) != DEED:
            slots["theft_confirm"] = ASKED
            await self._answer(turn, sort, say)
            return
        if not slots["theft_words"] and not turn.slot("theft_told"):
            slots["theft_words"] = _told_before(turn)
        if _OF_HIMSELF.search(turn.text) or phone_reading.phone(turn, False):
            slots["theft_name"] = own_name(turn, False) or slots["theft_name"]
        victim = is_victim(slots["theft_words"])
        if not turn.slot("theft_told"):
            cable = "utter_theft_cable" if cuts_cable(turn.text) else "utter_theft_protected"
            say.utter("utter_theft_victim" if victim else cable)
            slots["theft_told"] = True
        if victim and not slots["theft_place"]:
            await self._use_home(turn, slots, say)
        if _REWARD.search(turn.text):
            say.utter("utter_theft_reward")
        await super().learn(turn, slots, say)
        if not victim and slots["theft_place"] != turn.slot("theft_place"):
            await self._doubt_home(turn, slots, say)
        if slots["theft_secret"] == NAMELESS:
            slots["theft_phone"] = slots["theft_name"] = None  # not even the phone of an earlier ticket

    @staticmethod
    async def _answer(turn: Turn, sort: str, say: Say) -> None:
        """To first words that report nobody; “公摊是啥” has its guide."""
        if sort == DOUBTFUL and (guide := general_of(turn)):
            quote_general(guide, turn, say)
            return
        if sort in _INSTEAD:
            say.utter(_INSTEAD[sort])
            return
        prices = await Prices.now(residential_prices)
        if sort == DENIAL:
            say.text(f"好，不登记。{our_words(prices, turn.text)}")
            return
        offer = [("要，登记举报", payload("report_theft")), ("不用，就问问", payload("deny"))]
        say.text(resold_words(prices, turn.text), offer)

    @staticmethod
    async def _doubt_home(turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """Nobody reports on his own house; told once more, it is meant."""
        known = await bound_accounts(Service(turn.conversation))
        is_home = any(account["full_address"] == slots["theft_place"] for account in known)
        if is_home and not any(_HOME in text for text in turn.told(1)):
            say.text(f"{_HOME}。要举报的地方在哪里？就是这里的话，再说一遍。")
            slots["theft_place"] = None

    @staticmethod
    async def _use_home(turn: Turn, slots: dict[str, Any], say: Say) -> None:
        """The house of the account that is known, or was named; the card shows it."""
        number = slots["theft_account"] or turn.slot("account_no")
        known = await bound_accounts(Service(turn.conversation))
        mine = [a for a in known if not number or a["account_no"].endswith(str(number)[-10:])]
        if len(mine) == 1:
            slots["theft_place"], slots["theft_account"] = mine[0]["full_address"], mine[0]["account_no"]
            say.text(f"我按您户号的地址登记：{mine[0]['address']}。不对的话直接告诉我新地址。")


class AskTheftPlace(TopicAction):
    """Where it is: of somebody else's, or the customer's own house."""

    def name(self) -> str:
        """As Rasa looks for it."""
        return "action_ask_theft_place"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """By his words."""
        say.utter("utter_ask_theft_home" if is_victim(turn.slot("theft_words")) else "utter_ask_theft_place")
        return []


def _sort(turn: Turn) -> str:
    """What the message is, where nothing has been told yet; a report in hand stays one."""
    is_report = turn.is_payload or turn.slot("theft_told") or says_that_he_reports(turn)
    return DEED if is_report else sort_of(turn.text)


def says_that_he_reports(turn: Turn) -> bool:
    """A yes to the question whether he wants to report somebody."""
    return reading.yes_or_no(turn) is True and any(_SURE in text for text in turn.told(1))


def _accused(turn: Turn) -> str | None:
    """The words of who was called a thief lately; None for everybody else."""
    if turn.is_payload:
        return None
    said = turn.texts
    told = [text for text in said[-_STILL:-1] if is_accused(text)]
    return "；".join([*told, turn.said]) if told or is_accused(turn.text) else None


def _told_before(turn: Turn) -> str | None:
    """The words in which he asked about the price that he now reports, or of which he was asked whether they are a report."""
    said = turn.texts
    priced = next((text for text in reversed(said[-_STILL:]) if names_price(text)), None)
    is_asked = len(said) > 1 and any(_SURE in text for text in turn.told(1))
    return priced or (said[-2] if is_asked else None)


class AskTheftConfirm(AskConfirm):
    """The card of a report on others."""

    prefix = "theft"

    def lines(self, turn: Turn) -> list[tuple[str, str | None]]:
        """What sort of report it is, so that nobody makes one unawares; place, words, secrecy."""
        words = turn.slot("theft_words")
        return [
            ("事项", "怀疑自家被偷电" if is_victim(words) else f"{LABELS[topic_of(words or '')]}举报"),
            ("地点", turn.slot("theft_place")),
            ("情况", told_words(words)),
            ("身份", turn.slot("theft_secret")),
            ("称呼", turn.slot("theft_name")),
        ]


class TheftDone(TopicAction):
    """Registers it."""

    def name(self) -> str:
        """After the form."""
        return "action_theft_done"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Staff see what must be kept secret; no result is promised (facts 4.4)."""
        if turn.slot("theft_withdrawn"):
            if await withdraw(turn, say, REPORT) is None:
                say.utter("utter_theft_none")
            return closed(turn, "theft")
        if turn.slot("theft_confirm") == ASKED:
            return closed(turn, "theft")
        words, secret = turn.slot("theft_words") or "", turn.slot("theft_secret")
        topic = topic_of(words)
        made = await register(
            turn,
            "theft",
            topic,
            f"怀疑自家被偷电：{words}" if is_victim(words) else f"举报（{LABELS[topic]}）：{words}",
            at=turn.slot("theft_place"),
            name=turn.slot("theft_name"),
            details={
                "保密要求": None if secret == OPEN or is_victim(words) else secret or NAMELESS,
            },
        )
        say.text(registered(made))
        say.utter("utter_theft_after")
        return closed(turn, "theft", made)
