"""`DemoUtility`: the embedded utility that Laidian runs with out of the box. Runs in the service process.

About 300 invented accounts, the same on every machine; only dates move, with the injected `now`.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache

from common.masking import mask_account
from common.settings import ZONE
from service.utility.demo import billing
from service.utility.demo.customer import Customer
from service.utility.demo.outages import outages, place_names
from service.utility.demo.places import AREAS, inside, resolve
from service.utility.demo.population import customers
from service.utility.port import (
    Account,
    AccountNotFound,
    AccountStatus,
    Area,
    Balance,
    Bill,
    DailyUsage,
    Outage,
    OutageKind,
    Where,
    is_account_no,
)

logger = logging.getLogger(__name__)

_PROVINCE = "320"  # 13 digits = province prefix + the old 10 (facts 3.1)
_JUST_ENDED = timedelta(hours=2)


class DemoUtility:
    """A `Utility` without a network or a database.

    Args:
        now: the present as an aware time.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._clock = now

    async def find_account(self, account_no: str) -> Account:
        """As `Utility.find_account`."""
        return self._account(_customer(account_no))

    async def check_phone(self, account_no: str, last4: str) -> bool:
        """As `Utility.check_phone`, in the same time whether the account exists or how much of it fits."""
        customer = _by_number().get(_long(account_no))
        on_file = customer.phone[-4:] if customer else "0000"
        return hmac.compare_digest(on_file.encode(), last4.encode()) and customer is not None

    async def text_phone(self, account_no: str, text: str) -> None:
        """As `PhoneNotices.text_phone`. Its phones are invented, so the message goes to the service's log (docs/demo.md)."""
        customer = _customer(account_no)
        logger.info("[demo] SMS to the phone of %s: %s", mask_account(customer.account_no), text)

    async def bills(self, account_no: str, months: int = 12) -> tuple[Bill, ...]:
        """As `Utility.bills`."""
        return billing.bills(_customer(account_no), self._now())[:months]

    async def balance(self, account_no: str) -> Balance:
        """As `Utility.balance`."""
        return billing.balance(_customer(account_no), self._now())

    async def daily_usage(self, account_no: str) -> tuple[DailyUsage, ...]:
        """As `Utility.daily_usage`."""
        return billing.daily_usage(_customer(account_no), self._now())

    async def resolve_area(self, address_text: str) -> Area | None:
        """As `Utility.resolve_area`."""
        return resolve(address_text)

    async def known_outages(self, where: Where, at: datetime) -> tuple[Outage, ...]:
        """As `Utility.known_outages`."""
        found = [
            outage
            for outage in self._outages_in(where)
            if outage.start <= at and (outage.ended_at is None or at <= outage.ended_at + _JUST_ENDED)
        ]
        return tuple(sorted(found, key=lambda outage: (outage.start, outage.id)))

    async def planned_outages(self, where: Where, until: datetime) -> tuple[Outage, ...]:
        """As `Utility.planned_outages`."""
        return tuple(
            outage
            for outage in self._outages_in(where)
            if outage.kind is OutageKind.PLANNED and self._now() < outage.start <= until
        )

    async def close(self) -> None:
        """Nothing to give back."""

    def _now(self) -> datetime:
        return self._clock().astimezone(ZONE)

    def _outages_in(self, where: Where) -> list[Outage]:
        arrears: list[Outage] = []
        if isinstance(where, Area):
            area: Area | None = where
        elif is_account_no(where):
            customer = _customer(where)
            area = AREAS[customer.area_code]
            arrears = self._arrears(customer)
        else:
            area = resolve(where)
        if area is None:
            return []
        return [o for o in outages(self._now()) if any(inside(code, area) for code in o.area_codes)] + arrears

    def _arrears(self, customer: Customer) -> list[Outage]:
        cut_at = billing.cut_at(customer, self._now())
        if cut_at is None:
            return []
        codes = (customer.area_code,)
        name = f"DEMO-A-{customer.account_no[-6:]}"
        return [
            Outage(
                name, OutageKind.ARREARS, codes, place_names(codes), None, cut_at, None, "营销系统", cut_at
            )
        ]

    def _account(self, customer: Customer) -> Account:
        area = AREAS[customer.area_code]
        cut = billing.cut_at(customer, self._now()) is not None
        return Account(
            account_no=customer.account_no,
            holder_name=customer.holder_name,
            phone=customer.phone,
            address=customer.address,
            area_code=area.code,
            area_class=area.area_class,
            meter_no=customer.meter_no,
            tariff=customer.tariff,
            payment=customer.payment,
            category=customer.category,
            service_level=customer.service_level,
            important_class=customer.important_class,
            status=AccountStatus.ARREARS_CUT if cut else AccountStatus.NORMAL,
            balance=billing.balance(customer, self._now()).amount,
            household_size=customer.household_size,
            manager=customer.manager,
            inspections_per_year=customer.inspections_per_year,
        )


@lru_cache(maxsize=1)
def _by_number() -> dict[str, Customer]:
    return {customer.account_no: customer for customer in customers()}


def _long(account_no: str) -> str:
    return _PROVINCE + account_no if len(account_no) == 10 else account_no


def _customer(account_no: str) -> Customer:
    customer = _by_number().get(_long(account_no))
    if customer is None:
        raise AccountNotFound("no such account")
    return customer
