"""A customer of the demo utility: what does not change with time. Pure; runs in the service process.

Everything that moves (readings, bills, payments, outages) is computed from it and an injected `now`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from service.utility.port import (
    Address,
    Category,
    ContactPerson,
    ImportantClass,
    Payment,
    ServiceLevel,
    TariffKind,
)


class Pays(Enum):
    """How a customer of the demo pays."""

    PROMPT = "prompt"
    SOMETIMES_LATE = "sometimes late"
    OVERDUE = "overdue"  # the latest bills past their due date are open, supply goes on
    CUT = "cut"  # more of them are open, and supply was cut a few days ago
    NEARLY_EMPTY = "nearly empty"  # pays ahead; the balance lasts four more days


class Season(Enum):
    """Use in each month of the year relative to the mean, January first."""

    HOUSEHOLD = (1.35, 1.30, 0.95, 0.80, 0.80, 1.00, 1.55, 1.70, 1.15, 0.80, 0.90, 1.20)
    SHOP = (1.05, 0.90, 0.95, 0.95, 0.95, 1.05, 1.25, 1.30, 1.05, 0.95, 0.95, 1.00)
    SCHOOL = (0.80, 0.40, 1.10, 1.00, 1.00, 1.20, 0.60, 0.40, 1.30, 1.10, 1.20, 1.30)
    POND = (0.50, 0.50, 0.60, 0.80, 1.10, 1.40, 1.80, 1.80, 1.40, 1.00, 0.60, 0.50)


@dataclass(frozen=True)
class Customer:
    """The fixed part of an account.

    Attributes:
        daily_kwh: mean use of a day.
        valley_share: part of it used in the valley hours.
        own_price: ¥/kWh of an account that is not billed as a household; invented.
        large_household_since: month of approval ('YYYY-MM'), or None (facts 3.4).
        story: what is worth trying with it, for docs/demo.md; empty for the many.
    """

    account_no: str
    holder_name: str
    phone: str
    address: Address
    area_code: str
    meter_no: str
    connected: date
    daily_kwh: float
    tariff: TariffKind = TariffKind.TIERED
    payment: Payment = Payment.AFTER
    category: Category = Category.RESIDENT
    service_level: ServiceLevel = ServiceLevel.ORDINARY
    important_class: ImportantClass | None = None
    household_size: int | None = None
    large_household_since: str | None = None
    manager: ContactPerson | None = None
    inspections_per_year: int = 0
    season: Season = Season.HOUSEHOLD
    valley_share: float = 0.3
    own_price: Decimal | None = None
    pays: Pays = Pays.PROMPT
    story: str = ""
