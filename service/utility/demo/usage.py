"""What a demo meter counts, day by day, from a fixed seed a month. Pure; runs in the service process.

A day's energy depends on the account and the date alone, so bills and daily figures agree, and agree with themselves as
time goes on. Registers count hundredths of a kWh from 2020 on.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from random import Random

from service.utility.demo.customer import Customer

FIRST_YEAR = 2020


@dataclass(frozen=True)
class Register:
    """A meter's state in hundredths of a kWh."""

    peak: int
    valley: int


def days_of(customer: Customer, year: int, month: int) -> list[Register]:
    """Peak and valley energy of each day of a month, hundredths of a kWh; zero before the connection."""
    rng = Random(f"{customer.account_no} {year}-{month}")
    mean = customer.daily_kwh * 100 * customer.season.value[month - 1]
    days = []
    for day in range(1, monthrange(year, month)[1] + 1):
        total = int(mean * (0.75 + 0.5 * rng.random()))
        valley = int(total * customer.valley_share * (0.9 + 0.2 * rng.random()))
        supplied = date(year, month, day) >= customer.connected
        days.append(Register(total - valley, valley) if supplied else Register(0, 0))
    return days


@lru_cache(maxsize=50_000)
def register_at(customer: Customer, year: int, month: int) -> Register:
    """The register at 00:00 on the first of a month, when it is frozen for billing (facts 3.8)."""
    if year < FIRST_YEAR or (year, month) == (FIRST_YEAR, 1):
        return Register(0, 0)
    before_year, before_month = previous_month(year, month)
    start = register_at(customer, before_year, before_month)
    days = days_of(customer, before_year, before_month)
    return Register(
        start.peak + sum(day.peak for day in days), start.valley + sum(day.valley for day in days)
    )


def previous_month(year: int, month: int) -> tuple[int, int]:
    """The month before."""
    return (year, month - 1) if month > 1 else (year - 1, 12)


def next_month(year: int, month: int) -> tuple[int, int]:
    """The month after."""
    return (year, month + 1) if month < 12 else (year + 1, 1)
