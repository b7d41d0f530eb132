"""Who fears to be cut off for arrears: whether it will happen, and a patient who lives by a machine while the supply is still on (facts 2.2, 4.3).

“会停吗” in a talk about arrears asks for no planned outage, and a breathing machine that runs is no alarm. Never says that no cut will come.
"""

from __future__ import annotations

import re

from actions.account_known import bound_accounts, find
from actions.aside import asks
from actions.bill_talk import shown
from actions.client import Service
from actions.outage_special import LIFE_SUPPORT, sensitive_in
from actions.outage_special import fears_for_life as fears_without_supply
from actions.packet import packet
from actions.phone_reading import phone
from actions.reading import names_account
from actions.turn import Say, Turn

# So many messages back arrears are still what is spoken of.
_STILL = 3
_SHORT = 14
_ARREARS = re.compile(r"没交|欠费|违约金|催交|还欠|共欠")
_MONEY = re.compile(r"欠(?![压佳])|没钱|电费|催[交缴费]|(?:没|不|未|晚|[明后]天.{0,4})[交缴]")
# The order of such a patient, as it was told.
_ORDER = re.compile(r"工单号(?P<number>GD[0-9]+)，请他们要停之前先通知")
_CUT = re.compile(r"停|断|掐|剪")
_PLANNED = re.compile(
    r"计划|检修|小区|村|镇|一片|线路|通知单|[明后]天|周[一二三四五六日天末]|停了|没电|停电了|断了"
)


def asks_of_cut(turn: Turn) -> bool:
    """Whether “会停吗”, “停之前告诉我吗” asks for what becomes of his arrears."""
    is_plain = not turn.is_payload and len(turn.text) <= _SHORT and not turn.entity("address")
    is_cut = _CUT.search(turn.text) and not _PLANNED.search(turn.text)
    return is_plain and bool(is_cut) and bool(_ARREARS.search("".join(turn.told(_STILL))))


def fears_cut(turn: Turn) -> bool:
    """Whether a patient needs the supply, which is on, and a bill is what may end it."""
    if turn.is_payload or LIFE_SUPPORT not in sensitive_in(turn.text) or turn.slot("outage_cut") == "told":
        return False
    is_dark = re.search(r"(?:停|断|没)电?了|没[有来]?电|停着|(?:已经|刚)[停断]", turn.text)
    is_money = _MONEY.search(turn.text) or (
        _CUT.search(turn.text) and _ARREARS.search("".join(turn.told(_STILL)))
    )
    return bool(is_money) and not is_dark


def patients_order(turn: Turn) -> str | None:
    """Number of the order that was made for such a patient just before."""
    match = _ORDER.search("".join(turn.told(_STILL)))
    return match["number"] if match else None


async def add_to_order(turn: Turn, say: Say) -> bool:
    """An account or a phone that follows goes on that order, as was promised; a wish beside it has its own way."""
    number, given = patients_order(turn), phone(turn, False)
    if number is None or not (given or names_account(turn)) or asks(turn.text):
        return False
    await Service(turn.conversation).post(
        f"/tickets/{number}/notes",
        text=turn.said,
        key=turn.key("patient"),
        **({"phone": given} if given else {}),
    )
    say.text(f"已经补到工单{number}，经办的人能看到。")
    return True


async def fears_for_life(turn: Turn, say: Say) -> bool:
    """Cares for who names a breathing machine, whatever was asked of him; False when nobody does."""
    if not fears_cut(turn):
        return await fears_without_supply(turn, say)
    service = Service(turn.conversation)
    number = str(turn.entity("account_no") or shown(turn).account or "")
    account = find(await bound_accounts(service), number) if number else None
    made = await service.post(
        "/tickets",
        topic="consult",
        key=turn.key("patient"),
        summary="家里有病人靠用电设备维持，有电费没交：要停之前请先通知、先商量",
        account_no=number or None,
        address=account["full_address"] if account else "",
        phone=phone(turn, False),
        join=True,
        details={"客户原话": turn.said[:500]},
    )
    ticket = made["ticket"]["number"]
    say.text(
        f"家里有离不开电的病人，这个要紧。我登记好了，工单号{ticket}，请他们要停之前先通知、先商量；能不能不停我不能保证，请尽早交清。"
        "备用电池、氧气瓶先备好，人不舒服马上打120。交不上的说“转人工”。还没留过户号、电话的，直接发过来。"
    )
    summary = f"担心欠费停电，有特殊情况：{turn.said[:200]}"
    say.hand_over("sensitive", await packet(turn, summary, [ticket]), urgent=True, keep_bot=True)
    return True
