"""When the supply comes back, what is planned, and that it is back."""

from __future__ import annotations

import pytest

from actions.outage_back import PowerBack
from actions.outage_info import AreaForm, AskOutageInfo
from tests.unit.actions import demo_accounts
from tests.unit.actions.service_fake import FakeService, Talk
from tests.unit.actions.test_outage import AREA, FAULT, PLACE, ticket

pytestmark = pytest.mark.asyncio


async def ask(words: str, intent: str = "ask_outage_info", **entities: str) -> tuple[Talk, str]:
    customer = Talk(AreaForm(), AskOutageInfo())
    return customer, await customer.say(words, intent, **entities)


async def test_who_asks_when_an_outage_ends_will_hear_of_it(service: FakeService) -> None:
    service.area, service.outages = AREA, [FAULT]
    _, said = await ask("海韵花园几点来电", address="青口镇海韵花园")
    assert "预计12:00" in said and "我会告诉您" in said and service.watched == ["F1"]


async def test_an_ended_outage_leaves_a_dark_house_its_report(service: FakeService) -> None:
    service.area, service.outages = AREA, [{**FAULT, "ended_at": "2026-11-24T09:50:00+08:00"}]
    customer, said = await ask("海韵花园来电没", address="青口镇海韵花园")
    assert (
        "还没电的话" in said and customer.buttons[0]["title"] == "我家没电，要报修" and service.watched == []
    )


async def test_the_place_just_spoken_of_is_not_asked_again(service: FakeService) -> None:
    service.area, service.outages = AREA, [FAULT]
    customer, _ = await ask("海韵花园几点来电", address="青口镇海韵花园")
    assert "预计12:00" in await customer.say("那现在恢复了吗", "ask_outage_info")


async def test_nothing_published_is_said_honestly(service: FakeService) -> None:
    service.area = AREA
    _, said = await ask("海韵花园几点来电", address="青口镇海韵花园")
    assert "恢复时间暂无" in said


async def test_his_own_report_comes_first_and_is_not_offered_again(service: FakeService) -> None:
    service.area, service.tickets = AREA, [ticket()]
    customer, said = await ask("修好没有")
    assert "GD1" in said and "暂无" in said and customer.buttons == []


async def test_planned_outages_of_all_his_accounts(service: FakeService) -> None:
    service.add_account("3200001888001", "青口镇望海名都3号楼2单元502室")
    service.add_account("3200013888003", "宋庄镇小兴庄村2组18号")
    service.area = AREA
    _, said = await ask("这星期停不停", "ask_planned_outage")
    assert said.count("未来一周暂时没有") == 2


async def test_an_account_that_is_not_his_tells_nothing(service: FakeService) -> None:
    customer, said = await ask("3200001888002下周停电吗", "ask_planned_outage", account_no="3200001888002")
    assert "核对身份" in said and customer.asked == "outage_area"


async def test_arrears_of_a_verified_account_are_the_answer(service: FakeService) -> None:
    await demo_accounts.known(service, demo_accounts.CUT)
    service.area, service.outages = AREA, [FAULT]
    _, said = await ask("啥时候来电")
    assert "因为欠费停了电" in said and "预计" not in said


async def test_the_utility_away_is_said_and_a_report_offered(service: FakeService) -> None:
    service.down = True
    customer, said = await ask("海韵花园几点来电", address="青口镇海韵花园")
    assert "记下了" in said and service.watched == ["any"], (
        "and answered later (service/notices/late_checks.py)"
    )
    assert customer.buttons[0]["payload"] == "/report_outage_home"


async def test_a_breathing_machine_before_a_planned_outage_alerts_staff(service: FakeService) -> None:
    service.area = AREA
    customer, said = await ask("后天停电我爸的呼吸机咋办", "ask_planned_outage", address=PLACE)
    assert said.startswith("请先用备用电池") and customer.handed[0]["urgent"]


async def back(words: str, **entities: str) -> tuple[Talk, str]:
    customer = Talk.before(PowerBack())
    return customer, await customer.answer(words, "report_power_back", **entities)


async def test_power_back_closes_the_report(service: FakeService) -> None:
    service.tickets = [ticket()]
    _, said = await back("来电了谢谢")
    assert service.moved == {"GD1": "cancel"} and "又停了" in said


@pytest.mark.parametrize("words", ["来电了吗", "来电了，但是灯很暗", "来电了没有啊", "一半来电了"])
async def test_a_doubtful_word_closes_nothing(service: FakeService, words: str) -> None:
    service.tickets = [ticket()]
    customer, _ = await back(words)
    assert service.moved == {} and customer.buttons


async def test_a_crew_at_work_is_told(service: FakeService) -> None:
    service.tickets = [ticket(status="处理", moves=["办结"])]
    _, said = await back("来电了")
    assert service.moved == {} and service.notes[0]["text"] == "客户说已来电" and "现场" in said


async def test_two_reports_are_told_apart(service: FakeService) -> None:
    service.tickets = [ticket(), ticket("GD2", address="海头镇东河村3组")]
    customer, _ = await back("来电了")
    assert service.moved == {} and len(customer.buttons) == 3
    await back("/report_power_back", ticket_no="GD2")
    assert service.moved == {"GD2": "cancel"}


async def test_a_danger_is_never_closed_by_it(service: FakeService) -> None:
    service.tickets = [ticket(topic="danger")]
    _, said = await back("来电了")
    assert service.moved == {} and "来电就好" in said


async def test_is_it_back_without_a_report_is_a_question(service: FakeService) -> None:
    customer = Talk.before(PowerBack())
    said = await customer.answer("墩尚花园来电了吗", "report_power_back")
    assert said == "" and service.moved == {}
    service.area, service.outages = AREA, [FAULT]
    _, said = await ask("墩尚花园来电了吗", "report_power_back", address="青口镇海韵花园")
    assert "预计12:00" in said


async def test_when_the_crew_comes_is_told_as_far_as_it_was_promised(service: FakeService) -> None:
    service.area = AREA
    service.tickets = [ticket(customer_times={"到达现场": "2026-11-24T23:15:00+08:00"})]
    _, said = await ask("师傅啥时候到")
    assert "按平均时间23:15左右到" in said
