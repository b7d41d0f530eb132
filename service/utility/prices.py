"""Dated price tables for households. Pure; runs in the service process.

A price reaches a customer only from a table that is in force on that day (facts 0.3, rule 8): with an expired table the
bot stops quoting amounts, so `table_on` raises instead of falling back to an old one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from service.face import ServiceError

_SHIPPED = Path(__file__).with_name("prices.json")


class NoPriceTable(ServiceError):
    """No price table is in force on the day asked for."""


@dataclass(frozen=True)
class PriceTable:
    """Prices in ¥/kWh and yearly tiers (facts 3.3–3.5).

    Attributes:
        effective_to: last day in force, or None while no end is known.
        needs_confirmation: the utility has not signed these numbers; say so when quoting one.
        adders: what tier 2 and tier 3 add to `base`.
        monthly_cuts: kWh a month at which tier 1 and tier 2 end; the year's cuts are 12 times these.
        large_household_monthly: kWh a month added to both cuts for an approved large household.
        peak_hours: first hour of peak and first hour of valley.
        flat: the price without tiers for a shared meter (合表).
    """

    version: str
    effective_from: date
    effective_to: date | None
    needs_confirmation: bool
    base: Decimal
    adders: tuple[Decimal, Decimal]
    monthly_cuts: tuple[int, int]
    large_household_monthly: int
    peak_adder: Decimal
    valley_adder: Decimal
    peak_hours: tuple[int, int]
    flat: Decimal

    def in_force(self, day: date) -> bool:
        """Whether the table may be quoted on `day`."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


def load_tables(path: Path = _SHIPPED) -> tuple[PriceTable, ...]:
    """The price tables of a JSON file, by default the shipped one.

    Raises:
        OSError, ValueError, KeyError: the file is missing or not of the shipped file's shape.
    """
    return tuple(_table(entry) for entry in json.loads(path.read_text(encoding="utf-8")))


def table_on(tables: Sequence[PriceTable], day: date) -> PriceTable:
    """The table in force on `day`; of several the one that took effect last.

    Raises:
        NoPriceTable: none is in force.
    """
    in_force = [table for table in tables if table.in_force(day)]
    if not in_force:
        raise NoPriceTable(f"no price table in force on {day}")
    return max(in_force, key=lambda table: table.effective_from)


def residential_prices(day: date) -> PriceTable:
    """The shipped household prices on `day`.

    Raises:
        NoPriceTable: none is in force: quote nothing.
    """
    return table_on(_shipped_tables(), day)


@cache
def _shipped_tables() -> tuple[PriceTable, ...]:
    return load_tables()


def _table(entry: dict[str, Any]) -> PriceTable:
    low, high = entry["monthly_cuts"]
    second, third = entry["adders"]
    peak_from, valley_from = entry["peak_hours"]
    end = entry["effective_to"]
    return PriceTable(
        version=entry["version"],
        effective_from=date.fromisoformat(entry["effective_from"]),
        effective_to=None if end is None else date.fromisoformat(end),
        needs_confirmation=entry["needs_confirmation"],
        base=Decimal(entry["base"]),
        adders=(Decimal(second), Decimal(third)),
        monthly_cuts=(low, high),
        large_household_monthly=entry["large_household_monthly"],
        peak_adder=Decimal(entry["peak_adder"]),
        valley_adder=Decimal(entry["valley_adder"]),
        peak_hours=(peak_from, valley_from),
        flat=Decimal(entry["flat"]),
    )
