"""Handing over to a person: at once when asked, offered after an insult (facts 0.3 rule 9)."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions.flow import REPORT_FORMS, REQUESTED, Events, listen
from actions.mood import SOOTHED
from actions.outage_reading import begins_report
from actions.packet import packet
from actions.phone_reading import wants_call
from actions.praise import more_praise
from actions.report_again import report
from actions.topic import TopicAction
from actions.turn import Say, Turn, open_form

LEFT = "这句给同事留着了，接进来就看得到，不用重发。"
_LEFT_TOO = "这句也留着了。"
# For so many messages after it was said it is said shortly.
_SHORTLY = 4
_CREW = re.compile(
    r"(?:叫|派|喊|让|找|安排)(?:个|几个)?(?:人|师傅|电工)(?:快|赶紧|先|马上)?(?:过|到)?(?:来|去)?(?:修|看|弄|查|处理|抢修)"
)
# “比人工强”, “比真人客服好多了”: said of the bot, who is not to be taken for one who asks for a person.
_BETTER_THAN_A_PERSON = re.compile(
    r"(?<![不没有])比(?:你们?的?|那些|什么|打)*(?:人工|真人|活人|客服|95598)(?:客服|服务|电话|们)*[^,，。!！?？]{0,4}"
    r"(?:强|好(?!不好)|快|靠谱|厉害|聪明|耐心|省事|省心|方便|管用|有用|灵|贴心|行)(?!.*(?:转|换|找|叫)(?:个|一个)?(?:人工|真人|活人))"
)
# No mobile phone, which another one's number makes up for.
_HAS_LAND_LINE = re.compile(r"座机|固定?电话|固话")
_THANKED = "谢谢您！咱们接着办。"
_LAND_LINE_WILL_DO = "座机也行，把号码发来就好。"
# “不用人工了，你办吧”.
_NO_PERSON = re.compile(
    r"(?<!要)(?:不用|不要|不转|别转|不找|不等|不需要|取消)(?:转|找|等)?(?:人工|真人|客服)(?!.{0,4}(?:不行|怎么))|(?:人工|客服)(?:就)?(?:不用|不要|不转|取消|算)了"
)


def wants_no_person(turn: Turn, say: Say) -> bool:
    """Gives the talk back to the bot for who does not want to wait for a person any more; False for everybody else."""
    if not _NO_PERSON.search(turn.text):
        return False
    if turn.waits:
        say.take_back()
    say.utter("utter_no_person_in_form" if open_form(turn) else "utter_no_person")
    return True


class HandOver(TopicAction):
    """“转人工”, in one turn, anywhere; an open form keeps its answers for when the bot gets the talk back."""

    def name(self) -> str:
        """For `ask_human`."""
        return "action_hand_over"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Puts the conversation in the queue; who wants to be called is called, and need not wait here."""
        if wants_no_person(turn, say):
            return report(turn) if not open_form(turn) and begins_report(turn) else []
        if wants_call(turn) and open_form(turn) != "danger_form":
            return [FollowupAction("call_form")]
        form = open_form(turn)
        if form in REPORT_FORMS and _CREW.search(turn.text):
            return [FollowupAction(form)]  # “你先叫人来修”: that is what the report is for
        asks_phone = form and str(turn.slot(REQUESTED)).endswith("_phone")
        if asks_phone and _HAS_LAND_LINE.search(turn.text) and "人工" not in turn.text:
            say.text(_LAND_LINE_WILL_DO)
            return [FollowupAction(form)]
        if _BETTER_THAN_A_PERSON.search(turn.text):
            return _thank(turn, say)
        if (praised := await more_praise(turn, say)) is not None:  # “厉庄供电所的”
            return praised
        if not turn.waits:  # the service tells him that he is in the queue
            say.utter("utter_hand_over")
        said = [text for text in turn.texts if text]
        words = [text for text in said[-4:] if not text.startswith("/")]
        say.hand_over("ask_human", await packet(turn, "；".join(words) or "客户要求人工"))
        return listen(turn)  # not back to an open form, which would ask on behind the colleague's back


def _thank(turn: Turn, say: Say) -> Events:
    """For praise of the bot: passed on, unless something is in hand that goes on."""
    if form := open_form(turn):
        say.text(_THANKED)
        return [FollowupAction(form)]
    return [SlotSet("praise_words", turn.said), FollowupAction("praise_form")]


class Abuse(HandOver):
    """An insult: one calm sentence with help and a person; the second time, a person."""

    def name(self) -> str:
        """For `abuse`."""
        return "action_abuse"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """Nobody is lectured."""
        if turn.slot(SOOTHED):
            return await super().handle(turn, say)
        say.utter("utter_abuse_in_form" if open_form(turn) else "utter_abuse")
        return [SlotSet(SOOTHED, True)]


class LeaveWord(TopicAction):
    """Words that the bot can do nothing about, while the customer waits for a person: most likely they are for him."""

    def name(self) -> str:
        """Follows what did not understand them."""
        return "action_leave_word"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """At length once in a while; an open form asks on, for silence looks like a dead line."""
        form = open_form(turn)
        is_new = not any(LEFT in told for told in turn.told(_SHORTLY))
        if is_new or not form:
            say.text(LEFT if is_new else _LEFT_TOO)
        return [FollowupAction(form)] if form else listen(turn)
