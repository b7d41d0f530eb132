"""Working days in China, with public holidays and make-up days (调休). Pure; runs in the service process.

The days stand in holidays.json; once a year the State Council's notice is added there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("holidays.json")
_ONE_DAY = timedelta(days=1)
# The longest promise is 32 working days (promise.py).
_REACH = timedelta(days=60)


@dataclass(frozen=True)
class Workdays:
    """A calendar of working days.

    Attributes:
        off: days off that are no plain weekend.
        made_up: weekend days that are worked.
        announced: years whose notice is in the calendar; other years may still move.
    """

    off: frozenset[date]
    made_up: frozenset[date]
    announced: frozenset[int]

    def unannounced(self, today: date) -> list[int]:
        """Years that promises made today reach into, and whose notice is not in the calendar: their days may be wrong."""
        return sorted({today.year, (today + _REACH).year} - self.announced)

    def is_working(self, day: date) -> bool:
        """Whether people work on `day`."""
        return day in self.made_up or (day.weekday() < 5 and day not in self.off)

    def last_day(self, start: date, days: int, *, count_start: bool) -> date:
        """The day on which `days` working days are over.

        Args:
            start: day of the request.
            days: at least 1.
            count_start: whether `start`, when it is a working day, is the first of them.

        Raises:
            ValueError: fewer than one day.
        """
        if days < 1:
            raise ValueError(f"{days} working days")
        left = days - (count_start and self.is_working(start))
        day = start
        while left:
            day += _ONE_DAY
            left -= self.is_working(day)
        return day


@cache
def shipped_workdays() -> Workdays:
    """The calendar of holidays.json."""
    years = json.loads(_FILE.read_text(encoding="utf-8"))["years"]
    return Workdays(
        off=frozenset(
            day for year, entry in years.items() for span in entry["off"] for day in _span(year, *span)
        ),
        made_up=frozenset(
            date.fromisoformat(f"{year}-{day}") for year, entry in years.items() for day in entry["work"]
        ),
        announced=frozenset(int(year) for year, entry in years.items() if entry["announced"]),
    )


def _span(year: str, first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}")
    return [start + timedelta(days=offset) for offset in range((end - start).days + 1)]
