"""A bill as the internal API gives it, in exact numbers, and how its parts are spoken of. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from actions.account_known import Account
from actions.client import Service

TIERS = {1: "第一档", 2: "第二档", 3: "第三档"}
AHEAD = "智能交费"
MONTHS_KEPT = 24  # as many as the utility gives
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """One row of a bill; `amount` is exact."""

    label: str
    kwh: int
    price: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Bill:
    """One month's bill (service/utility/port.py `Bill`); `days` is the length of its reading period.

    Attributes:
        end: the reading at its end.
        estimated: one of its readings was not read but assumed.
    """

    period: str
    days: int
    end: int
    estimated: bool
    kwh: int
    peak_kwh: int | None
    valley_kwh: int | None
    lines: tuple[Line, ...]
    adders: Decimal
    tier: int | None
    left_in_tier: int | None
    cumulative: int | None
    amount: Decimal
    due: date
    paid_at: datetime | None
    late_fee: Decimal

    @classmethod
    def of(cls, data: dict[str, Any]) -> Bill:
        """From JSON."""
        breakdown = data["breakdown"]
        start, end = (datetime.fromisoformat(data[reading]["read_at"]) for reading in ("start", "end"))
        return cls(
            period=data["period"],
            days=(end.date() - start.date()).days,
            end=data["end"]["total"],
            estimated=data["start"]["estimated"] or data["end"]["estimated"],
            kwh=data["kwh"],
            peak_kwh=data["peak_kwh"],
            valley_kwh=data["valley_kwh"],
            lines=tuple(
                Line(row["label"], row["kwh"], Decimal(row["price"]), Decimal(row["amount"]))
                for row in breakdown["lines"]
            ),
            adders=Decimal(breakdown["adders"]),
            tier=breakdown["tier"],
            left_in_tier=breakdown["left_in_tier"],
            cumulative=breakdown["cumulative"],
            amount=Decimal(data["amount"]),
            due=date.fromisoformat(data["due"]),
            paid_at=datetime.fromisoformat(data["paid_at"]) if data["paid_at"] else None,
            late_fee=Decimal(data["late_fee"]),
        )

    @property
    def valley_share(self) -> Decimal | None:
        """Part of the use that fell into the valley; None without peak/valley."""
        if self.valley_kwh is None or not self.kwh:
            return None
        return Decimal(self.valley_kwh) / self.kwh


async def bills_of(service: Service, account: Account, months: int = 13) -> list[Bill]:
    """The latest bills, newest first; UtilityDown, ServiceError `not_verified`."""
    found = await service.get(f"/accounts/{account['account_no']}/bills", months=str(months))
    return [Bill.of(data) for data in found]


def yuan(amount: Decimal) -> str:
    """Two decimals, half up."""
    return f"{amount.quantize(_CENT, rounding=ROUND_HALF_UP)}元"


def plain(number: Decimal) -> str:
    """Without zeros at the end: a price or an exact row."""
    return f"{number.normalize():f}"


def percent(share: Decimal) -> str:
    """Whole per cent, half up."""
    return f"{(share * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)}%"


def month_name(period: str, now: datetime) -> str:
    """`10月`, with the year when it is not this one."""
    year, month = int(period[:4]), int(period[5:])
    return f"{month}月" if year == now.year else f"{year}年{month}月"


def day_name(day: date, now: date) -> str:
    """`11月25日`, with the year when it is not this one."""
    return f"{day.month}月{day.day}日" if day.year == now.year else f"{day.year}年{day.month}月{day.day}日"


def a_year_before(period: str) -> str:
    """The same month of the year before."""
    return f"{int(period[:4]) - 1}{period[4:]}"


def month_before(period: str) -> str:
    """The month before."""
    year, month = int(period[:4]), int(period[5:])
    return f"{year}-{month - 1:02d}" if month > 1 else f"{year - 1}-12"


def daily(bill: Bill) -> str:
    """kWh a day, one decimal."""
    return f"{Decimal(bill.kwh) / max(bill.days, 1):.1f}"


def tier_position(bill: Bill) -> str:
    """“还差312度到第二档，今年累计2448度”; empty where there are no tiers."""
    if bill.tier is None or bill.cumulative is None:
        return ""
    if bill.left_in_tier is None:
        return f"已经在第三档，今年累计{bill.cumulative}度"
    return f"还差{bill.left_in_tier}度到{TIERS[bill.tier + 1]}，今年累计{bill.cumulative}度"


def paid_words(bill: Bill, account: Account, today: date) -> str:
    """Paid, still to pay, or late."""
    if bill.paid_at and account["payment"] == AHEAD:
        return "已从预存的余额里结清。"
    if bill.paid_at:
        late = f"（含违约金{yuan(bill.late_fee)}）" if bill.late_fee else ""
        return f"已在{day_name(bill.paid_at.date(), today)}交清{late}。"
    if today <= bill.due:
        return f"还没交，请在{day_name(bill.due, today)}前交。"
    fee = f"，到今天的违约金{yuan(bill.late_fee)}" if bill.late_fee else ""
    return f"还没交，已过交费日{day_name(bill.due, today)}{fee}。"


def of_month(bills: Sequence[Bill], month: str) -> Bill | None:
    """The bill of that month (`2026-10`)."""
    return next((bill for bill in bills if bill.period == month), None)


def change(kwh: int, other: int) -> str:
    """`多17度（4%）`, `少145度（25%）`, `一样多`; the share only from 1% on."""
    more = kwh - other
    if not more:
        return "一样多"
    share = f"（{percent(abs(Decimal(more)) / other)}）" if other and abs(more) * 100 >= other else ""
    return f"{'多' if more > 0 else '少'}{abs(more)}度{share}"
