"""Keeping accounts in a conversation: bind, list, unbind, several; and where a lost number is found (facts 3.1, 5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.account_known import Account, known_accounts, named, place
from actions.account_let_go import let_go
from actions.account_named import label_of
from actions.account_unbind import UNBIND_HERE, asks_of_binding, lets_go
from actions.client import Service
from actions.flow import REQUESTED, Events
from actions.general import answered
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
_REFUSES = re.compile(r"不|别|没|哪")
_HOW_MANY = re.compile(r"(?:能|可以|最多).{0,4}绑.{0,2}(?:几|多少)")
_ON_METER = re.compile(r"表[上号]|资产|铭牌|那串")
_BIND_HERE = "绑在这里吗？"
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


async def _list(turn: Turn, say: Say) -> None:
    bound = [account for account in await known_accounts(Service(turn.conversation)) if account["bound"]]
    if not bound:
        say.utter("utter_bind_none")
        return
    listed = "\n".join(f"{mask_account(account['account_no'])} {place(account)}" for account in bound)
    say.text(f"您在这里绑定了{len(bound)}个户号：\n{listed}")


async def _unbind(turn: Turn, say: Say) -> None:
    service = Service(turn.conversation)
    known = await known_accounts(service)
    bound = [account for account in known if account["bound"]]
    if not bound:
        say.utter("utter_bind_none")
        return
    wish = let_go(turn, known)
    for account in wish.accounts:
        await service.delete(f"/accounts/{account['account_no']}")
    if wish.accounts:
        say.text(f"已解绑{'、'.join(map(named, wish.accounts))}。要再查，重新核对身份就行。")
    if wish.not_bound:
        say.text(f"{wish.not_bound}没有绑在这里，不用解绑。")
        await _list(turn, say)
    if wish.accounts or wish.not_bound:
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
