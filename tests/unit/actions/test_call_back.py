"""“让他给我打”: a call, and no place in the queue."""

from __future__ import annotations

import pytest

from actions.account_rights import PrivacyRights
from actions.call_back import CallDone, CallForm
from actions.form import TopicForm
from actions.handoff import HandOver
from actions.key_customer import AskKeyConfirm, KeyDone, KeyForm
from actions.meter import MeterForm
from actions.outage import OutageForm
from tests.unit.actions.service_fake import FakeService, Talk

PHONE = "13511112222"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "text",
    ["让他给我打", "那你让他给我打", "能不能给我打个电话", "请他打电话给我", "能回我个电话吗", "叫他联系我"],
)
async def test_a_wish_to_be_called_is_no_wish_for_the_queue(service: FakeService, text: str) -> None:
    customer = Talk.before(HandOver())
    await customer.answer(text, "ask_human")
    assert customer.handed == [] and customer.followed == "call_form"


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["转人工", "找个人跟我说", "打电话打不通，给我转人工"])
async def test_a_person_here_is_still_a_person_here(service: FakeService, text: str) -> None:
    customer = Talk.before(HandOver())
    await customer.answer(text, "ask_human")
    assert customer.handed and customer.followed != "call_form"


@pytest.mark.asyncio
async def test_what_about_and_which_number_make_an_order(service: FakeService) -> None:
    customer = Talk(CallForm(), CallDone())
    await customer.say("能不能给我打个电话", "ask_human")
    assert customer.asked == "call_words"
    await customer.say("我想问移表的事", "new_or_capacity")
    assert customer.asked == "call_phone"
    said = await customer.say(f"{PHONE} 刘", phone=PHONE)
    made = service.made[0]
    assert made["summary"] == "请回电：我想问移表的事" and made["phone"] == PHONE
    assert made["contact_name"] == "刘" and made["topic"] == "consult"
    assert "登记好了" in said


@pytest.mark.asyncio
async def test_the_open_order_takes_the_wish(service: FakeService) -> None:
    service.tickets = [{"number": "GD1", "topic": "outage_home", "status": "派单", "phone": PHONE}]
    customer = Talk(CallForm(), CallDone())
    said = await customer.say("你让师傅给我打", "ask_human")
    assert "GD1" in said and service.made == [] and "回电" in service.notes[0]["text"]


@pytest.mark.asyncio
async def test_a_form_that_asks_for_a_phone_goes_on(service: FakeService) -> None:
    customer = Talk(KeyForm(), KeyDone(), AskKeyConfirm())
    await customer.say("青口镇新港路66号的厂，要找我的客户经理", "key_customer", address="青口镇新港路66号")
    assert customer.asked == "key_phone"
    said = await customer.say("那你让他给我打", "ask_human")
    assert not customer.rejected and "打给您" in said and customer.asked == "key_phone"


@pytest.mark.asyncio
async def test_double_supply_is_registered_with_what_was_told(service: FakeService) -> None:
    customer = Talk(KeyForm(), KeyDone(), AskKeyConfirm())
    await customer.say("冷库的，想问问能不能装双电源", "key_customer")
    assert customer.slots["key_need"] == "双电源"
    await customer.say("海头镇海兴路冷链物流园", address="海头镇海兴路冷链物流园")
    await customer.say("一千二百个千瓦", "new_or_capacity")
    assert not customer.rejected and "一千二百个千瓦" in customer.slots["key_words"]
    assert "现在说不准" in await customer.say("双电源要多久", "key_customer")
    await customer.say(f"登记 我姓徐 {PHONE}", person="徐", phone=PHONE)
    assert customer.asked == "key_confirm"
    await customer.say("对", "affirm")
    made = service.made[0]
    assert made["contact_name"] == "徐" and made["details"]["事项"] == "双电源"


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["登记 我姓徐", "双电源的事", "一千二百个千瓦"])
async def test_a_time_is_a_time(service: FakeService, text: str) -> None:
    customer = Talk(KeyForm(), KeyDone(), AskKeyConfirm())
    await customer.say("约个用电检查，青口镇新港路66号", "key_customer", address="青口镇新港路66号")
    assert customer.asked == "key_time"
    await customer.say(text)
    assert customer.slots["key_time"] is None


@pytest.mark.asyncio
async def test_a_question_about_the_call_is_not_what_it_is_about(service: FakeService) -> None:
    customer = Talk(CallForm(), CallDone())
    await customer.say("让你们的人给我打电话", "ask_human")
    assert "几点打" in await customer.say("啥时候打", "inform") and customer.asked == "call_words"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "text",
    [
        "你们刚才给我打电话了 没接到",
        "95598给我打过回访电话 我没接到",
        "师傅打我电话我没接到 他走了",
        "有个未接来电是你们吗 没接到电话",
    ],
)
async def test_who_missed_a_call_is_called_again(service: FakeService, text: str) -> None:
    customer = Talk.before(PrivacyRights())
    await customer.answer(text, "privacy_rights")
    assert customer.followed == "call_form"


@pytest.mark.asyncio
async def test_the_matter_told_with_the_wish_is_not_asked_for(service: FakeService) -> None:
    customer = Talk(CallForm(), CallDone())
    await customer.say(f"让人打电话给我 多扣了 {PHONE}", "ask_human", phone=PHONE)
    assert "多扣了" in service.made[0]["summary"] and service.made[0]["phone"] == PHONE


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "text", ["明天下午给我打电话", "让你们领导赶紧给我回电话", "你们刚才来电没接到 再打给我"]
)
async def test_when_and_who_tell_nothing_of_the_matter(service: FakeService, text: str) -> None:
    customer = Talk(CallForm(), CallDone())
    await customer.say(text, "ask_human")
    assert customer.asked == "call_words"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("words", "intent", "form"),
    [
        ("电表黑屏了", "report_meter_fault", MeterForm()),
        ("我家停电了", "report_outage_home", OutageForm()),
    ],
)
async def test_a_fault_is_reported_with_the_phone_and_waits_for_no_call(
    words: str, intent: str, form: TopicForm, service: FakeService
) -> None:
    customer = Talk(CallForm(), CallDone())
    await customer.say("让人打给我", "ask_human")
    await customer.say(PHONE, phone=PHONE)
    await customer.say(words, intent)
    assert customer.followed == form.form
    assert customer.slots[f"{form.form.removesuffix('form')}phone"] == PHONE
    assert not customer.is_open and not service.made


@pytest.mark.asyncio
async def test_who_wants_no_call_after_all_gets_none(service: FakeService) -> None:
    customer = Talk(CallForm(), CallDone())
    await customer.say("让人打给我", "ask_human")
    await customer.say(PHONE, phone=PHONE)
    await customer.say("别打了 我不方便", "deny")
    assert customer.followed == "action_cancel" and not service.made
