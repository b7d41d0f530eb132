"""A meter that seems too fast: explanation, self-check only when safe, the check as a right."""

from __future__ import annotations

import pytest

from actions.meter_check import AskMeterCheckConfirm, MeterCheckDone, MeterCheckForm
from tests.unit.actions.demo_accounts import TIERED, known
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
PHONE = "13812341234"


def talk() -> Talk:
    return Talk(MeterCheckForm(), MeterCheckDone(), AskMeterCheckConfirm())


async def finish(customer: Talk) -> str:
    """Place, phone, yes."""
    await customer.say("海头镇海前村三组", address="海头镇海前村3组")
    await customer.say(PHONE, phone=PHONE)
    return await customer.tap("对，登记")


async def test_explanation_comes_first_and_nothing_is_decided_about_the_meter(service: FakeService) -> None:
    customer = talk()
    said = await customer.say("电表跑得快", "meter_too_fast")
    assert "说明不了表准不准" in said
    assert customer.asked == "meter_check_try"
    said = await customer.say("先不用", "deny")
    assert "先不登记" in said
    assert service.made == []


async def test_the_lamp_is_watched_only_when_it_is_safe(service: FakeService) -> None:
    customer = talk()
    await customer.say("电表跑得快", "meter_too_fast")
    said = await customer.say("教我看吧")
    assert "干的" in said and "自家" in said
    said = await customer.say("电箱那里有点潮湿")
    assert "别动" in said
    assert customer.asked == "meter_check_apply"


async def test_the_whole_look_step_by_step_then_a_check(service: FakeService) -> None:
    customer = talk()
    await customer.say("电表跑得快", "meter_too_fast")
    await customer.say("怎么看")
    said = await customer.say("都是干的")
    assert "10到15分钟" in said and "资产编号" in said
    said = await customer.say("灯停了")
    assert "插头全拔掉" in said
    said = await customer.say("不闪")
    assert "以检定为准" in said
    await customer.say("还是校验一下")
    said = await finish(customer)
    assert service.made[0]["topic"] == "meter_check"
    assert "脉冲灯停" in service.made[0]["details"]["自查结果"]
    assert "一般会在某时左右" in said and "电费照常交" in said


async def test_who_has_looked_already_is_not_asked_to_look_again(service: FakeService) -> None:
    customer = talk()
    said = await customer.say("我关了总闸红灯还在闪", "meter_too_fast")
    assert customer.asked == "meter_check_apply"
    assert "别动表箱" in said
    await customer.say("要")
    await finish(customer)
    assert service.made[0]["details"]["自查结果"] == "关自家总闸后脉冲灯仍闪"


async def test_a_request_hears_the_terms_and_no_fee(service: FakeService) -> None:
    customer = talk()
    said = await customer.say("我要校表，收费吗", "request_meter_check")
    assert "5个工作日" in said and "没有准信" in said
    assert customer.asked == "meter_check_address"
    said = await customer.say("不服结果怎么办", "request_meter_check")
    assert "计量检定机构" in said and "5个工作日" not in said


@pytest.mark.parametrize("text", ["上周拆走的表结果出来没有", "验完啥结果", "检定报告什么时候给我，出了没"])
async def test_who_waits_for_a_result_is_offered_no_second_check(service: FakeService, text: str) -> None:
    customer = talk()
    said = await customer.say(text, "request_meter_check")
    assert "工作人员告诉您" in said
    assert "先不登记" not in said and "地址" not in said
    assert service.made == []


@pytest.mark.parametrize("text", ["校验几天能出结果", "结果不服能再验一回不", "我要申请校验，结果怎么通知我"])
async def test_a_question_about_results_before_a_check_asks_for_a_check(
    service: FakeService, text: str
) -> None:
    customer = talk()
    await customer.say(text, "request_meter_check")
    assert customer.asked == "meter_check_address"


async def test_the_check_can_be_asked_for_in_the_middle_of_the_look(service: FakeService) -> None:
    customer = talk()
    await customer.say("电表跑得快", "meter_too_fast")
    await customer.tap("教我自己看")
    await customer.tap("是的，安全")
    await customer.tap("看不到")
    await customer.say("直接给我校表", "request_meter_check")
    assert customer.asked == "meter_check_address"


async def test_an_account_carried_by_another_topics_button_is_used(service: FakeService) -> None:
    service.add_account("3200001888001", "青口镇金榆小区3号楼2单元502室")
    service.add_account("3200013888003", "宋庄镇小兴庄村2组18号")
    customer = talk()
    payload = '/request_meter_check{"account_no": "3200013888003"}'
    await customer.say(payload, "request_meter_check", account_no="3200013888003")
    assert customer.asked == "meter_check_phone"
    await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记")
    assert service.made[0]["address"] == "宋庄镇小兴庄村2组18号"
    assert service.made[0]["account_no"] == "3200013888003"


async def test_the_own_figures_come_with_the_explanation(service: FakeService) -> None:
    await known(service, TIERED)
    bill = service.bills[TIERED][0]
    said = await talk().say("电表跑得快", "meter_too_fast")
    assert f"止数{bill['end']['total']}" in said and f"用了{bill['kwh']}度" in said


async def test_a_stranger_and_a_utility_that_is_down_leave_the_explanation(service: FakeService) -> None:
    assert "止数" not in await talk().say("电表跑得快", "meter_too_fast", account_no=TIERED)
    await known(service, TIERED)
    service.down = True
    said = await talk().say("电表跑得快", "meter_too_fast")
    assert "止数" not in said and "说明不了表准不准" in said


async def test_an_account_number_with_its_digits_is_no_room(service: FakeService) -> None:
    customer = talk()
    await customer.say("申请校验", "request_meter_check")
    await customer.say(f"{TIERED} 1001")
    assert customer.asked == "meter_check_phone"
    card = await customer.say(PHONE, phone=PHONE)
    assert "320*******001" in card and "室" not in card


async def test_who_saw_the_lamp_flash_is_not_asked_whether_it_is_safe(service: FakeService) -> None:
    customer = talk()
    await customer.say("电表跑得快", "meter_too_fast")
    await customer.say("教我自己看")
    said = await customer.say("关了总闸灯还在闪", "meter_too_fast")
    assert "要人来查" in said and "先确认安全" not in said
    said = await customer.say("申请校验", "request_meter_check")
    assert "要校验的电表在哪里" in said
    said = await customer.say("要钱不", "nlu_fallback", sure=0.7)
    assert "没有准信" in said and "电表在哪里" in said
    await finish(customer)
    assert service.made[0]["details"]["自查结果"] == "关自家总闸后脉冲灯仍闪"


async def test_who_applies_instead_of_looking_is_not_asked_about_safety_again(service: FakeService) -> None:
    customer = talk()
    await customer.say("电表跑得快", "meter_too_fast")
    await customer.say("教我自己看")
    assert customer.asked == "meter_check_safe"
    await customer.say("还是申请校验", "request_meter_check")
    assert customer.asked == "meter_check_address"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("好吧 那要是查了没问题呢", "affirm"),
        ("家里有人要申请", "inform"),
        ("可以不看吗", "inform"),
        ("是不是很麻烦", "inform"),
    ],
)
async def test_unrelated_words_are_no_consent(service: FakeService, text: str, intent: str) -> None:
    customer = talk()
    await customer.say("电表跑得快", "meter_too_fast")
    await customer.say("教我自己看")
    await customer.say(text, intent, sure=0.65)
    assert customer.slots["meter_check_safe"] is None


@pytest.mark.parametrize("text", ["是的", "安全的", "都是干的 没有糊味", "嗯", "没问题"])
async def test_consent_in_plain_words(service: FakeService, text: str) -> None:
    customer = talk()
    await customer.say("电表跑得快", "meter_too_fast")
    await customer.say("教我自己看")
    await customer.say(text)
    assert customer.slots["meter_check_safe"] == "安全"


async def test_a_bare_yes_chooses_nothing_and_the_explanation_is_not_repeated(service: FakeService) -> None:
    customer = talk()
    await customer.say("电表跑得快", "meter_too_fast")
    said = await customer.say("嗯", "affirm")
    assert customer.asked == "meter_check_try" and "天热天冷" not in said
    assert "天热天冷" not in await customer.say("表就是走得快", "meter_too_fast")


async def test_what_a_check_costs_does_and_takes_is_answered_on_the_way(service: FakeService) -> None:
    customer = talk()
    await customer.say("我想申请校表", "request_meter_check")
    assert "没有准信" in await customer.say("需要多少钱", "query_bill", sure=0.78)
    said = await customer.say("校表的时候家里会不会停电", "ask_planned_outage", sure=0.66)
    assert "写进去" in said and not customer.rejected
    assert "先打给您" in await customer.say("周末来行不行", "urge", sure=0.43)
    assert "按规定结算" in await customer.say("表要是坏了多交的退不退", "pay_problem", sure=0.7)
    await finish(customer)
    words = service.made[0]["details"]["客户原话"]
    assert all(part in words for part in ("多少钱", "会不会停电", "周末"))


async def test_how_to_apply_takes_the_offer_to_apply(service: FakeService) -> None:
    customer = talk()
    await customer.say("觉得电表走得快", "meter_too_fast")
    await customer.say("怎么申请验表", "request_meter_check", sure=1.0)
    assert customer.slots["meter_check_try"] == "校验"


async def test_who_would_rather_not_have_it_checked_is_let_go(service: FakeService) -> None:
    customer = talk()
    await customer.say("表走得快", "meter_too_fast")
    await customer.say("先不校", "request_meter_check")
    assert customer.asked is None and service.made == []
