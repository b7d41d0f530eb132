"""People in a talk about an account that was just proved: on whose behalf it is looked up, what the holder is called, who is watched.

“我是他邻居 他托我查的”, “行 我跟她说一声” resemble a report of theft or a call for a person. While such a talk goes on, a wish that nobody
is sure of has to name itself before it begins.
"""

from __future__ import annotations

import re

from actions.aside import asks
from actions.bill_talk import names_bill
from actions.turn import CERTAIN, Say, Turn, open_form
from common.normalise import normalise

_DONE = "action_account_done"
# So many messages back the account is still what is spoken of, and no longer sentence than this is about it.
_STILL = 3
_SHORT = 24
_WHO = (
    r"邻居|同事|朋友|同学|室友|老[婆公伴]|媳妇|爱人|丈夫|妻子|对象|[儿孙]子|[闺孙侄]女|女[儿婿]|儿媳|外甥|侄[子儿]|[姐妹弟哥嫂叔伯姑姨舅婶][妹弟哥夫子妈]?"
    r"|[爸妈爹娘]|亲戚|[租房]客|租户|房东|户主|房主|本人|会计|电工|老板"
)
_ON_BEHALF = re.compile(
    rf"(?:替|帮|给|代)(?!我(?:[查看问弄]|打听))[^,，。吗?？]{{1,6}}(?:[查看问弄]|打听)的$|托我|(?:[他她]|人家|{_WHO})[^,，。]{{0,3}}[让叫喊请]我(?:来|去|帮忙?)*(?:[查看问弄]|$)"
    rf"|我(?:也|又)?(?:不是|就?是)[^,，。吗?？]{{0,6}}(?:{_WHO})$|(?:不是|就是)(?:{_WHO})$|我?[跟和给去]+(?:他|她|人家|{_WHO})[们]?(?:说|讲|转)"
)
_FOR_SOMEBODY = re.compile(r"替|帮|代|托|让我|叫我")
_IN_NEED = re.compile(
    r"没钱(?!了?.{0,4}(?:提醒|短信|通知|停))|没(?:那|这)?么多钱|手头(?:紧|没)|交不[起上]|拿不出|困难|周转|分(?:[几两三四五六0-9]{1,2}个?月|期|次|[几两三四][次回])(?:交|付|还|行|能|可)?|宽限|缓[几两]?[天个]?[月]?交"
)
# What belongs to nobody but the holder (facts 5.1): his name, where he lives, his phone.
_HOLDER = r"(?:[他她]们?家?|户主|房主|机主|[租房]客|租户|住户|人家)"
_HOLDERS_OWN = re.compile(
    rf"{_HOLDER}[^。]{{0,10}}(?:地址|门牌|[几哪]组|哪一?[户栋]|住哪|电话|手机号|全名|名字|姓名|叫什么|叫啥|姓[什啥])"
    r"|(?:电话|手机|号码)全号|(?:地址|电话|名字)[^,，。]{0,4}(?:报给|告诉|念给)我"
)
# Words without which a wish is not meant; intents that are not here begin as ever.
_NAMES = {
    "report_theft": re.compile(r"偷|窃|举报|私[接拉]|绕|接线|接电|告发|查处"),
    # Only who speaks of others is held back from a person: everybody else gets one at once (facts 0.3 rule 9).
    "ask_human": re.compile(r"^[^他她]*$|人工|客服|真人|[找叫派喊].*[他她]|领导|经理|来人|说话"),
    "query_ticket": re.compile(r"[工报]?单|进度|修|登记|办|催|处理|受理|投诉"),
    "transfer_rename": re.compile(r"过户|更名|改名|户名|名字|换"),
}
_PLAIN = frozenset(
    (
        "inform",
        "correct_slot",
        "nlu_fallback",
        "out_of_scope",
        "query_bill",
        "account_unknown",
        "bind_account",
    )
)
# Whether somebody else is at home: what he uses each day would tell (facts 9, trap 4).
_OTHERS = r"(?:[他她]|前[女男]友|前[妻夫任]|对象|[女男]友|老[婆公]|人家|别人|邻居|[租房]客|租户)"
_WATCHES = re.compile(
    rf"{_OTHERS}.{{0,8}}(?:在不在家|在家[吗没不]|有没有在家|回没回|回来[了过]?[吗没]|有没有人|有没有回|住没住|跟谁|几点[回睡])"
)


def _in_talk(turn: Turn, opened: str | None) -> bool:
    is_plain = not turn.is_payload and 0 < len(turn.text) <= _SHORT and not turn.entity("account_no")
    is_free = open_form(turn) in (None, "account_form", opened)
    return is_plain and is_free and _DONE in turn.answered_by(_STILL)


def is_in_need(turn: Turn, opened: str | None = None) -> bool:
    """Whether who has heard what he owes says that he cannot pay it now: no figures help him (facts 4.4)."""
    is_apart = turn.intent in ("report_danger", "ask_human", "cancel", "abuse", "arrears_reconnect")
    return not is_apart and _in_talk(turn, opened) and bool(_IN_NEED.search(turn.text))


def is_remark(turn: Turn, opened: str | None = None) -> bool:
    """Whether the words only tell who asks for whom, or resemble a wish that they do not name.

    Args:
        opened: the form that these very words opened.
    """
    if is_in_need(turn, opened):
        return True
    if asks(turn.text) or names_bill(turn.text) or not _in_talk(turn, opened):
        return False
    if turn.intent in _NAMES:
        return turn.confidence < CERTAIN and not _NAMES[turn.intent].search(turn.text)
    return turn.intent in _PLAIN and bool(_ON_BEHALF.search(turn.text))


def asks_of_holder(turn: Turn, opened: str | None = None) -> bool:
    """Whether the words want to know who the holder is or where; a proof of the account is none of that."""
    return turn.intent != "report_danger" and _in_talk(turn, opened) and bool(_HOLDERS_OWN.search(turn.text))


def speak_of_people(turn: Turn, say: Say) -> bool:
    """Answers such words; False for all others."""
    if asks_of_holder(turn):
        say.text(
            "户主的姓名、地址和电话我不能说，户号核对过也一样，这是为了不让别人打听到。电费、交费接着问我。"
        )
    elif not is_remark(turn):
        return False
    elif is_in_need(turn):
        say.text("一时交不上的，能不能缓交我做不了主，可以说“转人工”和工作人员商量。")
    else:
        pay = "要替人交费，知道户号就能交。" if _FOR_SOMEBODY.search(turn.text) else ""
        say.text(f"好的，知道了。{pay}还要查什么，直接说。")
    return True


def watches(turn: Turn) -> bool:
    """Whether the customer has said that he wants to know if somebody else is at home."""
    said = turn.texts
    return any(_WATCHES.search(normalise(text).text) for text in said)
