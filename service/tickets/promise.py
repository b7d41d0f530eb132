"""Promise clocks: until when a work order should be where (facts 1.1, 1.3, 1.4, 2.1). Pure; runs in the service process.

The company's times are averages ("一般"), so a customer hears 一般会在…左右, never a guarantee. Working days are counted to
the later date for customers and to the earlier one for alarms (facts 10, item 19). No clock can be stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import Enum

from common.settings import ZONE
from service.tickets.kinds import KINDS, BizType, Topic
from service.tickets.workdays import Workdays
from service.utility.port import AreaClass

COMMITMENT_VERSION = "国家电网办〔2022〕336号"

_END_OF_DAY = time(23, 59, 59)


class Clock(str, Enum):
    """What is promised; values are the names that staff see."""

    DISPATCH = "派单"
    TAKE = "接单"
    ARRIVE = "到达现场"
    ARRIVE_LIMIT = "到达现场监管时限"
    CONTACT = "联系客户"
    CONTACT_PRIORITY = "优先联系客户"
    RECONNECT = "复电"
    ON_SITE = "上门核损"
    CONNECT = "接电"
    ANSWER = "答复"
    ANSWER_INTERNAL = "内部答复"
    ANSWER_LEGAL = "答复法定时限"


@dataclass(frozen=True)
class Deadline:
    """One clock of one order.

    Attributes:
        alarm_by: staff are warned from here on.
        customer_by: what a customer may be told, always with the wording of `customer_wording`; None: internal.
        working_days: whether it was counted in working days.
    """

    clock: Clock
    alarm_by: datetime
    customer_by: datetime | None
    working_days: bool = False


_ARRIVAL = {AreaClass.CITY: 45, AreaClass.RURAL: 90, AreaClass.REMOTE: 120}
# The regulator's limits (facts 2.2, 10 item 1): for alarms inside only.
_ARRIVAL_LIMIT = {AreaClass.CITY: 60, AreaClass.RURAL: 120, AreaClass.REMOTE: 240}

_DISPATCH_FAULT, _DISPATCH_OTHER = timedelta(minutes=2), timedelta(minutes=20)
_TAKE = timedelta(minutes=3)
# Key customers and important users without supply (facts 4.3).
_CONTACT_PRIORITY = timedelta(minutes=15)
_CONTACT_NO_CREW = timedelta(minutes=45)
_ONE_DAY = timedelta(hours=24)

# Working days until the customer is answered or connected.
_ANSWER_DAYS = {
    BizType.COMPLAINT: 5,
    BizType.REPORT: 9,
    BizType.OPINION: 9,
    BizType.SERVICE: 5,
    BizType.CONSULT: 5,
}
_COMPLAINT_INTERNAL_DAYS = 4
_PRAISE_DAYS = 4
# Requests about personal data: 15 working days (App违法违规收集使用个人信息行为认定方法, item 6; from knowledge, to be confirmed).
_PRIVACY_LEGAL_DAYS = 15
_CONNECT_DAYS = {
    Topic.NEW_SUPPLY_HOME: 5,
    Topic.NEW_SUPPLY_LOW: 6,
    Topic.NEW_SUPPLY_HIGH: 22,
    Topic.NEW_SUPPLY_HIGH_DOUBLE: 32,
}


def arrival_minutes(area_class: AreaClass) -> int:
    """Average minutes until a crew arrives (facts 2.1)."""
    return _ARRIVAL[area_class]


def deadlines(
    topic: Topic,
    accepted_at: datetime,
    area_class: AreaClass,
    workdays: Workdays,
    *,
    crew: bool = True,
    priority: bool = False,
) -> tuple[Deadline, ...]:
    """The clocks that start when an order is accepted, in the order of their alarms.

    Args:
        accepted_at: an aware time.
        crew: False for a fault order that needs no crew: the customer is to be contacted instead (facts 1.2).
        priority: the customer file names a key customer or important user: after a fault he is called soon.

    Raises:
        ValueError: `accepted_at` has no zone.
    """
    if accepted_at.tzinfo is None:
        raise ValueError("accepted_at has no zone")
    start = accepted_at.astimezone(ZONE)
    biz_type = KINDS[topic].biz_type
    if biz_type is BizType.FAULT:
        found = _fault(start, area_class, crew)
        if priority:
            found.append(Deadline(Clock.CONTACT_PRIORITY, start + _CONTACT_PRIORITY, None))
    else:
        found = [
            Deadline(Clock.DISPATCH, start + _DISPATCH_OTHER, None),
            *_other(topic, biz_type, start, workdays),
        ]
    return tuple(sorted(found, key=lambda deadline: deadline.alarm_by))


def customer_times(
    topic: Topic, accepted_at: datetime, alarms: Mapping[str, datetime], workdays: Workdays
) -> dict[str, datetime]:
    """What a customer may be told of an order made earlier, clock → time.

    Args:
        alarms: kept with the order; that of the arrival is the customer's too, and knows the class of its place.
    """
    known = deadlines(topic, accepted_at, AreaClass.RURAL, workdays)
    told = {d.clock.value: d.customer_by for d in known if d.customer_by}
    arrive = Clock.ARRIVE.value
    return {name: alarms[name] if name == arrive else by for name, by in told.items() if name in alarms}


def renewed(
    topic: Topic, began: datetime, alarms: Mapping[str, datetime], now: datetime, workdays: Workdays
) -> tuple[Deadline, ...]:
    """The clocks of an order that is taken up again: the same promises, from now on.

    Args:
        began: when the clocks that are kept with the order began; their arrival knows the class of its place.
        alarms: as they are kept.
    """
    arrival = alarms[Clock.ARRIVE.value] - began if Clock.ARRIVE.value in alarms else None
    known = (area for area, minutes in _ARRIVAL.items() if timedelta(minutes=minutes) == arrival)
    return deadlines(
        topic,
        now,
        next(known, AreaClass.RURAL),
        workdays,
        crew=Clock.CONTACT.value not in alarms,
        priority=Clock.CONTACT_PRIORITY.value in alarms,
    )


def customer_wording(deadline: Deadline, accepted_at: datetime) -> str:
    """One sentence for the customer; empty for an internal clock."""
    if deadline.customer_by is None:
        return ""
    by = deadline.customer_by.astimezone(ZONE)
    minutes = round((by - accepted_at).total_seconds() / 60)
    span = f"{minutes // 60}小时" if minutes % 60 == 0 else f"{minutes}分钟"
    if deadline.clock is Clock.ARRIVE:
        return f"抢修人员一般会在{span}左右到达，这是平均时间，遇到恶劣天气可能更久。"
    what = {
        Clock.CONTACT: "和您联系",
        Clock.RECONNECT: "恢复供电",
        Clock.ON_SITE: "上门查看",
        Clock.CONNECT: "办好接电",
        Clock.ANSWER: "答复您",
    }[deadline.clock]
    if deadline.working_days:
        return f"一般会在{by.month}月{by.day}日左右{what}。"
    return f"一般会在{span}左右{what}。"


def _fault(start: datetime, area_class: AreaClass, crew: bool) -> list[Deadline]:
    dispatch = Deadline(Clock.DISPATCH, start + _DISPATCH_FAULT, None)
    if not crew:
        return [dispatch, _plain(Clock.CONTACT, start + _CONTACT_NO_CREW)]
    return [
        dispatch,
        Deadline(Clock.TAKE, start + _DISPATCH_FAULT + _TAKE, None),
        _plain(Clock.ARRIVE, start + timedelta(minutes=_ARRIVAL[area_class])),
        Deadline(Clock.ARRIVE_LIMIT, start + timedelta(minutes=_ARRIVAL_LIMIT[area_class]), None),
    ]


def _other(topic: Topic, biz_type: BizType, start: datetime, workdays: Workdays) -> list[Deadline]:
    if topic in _CONNECT_DAYS:
        return [_working(Clock.CONNECT, start, _CONNECT_DAYS[topic], workdays)]
    if topic is Topic.RECONNECT:
        return [_plain(Clock.RECONNECT, start + _ONE_DAY)]
    if topic is Topic.APPLIANCE_DAMAGE:
        return [_plain(Clock.ON_SITE, start + _ONE_DAY)]
    if topic is Topic.PRAISE:
        return [_inside(_working(Clock.ANSWER_INTERNAL, start, _PRAISE_DAYS, workdays))]
    answer = _working(Clock.ANSWER, start, _ANSWER_DAYS[biz_type], workdays)
    if topic is Topic.PRIVACY:
        return [answer, _inside(_working(Clock.ANSWER_LEGAL, start, _PRIVACY_LEGAL_DAYS, workdays))]
    if biz_type is not BizType.COMPLAINT:
        return [answer]
    internal = _working(Clock.ANSWER_INTERNAL, start, _COMPLAINT_INTERNAL_DAYS, workdays)
    return [
        _plain(Clock.CONTACT, start + _ONE_DAY),
        _inside(internal),
        answer,
    ]


def _plain(clock: Clock, by: datetime) -> Deadline:
    return Deadline(clock, alarm_by=by, customer_by=by)


def _inside(deadline: Deadline) -> Deadline:
    return replace(deadline, customer_by=None)


def _working(clock: Clock, start: datetime, days: int, workdays: Workdays) -> Deadline:
    earlier = workdays.last_day(start.date(), days, count_start=True)
    later = workdays.last_day(start.date(), days, count_start=False)
    return Deadline(
        clock,
        alarm_by=datetime.combine(earlier, _END_OF_DAY, ZONE),
        customer_by=datetime.combine(later, _END_OF_DAY, ZONE),
        working_days=True,
    )
