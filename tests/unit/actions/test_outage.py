"""A report of an outage: few questions, known outages, earlier reports, arrears, special cases, a utility that is away."""

from __future__ import annotations

from typing import Any

import pytest

from actions.outage import AskOutageAddress, AskOutageAgain, AskOutageConfirm, OutageForm
from actions.outage_done import OutageDone
from actions.outage_special import sensitive_in
from tests.unit.actions import demo_accounts
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
PHONE = "13812341234"
PLACE = "青口镇海韵花园6号楼2单元201室"
AREA = {"name": "青口镇海韵花园", "estate": "海韵花园", "village": "", "road": ""}
FAULT: dict[str, Any] = {
    "id": "F1",
    "kind": "故障停电",
    "places": ["青口镇海韵花园"],
    "cause": None,
    "start": "2026-11-24T09:00:00+08:00",
    "expected_end": "2026-11-24T12:00:00+08:00",
    "source": "抢修人员",
    "updated_at": "2026-11-24T09:30:00+08:00",
    "ended_at": None,
}


def ticket(number: str = "GD1", status: str = "派单", **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "topic": "outage_home",
        "status": status,
        "customer_status": "已派单",
        "address": PLACE,
        "phone": PHONE,
        "moves": ["撤销"],
        "urges": 0,
        **more,
    }


def talk() -> Talk:
    return Talk(OutageForm(), OutageDone(), AskOutageAddress(), AskOutageAgain(), AskOutageConfirm())


async def begin(words: str = "家里没电了", **entities: Any) -> tuple[Talk, str]:
    customer = talk()
    return customer, await customer.say(words, "report_outage_home", **entities)


async def test_a_report_takes_five_questions_and_no_account(service: FakeService) -> None:
    customer, said = await begin()
    asked = [customer.asked]
    for words, entities in (
        (PLACE, {"address": PLACE}),
        ("邻居有电", {}),
        ("没跳", {}),
        (PHONE, {"phone": PHONE}),
    ):
        said += await customer.say(words, **entities)
        asked.append(customer.asked)
    said += await customer.tap("对，登记报修")
    assert asked == [
        "outage_address",
        "outage_neighbours",
        "outage_breaker",
        "outage_phone",
        "outage_confirm",
    ]
    assert service.made[0]["topic"] == "outage_home" and service.made[0]["phone"] == PHONE
    assert "户号" not in said and "欠费复电" in said


async def test_a_known_outage_that_is_not_his_takes_five_questions_too(service: FakeService) -> None:
    service.area, service.outages = AREA, [FAULT]
    customer, said = await begin(address=PLACE)
    assert "预计12:00恢复，以现场为准（抢修人员，09:30更新）" in said
    await customer.tap("不一样，给我报修")
    assert customer.asked == "outage_breaker", "his neighbours were told of already"
    await customer.say("没跳")
    await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记报修")
    assert service.made[0]["details"]["已知停电"] == "F1" and service.watched == []


async def test_two_known_outages_are_both_told_and_both_waited_for(service: FakeService) -> None:
    service.area, service.outages = (
        AREA,
        [FAULT, {**FAULT, "id": "P1", "kind": "计划停电", "expected_end": None}],
    )
    customer, said = await begin(address=PLACE)
    assert "故障停电" in said and "计划停电" in said and "恢复时间暂无" in said
    said = await customer.say("一样")
    assert service.watched == ["F1", "P1"] and service.made == [] and "恢复送电后我会告诉您" in said


async def test_an_ended_outage_is_no_answer_to_a_dark_house(service: FakeService) -> None:
    service.area, service.outages = AREA, [{**FAULT, "ended_at": "2026-11-24T09:50:00+08:00"}]
    customer, said = await begin(address=PLACE)
    assert "恢复" not in said and customer.asked == "outage_neighbours"


async def test_an_estimate_that_has_passed_is_none(service: FakeService) -> None:
    service.area, service.outages = AREA, [{**FAULT, "expected_end": "2026-11-24T09:45:00+08:00"}]
    _, said = await begin(address=PLACE)
    assert "已经过了，新的时间暂无" in said and "以现场为准" not in said


async def test_the_utility_away_costs_no_report(service: FakeService) -> None:
    service.down = True
    customer, said = await begin(address=PLACE)
    assert "不耽误报修" in said and customer.asked == "outage_neighbours"
    await customer.say("邻居有电")
    await customer.say("没跳")
    await customer.say(PHONE, phone=PHONE)
    assert "工单号" in await customer.tap("对，登记报修")
    assert service.made[0]["address"] == PLACE


@pytest.mark.parametrize(
    ("words", "first", "case"),
    [
        ("家里没电，老父亲用着制氧机", "备用电池或氧气瓶", "life_support"),
        ("虾塘这边没电了，增氧机不转", "备用增氧设备", "aquaculture"),
        ("我们加油站没电了", "油气区里别开关任何电器", "petrol_station"),
    ],
)
async def test_special_cases_hear_the_first_words_and_get_a_person_at_once(
    service: FakeService, words: str, first: str, case: str
) -> None:
    customer, said = await begin(words)
    assert said.index(first) < said.index("哪里")
    assert customer.handed[0]["urgent"] and customer.handed[0]["keep_bot"]
    await customer.say(PLACE, address=PLACE)
    assert customer.asked == "outage_phone", "nobody asks him about switches"
    await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记报修")
    assert service.made[0]["sensitive"] == [case]
    assert customer.handed[0]["packet"]["tickets"] == ["GD202611240001"]


async def test_a_special_case_told_with_another_answer_counts(service: FakeService) -> None:
    customer, _ = await begin(address=PLACE)
    said = await customer.say("没注意，家里就一个瘫痪的老人")
    assert customer.handed and "没对上" not in said and customer.asked == "outage_phone"


@pytest.mark.parametrize("words", ["没有呼吸机", "不是医院", "就在加油站对面", "医院后面那栋"])
async def test_denied_cases_and_landmarks_are_no_cases(words: str) -> None:
    assert sensitive_in(words) == []


async def test_an_open_report_is_asked_about_and_joined(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer, said = await begin()
    assert "工单GD1" in said and customer.asked == "outage_again"
    said = await customer.say("对，就是那里")
    assert service.made == [] and service.notes[0]["text"] == "对，就是那里" and "不用再报" in said


async def test_still_no_supply_needs_no_question(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer, said = await begin("怎么还是没电")
    assert customer.asked is None and "不用再报" in said and service.notes[0]["text"] == "怎么还是没电"


async def test_a_finished_report_is_taken_up_again(service: FakeService) -> None:
    service.tickets = [ticket(status="办结", moves=["重办"])]
    _, said = await begin("又停电了")
    assert service.moved == {"GD1": "reopen"} and "重新派出去" in said


async def test_another_place_is_another_report_with_the_known_phone(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer, _ = await begin()
    await customer.say("不是，是我妈家")
    assert customer.asked == "outage_address"
    await customer.say("她家没电了", "report_outage_home")
    assert customer.asked == "outage_address", "not asked again which report it is"
    other = "海头镇东河村3组"
    await customer.say(other, address=other)
    await customer.say("邻居有电")
    said = await customer.say("没跳")
    assert customer.asked == "outage_confirm" and "138****1234" in said


async def test_out_again_after_a_withdrawn_report_starts_from_its_place(service: FakeService) -> None:
    service.tickets = [ticket(status="撤销", moves=[])]
    customer, said = await begin("又停电了")
    assert PLACE in said and customer.asked == "outage_neighbours"


async def test_arrears_are_told_to_the_verified_only_and_once(service: FakeService) -> None:
    account = await demo_accounts.known(service, demo_accounts.CUT)
    customer, said = await begin()
    assert "因为欠费停了电" in said and customer.asked is None and service.made == []
    assert "已经交清，登记复电" in [button["title"] for button in customer.buttons]
    said = await customer.say("不是欠费，给我报修", "report_outage_home")
    assert customer.asked == "outage_neighbours" and customer.slots["outage_address"] == account.address.text


async def test_a_stranger_at_the_same_place_hears_nothing_of_arrears(service: FakeService) -> None:
    account = await demo_accounts.hide(service, demo_accounts.CUT)
    customer, said = await begin(address=account.address.text)
    assert "欠费" not in said and customer.asked == "outage_neighbours"


async def test_several_accounts_are_offered_as_places(service: FakeService) -> None:
    service.add_account("3200001888001", "青口镇望海名都3号楼2单元502室")
    service.add_account("3200013888003", "宋庄镇小兴庄村2组18号")
    customer, said = await begin()
    assert "502" not in said and len(customer.buttons) == 2
    await customer.tap(customer.buttons[1]["title"])
    assert customer.slots["outage_address"] == "宋庄镇小兴庄村2组18号"
    assert customer.slots["outage_account"] == "3200013888003"


async def test_a_key_customer_alerts_staff(service: FakeService) -> None:
    service.add_account("3200003888010", PLACE, service_level="重点")
    customer, _ = await begin()
    assert customer.handed[0]["urgent"]
    for words in ("邻居有电", "没跳", "不留"):
        await customer.say(words)
    await customer.tap("对，登记报修")
    assert service.made[0]["account_no"] == "3200003888010"


async def test_half_a_house_dark_means_the_main_switch_first_and_an_urgent_ticket(
    service: FakeService,
) -> None:
    customer = talk()
    said = await customer.say("家里一半有电一半没电", "report_outage_partial")
    assert said.index("总开关") < said.index("哪里") and "零线" not in said
    await customer.say(PLACE, address=PLACE)
    assert customer.asked == "outage_phone"
    await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记报修")
    assert service.made[0]["danger"] and service.made[0]["topic"] == "outage_partial" and customer.handed
