"""Questions asked in general need nobody's account, whatever wish they were taken for; a story or an own bill is no such question."""

from __future__ import annotations

import pytest

from actions.account import AskAccountNo
from actions.account_rights import PrivacyRights
from actions.account_wishes import WISHES
from actions.fallback import Fallback, OutOfScope
from actions.guides import FOLDER, GENERAL, find, read_guides
from actions.outage_info import AreaForm, AskOutageInfo
from actions.payment import PayHow, PaymentDone, PaymentForm
from actions.payment_view import AskPaymentAccount, AskPaymentConfirm
from actions.tariff import AskLargeHousehold, AskTier, AskTou
from actions.ticket_detail import Inform
from actions.topic import TopicAction
from common.jsonable import jsonable
from service.utility.prices import residential_prices
from tests.unit.actions.demo_accounts import NOW, TIERED, hide, talk
from tests.unit.actions.service_fake import FakeService, Talk

GUIDES = read_guides().values()
IDENTITY = "核对一下身份"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("开个小店 电费多少钱一度", "other_price"),
        ("住家里楼下开店算居民还是商业", "other_price"),
        ("浇地一度电多少钱", "other_price"),
        ("养殖场用电按农业算不", "other_price"),
        ("农业的怎么还分峰谷啊", "other_price"),
        ("村部办公用电什么价", "office_price"),
        ("路灯电费多少钱一度", "office_price"),
        ("青口营业厅几点关门", "office_hours"),
        ("供电所周末开不", "office_hours"),
        ("那供电所地址", "office_hours"),
        ("营业厅电话多少", "office_hours"),
        ("力调是啥", "power_factor"),
        ("力率不够罚钱怎么回事", "power_factor"),
        ("功率因数怎么算的", "power_factor"),
        ("基本电费按容量还是需量", "power_factor"),
        ("过了年电价涨不涨", "price_change"),
        ("明年电费会涨价吗", "price_change"),
        ("听说电费要涨", "price_change"),
        ("租客能不能自己查", "tenant"),
        ("我租的房怎么查电费", "tenant"),
        ("上个租客欠的电费要我交吗", "former_debt"),
        ("原房主欠电费怎么办", "former_debt"),
        ("前任没交的电费算谁的", "former_debt"),
        ("几号出账单", "bill_day"),
        ("电费单什么时候下来", "bill_day"),
        ("夜里余额用完了会不会直接断电", "prepaid_empty"),
        ("智能交费钱花完马上停吗", "prepaid_empty"),
        ("余额不足会提前通知我不", "low_balance"),
        ("没钱了会发短信提醒吗", "low_balance"),
        ("怎么改手机号", "phone"),
        ("手机号换了咋改", "phone"),
        ("怎么让短信发我手机上", "phone"),
        ("智能交费怎么取消", "leave_prepaid"),
        ("不想预存了能改回来不", "leave_prepaid"),
        ("楼上楼下用一个表 电费怎么算", "shared_meter"),
        ("公摊是啥", "shared_light"),
        ("公摊楼道灯也算我家的？", "shared_light"),
        ("电梯电费算谁的", "shared_light"),
        ("我家表换了", "meter_swap"),
        ("昨天有人把我家表换了 我不在家", "meter_swap"),
        ("那我怎么能少交点", "save"),
        ("低保户电费有优惠吗", "low_income"),
        ("请问一下那个电费几号出来", "bill_day"),
        ("短信说我家电费要停电通知 什么意思", "reminder"),
        ("没有欠？可我收到催费短信了", "reminder"),
        ("催费单贴门上了 咋回事", None),
        ("附加费是啥", "surcharge"),
        ("电费单上有个什么代征基金 是什么东西", "surcharge"),
        ("租客不交电费跑了 能不能先把电给停了", "landlord_cut"),
        ("房东把我电给停了 我是租客", "landlord_cut"),
        ("把他电停了", "landlord_cut"),
        ("我给他停了行吗", "landlord_cut"),
        ("村里通知换智能电表 不换行不行", "meter_swap"),
        ("他不给我房租", "landlord_cut"),
        ("租客不搬 我自己拉闸行不", "landlord_cut"),
        ("我家低保户 电费能不能免", "low_income"),
        ("要换表吗 换表钱谁出", "meter_swap"),
        ("那我交了能给我送电不", "paid_restores"),
        ("微信绑不上户号", "bind_elsewhere"),
        ("说户号和户名对不上", "bind_elsewhere"),
        ("为什么每年夏天都那么高", "season"),
        ("电费要不要先交清", "settle_first"),
        ("卖的电多少钱一度", "solar_price"),
        ("光伏卖电的钱这个月没打给我", "solar_price"),
        ("电表登记地址错了，应该是13号楼", "own_address"),
        ("这钱应该租客出啊", "former_debt"),
        ("快没了会不会半夜给我停", "prepaid_empty"),
        ("收不到啊 那个手机号早不用了", "phone"),
        ("怎么改号码", "phone"),
        ("户主手机号换成我的行不 我是他老公", "phone"),
        # The own account, an own trouble, or nothing of ours.
        ("我家上个月电费多少", None),
        ("店里上个月电费多少钱", None),
        ("是不是涨价了 这个月怎么贵这么多", None),
        ("短信说余额不足 还剩多少", None),
        ("租客欠费停电了 我来交", None),
        ("我刚交了钱 余额没了怎么还停电", None),
        ("换手机号了 绑定咋改", None),
        ("报修单上的电话改成我的", None),
        ("把我的手机号删掉 别再发短信", None),
        ("电力股会涨吗", None),
        ("我家上个月电费怎么这么高", None),
        ("我交了电费 但是欠费短信还在发", None),
        ("停电通知短信收不到", None),
        ("明天停电通知短信说是几点", None),
        ("收到短信说我欠费 让点链接交 真的假的", None),
        ("去年夏天电费多少", None),
        ("刚交了怎么还没来电", None),
        ("地址错了，应该是13号楼", None),
    ],
)
def test_a_general_question_is_known_by_its_words(text: str, subject: str | None) -> None:
    found = find(GUIDES, GENERAL, text)
    assert (found.subject if found else None) == (subject and f"general_{subject}")


def test_general_guides_are_named_so() -> None:
    assert {g.subject for g in GUIDES if GENERAL in g.intents} == {p.stem for p in FOLDER.glob("general_*")}


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("words", "intent", "part"),
    [
        ("开个小店 电费多少钱一度", "query_bill", "工商业电价"),
        ("过了年电价涨不涨", "bill_high", "没有消息"),
        ("几号出账单", "query_bill", "准日子"),
        ("租房刚搬进来 上个租客欠的电费要我交吗", "arrears_reconnect", "不好下结论"),
        ("夜里余额用完了会不会直接断电", "arrears_reconnect", "先发通知"),
    ],
)
async def test_no_account_is_asked_for_a_general_question(
    service: FakeService, words: str, intent: str, part: str
) -> None:
    customer = talk()
    said = await customer.say(words, intent)
    assert part in said and IDENTITY not in said and customer.asked is None


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("action", "words", "intent"),
    [
        (Fallback(), "租客能不能自己查", "nlu_fallback"),
        (OutOfScope(), "租客能不能自己查", "out_of_scope"),
        (Inform(), "怎么改手机号", "correct_slot"),
        (PrivacyRights(), "户号上登记的手机号怎么换", "privacy_rights"),
        (PayHow(), "智能交费怎么取消", "pay_how"),
        (PayHow(), "那我怎么能少交点", "pay_how"),
    ],
)
async def test_it_is_answered_whatever_it_was_taken_for(
    service: FakeService, action: TopicAction, words: str, intent: str
) -> None:
    said = await Talk.single(action, words, intent)
    guide = find(GUIDES, GENERAL, words)
    assert guide and guide.parts["简答"] in said and "生活缴费" not in said


@pytest.mark.asyncio
async def test_a_notice_of_the_balance_is_no_question_about_outages(service: FakeService) -> None:
    customer = Talk(AreaForm(), AskOutageInfo())
    said = await customer.say("余额不足会提前通知我不", "ask_planned_outage")
    assert "发提醒" in said and "哪里" not in said and customer.asked is None


@pytest.mark.asyncio
async def test_asked_again_the_same_words_do_not_come_again(service: FakeService) -> None:
    customer = talk()
    first = await customer.say("几号出账单", "query_bill")
    second = await customer.say("那到底几号出账单", "query_bill")
    assert second and second != first and "转人工" in second


@pytest.mark.asyncio
async def test_who_did_not_give_his_number_is_not_reminded_with_every_answer(service: FakeService) -> None:
    service.prices = jsonable(residential_prices(NOW.date()))
    await hide(service, TIERED)
    customer = talk()
    assert IDENTITY in await customer.say("查下电费", "query_bill")
    await customer.hear(AskTier(), "阶梯怎么算", "ask_tier")
    assert await customer.run(AskAccountNo()) == ""
    await customer.say("差这么多啊", "nlu_fallback")
    assert customer.rejected
    await customer.say(TIERED, account_no=TIERED)
    assert "427度" in await customer.say("1001", last4="1001")


@pytest.mark.asyncio
async def test_a_general_question_ends_the_question_for_the_number(service: FakeService) -> None:
    customer = talk()
    await customer.say("这个月电费", "query_bill")
    said = await customer.say("几号出账单", "query_bill")
    assert IDENTITY not in said and customer.asked is None


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("before", "first", "action", "words", "intent", "part"),
    [
        (AskLargeHousehold(), "六口人", Fallback(), "每月多一百度是多少钱", "nlu_fallback", "一个月省5.00元"),
        (AskTou(), "峰谷电价", Fallback(), "便宜多少", "nlu_fallback", "便宜0.17元"),
        (AskTou(), "峰谷电价", PayHow(), "收钱不", "pay_how", "不收表钱"),
        (AskTou(), "峰谷电价", OutOfScope(), "关了还能再开吗", "out_of_scope", "重新申请"),
    ],
)
async def test_a_few_words_carry_on_the_prices_that_were_spoken_of(
    service: FakeService,
    before: TopicAction,
    first: str,
    action: TopicAction,
    words: str,
    intent: str,
    part: str,
) -> None:
    service.prices = jsonable(residential_prices(NOW.date()))
    customer = Talk.before(before)
    await customer.answer(first, "ask_tou")
    assert part in await customer.hear(action, words, intent)


@pytest.mark.asyncio
async def test_words_that_lean_on_the_last_answer_find_their_guide(service: FakeService) -> None:
    customer = Talk.before(Fallback())
    await customer.answer("余额不足会提前通知我不", "nlu_fallback")
    assert "可以退出" in await customer.hear(OutOfScope(), "那咋取消", "out_of_scope")


@pytest.mark.asyncio
async def test_the_part_asked_for_comes_after_the_short_answer(service: FakeService) -> None:
    customer = Talk.before(Fallback())
    assert "户主本人" in await customer.answer("怎么让短信发我手机上", "nlu_fallback")
    assert "营业厅" in await customer.answer("那去哪改手机号", "nlu_fallback")


@pytest.mark.asyncio
async def test_a_part_is_of_the_guide_told_last(service: FakeService) -> None:
    customer = Talk.before(Fallback())
    await customer.answer("智能交费怎么取消", "nlu_fallback")
    assert "身份证明" in await customer.answer("要带啥", "nlu_fallback")


@pytest.mark.asyncio
async def test_leaving_prepaid_is_no_trouble_with_a_payment(service: FakeService) -> None:
    customer = Talk(PaymentForm(), PaymentDone(), AskPaymentAccount(), AskPaymentConfirm())
    said = await customer.say("不想预存了能改回来不", "pay_problem")
    assert "可以退出" in said and customer.asked is None and not service.made


@pytest.mark.asyncio
@pytest.mark.parametrize("words", ["那到底多少钱一度", "一度电几毛钱", "每度多少钱啊"])
async def test_what_a_kwh_costs_needs_no_account(service: FakeService, words: str) -> None:
    service.prices = jsonable(residential_prices(NOW.date()))
    customer = talk()
    assert "0.5283" in await customer.say(words, "query_bill") and customer.asked is None


@pytest.mark.asyncio
async def test_what_a_kwh_of_the_own_bill_cost_does(service: FakeService) -> None:
    customer = talk()
    assert IDENTITY in await customer.say("上个月平均一度电多少钱", "query_bill")


@pytest.mark.asyncio
async def test_a_number_after_a_general_answer_looks_the_account_up(service: FakeService) -> None:
    """“您问的是哪里？请说镇和小区或村名” came, and number and digits were refused."""
    await hide(service, TIERED)
    customer = talk()
    said = await customer.hear(Fallback(), "短信说我家电费要停电通知 什么意思", "nlu_fallback")
    assert "催费短信" in said and [button["title"] for button in customer.buttons] == ["查我家的"]
    await customer.hear(Inform(), f"{TIERED} 1001", "inform", account_no=TIERED)
    assert "10月用电" in await customer.carry_on()


def test_what_a_guide_offers_to_look_up_is_a_wish() -> None:
    assert {guide.look_up for guide in GUIDES} - {""} <= set(WISHES)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("家里一楼开小卖部 用电算啥", "按实际用途改"),
        ("房东发的账单 对不对怎么知道", "对一对"),
        ("我在国外收不到验证码", "后四位核对"),
    ],
)
async def test_customers_words_reach_the_general_guides(service: FakeService, text: str, told: str) -> None:
    assert told in await Talk.single(Fallback(), text, "nlu_fallback")


async def test_short_questions_lean_on_the_answer_about_shops(service: FakeService) -> None:
    customer = Talk.before(Fallback())
    await customer.answer("家里一楼开小卖部 用电算啥", "nlu_fallback")
    assert "各装一块表" in await customer.answer("要不要两块表", "nlu_fallback")
    assert "违约用电" in await customer.answer("不改会罚不", "nlu_fallback")
