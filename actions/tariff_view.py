"""The household price table in force, as the internal API gives it. Pure but for the call handed in; no price is kept here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from actions.client import UtilityDown


@dataclass(frozen=True)
class Prices:
    """Prices in ¥/kWh and yearly tiers (service/utility/prices.py `PriceTable`)."""

    since: date
    needs_confirmation: bool
    base: Decimal
    adders: tuple[Decimal, Decimal]
    monthly_cuts: tuple[int, int]
    large_household_monthly: int
    peak_adder: Decimal
    valley_adder: Decimal
    peak_hours: tuple[int, int]
    flat: Decimal

    @classmethod
    async def now(cls, fetch: Callable[[], Awaitable[dict[str, Any]]]) -> Prices | None:
        """The table in force today; None when there is none: then no amount may be said (facts 0.3 rule 8)."""
        try:
            data = await fetch()
        except UtilityDown:
            return None
        second, third = data["adders"]
        low, high = data["monthly_cuts"]
        peak_from, valley_from = data["peak_hours"]
        return cls(
            since=date.fromisoformat(data["effective_from"]),
            needs_confirmation=data["needs_confirmation"],
            base=Decimal(data["base"]),
            adders=(Decimal(second), Decimal(third)),
            monthly_cuts=(low, high),
            large_household_monthly=data["large_household_monthly"],
            peak_adder=Decimal(data["peak_adder"]),
            valley_adder=Decimal(data["valley_adder"]),
            peak_hours=(peak_from, valley_from),
            flat=Decimal(data["flat"]),
        )

    @property
    def yearly_cuts(self) -> tuple[int, int]:
        """kWh a year at which tiers 1 and 2 end, for a whole year without extras."""
        low, high = self.monthly_cuts
        return low * 12, high * 12

    @property
    def valley_pays_from(self) -> Decimal:
        """Share of valley use from which peak/valley is cheaper (facts 3.5: 15 %)."""
        return self.peak_adder / (self.peak_adder - self.valley_adder)

    def saved_by_peak_valley(self, peak: int, valley: int) -> Decimal:
        """¥ that peak/valley saved on this use; below zero it cost more. The tiers' adders are the same either way."""
        return -(self.peak_adder * peak + self.valley_adder * valley)

    @property
    def source(self) -> str:
        """The table's date, to stand beside every amount."""
        confirm = "，以供电公司公布为准" if self.needs_confirmation else ""
        return f"（{self.since.year}年{self.since.month}月{self.since.day}日起执行的居民电价{confirm}）"
