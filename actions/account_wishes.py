"""Every wish that needs an account, by its intent or by the name a button carries (`account_wish`).

A new one takes a line here and its intent in the starting rule of data/rules/account.yml; `account_form` does the rest.
"""

from __future__ import annotations

from actions import account_alone, account_bind, bill, bill_why, payment_arrears, tariff_mine
from actions.account_known import Wish

WISHES: dict[str, Wish] = {
    "query_bill": Wish(bill.answer, "查电费", early=bill.early),
    "bill_months": Wish(bill.several_months, "查最近的电费"),
    "bill_rows": Wish(bill.how_computed, "看电费怎么算的"),
    "bill_high": Wish(bill_why.answer, "问电费为什么高", "bill_dispute"),
    "bill_dispute": Wish(bill_why.dispute, "核查账单", "bill_dispute"),
    **tariff_mine.WISHES,
    "arrears_reconnect": payment_arrears.RECONNECT,
    account_alone.READY: Wish(account_alone.ready),
    "bind_account": Wish(account_bind.bind, early=account_bind.bind_early, offered=account_bind.unbound),
}
