"""Outages of the demo utility, dated relative to now. Pure; runs in the service process.

Faults hang on the full hour, so that what a customer is told stays the same for the length of a talk, and so that every
process tells the same; planned work hangs on the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from common.settings import ZONE
from service.utility.demo.places import AREAS
from service.utility.port import Outage, OutageCause, OutageKind

_MONITORING = "配网监测"
_CREW = "抢修人员"
_NOTICE = "计划停电公告"


@dataclass(frozen=True)
class Fault:
    """A fault, in minutes before (−) and after (+) the last full hour."""

    id: str
    area_codes: tuple[str, ...]
    cause: OutageCause | None
    start: int
    expected_end: int | None
    source: str
    ended: int | None = None


@dataclass(frozen=True)
class Work:
    """Planned work: days from today, begin and end on that day."""

    id: str
    area_codes: tuple[str, ...]
    cause: OutageCause
    day: int
    start: time
    end: time


FAULTS = (
    Fault("DEMO-F1", ("GY01-E01", "GY01-E03"), OutageCause.EQUIPMENT, -40, 180, _CREW),
    Fault("DEMO-F2", ("GY05-V02", "GY05-V03"), None, -25, None, _MONITORING),
    Fault("DEMO-F3", ("GY07-V02", "GY07-R01"), OutageCause.THIRD_PARTY, -95, 120, _CREW),
    Fault("DEMO-F4", ("GY15-E01", "GY15-V02"), OutageCause.WEATHER, -180, -10, _CREW, ended=-30),
)
WORKS = (
    Work("DEMO-P0", ("GY08-V01", "GY08-R01"), OutageCause.MAINTENANCE, 0, time(7, 30), time(17, 30)),
    Work("DEMO-P1", ("GY13-V04", "GY13-R02"), OutageCause.MAINTENANCE, 1, time(8), time(16)),
    Work("DEMO-P2", ("GY12-E02", "GY12-R01"), OutageCause.UPGRADE, 2, time(7), time(18)),
    Work("DEMO-P3", ("GY01-E02",), OutageCause.UPGRADE, 3, time(6, 30), time(12, 30)),
    Work("DEMO-P5", ("GY02-V04", "GY02-R01"), OutageCause.MAINTENANCE, 5, time(8, 30), time(15)),
    Work("DEMO-P6", ("GY10-E02", "GY10-V01"), OutageCause.MAINTENANCE, 6, time(8), time(17)),
)


def outages(now: datetime) -> tuple[Outage, ...]:
    """Every public outage there is at `now`: just ended, going on, or planned; by start."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    found = [_fault(fault, hour) for fault in FAULTS] + [_work(work, now) for work in WORKS]
    return tuple(sorted(found, key=lambda outage: (outage.start, outage.id)))


def place_names(area_codes: tuple[str, ...]) -> tuple[str, ...]:
    """Town and place of each code."""
    return tuple(AREAS[code].name for code in area_codes)


def _fault(fault: Fault, hour: datetime) -> Outage:
    return Outage(
        id=fault.id,
        kind=OutageKind.FAULT,
        area_codes=fault.area_codes,
        places=place_names(fault.area_codes),
        cause=fault.cause,
        start=hour + timedelta(minutes=fault.start),
        expected_end=None if fault.expected_end is None else hour + timedelta(minutes=fault.expected_end),
        source=fault.source,
        updated_at=hour - timedelta(minutes=5),
        ended_at=None if fault.ended is None else hour + timedelta(minutes=fault.ended),
    )


def _work(work: Work, now: datetime) -> Outage:
    day = now.date() + timedelta(days=work.day)
    start, end = datetime.combine(day, work.start, ZONE), datetime.combine(day, work.end, ZONE)
    return Outage(
        id=work.id,
        kind=OutageKind.PLANNED,
        area_codes=work.area_codes,
        places=place_names(work.area_codes),
        cause=work.cause,
        start=start,
        expected_end=end,
        source=_NOTICE,
        updated_at=datetime.combine(
            day - timedelta(days=8), time(9), ZONE
        ),  # announced 7 days ahead (facts 2.1)
        ended_at=end if end <= now else None,
    )
