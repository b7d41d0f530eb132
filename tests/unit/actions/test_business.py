"""Applications: short answers with more on wish, expired guides not quoted, a pre-application for who wants one."""

from __future__ import annotations

import pytest

from actions.business import Business, BusinessDone, BusinessForm
from actions.business_view import AskBusinessConfirm, AskBusinessNext, AskBusinessSubject
from actions.key_customer import AskKeyConfirm, KeyCustomer, KeyDone, KeyForm
from actions.meter import AskMeterConfirm, MeterDone, MeterForm
from actions.smalltalk import Affirm
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
PHONE = "13812341234"


def talk() -> Talk:
    asks = (AskBusinessSubject(), AskBusinessNext(), AskBusinessConfirm())
    return Talk(BusinessForm(), BusinessDone(), *asks, first=Business())


def key_talk() -> Talk:
    return Talk(KeyForm(), KeyDone(), AskKeyConfirm(), first=KeyCustomer())


async def test_a_short_answer_then_parts_by_word_or_button_then_good_bye(service: FakeService) -> None:
    customer = talk()
    said = await customer.say("二手房过户", "transfer_rename")
    assert said.startswith("过户（换户主）：") and said.count("过户（换户主）：") == 1
    assert "房产证明" not in said
    said = await customer.tap("材料")
    assert "房产证明" in said and "以营业厅答复为准" in said
    titles = [button["title"] for button in customer.buttons]
    assert "材料" not in titles and "流程" in titles
    said = await customer.say("那要几天", "nlu_fallback", sure=0.3)
    assert "受理" in said
    said = await customer.say("谢谢", "thanks")
    assert customer.asked is None and "需要时再找我" in said
    assert service.made == []


async def test_what_is_asked_for_at_first_is_answered_at_first(service: FakeService) -> None:
    said = await talk().say("过户要什么材料", "transfer_rename")
    assert "身份证明" in said


async def test_an_open_question_is_answered_by_choice(service: FakeService) -> None:
    customer = talk()
    await customer.say("我要办电", "new_or_capacity")
    assert customer.asked == "business_subject"
    said = await customer.say("家里电不够用，想增容")
    assert said.startswith("增容、减容：")


async def test_another_subject_can_be_asked_about_in_between(service: FakeService) -> None:
    customer = talk()
    await customer.say("过户", "transfer_rename")
    said = await customer.say("那光伏怎么并网", "ev_solar")
    assert said.startswith("屋顶光伏并网：")
    assert customer.slots["business_subject"] == "solar"


async def test_a_pre_application_is_registered_and_called_so(service: FakeService) -> None:
    service.add_account("3200001888001", "青口镇金榆小区3号楼2单元502室")
    customer = talk()
    await customer.say("车位装充电桩", "ev_solar")
    await customer.say("登记一下吧")
    assert customer.asked == "business_phone"
    await customer.say(PHONE, phone=PHONE)
    said = await customer.tap("对，登记")
    made = service.made[0]
    assert made["topic"] == "business" and made["account_no"] == "3200001888001"
    assert made["details"]["要办的事"] == "家用充电桩"
    assert "还不算正式受理" in said


async def test_a_broken_public_charger_becomes_a_fault_ticket(service: FakeService) -> None:
    customer = talk()
    await customer.say("公共充电桩扫码没反应", "ev_solar")
    await customer.say("登记")
    await customer.say("沙河镇服务区", address="沙河镇服务区")
    await customer.say("不留")
    await customer.tap("对，登记")
    assert service.made[0]["topic"] == "charger_fault"


async def test_fees_are_nobodys_guess(service: FakeService) -> None:
    customer = talk()
    assert "没有准信" in await customer.say("过户收不收费", "transfer_rename")
    assert "没有准信" in await customer.say("到底要钱吗", "transfer_rename")


async def test_in_the_middle_of_another_dialogue_it_only_answers(service: FakeService) -> None:
    customer = Talk(MeterForm(), MeterDone(), AskMeterConfirm())
    await customer.say("电表不走字", "report_meter_fault")
    await customer.say("过户要几天", "transfer_rename")
    assert customer.rejected
    said = await customer.run(Business())
    assert said.startswith("过户（换户主）：") and customer.buttons == []
    assert customer.slots["business_subject"] is None


async def test_an_expired_guide_is_not_quoted_and_a_person_is_offered(service: FakeService) -> None:
    customer = talk().at("2036-01-01T10:00:00+08:00")
    said = await customer.say("过户要什么材料", "transfer_rename")
    assert "过了有效期" in said and "身份证明" not in said
    assert [button["title"] for button in customer.buttons] == ["登记，请人联系我", "转人工"]
    said = await customer.say("那要什么材料呢", "nlu_fallback", sure=0.3)
    assert "身份证明" not in said


async def test_a_verified_member_hears_his_manager_and_books_an_inspection(service: FakeService) -> None:
    manager = {"name": "王建国", "phone": "0518-80001234", "title": "客户经理"}
    service.add_account("3200001888009", "青口镇新港路66号", manager=manager, inspections_per_year=4)
    customer = key_talk()
    said = await customer.say("约个用电检查", "key_customer")
    assert "王建国" in said and "4次" in said
    assert customer.asked == "key_time"
    await customer.say("下周二上午")
    await customer.say(PHONE, phone=PHONE)
    assert "下周三上午（12月2日）" in await customer.say("改成下周三上午")
    said = await customer.tap("对，登记")
    made = service.made[0]
    assert made["topic"] == "business" and made["details"]["方便的时间"] == "下周三上午（12月2日）"
    assert "前一天" in said and service.inspections[0]["day"] == "2026-12-02"
    assert made["account_no"] == "3200001888009"


async def test_a_stranger_hears_the_service_and_no_name(service: FakeService) -> None:
    customer = key_talk()
    said = await customer.say("会员有啥服务", "key_customer")
    assert "3到5次" in said and customer.asked == "key_need"
    said = await customer.say("不用了", "deny")
    assert customer.asked is None and service.made == []


async def test_a_petrol_station_without_supply_gets_safety_words_and_an_urgent_survey(
    service: FakeService,
) -> None:
    customer = key_talk()
    said = await customer.say("加油站停电了，请来人看看方案", "key_customer")
    assert said.startswith("油气区里别开关任何电器")
    assert customer.asked == "key_address"
    await customer.say("青口镇新港路66号", address="青口镇新港路66号")
    await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记")
    assert service.made[0]["topic"] == "site_survey" and service.made[0]["sensitive"] == ["petrol_station"]
    assert customer.handed[0]["urgent"]


async def test_who_doubts_a_visitor_is_told_to_ask_for_his_card(service: FakeService) -> None:
    said = await key_talk().say("刚有人自称供电局搞安全检查，是你们派的吗", "key_customer")
    assert "工作证" in said


async def test_parts_one_after_the_other_are_no_misses(service: FakeService) -> None:
    customer = talk()
    await customer.say("二手房过户", "transfer_rename")
    for part in ("材料", "流程", "时限"):
        said = await customer.say(part)
        assert "没对上" not in said and "回那两个字" not in said and "没帮到点子上" not in said


async def test_fees_of_the_subject_in_hand_are_asked_in_three_words(service: FakeService) -> None:
    customer = talk()
    await customer.say("我要增容", "new_or_capacity")
    said = await customer.say("要多少钱", "query_bill")
    assert "没有准信" in said and customer.asked == "business_next" and not customer.rejected


async def test_another_subject_of_the_wish_is_read_where_nothing_else_fits(service: FakeService) -> None:
    customer = talk()
    await customer.say("租的房子想开发票", "invoice_bill")
    assert "账单明细、交费证明：" in await customer.say("不是，是我想要账单明细")


async def test_no_contractor_is_named(service: FakeService) -> None:
    said = await talk().say("开店接三相电，介绍个施工队", "new_or_capacity")
    assert "不指定、不推荐" in said


async def test_the_offer_may_be_taken_in_words_that_sound_like_a_call_for_a_person(
    service: FakeService,
) -> None:
    customer = talk()
    await customer.say("二手房过户", "transfer_rename")
    await customer.say("帮我登记下，叫人联系我", "ask_human")
    assert not customer.rejected and customer.asked == "business_address"
    await customer.say("找个真人来", "ask_human")
    assert customer.rejected


async def test_another_subject_is_not_noted_as_an_answer(service: FakeService) -> None:
    customer = talk()
    await customer.say("屋顶装光伏", "ev_solar")
    assert "记下了" not in await customer.say("还想给车位装桩", "ev_solar")


async def test_a_line_is_no_place(service: FakeService) -> None:
    customer = key_talk()
    await customer.say("我们是会员，要约用电检查", "key_customer")
    await customer.say("就是想查查线路")
    assert customer.asked == "key_address"


async def test_a_question_for_a_part_that_sounds_like_say_it_again(service: FakeService) -> None:
    customer = talk()
    await customer.say("二手房过户", "transfer_rename")
    assert "身份证明" in await customer.say("需要什么", "repeat")


@pytest.mark.parametrize(("words", "told"), [("物业不同意怎么办", "物业"), ("充电的电价贵吗", "合表电价")])
async def test_a_neighbourhood_that_refuses_and_the_price(
    service: FakeService, words: str, told: str
) -> None:
    customer = talk()
    await customer.say("车位装桩", "ev_solar")
    assert told in await customer.say(words, "nlu_fallback", sure=0.3)


async def test_another_subject_is_no_miss(service: FakeService) -> None:
    customer = talk()
    await customer.say("想开发票", "invoice_bill")
    await customer.say("随便", "nlu_fallback", sure=0.3)
    await customer.say("公司抬头专票呢", "invoice_bill")
    said = await customer.say("开错抬头了咋改", "invoice_bill")
    assert "发票的问题" in said and "没帮到点子上" not in said


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("那我先登记", "goodbye"),
        ("知道了 帮我登记", "affirm"),
        ("知道了，那我先登记一下", "goodbye"),
        ("好 那过户先登记上", "query_ticket"),
        ("不问了 帮我登记吧", "cancel"),
        ("明白了，麻烦给登记一下", "thanks"),
    ],
)
async def test_registering_is_a_yes_however_politely_it_is_said(
    words: str, intent: str, service: FakeService
) -> None:
    customer = talk()
    await customer.say("我想过户", "transfer_rename")
    await customer.say(words, intent, sure=0.7)
    assert customer.asked == "business_address" and not customer.rejected


@pytest.mark.parametrize(
    "words", ["先不登记", "考虑好了再登记", "等我问问再登记", "回头再登记吧", "别登记了"]
)
async def test_registering_later_is_a_no(words: str, service: FakeService) -> None:
    customer = talk()
    await customer.say("我想过户", "transfer_rename")
    await customer.say(words, "inform", sure=0.7)
    assert customer.asked != "business_address"


async def test_who_thinks_better_of_it_need_not_begin_anew(service: FakeService) -> None:
    customer = talk()
    await customer.say("我想过户", "transfer_rename")
    assert "需要时再找我" in await customer.say("不用了", "deny")
    assert await customer.hear(Affirm(), "我是说要登记", "affirm") == ""
    assert customer.followed == "business_form"
    await customer.carry_on()
    assert customer.asked == "business_address" and customer.slots["business_subject"] == "transfer"


@pytest.mark.parametrize("words", ["电表换到外面来", "表想挪到院墙外", "能不能把表移到门口"])
async def test_a_meter_that_is_to_hang_elsewhere_is_moved(words: str, service: FakeService) -> None:
    assert "移表、迁址：" in await talk().say(words, "new_or_capacity")


async def test_the_choice_of_businesses_comes_twice_and_then_the_words_count(service: FakeService) -> None:
    customer = talk()
    await customer.say("我想把那个电给弄一下", "new_or_capacity")
    assert customer.asked == "business_subject"
    await customer.say("就是弄弄好")
    assert customer.asked == "business_subject"
    said = await customer.say("跟你说不清楚", "nlu_fallback", sure=0.4)
    assert "照您的话" in said and customer.asked == "business_address"
    await customer.say("青口镇任庄村", address="青口镇任庄村")
    card = await customer.say(PHONE, phone=PHONE)
    assert "办电咨询" in card and "我想把那个电给弄一下" in card
    await customer.tap("对，登记")
    assert service.made[0]["topic"] == "business"


async def test_who_leaves_a_phone_at_the_choice_is_called(service: FakeService) -> None:
    customer = talk()
    await customer.say("我想把那个电给弄一下", "new_or_capacity")
    await customer.say(PHONE, phone=PHONE)
    assert customer.asked == "business_address"


async def test_a_cancelled_identity_card_closes_no_account(service: FakeService) -> None:
    customer = talk()
    await customer.say("老头子过世了户主名字还是他的", "transfer_rename")
    said = await customer.say("他身份证都注销了", "transfer_rename")
    assert customer.slots["business_subject"] == "transfer" and "销户" not in said


async def test_a_transformer_is_paused_and_its_size_kept(service: FakeService) -> None:
    customer = talk()
    assert "暂停、报停" in await customer.say("想把变压器报停", "new_or_capacity")
    assert "记下了" in await customer.say("315的")
    await customer.say("登记吧", "affirm")
    await customer.say("3200003888010", account_no="3200003888010")
    card = await customer.say(PHONE, phone=PHONE)
    assert "暂停、报停" in card and "315的" in card


async def test_what_was_told_of_the_application_is_on_the_card(service: FakeService) -> None:
    customer = talk()
    await customer.say("家里不够用想增容", "new_or_capacity")
    await customer.say("饭店 三相的 30千瓦")
    await customer.say("户主是我老公")
    await customer.say("那我先登记", "goodbye", sure=0.7)
    await customer.say("3200001888004", account_no="3200001888004")
    card = await customer.say(PHONE, phone=PHONE)
    assert "饭店 三相的 30千瓦" in card and "户主是我老公" in card
    assert "80千瓦" in await customer.say("30千瓦改成80千瓦", "correct_slot")


@pytest.mark.parametrize(
    ("words", "intent"),
    [("冷藏车充电桩没电了 在市场里", "ev_solar"), ("我们店三相电停了", "new_or_capacity")],
)
async def test_a_supply_that_is_gone_needs_no_new_one(words: str, intent: str, service: FakeService) -> None:
    customer = Talk.before(Business())
    assert await customer.answer(words, intent) == "" and customer.followed == "outage_form"


async def test_a_dark_house_ends_an_offer_and_is_reported(service: FakeService) -> None:
    customer = talk()
    await customer.say("我想装光伏", "ev_solar")
    await customer.say("不装了 我家没电了报修", "report_outage_home", sure=0.98)
    assert customer.rejected and customer.slots["business_next"] is None


async def test_money_on_an_account_that_is_closed_belongs_to_the_closing(service: FakeService) -> None:
    customer = talk()
    await customer.say("我要销户", "new_or_capacity")
    assert "没对上" not in await customer.say("那就把钱退了表留着", "pay_problem")
    assert not customer.rejected and customer.slots["business_words"] == "那就把钱退了表留着"
