"""Reports on others: theft of electricity, breach, damage to installations, staff conduct; anonymous if wished (facts 1.3)."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from actions.account_known import bound_accounts
from actions.aside import ANSWERED, asks
from actions.client import Service, residential_prices
from actions.flow import REQUESTED, Events, forget
from actions.form import ANSWERS, Question
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
from actions.tariff_points import RESOLD, our_words, resold_words
from actions.tariff_view import Prices
from actions.topic import TopicAction
from actions.turn import SURE, Say, Turn, payload
from actions.withdraw import REPORT, withdraw

# Topic → words; what fits none is theft of electricity.
KINDS = {
    "conduct": r"吃拿卡要|收礼|红包|好处|黑钱|贿|请客|[收送要]了?[^,，。]{0,4}[条盒瓶箱][烟酒]|公车|指定(?:的)?(?:厂家|施工|设计)|(?:工作人员|电工|供电所|你们).{0,8}(?:收|要)[^,，。费]{0,4}钱",
    "sabotage": r"割.{0,4}(?:电缆|电线|线)|偷.{0,3}(?:电缆|电线|变压器|铜)|砸|破坏|大棚|线(?:路)?底?下.{0,4}(?:盖|种|堆)|锯",
    "breach": r"转供|加价|一块.{0,2}(?:一度|钱)|房东|转卖|倒卖|私自(?:增容|接给)|居民电.{0,6}(?:做生意|开店|商用)|改类别",
    "theft": "",
}
_LABELS = {"conduct": "工作人员行为", "sabotage": "破坏电力设施", "breach": "违约用电", "theft": "窃电"}
_STILL = 6  # messages back
_LEAST_MORE = 2  # characters
_REWARD = re.compile(r"奖")
_BARE = re.compile(r"我?[要想]?匿?名?举报|(?:有人)?[偷窃]电|[我要想了的吧啊,，。.!！]")
# Who wants it looked into says so; about a price alone one asks first.
_REPORTS = re.compile(
    r"(?<!不)(?<!不是)(?<!不想)(?<!不要)(?<!没想)(?:举报|投诉|反映|查处|查一?查|管管|告他|抓)"
)
_NO_REPORT = re.compile(r"(?:不|没)(?:是|想|要|打算|用)*(?:来|要)?举报")
# Who wonders whether his own supply is tapped reports nobody: he wants it looked into at his house.
_WONDERS = r"怀疑|是不是|会不会|有没有人?|怕是?|感觉|觉得|好像|可能|怎么(?:看|查|知道|判断)|咋(?:看|查|知道)"
_TAPPED = "(?:偷|接|蹭|搭)"
_VICTIM = re.compile(
    rf"(?:{_WONDERS})[^,，。]{{0,8}}{_TAPPED}[^,，。]{{0,3}}(?:[我俺咱]|自家)|(?:[我俺咱]们?家?|自家)[^,，。]{{0,6}}被人?{_TAPPED}"
    rf"|^怎么(?:看|查|知道)有没有人偷|被人?偷电|(?:{_WONDERS})[^,，。]{{0,4}}被人?[^,，。]{{0,2}}{_TAPPED}"
)
# What a report on others speaks of; without any of it, and not surely understood, it is asked first.
# A name without these may be that of the one who is reported.
_OF_HIMSELF = re.compile(r"[我俺]|本人|免贵")
# Who is himself said to tap the supply, or made to pay for it, objects and reports nobody.
_ACCUSED = re.compile(
    r"[说讲查认]定?(?:是)?[我俺]们?家?[^,，。]{0,4}偷电|[我俺]们?家?没(?:有)?偷|冤枉|不是[我俺]们?(?:家)?(?:偷|接|弄)的|偷电[^,，。]{0,6}罚[我俺]|罚(?:了)?[我俺][^,，。]{0,8}偷电"
)
_SPEAKS_OF_IT = re.compile(
    r"举|告|偷|窃|盗|私|接|搭|挂|违|规|破坏|割|砸|剪|锯|拆|加价|转供|块|元|毛|收|铅封|改表|卡表|走[字表]|吃|拿|好处|奖|匿名|保密|报复|抓|查"
)
ASKED = "asked"
NAMELESS, SECRET, OPEN = "匿名", "留电话但保密", "可以联系"


def topic_of(text: str) -> str:
    """The topic of a report."""
    return next(topic for topic, pattern in KINDS.items() if re.search(pattern, text))


_read_secret = reading.one_of(
    "theft_secret",
    {
        OPEN: r"实名|不匿名|不用(?:匿名|保密)|可以联系",
        NAMELESS: r"匿名|不(?:想|愿意?|要|能|敢|方便)?(?:留|说|露)(?:个|我的?)?(?:姓名|名字?|电话|手机)",
        SECRET: r"保密|(?:别|不要|不能|不想)(?:说|让|告诉|透露|给).{0,6}(?:知道|是我|名)",
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


def is_victim(words: str | None) -> bool:
    """Whether it is the customer's own supply that he thinks is tapped, by whom he does not know."""
    return bool(_VICTIM.search(words or "")) and not re.search(r"(?<!不是)(?<!不)举报", words or "")


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
        Question("theft_phone", reading.phone, "utter_explain_complain_phone"),
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
        if is_victim(turn.text):
            return False
        return super().was_only_asked(turn) or bool(_NO_REPORT.search(turn.text))

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
        again, gives_phone = read_secret(turn, False), bool(reading.phone(turn, False))
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
        """A price is a question first. Else protection first, and no word on rewards that nobody has confirmed."""
        if slots["theft_withdrawn"]:
            return
        if doubtful(turn):
            say.utter("utter_theft_sure")
            slots["theft_confirm"] = ASKED
            return
        if only_asks(turn):
            prices = await Prices.now(residential_prices)
            denies = _NO_REPORT.search(turn.text)
            offer = [("要，登记举报", payload("report_theft")), ("不用，就问问", payload("deny"))]
            if denies:
                say.text(f"好，不登记。{our_words(prices, turn.text)}")
            else:
                say.text(resold_words(prices, turn.text), offer)
            slots["theft_confirm"] = ASKED
            return
        if turn.is_payload and not slots["theft_words"]:
            slots["theft_words"] = _told_before(turn)
        if _OF_HIMSELF.search(turn.text) or reading.phone(turn, False):
            slots["theft_name"] = own_name(turn, False) or slots["theft_name"]
        victim = is_victim(slots["theft_words"])
        if not turn.slot("theft_told"):
            say.utter("utter_theft_victim" if victim else "utter_theft_protected")
            slots["theft_told"] = True
        if victim and not slots["theft_place"]:
            await self._use_home(turn, slots, say)
        if _REWARD.search(turn.text):
            say.utter("utter_theft_reward")
        await super().learn(turn, slots, say)
        if slots["theft_secret"] == NAMELESS:
            slots["theft_phone"] = slots["theft_name"] = None  # not even the phone of an earlier ticket

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


def doubtful(turn: Turn) -> bool:
    """Whether a first message was taken for a report without a word of it: “平房电费”."""
    if turn.is_payload or turn.slot("theft_told") or turn.confidence >= SURE:
        return False
    return not _SPEAKS_OF_IT.search(turn.text) and not is_victim(turn.text)


def only_asks(turn: Turn) -> bool:
    """Whether somebody else's price is asked about before any report has begun, or a report is denied."""
    if turn.is_payload or turn.slot("theft_told") or is_victim(turn.text):
        return False
    return bool(_NO_REPORT.search(turn.text) or (RESOLD.search(turn.text) and not _REPORTS.search(turn.text)))


def _accused(turn: Turn) -> str | None:
    """The words of who was called a thief lately; None for everybody else."""
    if turn.is_payload:
        return None
    said = [str(event.get("text") or "") for event in turn.tracker.events if event["event"] == "user"]
    told = [text for text in said[-_STILL:-1] if _ACCUSED.search(text)]
    return "；".join([*told, turn.said]) if told or _ACCUSED.search(turn.text) else None


def _told_before(turn: Turn) -> str | None:
    """The words in which he asked about the price that he now reports, or of which he was asked whether they are a report."""
    said = [str(event.get("text") or "") for event in turn.tracker.events if event["event"] == "user"]
    priced = next((text for text in reversed(said[-_STILL:]) if RESOLD.search(text)), None)
    return priced or (
        said[-2] if len(said) > 1 and any("您是要举报" in text for text in turn.told(1)) else None
    )


class AskTheftConfirm(AskConfirm):
    """The card of a report on others."""

    prefix = "theft"

    def lines(self, turn: Turn) -> list[tuple[str, str | None]]:
        """Place, words, secrecy."""
        return [
            ("地点", turn.slot("theft_place")),
            ("情况", told_words(turn.slot("theft_words"))),
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
            f"怀疑自家被偷电：{words}" if is_victim(words) else f"举报（{_LABELS[topic]}）：{words}",
            at=turn.slot("theft_place"),
            name=turn.slot("theft_name"),
            details={
                "举报地点": turn.slot("theft_place"),
                "保密要求": None if secret == OPEN or is_victim(words) else secret or NAMELESS,
            },
        )
        say.text(registered(made))
        say.utter("utter_theft_after")
        return closed(turn, "theft", made)
