"""The port to the utility's systems: what the service asks of them, and in which shapes. Pure; runs in the service process.

Two connectors implement `Utility`: `service.utility.demo.DemoUtility` (embedded) and `service.utility.http.HttpUtility`
(docs/openapi/utility.yaml). Who may be told what of it is decided by the caller (facts 5.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Protocol

from service.face import ServiceError
from service.utility.tariff import Breakdown


class UtilityError(ServiceError):
    """Root of what can go wrong with the utility's systems, also an answer that cannot be read."""


class UtilityUnavailable(UtilityError):
    """No answer in time, no connection, or the system says it cannot answer now; trying later may help."""


class AccountNotFound(UtilityError):
    """No such account. Tell the customer the same as for a wrong name or phone (facts 5.1)."""


class AreaClass(str, Enum):
    """Kind of area, which decides the promised arrival (facts 2.1)."""

    CITY = "城区"
    RURAL = "农村"
    REMOTE = "特殊边远地区"


class TariffKind(str, Enum):
    """How an account is billed. BUSINESS prices belong to the utility: never computed here (facts 3.2)."""

    TIERED = "居民阶梯"
    TIERED_PEAK_VALLEY = "居民阶梯峰谷"
    FLAT = "居民合表"
    BUSINESS = "工商业"


class ServiceLevel(str, Enum):
    """How closely the utility looks after a customer (facts 2.5)."""

    ORDINARY = "普通"
    MEMBER = "会员"
    KEY = "重点"
    IMPORTANT = "重要用户"


class ImportantClass(str, Enum):
    """Statutory classes of important users (facts 2.2, 4.3); they come from the customer file, never from a chat."""

    SPECIAL = "特级"
    FIRST = "一级"
    SECOND = "二级"
    TEMPORARY = "临时性"


class Category(str, Enum):
    """What the electricity is used for."""

    RESIDENT = "居民"
    BUSINESS = "商业"
    INDUSTRY = "工业"
    AGRICULTURE = "农业"
    PUBLIC = "公共服务"


class Payment(str, Enum):
    """When an account pays: after the bill, or ahead (智能交费: balance estimated daily, settled monthly; facts 3.8)."""

    AFTER = "后付费"
    AHEAD = "智能交费"


class AccountStatus(str, Enum):
    """Whether an account is supplied."""

    NORMAL = "正常"
    ARREARS_CUT = "欠费停电"


class OutageKind(str, Enum):
    """Why there is no supply, as far as the utility's records go. ARREARS concerns one account and is never public."""

    PLANNED = "计划停电"
    FAULT = "故障停电"
    ARREARS = "欠费停电"


class OutageCause(str, Enum):
    """Published class of cause."""

    LINE = "线路故障"
    EQUIPMENT = "设备故障"
    WEATHER = "恶劣天气"
    THIRD_PARTY = "外力破坏"
    MAINTENANCE = "设备检修"
    UPGRADE = "线路改造"


@dataclass(frozen=True)
class Address:
    """An address in parts (facts 6.6); a part that does not apply is empty."""

    town: str
    road: str = ""
    road_no: str = ""
    estate: str = ""
    village: str = ""
    group: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""

    @property
    def text(self) -> str:
        """All parts in the order in which they are spoken."""
        parts = (self.town, self.road, self.road_no, self.estate, self.village, self.group)
        return "".join((*parts, self.building, self.unit, self.room))


@dataclass(frozen=True)
class Area:
    """A place that outages are published for: a whole town, or an estate, village or road in it.

    Attributes:
        code: the utility's code. A town's code is the beginning of the codes of its places.
        estate, village, road: at most one is set; none for a whole town.
    """

    code: str
    town: str
    area_class: AreaClass
    estate: str = ""
    village: str = ""
    road: str = ""

    @property
    def name(self) -> str:
        """Town and place, as customers say it."""
        return self.town + self.place

    @property
    def place(self) -> str:
        """The estate, village or road; empty for a whole town."""
        return self.estate or self.village or self.road


@dataclass(frozen=True)
class ContactPerson:
    """The manager of a member, key or important user."""

    name: str
    phone: str
    title: str


@dataclass(frozen=True)
class Account:
    """One account (户号) as the customer file has it.

    Attributes:
        account_no: 13 digits.
        phone: the phone on file, 11 digits.
        household_size: registered people, or None when it is not a household.
        balance: ¥; above zero is credit, below zero is owed including late fees. Paid ahead: an estimate (facts 3.8).
        manager: None for ordinary customers.
        inspections_per_year: planned visits, 0 for ordinary customers (facts 2.5).
    """

    account_no: str
    holder_name: str
    phone: str
    address: Address
    area_code: str
    area_class: AreaClass
    meter_no: str
    tariff: TariffKind
    payment: Payment
    category: Category
    service_level: ServiceLevel
    important_class: ImportantClass | None
    status: AccountStatus
    balance: Decimal
    household_size: int | None = None
    manager: ContactPerson | None = None
    inspections_per_year: int = 0


@dataclass(frozen=True)
class MeterReading:
    """What a meter showed, whole kWh (the digits after the point are not billed; facts 3.2).

    Attributes:
        estimated: nobody and nothing read the meter; the figures are assumed (估抄).
    """

    meter_no: str
    read_at: datetime
    total: int
    peak: int | None = None
    valley: int | None = None
    estimated: bool = False


@dataclass(frozen=True)
class Bill:
    """One month's bill.

    Attributes:
        period: month of use, 'YYYY-MM' (not the month in which it is sent).
        peak_kwh, valley_kwh: None without peak/valley.
        amount: ¥ for energy, without `late_fee`.
        due: last day to pay without a late fee.
        paid_at: None while unpaid.
        late_fee: ¥ charged when paid, or up to today while unpaid.
    """

    account_no: str
    period: str
    start: MeterReading
    end: MeterReading
    kwh: int
    peak_kwh: int | None
    valley_kwh: int | None
    breakdown: Breakdown
    amount: Decimal
    due: date
    paid_at: datetime | None
    late_fee: Decimal


@dataclass(frozen=True)
class Balance:
    """What an account has or owes.

    Attributes:
        amount: as `Account.balance`.
        unpaid: periods of unpaid bills, oldest first.
        estimated: paid ahead, so a daily estimate that is settled monthly; say so (facts 3.8).
        as_of: until when use is counted.
    """

    account_no: str
    amount: Decimal
    unpaid: tuple[str, ...]
    estimated: bool
    as_of: datetime


@dataclass(frozen=True)
class DailyUsage:
    """Energy of one day, kWh with two decimals."""

    day: date
    kwh: Decimal


@dataclass(frozen=True)
class Outage:
    """An outage in the utility's records.

    Attributes:
        area_codes, places: what is out, as codes and as town and estate, village or road.
        cause: None while unknown: then say nothing of a cause.
        start: begin, or planned begin.
        expected_end: None while unknown: then say 暂无; otherwise only as 预计, with `source` and `updated_at` (facts 0.3).
        ended_at: None while it lasts. "Ended" speaks of the line: one house may still be dark.
    """

    id: str
    kind: OutageKind
    area_codes: tuple[str, ...]
    places: tuple[str, ...]
    cause: OutageCause | None
    start: datetime
    expected_end: datetime | None
    source: str
    updated_at: datetime
    ended_at: datetime | None = None


Where = Area | str
"""An `Area`, an account number (10 or 13 digits), or an address as the customer wrote it."""


class PhoneNotices(Protocol):
    """Reaches a customer by the phone on file, which never passes through us."""

    async def text_phone(self, account_no: str, text: str) -> None:
        """Sends a short message to the phone on file.

        Raises:
            AccountNotFound: the caller tells the customer the same as when it was sent (facts 5.1).
        """
        ...


class Utility(PhoneNotices, Protocol):
    """The utility's systems.

    Every method may raise `UtilityUnavailable`, or `UtilityError` for an answer that cannot be read; those that take an
    account number raise `AccountNotFound` unless they say otherwise. Account numbers have 10 or 13 digits (facts 3.1).
    """

    async def find_account(self, account_no: str) -> Account:
        """The account."""
        ...

    async def check_phone(self, account_no: str, last4: str) -> bool:
        """Whether the phone on file ends in `last4`. False for an unknown account, so that nobody can probe for one."""
        ...

    async def bills(self, account_no: str, months: int = 12) -> tuple[Bill, ...]:
        """The latest bills, newest first, at most `months` (1–24) of them."""
        ...

    async def balance(self, account_no: str) -> Balance:
        """What the account has or owes now."""
        ...

    async def daily_usage(self, account_no: str) -> tuple[DailyUsage, ...]:
        """The last 30 days, oldest first; the last one is yesterday at the latest (facts 3.8)."""
        ...

    async def resolve_area(self, address_text: str) -> Area | None:
        """The most exact place meant by an address; None when nothing or more than one place fits: then ask the town."""
        ...

    async def known_outages(self, where: Where, at: datetime) -> tuple[Outage, ...]:
        """Planned and fault outages going on at `at`, and those that ended in the two hours before, by start.

        A whole town gives every outage in it: ask which place. An account number gives those at its address and its own
        arrears cut. An address that fits no place gives none.
        """
        ...

    async def planned_outages(self, where: Where, until: datetime) -> tuple[Outage, ...]:
        """Planned outages that start between now and `until`, by start; `where` as in `known_outages`."""
        ...

    async def close(self) -> None:
        """Gives back connections."""
        ...


def is_account_no(text: str) -> bool:
    """Whether `text` has the form of an account number: 10 or 13 digits and nothing else (facts 3.1)."""
    return text.isascii() and text.isdigit() and len(text) in (10, 13)
