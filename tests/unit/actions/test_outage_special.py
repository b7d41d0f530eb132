"""Whoever depends on a machine is heard in the middle of anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rasa_sdk import Action

from actions.crew_failed import crew_failed
from actions.danger import ReportDanger
from actions.fallback import Fallback, OutOfScope
from actions.key_customer import KeyCustomer
from actions.outage import OutageForm
from actions.outage_back import PowerBack
from actions.outage_done import OutageDone
from actions.outage_info import AreaForm, AskOutageInfo
from actions.outage_questions import AskOutageAddress, AskOutageConfirm
from actions.outage_reading import stands_still
from actions.outage_special import sensitive_in, tells_reserve
from actions.request import AskRequestConfirm, RequestDone, RequestForm
from actions.ticket_detail import Inform
from tests.unit.actions.demo_accounts import TIERED, hide, talk
from tests.unit.actions.service_fake import FakeService, Talk
from tests.unit.actions.test_outage import AREA, FAULT, ticket
from tests.unit.actions.test_payment import trouble

FEAR = "家里有个吸氧的老人 别停"


def planned() -> Talk:
    return Talk(AreaForm(), AskOutageInfo())


@pytest.mark.parametrize(
    ("customer", "words", "intent"),
    [
        (planned, "明天停不停电", "ask_planned_outage"),
        (talk, "怎么这么贵", "bill_high"),
        (trouble, "我交错户号了", "pay_problem"),
    ],
)
async def test_a_breathing_machine_is_no_missed_answer(
    service: FakeService, customer: Callable[[], Talk], words: str, intent: str
) -> None:
    await hide(service, TIERED)
    chat = customer()
    await chat.say(words, intent)
    asked = chat.asked
    said = await chat.say(FEAR, "inform")
    assert asked and chat.asked == asked
    assert "120" in said and "没对上" not in said
    assert chat.handed[0]["reason"] == "sensitive" and chat.handed[0]["urgent"]


PLACE = "青口镇海韵花园6号楼2单元201室"


async def told_of(service: FakeService, **known: list[dict[str, Any]]) -> Talk:
    service.area, service.outages, service.planned = AREA, known.get("now", []), known.get("planned", [])
    customer = planned()
    intent = "ask_outage_info" if known.get("now") else "ask_planned_outage"
    await customer.say("海韵花园停电几点来", intent, address=PLACE)
    return customer


@pytest.mark.parametrize(
    ("words", "intent", "action"),
    [
        ("我家有个新生儿 才满月", "inform", Inform()),
        ("还有我爷爷吸氧", "inform", Inform()),
        ("刚满月的孩子怎么办 没暖气", "out_of_scope", OutOfScope()),
        ("我冷库里有一百吨鱼", "nlu_fallback", Fallback()),
    ],
)
async def test_a_special_case_after_news_of_an_outage_is_reported_by_itself(
    words: str, intent: str, action: Action, service: FakeService
) -> None:
    customer = await told_of(service, now=[FAULT])
    assert await customer.hear(action, words, intent) == "" and customer.followed == "outage_form"
    report = customer.over_to(OutageForm(), OutageDone(), AskOutageConfirm())
    said = await report.say(words, intent)
    assert "单独报一张紧急工单" in said and report.asked == "outage_phone" and report.handed
    await report.say("13812341234", phone="13812341234")
    await report.tap("对，登记报修")
    assert service.made[0]["sensitive"] and service.made[0]["address"] == PLACE
    assert service.made[0]["details"]["已知停电"] == "F1"


@pytest.mark.parametrize("words", ["家里有三个月的娃 冷得很", "我妈在家吸氧呢"])
async def test_a_special_case_is_not_left_at_the_known_outage(words: str, service: FakeService) -> None:
    service.area, service.outages = AREA, [FAULT]
    report = Talk(OutageForm(), OutageDone(), AskOutageConfirm())
    await report.say("海韵花园没电了", "report_outage_home", address=PLACE)
    assert report.asked == "outage_same"
    said = await report.say(words)
    assert "单独报一张紧急工单" in said and report.asked == "outage_phone" and report.handed


async def test_to_have_it_written_down_is_a_report(service: FakeService) -> None:
    service.area, service.outages = AREA, [FAULT]
    report = Talk(OutageForm(), OutageDone(), AskOutageConfirm())
    await report.say("海韵花园没电了", "report_outage_home", address=PLACE)
    await report.say("那你给我记上")
    assert report.slots["outage_same"] == "other"


@pytest.mark.parametrize(("words", "told"), [("家里有新生儿", "提前安置好")])
async def test_a_special_case_before_a_plan_is_cared_for(words: str, told: str, service: FakeService) -> None:
    customer = await told_of(
        service, planned=[{**FAULT, "kind": "计划停电", "start": "2026-11-26T07:00:00+08:00"}]
    )
    assert told in await customer.hear(Inform(), words, "inform")
    assert customer.handed[0]["reason"] == "sensitive"


async def test_a_special_case_in_no_talk_of_outages_alarms_nobody(service: FakeService) -> None:
    customer = Talk.before(Inform())
    await customer.answer("我家有个新生儿", "inform")
    assert not customer.handed and customer.followed is None


@pytest.mark.parametrize(
    ("words", "case"),
    [
        ("我妈一个人在老家 八十多了", "elderly_alone"),
        ("孩子才3天", "infant"),
        ("家里有三个月的娃", "infant"),
        ("孩子八个月 喝奶粉", "infant"),
        ("大棚里卷帘机停了", "greenhouse"),
        ("学校食堂停电了", "school"),
        ("疫苗要坏了", "hospital"),
        ("保鲜库没电", "cold_store"),
        ("刚生孩子 电让你们停了", "infant"),
        ("我是小朋友 我妈妈不在家", "child_alone"),
        ("我一个人在家 我9岁", "child_alone"),
        ("孩子一个人在家", "child_alone"),
    ],
)
async def test_cases_are_known_by_plain_words(words: str, case: str) -> None:
    assert case in sensitive_in(words)


@pytest.mark.parametrize(
    "words", ["孩子放假3天", "停电三天了", "停电八十多了", "儿子这个月电费", "孩子后天考试"]
)
async def test_days_and_numbers_of_other_things_are_no_age(words: str) -> None:
    assert sensitive_in(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "虾塘增氧机停了 三十亩虾",
        "学校食堂停电了 一千多孩子等着吃饭",
        "抽水机不转了 麦地等着浇水",
        "大棚里卷帘机停了 棚里种的草莓",
        "我有三套出租房 今天租客都说没电",
    ],
)
async def test_a_place_or_a_machine_that_stands_still_begins_a_report(
    words: str, service: FakeService
) -> None:
    customer = Talk.before(Fallback())
    await customer.answer(words, "nlu_fallback")
    assert customer.followed == "outage_form"


@pytest.mark.parametrize("words", ["我家洗衣机不转了", "厂里昨天停电", "店里停电了吗", "电梯停在三楼"])
async def test_a_machine_at_home_and_another_day_do_not(words: str) -> None:
    assert not stands_still(words)


@pytest.mark.parametrize(
    "words", ["师傅来了 没修好走了", "师傅刚打电话说来不了", "没修好就走了", "你们的人白跑一趟"]
)
async def test_a_crew_that_mended_nothing_is_urged_and_staff_hear_of_it(
    words: str, service: FakeService
) -> None:
    service.tickets = [ticket()]
    customer = Talk.before(PowerBack())
    if "来不了" in words or "白跑" in words:
        customer = Talk.before(Inform())
        words = f"跟师傅说 {words}"
    said = await customer.answer(words, "report_power_back" if words.startswith(("师", "没")) else "inform")
    assert "催办" in said and service.tickets[0]["urges"] == 1
    assert customer.handed[0]["reason"] == "urged"


@pytest.mark.parametrize("words", ["师傅要是来不了怎么办", "修好了师傅走了", "师傅还没来"])
async def test_a_crew_that_may_still_come_has_not_failed(words: str) -> None:
    assert not crew_failed(words)


@pytest.mark.parametrize("words", ["我7岁的孩子在家", "我12岁以前住那里", "我三十岁"])
async def test_who_speaks_of_an_age_is_no_child_alone(words: str) -> None:
    assert "child_alone" not in sensitive_in(words)


def dark() -> Talk:
    return Talk(OutageForm(), OutageDone(), AskOutageAddress(), AskOutageConfirm())


async def test_a_child_alone_is_told_what_to_do_and_asked_little(service: FakeService) -> None:
    report = dark()
    said = await report.say("我是小朋友 我妈妈不在家 家里黑黑的", "report_outage_home")
    assert "别怕" in said and "110" in said and report.handed
    await report.say("榆城新村21号楼101", address="榆城新村21号楼101室")
    assert report.asked == "outage_phone"
    await report.say("妈妈电话13866660001", phone="13866660001")
    await report.tap("对，登记报修")
    assert service.made[0]["sensitive"] == ["child_alone"]


async def test_what_a_reserve_still_lasts_alarms_staff_again(service: FakeService) -> None:
    report = dark()
    said = await report.say("医院手术室停电了", "report_outage_home")
    assert "备用电源" in said and "手术" in said
    await report.say("备用电源只能撑半小时")
    assert "备用" in report.handed[0]["packet"]["summary"]
    await report.say("文化西路9号", address="青口镇文化西路9号")
    await report.say("13812341234", phone="13812341234")
    await report.tap("对，登记报修")
    assert "撑半小时" in service.made[0]["details"]["客户补充"]


@pytest.mark.parametrize("words", ["村卫生室停电了 疫苗冰箱", "诊所没电"])
async def test_a_clinic_has_no_theatre(service: FakeService, words: str) -> None:
    report = dark()
    assert "手术" not in await report.say(words, "report_outage_home")


@pytest.mark.parametrize(
    ("words", "lasts"),
    [
        ("氧气瓶还能撑一个小时", True),
        ("燃油只够两小时", True),
        ("半小时就要翻塘", True),
        ("快没氧了", True),
        ("我等了半小时", False),
        ("停了两小时了", False),
    ],
)
async def test_reserves_are_told_from_waiting(words: str, lasts: bool) -> None:
    assert tells_reserve(words) is lasts


@pytest.mark.parametrize("words", ["机井房没电 麦地等着浇水", "我们厂停电了 车间全停", "抽水机不转了"])
async def test_nobody_next_door_is_asked_for_at_a_well_or_a_works(service: FakeService, words: str) -> None:
    report = dark()
    await report.say(words, "report_outage_home")
    await report.say("沙河镇新集村2组", address="沙河镇新集村2组")
    assert report.asked == "outage_phone"
    await report.say("旁边厂有电")
    assert report.slots["outage_neighbours"] == "lit"


async def test_a_shop_has_neighbours(service: FakeService) -> None:
    report = dark()
    await report.say("店里没电了", "report_outage_home")
    await report.say("青口镇文化西路12号", address="青口镇文化西路12号")
    assert report.asked == "outage_neighbours"


PLAN = {**FAULT, "kind": "计划停电", "start": "2026-11-26T07:00:00+08:00"}


async def test_a_machine_that_a_plan_stops_goes_to_those_who_made_the_plan(service: FakeService) -> None:
    """The plan was told once more."""
    customer = await told_of(service, planned=[PLAN])
    await customer.hear(Inform(), "我妈腹透怎么办", "inform")
    customer.followed = None
    said = await customer.hear(Inform(), "她一天四次 加热要插电", "inform")
    assert customer.followed == "request_form" and "安排" not in said.replace("停电安排", "")


async def test_a_generator_for_a_machine_that_a_plan_stops_is_no_service_for_firms(
    service: FakeService,
) -> None:
    customer = await told_of(service, planned=[PLAN])
    await customer.hear(Inform(), "我妈腹透怎么办", "inform")
    customer.followed = None
    said = await customer.hear(KeyCustomer(), "能给个发电机不", "key_customer")
    assert customer.followed == "request_form" and "发电" in said and "客户经理" not in said


COMING = {**FAULT, "kind": "计划停电", "start": "2026-11-25T08:00:00+08:00"}


async def test_a_machine_before_a_plan_gets_the_hours_and_an_order(service: FakeService) -> None:
    service.area, service.planned = AREA, [COMING]
    alarm = Talk.before(ReportDanger())
    assert await alarm.answer("明天你们要停电 我家有个呼吸机病人 怎么办", "report_danger") == ""
    assert alarm.followed == "area_form" and not service.made
    customer = planned()
    customer.slots["outage_ask"] = alarm.slots["outage_ask"]
    assert "120" in await customer.say("明天你们要停电 我家有个呼吸机病人 怎么办", "report_danger")
    assert customer.asked == "outage_area"
    said = await customer.say(PLACE, address=PLACE)
    assert "08:00" in said and "登记" in said
    assert customer.slots["request_kind"] == "plan" and customer.slots["request_address"] == PLACE


async def test_a_machine_named_after_the_plan_is_written_down(service: FakeService) -> None:
    customer = await told_of(service, planned=[COMING])
    await customer.hear(Inform(), "我家有用制氧机的老人", "inform")
    assert customer.followed == "area_form"
    said = await customer.carry_on()
    assert "120" in said and "08:00" in said and customer.slots["request_kind"] == "plan"


async def test_who_wants_one_line_kept_for_a_machine_is_no_firm(service: FakeService) -> None:
    customer = await told_of(service, planned=[COMING])
    customer.heard("我家有用制氧机的老人", "inform")
    await customer.hear(KeyCustomer(), "能不能给我们留一路电", "key_customer")
    assert customer.followed == "request_form"


@pytest.mark.parametrize("words", ["明天你们要停电 可我家现在呼吸机没电了", "呼吸机报警了 通知说停电"])
async def test_a_machine_that_is_dark_now_is_an_alarm_whatever_is_planned(
    service: FakeService, words: str
) -> None:
    await Talk.before(ReportDanger()).answer(words, "report_danger")
    assert service.made[0]["danger"] == ["life_support"]


async def test_the_hours_of_the_plan_are_told_while_its_order_is_filled_in(service: FakeService) -> None:
    service.area, service.planned = AREA, [COMING]
    customer = Talk(RequestForm(), RequestDone(), AskRequestConfirm())
    customer.slots.update(request_kind="plan", request_address=PLACE, request_words="呼吸机")
    await customer.say("怎么办", "make_request")
    said = await customer.say("那几点到几点", "query_ticket")
    assert "08:00" in said and "派人" not in said and customer.asked == "request_phone"


async def test_the_number_of_a_house_is_no_day_of_a_plan(service: FakeService) -> None:
    service.area, service.planned = AREA, [COMING]
    place = "青口镇海韵花园2组18号"
    customer = planned()
    said = await customer.say(f"明天停电吗 {place}", "ask_planned_outage", address=place)
    assert "18日" not in said and "08:00" in said
