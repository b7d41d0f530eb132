"""Keeping accounts in a conversation: bind, list, unbind, several; and where a lost number is found (facts 3.1, 5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.account_known import Account, find, known_accounts, named, place
from actions.account_unbind import UNBIND_HERE, asks_of_binding, lets_go
from actions.aside import asks
from actions.bill_talk import shown
from actions.client import Service
from actions.flow import REQUESTED, Events
from actions.general import answered
from actions.reading import yes_or_no
from actions.topic import TopicAction
from actions.turn import Say, Turn, payload
from common.masking import mask_account

_LIST = re.compile(
    r"绑.{0,3}(?:哪|几个|多少|什么|啥$|谁)|(?:哪|几)[个些]?(?:户号?)?(?:是|都|已经|还)*绑|绑[上好定]?(?:了?没|了吗)|有哪些|都有啥|列[出表一]|我的户号|看看绑"
)
_MINE = re.compile(r"户号.{0,3}(?:哪些|哪几个|几个)|(?:哪些|哪几个|几个)户号")
# A protest: he wants to see that nothing is bound, not to bind it.
_NOT_BOUND = re.compile(
    r"(?:哪里?有|没有?|谁让|谁叫|从来不)[^,，。]{0,4}绑(?![^,，。]*(?:帮我|想|要|怎么|咋))"
)
# “把它解了”: the one that is spoken of.
_THIS = re.compile(r"[这那]一?[个户]|它|解(?:了|掉|开)吧?$")
_ALL = re.compile(r"都|全部?|[两俩三]个")
_REFUSES = re.compile(r"不|别|没|哪")
_HOW_MANY = re.compile(r"(?:能|可以|最多).{0,4}绑.{0,2}(?:几|多少)")
_ON_METER = re.compile(r"表[上号]|资产|铭牌|那串")
_BIND_HERE = "绑在这里吗？"
OWN_HOME = "自己家"
# What customers call the houses they look after.
_LABELS = {
    "父母家": r"父母|爸妈|爹妈|爸爸?家|妈妈?家|我[爸妈]|[给帮][爸妈]|老人家|娘家|婆家|公婆|丈母娘|岳父",
    "老家": r"老家|乡下|村里",
    "店里": r"店|门市|门面|铺|饭馆|超市|商铺",
    "厂里": r"厂|车间|公司|单位",
    "出租房": r"出租|租客|租出去|房客",
    OWN_HOME: r"自己家|我家|自家|住的",
}
_BY_PLACE = re.compile(r"地址|门牌|名字|户名|姓名|身份证|手机号|帮我查|查[一]?下")


def unbound(accounts: Sequence[Account]) -> list[Account]:
    """Those that were verified just now and are not kept yet."""
    return [account for account in accounts if not account["bound"]]


async def bind_early(turn: Turn, say: Say) -> bool:
    """Lists and unbinds: neither asks for a proof, both only touch what this conversation has already."""
    if turn.entity("account_unbind") or lets_go(turn):
        await _unbind(turn, say)
        return True
    if _HOW_MANY.search(turn.text):
        say.utter("utter_bind_how_many")
        return False
    if _LIST.search(turn.text) or (_NOT_BOUND.search(turn.text) and not turn.entity("account_no")):
        await _list(turn, say)
        return True
    if is_question := asks_of_binding(turn):
        say.utter("utter_bind_what_for")
    return is_question


async def bind(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils `bind_account`. What was only looked at before is bound after a question: it stays open to this chat for good."""
    service = Service(turn.conversation)
    if account["bound"]:
        say.text(f"{named(account)}已经绑定了，直接说“查电费”就行。")
        return []
    if turn.slot("account_no") is None and not (asked_to_bind(turn) and not _REFUSES.search(text)):
        bind_it = payload("bind_account", account_no=account["account_no"])
        say.text(
            f"要把{named(account)}{_BIND_HERE}绑了以后不用再核对，直接说“查电费”就行。",
            [("绑定", bind_it), ("不绑", payload("deny"))],
        )
        return []
    label = label_of(text)
    await service.put(f"/accounts/{account['account_no']}", label=label)
    say.text(f"绑定好了：{named({**account, 'label': label})}。以后直接说“查电费”就行，不想要了说“解绑”。")
    return []


def asked_to_bind(turn: Turn) -> bool:
    """Whether the bot has just asked if an account is to be bound."""
    return any(_BIND_HERE in said for said in turn.told(1))


def label_of(text: str) -> str:
    """The customer's name for the house that an account belongs to; empty for none."""
    return next((label for label, words in _LABELS.items() if re.search(words, text)), "")


def labelled(accounts: Sequence[Account], text: str) -> list[Account]:
    """Those that the customer means by his name for a house; the only one in a village is “老家” without a name."""
    label = label_of(text)
    found = [account for account in accounts if label and account.get("label") == label]
    rural = [a for a in accounts if not a.get("label") and re.search(r"(?<!新)村$", place(a))]
    return found or (rural if label == "老家" and len(rural) == 1 else [])


def is_named(where: str, text: str) -> bool:
    """Whether an account's label, town or estate is said.

    Args:
        where: as `account_known.place` gives it.
    """
    label, _, address = where.rpartition("·")
    town, rest = address[:2], address[3:]
    return town in text or bool(rest and rest in text) or bool(label and label_of(text) == label)


async def _list(turn: Turn, say: Say) -> None:
    bound = [account for account in await known_accounts(Service(turn.conversation)) if account["bound"]]
    if not bound:
        say.utter("utter_bind_none")
        return
    listed = "\n".join(f"{mask_account(account['account_no'])} {place(account)}" for account in bound)
    say.text(f"您在这里绑定了{len(bound)}个户号：\n{listed}")


async def _unbind(turn: Turn, say: Say) -> None:
    service = Service(turn.conversation)
    bound = [account for account in await known_accounts(service) if account["bound"]]
    if not bound:
        say.utter("utter_bind_none")
        return
    number = turn.entity("account_unbind") or turn.entity("account_no")
    if number and not find(bound, str(number)):
        say.text(f"户号{mask_account(str(number))}没有绑在这里，不用解绑。")
        await _list(turn, say)
        return
    chosen = _let_go(turn, bound, str(number) if number else None)
    for account in chosen:
        await service.delete(f"/accounts/{account['account_no']}")
    if chosen:
        say.text(f"已解绑{'、'.join(map(named, chosen))}。要再查，重新核对身份就行。")
        return
    say.text(
        "要解绑哪一个？" if len(bound) > 1 else UNBIND_HERE,
        [
            *(
                (
                    f"{'' if len(bound) > 1 else '对，'}解绑{mask_account(a['account_no'])} {place(a)}",
                    payload("bind_account", account_unbind=a["account_no"]),
                )
                for a in bound
            ),
            ("先不解绑", payload("deny")),
        ],
    )


def _let_go(turn: Turn, bound: Sequence[Account], number: str | None) -> list[Account]:
    """Which of the bound accounts the words let go; none where that has to be asked first."""
    if number:
        chosen = find(bound, number)
        return [chosen] if chosen else []
    if asks(turn.text):
        return []
    if len(bound) > 1 and _ALL.search(turn.text):
        return list(bound)
    meant = [account for account in bound if is_named(place(account), turn.text)]
    if not meant and (_THIS.search(turn.text) or yes_or_no(turn) is True):
        spoken_of = find(bound, shown(turn).account or "")
        meant = [spoken_of] if spoken_of else list(bound)
    meant = meant or labelled(bound, turn.text)
    return meant if len(meant) == 1 else []


class AccountUnknown(TopicAction):
    """“户号在哪看”: places to find it; by an address or a name nobody gets one."""

    def name(self) -> str:
        """For `account_unknown`."""
        return "action_account_unknown"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The mix-up with the meter's own number is named when the words show it."""
        if (events := await answered(turn, say, in_hand=False)) is not None:
            return events
        if turn.slot(REQUESTED) in ("account_last4", "account_code"):
            say.utter("utter_account_only_proved")
            return []
        if _MINE.search(turn.text):
            await _list(turn, say)
            return []
        if turn.entity("meter_no") or _ON_METER.search(turn.text):
            say.utter("utter_account_on_meter")
        say.utter("utter_account_where")
        if turn.entity("address") or _BY_PLACE.search(turn.text):
            say.utter("utter_account_not_by_place")
        return []
