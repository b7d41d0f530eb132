"""Who fears to be cut for arrears is told of his arrears; a patient's machine that runs is no alarm, but staff know of it."""

from __future__ import annotations

import pytest

from actions.danger import ReportDanger
from actions.outage_back import PowerBack
from actions.outage_info import AreaForm, AskOutageInfo
from actions.ticket_detail import Inform
from tests.unit.actions.demo_accounts import OVERDUE, known, talk
from tests.unit.actions.service_fake import FakeService, Talk


@pytest.mark.parametrize("words", ["会停吗", "那还会停不", "停之前告诉我吗", "那别停啊"])
async def test_in_a_talk_about_arrears_a_cut_is_no_planned_outage(words: str, service: FakeService) -> None:
    await known(service, OVERDUE)
    customer = talk()
    assert "没交" in await customer.say("我家欠多少", "query_bill")
    said = await customer.over_to(AreaForm(), AskOutageInfo()).say(words, "ask_planned_outage")
    assert "停之前会通知您" in said
    assert "计划停电" not in said


@pytest.mark.parametrize(
    "words",
    ["家里有透析的病人 欠费能不停不", "我婆婆在家吸氧 电费我明天一早交 千万别停"],
)
async def test_a_patient_and_an_unpaid_bill_are_no_alarm(words: str, service: FakeService) -> None:
    customer = Talk.before(ReportDanger())
    said = await customer.answer(words, "report_danger")
    assert "要停之前先通知" in said and "什么时候来电" not in said
    assert [made["topic"] for made in service.made] == ["consult"]
    assert [handed["reason"] for handed in customer.handed] == ["sensitive"]


async def test_what_follows_goes_on_the_patients_order(service: FakeService) -> None:
    customer = Talk.before(ReportDanger())
    await customer.answer("家里有透析的病人 欠费能不停不", "report_danger")
    assert "补到工单" in await customer.hear(Inform(), OVERDUE, "inform", account_no=OVERDUE)
    said = await customer.hear(Inform(), "13770001007", "inform", phone="13770001007")
    assert "补到工单" in said and [note["text"] for note in service.notes] == [OVERDUE, "13770001007"]
    assert "来电就好" not in await customer.hear(PowerBack(), "现在有电", "report_power_back")


async def test_the_account_that_was_just_looked_up_goes_on_the_order(service: FakeService) -> None:
    await known(service, OVERDUE)
    customer = talk()
    await customer.say("我家欠多少", "query_bill")
    other = customer.over_to(None, ReportDanger())
    await other.answer("我爸躺床上用呼吸机的 不能停啊", "report_danger")
    assert service.made[0]["account_no"] == OVERDUE and service.made[0]["address"]


@pytest.mark.parametrize("words", ["欠费停电了 家里有呼吸机", "呼吸机没电了 电费早交了"])
async def test_without_supply_a_patient_is_an_alarm(words: str, service: FakeService) -> None:
    await Talk.single(ReportDanger(), words, "report_danger")
    assert [made["topic"] for made in service.made] == ["danger"]
