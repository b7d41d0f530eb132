"""Giving one thing up for another in one breath: “算了不报停了 上个月电费多少”. Pure.

The dialogue in hand ends, and what is wanted instead has its turn as a message of its own, with its account number and its proof.
"""

from __future__ import annotations

import re

from actions.application import WISHES
from actions.aside import asks
from actions.reading import registers
from actions.turn import SURE, Turn

_DEED = r"(?:办理?|申请|登记|报[停修装]?|停电?|过户?|投诉|反映|举报|装|增容|改|校验?|销户?|换|开通?|弄|查|问|看|要|用)"
_GIVES_UP = re.compile(
    r"^(?:那|哎|唉|嗯|好吧|行吧|[\s,，。])*"
    rf"(?:(?:还是|就|先|我)*算了吧?[\s,，。]*(?:(?:我|还是|先|就|也)*不(?:想|用|要|再)?{_DEED}(?:表|电)?[了吧啦]*[\s,，。]+)?"
    rf"|(?:我|还是|先|就|也|暂时)*不(?:想|用|要|再)?{_DEED}(?:表|电)?了[吧啦]?[\s,，。]*"
    r"|(?P<denied>(?:我|俺)?(?:不|不是|没有?说)[要想来用]*(?:投诉|举报|报修)[了啊呀的]*[\s,，。]+"
    r"|(?:我|俺)?(?:(?:开|闹)(?:个|着)?玩笑|说着玩|逗你)(?:的|呢|玩)*[\s,，。]+)"
    rf"|(?:我|就|也)*(?:还是|先|暂时)不{_DEED}[\s,，。]+)"
    r"(?P<instead>\S.*)$"
)
# A bare “不是” says so of a report on others only; elsewhere it answers what was asked.
_NO_REPORT = re.compile(r"^不是[\s,，。]*(?P<instead>[我俺]\S.*)$")
# What is wanted, besides a question: “帮我查个电费”, “你先把电停了吧”.
_WANTS = re.compile(
    r"查|问|谁|多少|^我?[是就]?(?:要|想|申请)(?!投诉|举报)|^(?:那|[你您]们?|还是|就|我|只|想)*(?:先(?![这不等])|帮|给我|把|看|改成?|直接|换成)"
)
# Still about what is in hand: how it goes on, who comes when, how he is called.
_IN_HAND = re.compile(
    r"^[你您]?先?(?:说|讲|回答|告诉)|继续|接着|尾号|电话|手机|匿名|称呼|登记|不留|再说|考虑|商量|[来派上]人|师傅|上门|修|[明后]天.{0,4}来"
    r"|我[先再去回]*(?:问|看|想)[问看想](?:$|家|[他她])|(?:先|就)(?:这样|不)|^(?:你们?)?(?:别|不)"
)


def wanted_instead(turn: Turn, form: str) -> str:
    """What is wanted instead of the thing given up in `form`, as it was written; empty for none."""
    if turn.is_payload or form == "danger_form" or turn.intent in ("report_danger", "ask_human"):
        return ""
    match = _GIVES_UP.match(turn.text) or (_NO_REPORT.match(turn.text) if form == "theft_form" else None)
    if not match or _IN_HAND.search(match["instead"]) or registers(turn.text):
        return ""
    applies = match.groupdict().get("denied") and turn.intent in WISHES and turn.confidence >= SURE
    is_wish = applies or asks(match["instead"]) or _WANTS.search(match["instead"])
    return match["instead"] if is_wish else ""
