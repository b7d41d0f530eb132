"""Bills, payments and balances of a demo customer, computed with the real tariff. Pure; runs in the service process.

The bill of a month is sent on the 3rd of the next one and due on the 25th; both days are invented.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from random import Random

from common.settings import ZONE
from service.utility.demo.customer import Customer, Pays
from service.utility.demo.usage import FIRST_YEAR, Register, days_of, next_month, previous_month, register_at
from service.utility.port import Balance, Bill, Category, DailyUsage, MeterReading, Payment, TariffKind
from service.utility.prices import residential_prices
from service.utility.tariff import (
    Breakdown,
    billed_before,
    flat_bill,
    late_fee,
    months_counted,
    peak_valley_bill,
    round_money,
    tiered_bill,
    yearly_cuts,
)

_SENT_ON, _DUE_ON = 3, 25
_BILLS = 24
# Which bills a customer in arrears has not paid: those due within so many days.
_OPEN_DAYS = {Pays.OVERDUE: 40, Pays.CUT: 130}
_NEARLY_EMPTY_DAYS = 4


def bills(customer: Customer, now: datetime) -> tuple[Bill, ...]:
    """The last 24 bills sent, newest first."""
    year, month = previous_month(now.year, now.month)
    if now.day < _SENT_ON:
        year, month = previous_month(year, month)
    first = max((customer.connected.year, customer.connected.month), (FIRST_YEAR, 1))
    found: list[Bill] = []
    while len(found) < _BILLS and (year, month) >= first:
        found.append(_bill(customer, year, month, now))
        year, month = previous_month(year, month)
    return tuple(found)


def balance(customer: Customer, now: datetime) -> Balance:
    """What the customer has or owes (facts 3.8: paid ahead is an estimate up to the end of yesterday)."""
    if customer.payment is Payment.AHEAD:
        as_of = datetime.combine(now.date(), time(), ZONE)
        return Balance(customer.account_no, _credit(customer, now), (), True, as_of)
    unpaid = [bill for bill in bills(customer, now) if bill.paid_at is None]
    owed = sum((bill.amount + bill.late_fee for bill in unpaid), Decimal("0.00"))
    periods = tuple(bill.period for bill in reversed(unpaid))
    return Balance(customer.account_no, -owed, periods, False, now)


def daily_usage(customer: Customer, now: datetime) -> tuple[DailyUsage, ...]:
    """The 30 days up to yesterday, oldest first; nothing after an arrears cut."""
    cut = cut_at(customer, now)
    days = []
    for back in range(30, 0, -1):
        day = now.date() - timedelta(days=back)
        used = days_of(customer, day.year, day.month)[day.day - 1]
        dark = cut is not None and day > cut.date()
        days.append(DailyUsage(day, Decimal(0 if dark else used.peak + used.valley).scaleb(-2)))
    return tuple(days)


def cut_at(customer: Customer, now: datetime) -> datetime | None:
    """When supply was cut for arrears, or None: three days ago, but in no month that a bill already covers in full."""
    if customer.pays is not Pays.CUT:
        return None
    today = now.date()
    return datetime.combine(
        max(today - timedelta(days=3), today.replace(day=1) - timedelta(days=1)), time(10), ZONE
    )


def _bill(customer: Customer, year: int, month: int, now: datetime) -> Bill:
    start, end = _reading(customer, year, month), _reading(customer, *next_month(year, month))
    breakdown = _breakdown(customer, year, month)
    sent = date(*next_month(year, month), _SENT_ON)
    due = sent.replace(day=_DUE_ON)
    paid_at = _paid_at(customer, sent, due, now)
    resident = customer.category is Category.RESIDENT
    fee = late_fee(breakdown.rounded, due, (paid_at or now).date(), resident=resident)
    used = _kwh(customer, year, month) if customer.tariff is TariffKind.TIERED_PEAK_VALLEY else None
    return Bill(
        account_no=customer.account_no,
        period=f"{year}-{month:02d}",
        start=start,
        end=end,
        kwh=breakdown.kwh,
        peak_kwh=used.peak if used else None,
        valley_kwh=used.valley if used else None,
        breakdown=breakdown,
        amount=breakdown.rounded,
        due=due,
        paid_at=paid_at,
        late_fee=fee.rounded,
    )


def _reading(customer: Customer, year: int, month: int) -> MeterReading:
    read_at = datetime(year, month, 1, tzinfo=ZONE)
    whole = _whole(customer, register_at(customer, year, month))
    if customer.tariff is TariffKind.TIERED_PEAK_VALLEY:
        return MeterReading(customer.meter_no, read_at, whole.peak + whole.valley, whole.peak, whole.valley)
    return MeterReading(customer.meter_no, read_at, whole.peak + whole.valley)


def _whole(customer: Customer, register: Register) -> Register:
    """Whole kWh as billed; a meter without peak/valley has one register, kept here as peak."""
    if customer.tariff is TariffKind.TIERED_PEAK_VALLEY:
        return Register(register.peak // 100, register.valley // 100)
    return Register((register.peak + register.valley) // 100, 0)


def _kwh(customer: Customer, year: int, month: int) -> Register:
    start = _whole(customer, register_at(customer, year, month))
    end = _whole(customer, register_at(customer, *next_month(year, month)))
    return Register(end.peak - start.peak, end.valley - start.valley)


@lru_cache(maxsize=50_000)
def _breakdown(customer: Customer, year: int, month: int) -> Breakdown:
    used = _kwh(customer, year, month)
    if customer.own_price is not None:
        return flat_bill(customer.own_price, used.peak, "demo-invented")
    table = residential_prices(date(year, month, 1))
    if customer.tariff is TariffKind.FLAT:
        return flat_bill(table.flat, used.peak, table.version)
    period = f"{year}-{month:02d}"
    earlier = ((f"{year}-{past:02d}", _kwh(customer, year, past)) for past in range(1, month))
    cumulative = billed_before(((name, kwh.peak + kwh.valley) for name, kwh in earlier), period)
    months = months_counted(year, connected=customer.connected)
    cuts = yearly_cuts(table, months, _large_household_months(customer, year, month))
    if customer.tariff is TariffKind.TIERED_PEAK_VALLEY:
        return peak_valley_bill(table, cuts, cumulative, used.peak, used.valley)
    return tiered_bill(table, cuts, cumulative, used.peak)


def _large_household_months(customer: Customer, year: int, month: int) -> int:
    """Months of the year from the approval on; none in bills before it (facts 3.4)."""
    since = customer.large_household_since
    if since is None or f"{year}-{month:02d}" < since:
        return 0
    approved = int(since[5:]) if since[:4] == str(year) else 1
    return 13 - max(approved, 13 - months_counted(year, connected=customer.connected))


def _paid_at(customer: Customer, sent: date, due: date, now: datetime) -> datetime | None:
    if customer.payment is Payment.AHEAD:
        # As soon as the bill is there: it is only taken off what was paid before.
        return datetime.combine(sent, time(), ZONE)
    open_days = _OPEN_DAYS.get(customer.pays)
    if open_days is not None and (now.date() - due).days <= open_days:
        return None
    rng = Random(f"{customer.account_no} pays {sent}")
    days = 1 + int(rng.random() * 18)
    if customer.pays is Pays.SOMETIMES_LATE and rng.random() < 0.3:
        days += (due - sent).days
    moment = time(8 + int(rng.random() * 13), int(rng.random() * 60))
    paid = datetime.combine(sent + timedelta(days=days), moment, ZONE)
    return paid if paid <= now else None


def _credit(customer: Customer, now: datetime) -> Decimal:
    """Paid ahead: topped up on the first to a month and a half of use, less the use since then at the base price."""
    price = residential_prices(now.date()).base
    if customer.pays is Pays.NEARLY_EMPTY:
        return round_money(Decimal(str(customer.daily_kwh)) * _NEARLY_EMPTY_DAYS * price)
    topped_up = Decimal(
        int(customer.daily_kwh * max(customer.season.value) * 45 * float(price) / 10 + 1) * 10
    )
    days = days_of(customer, now.year, now.month)[: now.day - 1]
    used = Decimal(sum(day.peak + day.valley for day in days)).scaleb(-2)
    return round_money(topped_up - used * price)
