"""Messages of others that ask for money: a plain 别点, and where to see what is really owed (facts 5.1)."""

from __future__ import annotations

import re

from actions.topic import open_form
from actions.turn import Say, Turn, payload

_LURE = re.compile(
    r"链接|网址|网站|二维码|收款码|扫.{0,2}码|点[一个]*.{0,4}[交缴]|加.{0,4}(?:微信|好友)|私人|个人账|验证码|汇款"
)
_SENT = re.compile(
    r"短信|收到|发[来给了我]|让我|叫我|要我|有人|自称|冒充|来电话|打电话|真的|真假|假的|骗|能点|可信|靠谱"
)


def warn(turn: Turn, say: Say) -> bool:
    """Whether somebody is asked for money in a way that is none of ours; then says so."""
    if not (_LURE.search(turn.text) and _SENT.search(turn.text)):
        return False
    buttons = [] if open_form(turn) else [{"title": "查要交多少", "payload": payload("query_bill")}]
    say.utter("utter_pay_suspect", buttons=buttons)
    return True
