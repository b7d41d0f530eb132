"""Kinds of work orders: every topic has levels, and urgency follows facts 1.2 and 4.3."""

from __future__ import annotations

import pytest

from common.danger import KINDS as DANGERS
from service.tickets.kinds import KINDS, BizType, Sensitive, Topic, Urgency, needs_crew, urgency_of


def test_every_topic_has_a_kind() -> None:
    assert set(KINDS) == set(Topic)
    assert all(kind.level1 for kind in KINDS.values())


def test_fault_levels_are_the_six_of_the_company_rule() -> None:
    six = {"高压故障", "低压故障", "电能质量故障", "非电力故障", "计量故障", "充电设施故障"}
    faults = {kind.level1 for kind in KINDS.values() if kind.biz_type is BizType.FAULT}
    assert faults - {"紧急非抢修", "待定"} == six


def test_complaint_levels_are_the_five_of_the_company_rule() -> None:
    five = {"服务投诉", "营业投诉", "停送电投诉", "供电质量投诉", "电网建设投诉"}
    complaints = {kind.level1 for kind in KINDS.values() if kind.biz_type is BizType.COMPLAINT}
    assert complaints - {"待定"} == five


def test_the_category_reads_as_one_text() -> None:
    assert KINDS[Topic.METER_FAULT].category == "计量故障/表计"
    assert KINDS[Topic.VOLTAGE].category == "电能质量故障"


@pytest.mark.parametrize("topic", [Topic.OUTAGE_AREA, Topic.OUTAGE_HOME, Topic.TRIP, Topic.BILL_DISPUTE])
def test_an_ordinary_case_is_not_urgent(topic: Topic) -> None:
    assert urgency_of(topic) is Urgency.NORMAL


@pytest.mark.parametrize("danger", DANGERS)
def test_any_danger_is_urgent(danger: str) -> None:
    assert urgency_of(Topic.OUTAGE_HOME, dangers=[danger]) is Urgency.URGENT


@pytest.mark.parametrize("sensitive", Sensitive)
def test_any_special_case_is_urgent(sensitive: Sensitive) -> None:
    assert urgency_of(Topic.OUTAGE_HOME, sensitive=[sensitive]) is Urgency.URGENT


def test_a_danger_and_a_petrol_station_survey_are_urgent_by_themselves() -> None:
    assert urgency_of(Topic.DANGER) is urgency_of(Topic.SITE_SURVEY) is Urgency.URGENT


@pytest.mark.parametrize("danger", DANGERS)
def test_only_who_wants_to_die_needs_no_crew(danger: str) -> None:
    assert needs_crew([danger]) is (danger != "self_harm")
