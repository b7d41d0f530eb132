"""What a work order (工单) can be about: business type, levels, urgency, special cases. Pure; service process.

Values are the Chinese terms of facts 1.1–1.4, as staff know them; names are ours.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum


class BizType(str, Enum):
    """The six kinds of demand, the highest first: a contact with several takes the highest (facts 1.1)."""

    FAULT = "故障报修"
    COMPLAINT = "投诉"
    REPORT = "举报"
    OPINION = "意见（建议）"
    SERVICE = "业务申请"
    CONSULT = "查询咨询"


class Urgency(str, Enum):
    """Two levels (facts 1.2)."""

    URGENT = "紧急"
    NORMAL = "一般"


class Sensitive(str, Enum):
    """Special cases that raise the urgency and bring in a person (facts 4.3)."""

    LIFE_SUPPORT = "生命支持设备"
    ELDERLY_ALONE = "独居老人"
    CHILD_ALONE = "儿童独自在家"
    DISABLED = "残障人士"
    INFANT = "婴幼儿"
    HOSPITAL = "医院"
    CARE_HOME = "养老院"
    SCHOOL = "学校"
    SCHOOL_EXAM = "考试考点"
    PETROL_STATION = "加油站"
    GAS_STATION = "燃气站"
    MINE = "矿山"
    CHEMICAL = "化工"
    WATER_WORKS = "供水"
    PUMPING = "排涝"
    AQUACULTURE = "水产养殖"
    LIVESTOCK = "畜禽养殖"
    GREENHOUSE = "大棚"
    COLD_STORE = "冷库"
    HATCHERY = "孵化场"
    TELECOM_BASE = "通信基站"
    ELEVATOR_TRAPPED = "电梯困人"
    EVENT_SUPPLY = "活动保电"


class Topic(str, Enum):
    """What the customer came with, from which the levels follow."""

    OUTAGE_HOME = "outage_home"
    OUTAGE_PARTIAL = "outage_partial"
    OUTAGE_AREA = "outage_area"
    DANGER = "danger"
    VOLTAGE = "voltage"
    TRIP = "trip"
    METER_FAULT = "meter_fault"
    CHARGER_FAULT = "charger_fault"
    METER_CHECK = "meter_check"
    METER_DATA = "meter_data"
    BILL_DISPUTE = "bill_dispute"
    PAYMENT_ERROR = "payment_error"
    RECONNECT = "reconnect"
    APPLIANCE_DAMAGE = "appliance_damage"
    FACILITY = "facility"
    STREET_LIGHT = "street_light"
    SITE_SURVEY = "site_survey"
    NEW_SUPPLY_HOME = "new_supply_home"
    NEW_SUPPLY_LOW = "new_supply_low"
    NEW_SUPPLY_HIGH = "new_supply_high"
    NEW_SUPPLY_HIGH_DOUBLE = "new_supply_high_double"
    BUSINESS = "business"
    CONTACT_CHANGE = "contact_change"
    PRIVACY = "privacy"
    COMPLAINT_SERVICE = "complaint_service"
    COMPLAINT_BUSINESS = "complaint_business"
    COMPLAINT_OUTAGE = "complaint_outage"
    COMPLAINT_QUALITY = "complaint_quality"
    COMPLAINT_CONSTRUCTION = "complaint_construction"
    COMPLAINT = "complaint"
    OPINION = "opinion"
    THEFT = "theft"
    BREACH = "breach"
    SABOTAGE = "sabotage"
    CONDUCT = "conduct"
    PRAISE = "praise"
    CONSULT = "consult"


@dataclass(frozen=True)
class TicketKind:
    """Business type and levels of a topic; an empty level is for staff to fill in."""

    biz_type: BizType
    level1: str
    level2: str = ""

    @property
    def category(self) -> str:
        """Levels as one text, such as 低压故障/进户装置."""
        return "/".join(level for level in (self.level1, self.level2) if level)


UNDECIDED = "待定"
"""A first level that a person has to choose."""

_FAULT, _SERVICE, _COMPLAINT, _REPORT = BizType.FAULT, BizType.SERVICE, BizType.COMPLAINT, BizType.REPORT

KINDS: dict[Topic, TicketKind] = {
    Topic.OUTAGE_HOME: TicketKind(_FAULT, "低压故障", "进户装置"),
    Topic.OUTAGE_PARTIAL: TicketKind(_FAULT, "低压故障"),
    Topic.OUTAGE_AREA: TicketKind(_FAULT, "高压故障"),
    Topic.DANGER: TicketKind(_FAULT, UNDECIDED),
    Topic.VOLTAGE: TicketKind(_FAULT, "电能质量故障"),
    Topic.TRIP: TicketKind(_FAULT, "非电力故障", "客户内部故障"),
    Topic.METER_FAULT: TicketKind(_FAULT, "计量故障", "表计"),
    Topic.CHARGER_FAULT: TicketKind(_FAULT, "充电设施故障", "充电桩"),
    Topic.SITE_SURVEY: TicketKind(_FAULT, "紧急非抢修", "现场勘查"),
    Topic.METER_CHECK: TicketKind(_SERVICE, "用电异常核实", "校验电表"),
    Topic.METER_DATA: TicketKind(_SERVICE, "用电异常核实", "电表数据异常"),
    Topic.BILL_DISPUTE: TicketKind(_SERVICE, "用电异常核实", "电表数据异常"),
    Topic.PAYMENT_ERROR: TicketKind(_SERVICE, "用电异常核实", "交费差错更正"),
    Topic.APPLIANCE_DAMAGE: TicketKind(_SERVICE, "用电异常核实", "电器损坏核损"),
    Topic.RECONNECT: TicketKind(_SERVICE, "用电服务需求", "欠费复电登记"),
    Topic.FACILITY: TicketKind(_SERVICE, "生产类非紧急", "供电设施消缺"),
    Topic.STREET_LIGHT: TicketKind(_SERVICE, "生产类非紧急", "路灯报修登记"),
    Topic.NEW_SUPPLY_HOME: TicketKind(_SERVICE, "新装增容及用电变更", "居民新装"),
    Topic.NEW_SUPPLY_LOW: TicketKind(_SERVICE, "新装增容及用电变更", "低压非居民新装"),
    Topic.NEW_SUPPLY_HIGH: TicketKind(_SERVICE, "新装增容及用电变更", "高压单电源新装"),
    Topic.NEW_SUPPLY_HIGH_DOUBLE: TicketKind(_SERVICE, "新装增容及用电变更", "高压双电源新装"),
    Topic.BUSINESS: TicketKind(_SERVICE, "新装增容及用电变更"),
    Topic.CONTACT_CHANGE: TicketKind(_SERVICE, "用电信息变更", "客户联系方式调整"),
    Topic.PRIVACY: TicketKind(_SERVICE, "用电信息变更", "个人信息权利"),
    Topic.COMPLAINT_SERVICE: TicketKind(_COMPLAINT, "服务投诉"),
    Topic.COMPLAINT_BUSINESS: TicketKind(_COMPLAINT, "营业投诉"),
    Topic.COMPLAINT_OUTAGE: TicketKind(_COMPLAINT, "停送电投诉"),
    Topic.COMPLAINT_QUALITY: TicketKind(_COMPLAINT, "供电质量投诉"),
    Topic.COMPLAINT_CONSTRUCTION: TicketKind(_COMPLAINT, "电网建设投诉"),
    Topic.COMPLAINT: TicketKind(_COMPLAINT, UNDECIDED),
    Topic.OPINION: TicketKind(BizType.OPINION, UNDECIDED),
    Topic.THEFT: TicketKind(_REPORT, "窃电"),
    Topic.BREACH: TicketKind(_REPORT, "违约用电"),
    Topic.SABOTAGE: TicketKind(_REPORT, "破坏及危及电力设施"),
    Topic.CONDUCT: TicketKind(_REPORT, "行风问题线索移交"),
    Topic.PRAISE: TicketKind(BizType.CONSULT, "表扬"),
    Topic.CONSULT: TicketKind(BizType.CONSULT, "咨询"),
}
"""The kind of every topic (facts 1.1–1.4)."""

# Urgent by nature: danger to people, and the paper's petrol-station survey (facts 4.2, 4.3).
_ALWAYS_URGENT = frozenset({Topic.DANGER, Topic.SITE_SURVEY})


def needs_crew(dangers: Collection[str]) -> bool:
    """Whether a crew is to drive there: who wants to die needs people who speak to him (facts 4.2)."""
    return set(dangers) != {"self_harm"}


def urgency_of(topic: Topic, dangers: Collection[str] = (), sensitive: Collection[Sensitive] = ()) -> Urgency:
    """紧急 for danger and for special cases, else 一般 — also for a whole estate without supply (facts 1.2, 4.3).

    Args:
        dangers: kinds of `common.danger` that the customer reported.
    """
    return Urgency.URGENT if dangers or sensitive or topic in _ALWAYS_URGENT else Urgency.NORMAL
