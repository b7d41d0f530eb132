"""What is said beside a form's question: it waits, it answers, it keeps for staff; no registration is lost."""

from __future__ import annotations

import pytest

from actions.aside import ANSWERED, VISIT, asks, find_aside, tells_visit, waits
from actions.complaint import ComplainDone, ComplainForm
from actions.meter import AskMeterConfirm, MeterDone, MeterForm
from actions.outage import OutageForm
from actions.outage_done import OutageDone
from actions.outage_questions import AskOutageConfirm
from actions.payment import PaymentDone, PaymentForm
from actions.payment_view import AskPaymentConfirm
from actions.smalltalk import TakeTime
from tests.unit.actions.service_fake import FakeService, Talk

PLACE = "青口镇金榆小区12号楼1单元301室"
PHONE = "13761231002"


async def black_meter() -> Talk:
    """A report of a black meter that waits for a phone."""
    customer = Talk(MeterForm(), MeterDone(), AskMeterConfirm())
    await customer.say("家里电表黑屏了，家里有电", "report_meter_fault")
    await customer.say("金榆小区12号楼1单元301", address=PLACE)
    assert customer.asked == "meter_phone"
    return customer


@pytest.mark.parametrize(
    "text",
    [
        "我问问我爸",
        "你等我一下 我问问我老公",
        "等会",
        "等会儿",
        "那我等他回我",
        "稍等一下啊",
        "我等下告诉你",
        "等我找找",
        "马上",
        "我去看看",
        "我妈一会儿回我",
        "我得问下物业",
        "手机尾号我得问我妈",
        "我让我儿子去看一下",
        "她在看了",
        "户号等会发你",
        "让我妈过去看看户号",
        "行 我找找",
        "这个嘛",
        "怎么说呢",
        "我想想",
        "他没回我 再等等",
    ],
)
def test_who_asks_for_time_waits(text: str) -> None:
    assert waits(text)


@pytest.mark.parametrize(
    "text",
    [
        "我问你多久能来",
        "我找人工",
        "找个人来",
        "查一下电费",
        "问个事",
        "找一下我的工单",
        "我等了一小时了",
        "等不了了",
        "看看我家电费",
        "问一下",
        "派人来看看",
        "让师傅去看看",
        "你们来看看",
        "嗯",
        "好的",
        "邻居有电",
        "马上要没电了",
        "先看看我家欠费没",
        "马上来人",
        "我要等多久",
        "让你们领导来",
        "一会儿亮一会儿灭",
        "看不到",
        "我看不懂",
        "找不到",
        "青口镇金榆小区3号楼",
    ],
)
def test_a_wish_or_an_answer_is_no_wait(text: str) -> None:
    assert not waits(text)


@pytest.mark.parametrize(
    "text",
    [
        "什么都没亮",
        "哪都没电",
        "几个插座没电",
        "停了好几天了",
        "谁家都没电",
        "怎么推都推不上",
        "应该不",
        "楼道灯也没",
        "有的有有的没有",
        "工作日白天随便哪天",
        "怎么还不来",
        "凭什么",
        "不要",
        "不用了",
    ],
)
def test_an_answer_or_a_grumble_is_no_question(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("几天能来人啊", "utter_when_in_report"),
        ("你们几点到", "utter_when_in_report"),
        ("要钱不", "utter_aside_cost"),
        ("上门费多少", "utter_aside_cost"),
        ("来之前打电话不", "utter_aside_calls_first"),
        ("你先回答我为什么老跳", "utter_aside_cause"),
        ("咋老跳呢", "utter_aside_cause"),
        ("那我要不要再推一次", "utter_aside_push"),
        ("冰箱要不要拔", "utter_aside_unplug"),
        ("现在还闪呢 敢用吗", "utter_aside_safe"),
        ("那电器还能用吗", "utter_aside_safe"),
        ("要找电工还是你们管", "utter_aside_whose"),
        ("这个归谁管啊", "utter_aside_whose"),
        ("灯关了没", None),
        ("什么时候来电", None),
        ("为啥要手机号", "utter_aside_why_phone"),
        ("留电话干嘛", "utter_aside_why_phone"),
        ("你要我电话干什么", "utter_aside_why_phone"),
        ("留了会不会泄露", "utter_aside_why_phone"),
        ("要我地址干嘛", "utter_explain_outage_address"),
        ("为啥要门牌号", "utter_explain_outage_address"),
    ],
)
def test_a_report_knows_what_is_asked_of_every_visit(text: str, response: str | None) -> None:
    found = find_aside(text, VISIT)
    assert (found and found.response) == response


def test_which_phone_is_meant_is_a_question() -> None:
    assert asks("电话打我的还是打我妈的") and not asks("打我妈的")


def test_what_is_looked_into_is_answered_and_nobody_drives() -> None:
    found = find_aside("多久回我啊", ANSWERED)
    assert found and found.response == "utter_aside_answer_comes"


@pytest.mark.parametrize(
    "text", ["晚上七点以后家里才有人", "俺白天不在家", "我六点下班", "来之前先打电话", "门口有狗"]
)
def test_when_somebody_is_at_home_is_told(text: str) -> None:
    assert tells_visit(text)


@pytest.mark.asyncio
@pytest.mark.parametrize(("intent", "sure"), [("nlu_fallback", 0.7), ("query_bill", 0.78)])
async def test_the_cost_is_answered_and_the_report_goes_on(
    service: FakeService, intent: str, sure: float
) -> None:
    customer = await black_meter()
    said = await customer.say("需要多少钱", intent, sure=sure)
    assert "没有准信" in said and "手机号" in said and not customer.rejected
    await customer.say(PHONE, phone=PHONE)
    await customer.say("对", "affirm")
    assert "需要多少钱" in service.made[0]["details"]["客户原话"]


@pytest.mark.asyncio
async def test_a_question_at_the_card_goes_on_the_work_order_and_opens_nothing(service: FakeService) -> None:
    customer = await black_meter()
    await customer.say(PHONE, phone=PHONE)
    said = await customer.say("会不会多收我", "bill_high", sure=0.67)
    assert "写进工单" in said and "核对的没有变" in said and not customer.rejected
    assert "地址" not in said, "the card is still to be seen"
    assert "跟您核对" in await customer.say("是303室", "correct_slot", address="303室")
    assert "一起写进去" in await customer.say("那这段时间电费怎么算", "nlu_fallback", sure=0.65)
    await customer.say("对", "affirm")
    words = service.made[0]["details"]["客户原话"]
    assert "会不会多收我" in words and "这段时间" in words


@pytest.mark.asyncio
async def test_a_sure_wish_still_interrupts(service: FakeService) -> None:
    customer = await black_meter()
    await customer.say("这个月电费要多少钱", "query_bill", sure=0.99)
    assert customer.rejected


@pytest.mark.asyncio
async def test_when_somebody_is_at_home_goes_on_the_work_order(service: FakeService) -> None:
    customer = await black_meter()
    assert "记下了" in await customer.say("晚上七点以后家里才有人", "inform", sure=0.8)
    said = await customer.say("哪天来 俺白天不在家", "query_ticket", sure=0.76)
    assert "先打电话" in said and customer.asked == "meter_phone"
    await customer.say(PHONE, phone=PHONE)
    await customer.say("对", "affirm")
    words = service.made[0]["details"]["客户原话"]
    assert "七点以后" in words and "白天不在家" in words


@pytest.mark.asyncio
async def test_an_outage_report_keeps_it_too(service: FakeService) -> None:
    customer = Talk(OutageForm(), OutageDone(), AskOutageConfirm())
    await customer.say("家里老跳闸，就我家", "report_trip", address=PLACE)
    await customer.say(PHONE, phone=PHONE)
    assert "不乱猜" in await customer.say("你先回答我为什么老跳", "report_trip", sure=0.94)
    assert "不乱猜" in await customer.say("你先回答我为啥没电", "ask_human", sure=0.7)
    await customer.say("白天家里没人", "inform", sure=0.5)
    await customer.say("对", "affirm")
    assert "白天家里没人" in service.made[0]["details"]["客户原话"]


@pytest.mark.asyncio
async def test_where_the_money_goes_is_for_staff_to_say(service: FakeService) -> None:
    customer = Talk(PaymentForm(), PaymentDone(), AskPaymentConfirm())
    await customer.say("昨天微信给别人家交了电费200块 交错了", "pay_problem")
    await customer.say("3200013888003", account_no="3200013888003")
    await customer.say("3200001888011", account_no="3200001888011")
    await customer.say(PHONE, phone=PHONE)
    assert "工作人员查清" in await customer.say("那退到哪个卡上", "query_ticket", sure=0.57)
    assert "哪天答复" in await customer.say("多久回我啊", "nlu_fallback", sure=0.7)
    await customer.say("好的", "affirm")
    assert "哪个卡" in service.made[0]["details"]["客户原话"]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("你等我一下 我问问我老公", "cancel"),
        ("那我等他回我", "ask_human"),
        ("怎么说呢", "repeat"),
        ("额", "query_bill"),
    ],
)
async def test_waiting_cancels_nothing_and_calls_nobody(service: FakeService, text: str, intent: str) -> None:
    customer = await black_meter()
    await customer.say(text, intent, sure=0.95)
    assert customer.followed == "action_take_time"
    said = await customer.hear(TakeTime(), text, intent)
    assert "不急" in said and "手机号" not in said
    await customer.say(PHONE, phone=PHONE)
    assert customer.asked == "meter_confirm"


@pytest.mark.asyncio
async def test_a_hum_is_no_story_and_no_yes(service: FakeService) -> None:
    customer = Talk(ComplainForm(), ComplainDone())
    await customer.say("我要投诉", "complain")
    await customer.say("这个嘛", "affirm", sure=0.64)
    assert customer.slots["complain_words"] is None


@pytest.mark.asyncio
async def test_how_to_answer_is_explained_at_once(service: FakeService) -> None:
    customer = await black_meter()
    assert "11位" in await customer.say("这个怎么填", "repeat", sure=0.7)


@pytest.mark.asyncio
async def test_why_a_phone_is_asked_for_is_told_however_much_it_sounds_like_privacy(
    service: FakeService,
) -> None:
    customer = await black_meter()
    said = await customer.say("干嘛要电话", "privacy_rights", sure=0.98)
    assert "到之前先打给您" in said and customer.asked == "meter_phone" and not customer.rejected
    await customer.say("不想给你电话", "privacy_rights", sure=0.83)
    assert customer.slots["meter_phone"] == "-"


@pytest.mark.asyncio
async def test_a_way_out_is_no_second_question(service: FakeService) -> None:
    customer = await black_meter()
    for words in ("一般般", "就那样", "还凑合"):
        said = await customer.say(words, "nlu_fallback")
    assert "转人工" in said and "？" not in said


@pytest.mark.asyncio
async def test_what_has_not_happened_is_asked_and_not_reported(service: FakeService) -> None:
    customer = await black_meter()
    said = await customer.say("会不会把我电器烧了", "appliance_damage", sure=0.94)
    assert "写进工单" in said and not customer.rejected
    await customer.say("我家电视烧了", "appliance_damage", sure=0.94)
    assert customer.rejected


@pytest.mark.parametrize("words", ["我自己把漏保短接了行不", "能不能用铜丝代替保险丝", "我拿胶带粘住闸行吗"])
def test_a_breaker_is_never_bridged(words: str) -> None:
    aside = find_aside(words, VISIT)
    assert aside and aside.response == "utter_aside_bypass"


@pytest.mark.parametrize(
    ("words", "waits_"), [("我关了总闸", False), ("我拔掉了", False), ("我去关下闸", True)]
)
def test_what_is_done_asks_for_no_time(words: str, waits_: bool) -> None:
    assert waits(words) is waits_
