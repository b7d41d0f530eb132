"""Which of several accounts the words name: by the customer's own name for a house, its town, its estate or village, the end of its number. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.account_known import Account, place

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
_RUNS = re.compile(r"(?<![0-9])[0-9]{3,13}(?![0-9])")
_CALLED = 2  # characters of a name that people say of it: 望海 of 望海名都


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
    label, town, rest = _parts(where)
    return town in text or bool(rest and rest in text) or bool(label and label_of(text) == label)


def named_among(accounts: Sequence[Account], text: str) -> list[Account]:
    """Every account that the words name; a town means those in it of which none is named more closely."""
    ends = _RUNS.findall(text)

    def is_close(account: Account) -> bool:
        label, _, rest = _parts(place(account))
        is_called = len(rest) >= _CALLED and rest[:_CALLED] in text
        is_numbered = any(str(account["account_no"]).endswith(end) for end in ends)
        return is_called or is_numbered or bool(label and re.search(_LABELS[label], text))

    close = [account for account in accounts if is_close(account)]
    towns = {_parts(place(account))[1] for account in close}
    wide = [a for a in accounts if a not in close and (t := _parts(place(a))[1]) in text and t not in towns]
    return [account for account in accounts if account in close or account in wide] or labelled(
        accounts, text
    )


def _parts(where: str) -> tuple[str, str, str]:
    label, _, address = where.rpartition("·")
    return label, address[:2], address[3:]
