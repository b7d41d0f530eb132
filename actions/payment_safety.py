"""Messages of others that ask for money: a plain 别点, and where to see what is really owed (facts 5.1).

Whoever paid a swindler or gave him a card is told at once whom to call, whatever his words resemble (actions/topic.py).
"""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions.turn import SETTLED, Say, Turn, open_form, payload

_LURE = re.compile(
    r"链接|网址|网站|二维码|收款码|扫.{0,2}码|点[一个]*.{0,4}[交缴]|加.{0,4}(?:微信|好友)|私人|个人账|验证码|汇款"
)
_SENT = re.compile(
    r"短信|收到|发[来给了我]|让我|叫我|要我|有人|自称|冒充|来电话|打电话|真的|真假|假的|骗|能点|可信|靠谱"
)
# What a swindler sends or claims to be, what one may have given him, and that it was given.
_TRAP = re.compile(r"链接|网址|假网站|冒充|自称|骗子|假(?:的?短信|客服)")
_SECRET_GIVEN = re.compile(
    r"(?:卡号|银行卡|密码|验证码)[^,，。没扣]{0,4}(?:填|输|给|告诉|发给|报给)|(?:填|输|给|告诉|报)(?:了|他|上|过去)?[^,，。没]{0,3}(?:卡号|银行卡|密码|验证码)"
)
_GAVE = re.compile(
    r"(?<![没别未能])(?:点|填|输|扫|转|汇|付|扣|刷|交)(?:进去|开|入|过去|走|给)?了|点进去|[填输]进去|[转打汇](?:给|过去)|[填输](?:上|好|完)"
)
_TAKEN = re.compile(r"扣|转走|刷走|逾期|有人|他|骗|没了")
_CHEATED = re.compile(r"被[人]?诈?骗|上当|受骗|骗了我|骗走|诈骗了|骗[了去]?我?[^,，。]{0,4}[0-9几百千万]")
_WONDERS = re.compile(r"(?:是不是|会不会|算不算).{0,4}(?:被|上当|受骗|骗)")
_NOT_ROBBED = re.compile(
    r"没(?:点|填|输|转|上当|被骗|理)|差点|差一点|幸[好亏]|你们.{0,4}骗|没反应|收不到|登录|注册|失败|[不没]敢|怕.{0,3}骗|容易被骗|被骗过|警察|报了?警了?(?!吗)"
)
_WHAT_NOW = re.compile(r"怎么办|咋办|咋整|怎么弄|追[得的]?回|[要找拿]回来|能退|报警|冻结|挂失")
# So many messages back the warning is still what he speaks of.
_STILL = 3
_LONGEST = 60  # characters; a longer story has its own matter
# A danger, or a house without supply, goes first.
_GRAVER = frozenset(("report_danger", "arrears_reconnect"))


def warn(turn: Turn, say: Say) -> bool:
    """Whether somebody is asked for money in a way that is none of ours; then says so."""
    if not (_LURE.search(turn.text) and _SENT.search(turn.text)):
        return False
    say.utter("utter_pay_suspect", buttons=_owed(turn))
    return True


def help_robbed(turn: Turn, say: Say) -> list[dict[str, Any]] | None:
    """Bank, police and the true arrears for who has already paid or given his card; None for everybody else.

    Whatever else was understood in the same message is settled with it.
    """
    if (
        turn.is_payload
        or turn.intent in _GRAVER
        or len(turn.text) > _LONGEST
        or _NOT_ROBBED.search(turn.text)
    ):
        return None
    told = "".join(turn.told(_STILL))
    is_warned, is_helped = "别点链接" in told, "冻结那张卡" in told
    # “我交了” after the warning is most likely a bill paid the right way.
    is_caught = is_warned and _GAVE.search(turn.text.replace("交了", ""))
    asks_on = is_helped and _WHAT_NOW.search(turn.text)
    if not (_tells_robbery(turn.text) or is_caught or asks_on):
        return None
    say.utter("utter_pay_robbed_again" if is_helped else "utter_pay_robbed", buttons=_owed(turn))
    return [SlotSet(SETTLED, {"wishes": turn.entities("wish"), "at": turn.message})]


def _tells_robbery(text: str) -> bool:
    if _CHEATED.search(text) and not _WONDERS.search(text):
        return True
    is_given = _SECRET_GIVEN.search(text)
    return bool(
        (is_given and _TAKEN.search(text)) or (_TRAP.search(text) and (is_given or _GAVE.search(text)))
    )


def _owed(turn: Turn) -> list[dict[str, str]]:
    return [] if open_form(turn) else [{"title": "查要交多少", "payload": payload("query_bill")}]
