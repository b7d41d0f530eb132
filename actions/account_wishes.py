"""Every wish that needs an account, by its intent or by the name a button carries (`account_wish`).

A new one takes a line here and its intent in the starting rule of data/rules/account.yml; `account_form` does the rest.
"""

from __future__ import annotations

from actions import account_bind, bill, bill_why, payment_arrears, tariff
from actions.account_known import Wish

WISHES: dict[str, Wish] = {
    "query_bill": Wish(bill.answer, early=bill.early),
    "bill_months": Wish(bill.several_months),
    "bill_high": Wish(bill_why.answer),
    "bill_self_check": Wish(bill_why.self_check),
    "bill_dispute": Wish(bill_why.dispute),
    "tier_mine": Wish(tariff.tier_mine),
    "tou_mine": Wish(tariff.tou_mine),
    "arrears_reconnect": Wish(
        payment_arrears.arrears, early=payment_arrears.arrears_early, down=payment_arrears.arrears_down
    ),
    "bind_account": Wish(account_bind.bind, early=account_bind.bind_early, offered=account_bind.unbound),
}
