"""Work orders: what happens next, urges that never double, details, reopening."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from actions.complaint import PraiseDone, PraiseForm
from actions.fallback import Fallback
from actions.meter_check import MeterCheckDone
from actions.ticket import TicketForm, TicketStatus, Urge, status_line
from actions.ticket_detail import AddDetail, Inform, SendPicture
from tests.unit.actions.service_fake import AT, FakeService, Talk

pytestmark = pytest.mark.asyncio
NOW = datetime.fromisoformat(AT)
NUMBER = "GD202611240001"


def ticket(**more: Any) -> dict[str, Any]:
    known = {"number": NUMBER, "topic": "outage_home", "biz_type": "故障报修", "status": "派单", "urges": 0}
    told = {
        "customer_status": "已派单",
        "address": "青口镇金榆小区3号楼",
        "phone": None,
        "moves": ["接单", "撤销"],
    }
    return {**known, **told, "customer_times": {}, **more}


async def test_an_urge_counts_and_says_what_comes_next(service: FakeService) -> None:
    service.tickets = [ticket()]
    said = await Talk.single(Urge(), "怎么还没到", "urge")
    assert "第1次催办" in said and "等抢修人员接单" in said
    assert service.made == []


async def test_an_urge_too_soon_is_not_counted(service: FakeService) -> None:
    service.tickets, service.just_urged = [ticket(urges=1)], True
    assert "刚刚已经催过" in await Talk.single(Urge(), "快点", "urge")


async def test_the_third_urge_of_a_fault_alerts_a_person(service: FakeService) -> None:
    service.tickets = [ticket(urges=2)]
    customer = Talk.before(Urge())
    await customer.answer("再催一次", "urge")
    assert customer.handed[0]["reason"] == "urged" and customer.handed[0]["keep_bot"]


async def test_other_matters_are_urged_twice_then_staff_are_told(service: FakeService) -> None:
    service.tickets = [ticket(biz_type="投诉", topic="complaint", urges=2)]
    customer = Talk.before(Urge())
    said = await customer.answer("我那投诉有人管没有", "urge")
    assert "不用一遍遍催" in said and customer.handed and service.tickets[0]["urges"] == 2


async def test_an_urge_of_a_finished_ticket_offers_to_take_it_up_again(service: FakeService) -> None:
    service.tickets = [ticket(status="办结", customer_status="已处理，待回访")]
    customer = Talk.before(Urge())
    await customer.answer("催一下", "urge")
    assert [button["title"] for button in customer.buttons] == ["还没好，重新派", "已经好了"]


async def test_the_status_of_a_finished_ticket_asks_whether_it_is_settled(service: FakeService) -> None:
    service.tickets = [ticket(status="办结", customer_status="已处理，待回访")]
    customer = Talk(TicketForm(), TicketStatus())
    assert "问题解决了吗" in await customer.say("修好没有", "query_ticket")
    assert "还没好，重新派" in [button["title"] for button in customer.buttons]


async def test_no_crew_is_announced_for_a_complaint() -> None:
    assert "抢修" not in status_line(ticket(biz_type="投诉"), NOW)


async def test_the_status_says_by_when_and_owns_up_to_a_late_one() -> None:
    arrival = {"到达现场": "2026-11-24T10:45:00+08:00"}
    assert "按平均时间10:45左右到" in status_line(ticket(customer_times=arrival), NOW)
    late = status_line(ticket(customer_times=arrival), NOW + timedelta(hours=2))
    assert "比平常慢" in late and "10:45" not in late
    assert "左右到" not in status_line(ticket(customer_times=arrival, status="处理"), NOW)


async def test_a_complaint_says_when_it_is_answered() -> None:
    times = {"联系客户": "2026-11-25T09:00:00+08:00", "答复": "2026-12-01T23:59:59+08:00"}
    waiting = ticket(biz_type="投诉", customer_times=times, phone="13812341234")
    assert "11月25日前会联系您" in status_line(waiting, NOW)
    assert "联系" not in status_line({**waiting, "phone": None}, NOW)
    assert "12月1日左右答复您" in status_line({**waiting, "status": "处理"}, NOW)


async def test_a_detail_that_says_so_goes_to_the_open_ticket(service: FakeService) -> None:
    service.tickets = [ticket()]
    said = await Talk.single(Inform(), "补充一下，师傅来走北门", "inform")
    assert NUMBER in said and service.notes[0]["text"] == "补充一下，师傅来走北门"


async def test_other_words_are_asked_about_first(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer = Talk.before(Inform())
    assert "补充的吗" in await customer.answer("楼道的门禁密码是8821", "inform")
    assert service.notes == []
    adds = Talk.before(AddDetail())
    adds.slots["detail"] = customer.slots["detail"]
    await adds.answer("/add_detail", "add_detail", ticket_no=NUMBER)
    assert service.notes[0]["text"] == "楼道的门禁密码是8821"


async def test_words_without_a_ticket_are_asked_for_the_wish(service: FakeService) -> None:
    assert "说一句就行" in await Talk.single(Inform(), "青口镇黄海路12号", "inform")


async def test_a_photo_goes_to_the_ticket_spoken_of_last(service: FakeService) -> None:
    service.tickets = [ticket(number="GD202611240002"), ticket()]
    customer = Talk.before(SendPicture())
    customer.slots["ticket_no"] = NUMBER
    customer._hear("", "send_picture", "media1", 0.9, {})
    assert NUMBER in await customer.run(SendPicture())


async def test_who_never_reported_is_not_asked_for_a_number_again(service: FakeService) -> None:
    customer = Talk(TicketForm(), TicketStatus())
    await customer.say("查工单", "query_ticket")
    said = await customer.say("没报过")
    assert customer.asked is None and "我来登记" in said
    assert [button["title"] for button in customer.buttons] == ["停电报修", "转人工"]


async def test_what_is_not_understood_right_after_a_report_may_belong_to_it(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer = Talk.before(Fallback())
    assert "补充" not in await customer.answer("门卫晚上要登记", "nlu_fallback")
    customer = Talk.before(Fallback())
    await customer.hear(MeterCheckDone(), "对", "affirm")
    assert f"给工单{NUMBER}补充的吗" in await customer.answer("门卫晚上要登记", "nlu_fallback")
    assert customer.slots["detail"] == "门卫晚上要登记"


@pytest.mark.parametrize("words", ["电话换成13933334444", "地址错了，是5组不是4组", "门口有狗，让师傅小心"])
async def test_what_is_plainly_for_the_crew_is_added_at_once(words: str, service: FakeService) -> None:
    service.tickets = [ticket()]
    assert "已经补到" in await Talk.single(Inform(), words, "inform")
    assert service.notes[0]["text"] == words


async def test_a_word_to_the_crew_is_no_praise(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer = Talk(PraiseForm(), PraiseDone())
    assert "已经补到" in await customer.say("门口有狗，让师傅小心", "praise_suggest")
    assert service.made == [] and service.notes


async def test_words_that_wait_are_kept_when_more_come(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer = Talk.before(Inform())
    for words in ("楼道的门禁密码是8821", "单元门在背面"):
        await customer.answer(words, "inform")
    assert customer.slots["detail"] == "楼道的门禁密码是8821；单元门在背面"


async def test_a_question_not_understood_after_a_report_gets_the_status(service: FakeService) -> None:
    service.tickets = [ticket()]
    said = await Talk.single(Fallback(), "什么时候来人看", "nlu_fallback")
    assert NUMBER in said and "已派单" in said and "补充" not in said
