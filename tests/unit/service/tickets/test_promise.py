"""Promise clocks and working days (facts 1.1–1.4, 2.1)."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import service.tickets.workdays
from common.settings import ZONE
from service.tickets.kinds import KINDS, BizType, Topic
from service.tickets.promise import (
    Clock,
    Deadline,
    arrival_minutes,
    customer_times,
    customer_wording,
    deadlines,
    renewed,
)
from service.tickets.workdays import shipped_workdays
from service.utility.port import AreaClass

DAYS = shipped_workdays()
HOLIDAYS = json.loads(
    Path(service.tickets.workdays.__file__).with_name("holidays.json").read_text(encoding="utf-8")
)
NOT_PROMISED = ("保证", "一定", "承诺", "肯定", "必须", "务必", "赔", "准时", "以内", "之内")


def clocks(
    topic: Topic, at: datetime, area: AreaClass = AreaClass.CITY, crew: bool = True
) -> dict[Clock, Deadline]:
    return {deadline.clock: deadline for deadline in deadlines(topic, at, area, DAYS, crew=crew)}


@pytest.mark.parametrize(
    ("reported", "area", "arrival"),
    [
        ("07:00", AreaClass.CITY, "07:45"),
        ("10:38", AreaClass.CITY, "11:23"),
        ("10:38", AreaClass.RURAL, "12:08"),
        ("10:38", AreaClass.REMOTE, "12:38"),
    ],
)
def test_the_average_arrival_of_the_worked_examples(reported: str, area: AreaClass, arrival: str) -> None:
    at = datetime.fromisoformat(f"2026-08-12T{reported}:00+08:00")
    by = clocks(Topic.OUTAGE_HOME, at, area)[Clock.ARRIVE].customer_by
    assert by is not None and f"{by:%H:%M}" == arrival


@pytest.mark.parametrize(
    ("applied", "earlier", "later"),
    [
        (date(2022, 6, 9), date(2022, 6, 15), date(2022, 6, 16)),  # facts 2.1: the day of application counted
        (date(2022, 10, 8), date(2022, 10, 12), date(2022, 10, 13)),  # facts 2.1: a make-up day, not counted
    ],
)
def test_working_days_show_the_later_date_and_warn_at_the_earlier(
    applied: date, earlier: date, later: date
) -> None:
    at = datetime.combine(applied, datetime.min.time(), ZONE) + timedelta(hours=10)
    deadline = clocks(Topic.NEW_SUPPLY_HOME, at)[Clock.CONNECT]
    assert deadline.customer_by is not None
    assert (deadline.alarm_by.date(), deadline.customer_by.date()) == (earlier, later)


def test_a_complaint_is_contacted_in_a_day_and_answered_in_five_working_days() -> None:
    at = datetime(2026, 9, 28, 15, 0, tzinfo=ZONE)  # Monday; the National Day holiday lies in between
    found = clocks(Topic.COMPLAINT, at)
    assert found[Clock.DISPATCH].alarm_by == at + timedelta(minutes=20)
    assert found[Clock.CONTACT].customer_by == at + timedelta(hours=24)
    answer = found[Clock.ANSWER].customer_by
    assert answer is not None and answer.date() == date(2026, 10, 10)
    internal = found[Clock.ANSWER_INTERNAL]
    assert internal.customer_by is None and internal.alarm_by.date() == date(2026, 10, 8)


def test_a_fault_without_a_crew_is_contacted_in_45_minutes() -> None:
    at = datetime(2026, 8, 12, 10, 0, tzinfo=ZONE)
    found = clocks(Topic.OUTAGE_HOME, at, crew=False)
    assert set(found) == {Clock.DISPATCH, Clock.CONTACT}
    assert found[Clock.CONTACT].customer_by == at + timedelta(minutes=45)


def test_inner_limits_are_never_shown() -> None:
    at = datetime(2026, 8, 12, 10, 0, tzinfo=ZONE)
    found = clocks(Topic.OUTAGE_AREA, at, AreaClass.RURAL)
    assert found[Clock.ARRIVE_LIMIT].alarm_by == at + timedelta(minutes=120)
    for clock in (Clock.DISPATCH, Clock.TAKE, Clock.ARRIVE_LIMIT):
        assert found[clock].customer_by is None
        assert customer_wording(found[clock], at) == ""


@pytest.mark.parametrize(
    ("topic", "area", "clock", "sentence"),
    [
        (
            Topic.OUTAGE_HOME,
            AreaClass.CITY,
            Clock.ARRIVE,
            "抢修人员一般会在45分钟左右到达，这是平均时间，遇到恶劣天气可能更久。",
        ),
        (
            Topic.OUTAGE_HOME,
            AreaClass.REMOTE,
            Clock.ARRIVE,
            "抢修人员一般会在2小时左右到达，这是平均时间，遇到恶劣天气可能更久。",
        ),
        (Topic.METER_CHECK, AreaClass.RURAL, Clock.ANSWER, "一般会在8月19日左右答复您。"),
        (Topic.APPLIANCE_DAMAGE, AreaClass.RURAL, Clock.ON_SITE, "一般会在24小时左右上门查看。"),
    ],
)
def test_customers_hear_an_average(topic: Topic, area: AreaClass, clock: Clock, sentence: str) -> None:
    at = datetime(2026, 8, 12, 10, 0, tzinfo=ZONE)
    assert customer_wording(clocks(topic, at, area)[clock], at) == sentence


MOMENTS = st.datetimes(datetime(2022, 1, 1), datetime(2027, 11, 1)).map(
    lambda moment: moment.replace(tzinfo=ZONE)
)


@given(st.sampled_from(Topic), MOMENTS, st.sampled_from(AreaClass), st.booleans())
def test_no_wording_ever_promises(topic: Topic, at: datetime, area: AreaClass, crew: bool) -> None:
    for deadline in deadlines(topic, at, area, DAYS, crew=crew):
        said = customer_wording(deadline, at)
        if said:
            assert "一般会在" in said and "左右" in said
        assert not any(word in said for word in NOT_PROMISED)


@given(st.sampled_from(Topic), MOMENTS, st.sampled_from(AreaClass), st.booleans())
def test_an_alarm_never_comes_after_what_the_customer_was_told(
    topic: Topic, at: datetime, area: AreaClass, crew: bool
) -> None:
    found = deadlines(topic, at, area, DAYS, crew=crew)
    assert found[0].clock is Clock.DISPATCH
    assert len({deadline.clock for deadline in found}) == len(found)
    for deadline in found:
        assert deadline.alarm_by > at
        assert deadline.customer_by is None or deadline.customer_by >= deadline.alarm_by
    assert [deadline.alarm_by for deadline in found] == sorted(deadline.alarm_by for deadline in found)


@given(st.sampled_from(Topic), MOMENTS, st.sampled_from(AreaClass))
def test_clocks_are_the_same_in_any_zone(topic: Topic, at: datetime, area: AreaClass) -> None:
    assert deadlines(topic, at, area, DAYS) == deadlines(topic, at.astimezone(timezone.utc), area, DAYS)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        deadlines(Topic.OUTAGE_HOME, datetime(2026, 8, 12, 10, 0), AreaClass.CITY, DAYS)


def test_farther_areas_wait_longer() -> None:
    assert [arrival_minutes(area) for area in (AreaClass.CITY, AreaClass.RURAL, AreaClass.REMOTE)] == [
        45,
        90,
        120,
    ]


def test_every_order_but_praise_has_a_time_to_tell() -> None:
    at = datetime(2026, 8, 12, 10, 0, tzinfo=ZONE)
    silent = {
        topic for topic in Topic if not any(d.customer_by for d in deadlines(topic, at, AreaClass.CITY, DAYS))
    }
    assert silent == {Topic.PRAISE}
    assert KINDS[Topic.PRAISE].biz_type is BizType.CONSULT


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2022, 10, 8), True),  # Saturday, made up
        (date(2025, 10, 8), False),  # Wednesday of the long National Day and mid-autumn holiday
        (date(2026, 2, 14), True),  # Saturday, made up
        (date(2026, 2, 23), False),  # Monday, Spring Festival
        (date(2026, 8, 15), False),  # Saturday
        (date(2031, 1, 2), True),  # a year not in the file: plain weekdays
    ],
)
def test_working_days_follow_the_notices(day: date, working: bool) -> None:
    assert DAYS.is_working(day) is working


def test_the_holiday_file_is_sound() -> None:
    assert all(day.weekday() >= 5 for day in DAYS.made_up)
    assert not DAYS.made_up & DAYS.off
    years = {int(year) for year in HOLIDAYS["years"]}
    assert years == set(range(2022, 2028))
    assert DAYS.announced == years - {2027}
    for year in DAYS.announced:
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        days = [date.fromordinal(number) for number in range(first, last + 1)]
        # Make-up days shift rest but never take it: what is missing are the public holidays, 11 and since 2025 13 of them.
        missing = sum(day.weekday() < 5 for day in days) - sum(map(DAYS.is_working, days))
        assert missing == (13 if year >= 2025 else 11), year


def test_years_without_a_notice_are_named_before_promises_reach_them() -> None:
    assert DAYS.unannounced(date(2026, 10, 1)) == []
    assert DAYS.unannounced(date(2026, 11, 27)) == [2027]
    assert DAYS.unannounced(date(2027, 12, 1)) == [2027, 2028]


@pytest.mark.parametrize(
    ("topic", "options"),
    [
        (Topic.OUTAGE_HOME, {"priority": True}),
        (Topic.OUTAGE_HOME, {"crew": False}),
        (Topic.COMPLAINT, {}),
    ],
)
@pytest.mark.parametrize("area", AreaClass)
def test_an_order_taken_up_again_has_the_same_promises_anew(
    topic: Topic, options: dict[str, bool], area: AreaClass
) -> None:
    at, later = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE), datetime(2026, 12, 1, 16, 0, tzinfo=ZONE)
    alarms = {clock.clock.value: clock.alarm_by for clock in deadlines(topic, at, area, DAYS, **options)}
    assert renewed(topic, at, alarms, later, DAYS) == deadlines(topic, later, area, DAYS, **options)


@given(st.dates(date(2022, 1, 1), date(2027, 10, 1)), st.integers(min_value=1, max_value=40), st.booleans())
def test_the_last_day_has_exactly_that_many_working_days_behind_it(
    start: date, days: int, count_start: bool
) -> None:
    last = DAYS.last_day(start, days, count_start=count_start)
    first = start.toordinal() + (0 if count_start else 1)
    between = [date.fromordinal(number) for number in range(first, last.toordinal() + 1)]
    assert sum(map(DAYS.is_working, between)) == days
    assert DAYS.is_working(last)


def test_an_order_made_earlier_tells_the_later_day_and_its_own_arrival() -> None:
    at = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)
    made = deadlines(Topic.COMPLAINT, at, AreaClass.CITY, DAYS)
    alarms = {clock.clock.value: clock.alarm_by for clock in made}
    times = customer_times(Topic.COMPLAINT, at, alarms, DAYS)
    assert set(times) == {"联系客户", "答复"} and times["答复"] > alarms["答复"]
    made = deadlines(Topic.OUTAGE_HOME, at, AreaClass.CITY, DAYS)
    alarms = {clock.clock.value: clock.alarm_by for clock in made}
    times = customer_times(Topic.OUTAGE_HOME, at, alarms, DAYS)
    assert times == {"到达现场": at + timedelta(minutes=45)}
