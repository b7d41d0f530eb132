"""The many ordinary customers of the demo utility, drawn from a fixed seed. Pure; runs in the service process.

Only `Random.random()` is drawn from: Python promises its sequence for a seed, so the demo is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import TypeVar

from service.utility.demo.customer import Customer, Pays, Season
from service.utility.demo.places import AREAS
from service.utility.demo.showcase import SHOWCASE
from service.utility.port import (
    Address,
    Area,
    AreaClass,
    Category,
    ContactPerson,
    Payment,
    ServiceLevel,
    TariffKind,
)

T = TypeVar("T")

_IN_CITY, _IN_TOWN = 44, 17
_SHOP_PRICE = Decimal("0.7216")
_SURNAMES = "王李张刘陈孙周徐吴朱马宋高仲韩董相樊卢尹霍"
_GIVEN = [
    "建军",
    "秀英",
    "海涛",
    "桂花",
    "志强",
    "玉兰",
    "文斌",
    "晓燕",
    "传银",
    "明霞",
    "立业",
    "红梅",
    "成才",
    "春玲",
    "永刚",
    "淑珍",
    "海波",
    "雪梅",
    "德利",
    "爱华",
    "小龙",
    "婷婷",
    "宝山",
    "兆美",
    "加宽",
    "新月",
    "长春",
    "丽娜",
    "守成",
    "凤云",
]
_SHOPS = ["便民超市", "海鲜酒楼", "五金店", "理发店", "早点铺", "农资店", "药房", "服装店", "修车行", "饭店"]


def customers() -> tuple[Customer, ...]:
    """All customers of the demo, those of the showcase first."""
    rng = Random("laidian demo utility 1")
    drawn: list[Customer] = []
    numbers = {customer.account_no for customer in SHOWCASE}
    phones: set[str] = set()
    for town in (area for area in AREAS.values() if not area.place):
        places = [area for area in AREAS.values() if area.place and area.town == town.town]
        for _ in range(_IN_CITY if town.area_class is AreaClass.CITY else _IN_TOWN):
            account_no = _number(rng, "32000" + town.code[2:], 6, numbers)
            phone = _number(rng, "1540" + town.code[2:], 5, phones)
            if drawn and rng.random() < 0.05:
                phone = drawn[-1].phone  # one person looks after a neighbour's or a parent's account too
            draw = _shop if rng.random() < 0.08 else _household
            drawn.append(draw(rng, account_no, phone, places))
    return SHOWCASE + tuple(drawn)


def _household(rng: Random, account_no: str, phone: str, places: Sequence[Area]) -> Customer:
    area = _pick(rng, [place for place in places if not place.road])
    size = 1 + int(rng.random() * 4) if rng.random() < 0.9 else 5 + int(rng.random() * 3)
    approved = size >= 5 and rng.random() < 0.7
    tariff = TariffKind.TIERED_PEAK_VALLEY if rng.random() < 0.14 else TariffKind.TIERED
    if size >= 7 and approved:
        tariff = TariffKind.FLAT  # 7 or more may choose the flat price instead (facts 3.4)
    ahead = rng.random() < 0.15
    fate = rng.random()
    pays = (
        Pays.CUT
        if fate < 0.015
        else Pays.OVERDUE
        if fate < 0.06
        else Pays.SOMETIMES_LATE
        if fate < 0.2
        else Pays.PROMPT
    )
    member = rng.random() < 0.02
    return Customer(
        account_no=account_no,
        holder_name=_pick(rng, _SURNAMES) + _pick(rng, _GIVEN),
        phone=phone,
        address=_home(rng, area),
        area_code=area.code,
        meter_no="3230" + account_no[5:],
        connected=_connected(rng),
        daily_kwh=round((2.2 + 1.5 * size) * (0.6 + 0.8 * rng.random()), 1),
        tariff=tariff,
        payment=Payment.AHEAD if ahead else Payment.AFTER,
        service_level=ServiceLevel.MEMBER if member else ServiceLevel.ORDINARY,
        household_size=size,
        large_household_since=f"{2020 + int(rng.random() * 5)}-{1 + int(rng.random() * 12):02d}"
        if approved
        else None,
        manager=ContactPerson("陈立新", "15400990101", "客户经理") if member else None,
        inspections_per_year=3 if member else 0,
        valley_share=round(0.2 + 0.3 * rng.random(), 2),
        pays=Pays.PROMPT if ahead else pays,
    )


def _shop(rng: Random, account_no: str, phone: str, places: Sequence[Area]) -> Customer:
    area = _pick(rng, [place for place in places if place.road])
    return Customer(
        account_no=account_no,
        holder_name=_pick(rng, _SURNAMES) + "家" + _pick(rng, _SHOPS),
        phone=phone,
        address=Address(area.town, road=area.road, road_no=f"{1 + int(rng.random() * 180)}号"),
        area_code=area.code,
        meter_no="3230" + account_no[5:],
        connected=_connected(rng),
        daily_kwh=round(12 + 60 * rng.random(), 1),
        tariff=TariffKind.BUSINESS,
        category=Category.BUSINESS,
        season=Season.SHOP,
        own_price=_SHOP_PRICE,
        pays=Pays.SOMETIMES_LATE if rng.random() < 0.2 else Pays.PROMPT,
    )


def _home(rng: Random, area: Area) -> Address:
    if area.village:
        group, house = 1 + int(rng.random() * 8), 1 + int(rng.random() * 60)
        return Address(area.town, village=area.village, group=f"{group}组", room=f"{house}号")
    building, unit = 1 + int(rng.random() * 24), 1 + int(rng.random() * 4)
    room = (1 + int(rng.random() * 11)) * 100 + 1 + int(rng.random() * 4)
    return Address(
        area.town, estate=area.estate, building=f"{building}号楼", unit=f"{unit}单元", room=f"{room}室"
    )


def _connected(rng: Random) -> date:
    return date(2012 + int(rng.random() * 12), 1 + int(rng.random() * 12), 1 + int(rng.random() * 28))


def _number(rng: Random, prefix: str, digits: int, taken: set[str]) -> str:
    while True:
        number = prefix + f"{int(rng.random() * 10**digits):0{digits}d}"
        if number not in taken:
            taken.add(number)
            return number


def _pick(rng: Random, items: Sequence[T]) -> T:
    return items[int(rng.random() * len(items))]
