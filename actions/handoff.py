"""Handing over to a person: at once when asked, offered after an insult (facts 0.3 rule 9)."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions.flow import REPORT_FORMS, Events, listen
from actions.mood import SOOTHED
from actions.outage_reading import begins_report
from actions.packet import packet
from actions.praise import more_praise
from actions.reading import wants_call
from actions.report_again import report
from actions.topic import TopicAction
from actions.turn import Say, Turn, open_form

LEFT = "这句给同事留着了，接进来就看得到，不用重发。"
# So many messages go without it after it was said.
_SILENT = 4
_CREW = re.compile(
    r"(?:叫|派|喊|让|找|安排)(?:个|几个)?(?:人|师傅|电工)(?:快|赶紧|先|马上)?(?:过|到)?(?:来|去)?(?:修|看|弄|查|处理|抢修)"
)
# “不用人工了，你办吧”.
_NO_PERSON = re.compile(
    r"(?:不用|不要|不转|别转|不找|不等|不需要|取消)(?:转|找|等)?(?:人工|真人|客服)(?!.{0,4}(?:不行|怎么))|(?:人工|客服)(?:就)?(?:不用|不要|不转|取消|算)了"
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
        if (praised := await more_praise(turn, say)) is not None:  # “厉庄供电所的”
            return praised
        if not turn.waits:  # the service tells him that he is in the queue
            say.utter("utter_hand_over")
        said = [e["text"] for e in turn.tracker.events if e["event"] == "user" and e.get("text")]
        words = [text for text in said[-4:] if not text.startswith("/")]
        say.hand_over("ask_human", await packet(turn, "；".join(words) or "客户要求人工"))
        return listen(turn)  # not back to an open form, which would ask on behind the colleague's back


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
        """Acknowledged once in a while, not after every line; an open form does not ask on."""
        if not any(LEFT in told for told in turn.told(_SILENT)):
            say.text(LEFT)
        return listen(turn)
