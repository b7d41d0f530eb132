"""What is asked about outages: one that goes on, plans, to be told of them, to have them otherwise. Pure (facts 8)."""

from __future__ import annotations

import re

from actions.outage_supply import LATER, supply_in
from actions.turn import Turn

NOW, PLANNED, NOTICE, CHANGES, STOP, WISH = "now", "planned", "notice", "changes", "stop", "wish"
URGED, END = "urged", "end"
"""What goes on is known: it is to go faster; its end is to be told."""
LASTING = "lasting"
"""Of the latest answer: it told of an outage that goes on."""
ANSWERED = "action_outage_info"
# So many messages after an answer a few words still speak of it.
_STILL = 3
_SHORT, _PLACE = 14, 20  # characters
# So many messages an outage that was told stays the one that is urged about.
_KNOWN = 5
_ALIKE = re.compile(
    r"(?:[我俺咱]们?(?:家|这里?|这边)?|都|也|就是?|嗯|对|那)*(?:(?P<other>不一样|不同|不是(?:一回事)?)|一样|这个(?:情况)?|这[一]?[回次片]|(?<=[也就])是?)的?[了啊呀吧,，。 ]*(?:[我俺]?等.{0,4})?"
)
_WHEN = re.compile(r"几点|几[号时天]|哪[天日]|多久|多长|什么时候|啥时候|何时|上午|下午|一[整]?天")
_OTHER_MATTER = re.compile(r"[峰谷]|电价|[一每]度|便宜|充电|工单|师傅|营业厅|上班|过户|登记|报修")
_STOPS = re.compile(
    r"退订|取消.{0,4}(?:订阅|通知|短信|提醒)(?![我俺咱])|(?:通知|短信|提醒).{0,4}取消|(?:别|不要|不想)再?.{0,2}[发收]"
)
_NOTIFIES = re.compile(
    r"订阅|提醒|[订收](?!到).{0,4}(?:通知|短信|消息)|(?:通知|短信|消息).{0,8}(?:订|开通|收不到|没收到|发我|发到|给我)"
    r"|提前.{0,6}(?:通知|说|讲|告诉|发|打.{0,2}电话)|打电话(?:给|告诉)"
    r"|(?:通知|告诉|告知|知会|发(?:给|到)?)(?:一[下声])?[我俺咱](?!.{0,3}(?:几|哪|什么|啥|多|停|没|不))"
)
_CHANGES = re.compile(r"变化|变动|有变|改期|改时间|取消|推迟|延[期后时]")
_MOVES = r"改(?:[到天期个]|时间|日)|换(?:个|一个?|到|成)?(?:天|日|时间)|挪|推迟|延[后期]|晚(?:点|些|几|一)|错开|避开|商量|照顾"
_WISHES = re.compile(
    rf"(?:能不?能?|可不?可?以|请|求|麻烦|要求|希望|最好).{{0,12}}(?:{_MOVES}|保证|保障|[别不]要?停)"
    rf"|别.{{0,2}}停电|保证.{{0,4}}(?:不停|供电|有电)|(?:{_MOVES}).{{0,8}}(?:行不|[行好成吧]吗?[?？]?$|可以吗)"
)


def asked_in(turn: Turn) -> str | None:
    """What a message asks; None when it tells no more than a place."""
    if turn.intent == "ask_outage_info":
        return NOW
    wants_end = turn.intent == "report_power_back" and supply_in(turn.text) == LATER
    goes_on = turn.intent != "ask_planned_outage" and ANSWERED in turn.answered_by(_STILL)
    if turn.intent != "ask_planned_outage" and not goes_on and not wants_end:
        return None
    if _STOPS.search(turn.text):
        return STOP
    # To be told when this outage is over, and not of the next one.
    if wants_end or (
        supply_in(turn.text) == LATER
        and not _CHANGES.search(turn.text)
        and turn.slot("outage_told") == LASTING
    ):
        return END
    if _NOTIFIES.search(turn.text):
        return CHANGES if _CHANGES.search(turn.text) else NOTICE
    if _WISHES.search(turn.text):
        return WISH
    return None if goes_on else PLANNED


def is_known(turn: Turn) -> bool:
    """Whether the customer heard a moment ago of an outage that goes on at his place."""
    lately = turn.answered_by(_KNOWN) & {ANSWERED, "action_outage_done"}
    return bool(lately) and turn.slot("outage_told") == LASTING


def read_known(turn: Turn) -> str | None:
    """`same` or `other` from who answers the news of an outage though nothing was asked: “一样”, “我家也是”, “不一样”."""
    if turn.is_payload or not is_known(turn) or ANSWERED not in turn.answered_by(1):
        return None
    said = _ALIKE.fullmatch(turn.text)
    if turn.covers(("phone",), 0.6):
        return "same"  # wants to be told of the end
    return None if not said else "other" if said["other"] else "same"


def wants_notice(text: str) -> bool:
    """Whether words speak of being told of outages."""
    return bool(_NOTIFIES.search(text))


def goes_on(turn: Turn) -> bool:
    """Whether a few words ask on about the outage just spoken of: “几点到几点”, “有变化告诉我”, “宋庄那边呢”."""
    if turn.is_payload or ANSWERED not in turn.answered_by(_STILL):
        return False
    asks_when = len(turn.text) <= _SHORT and _WHEN.search(turn.text) and not _OTHER_MATTER.search(turn.text)
    names_place = len(turn.text) <= _PLACE and turn.entity("address")
    return bool(asks_when or asked_in(turn) or names_place)
