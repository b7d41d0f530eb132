"""Prices with their date or not at all; an account's own answer only from its own figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.account import AccountDone, AccountForm
from actions.business import BusinessDone, BusinessForm
from actions.business_view import AskBusinessConfirm
from actions.fallback import Fallback, OutOfScope
from actions.outage import OutageForm
from actions.outage_done import OutageDone
from actions.outage_questions import AskOutageAddress
from actions.payment import PaymentDone, PaymentForm
from actions.tariff import AskLargeHousehold, AskTier, AskTou
from actions.tariff_points import tier_words, tou_words
from actions.tariff_view import Prices
from actions.ticket_detail import Inform
from actions.topic import TopicAction
from common.jsonable import jsonable
from service.utility.prices import residential_prices
from service.utility.tariff import peak_valley_bill, tiered_bill, yearly_cuts
from tests.unit.actions.demo_accounts import (
    FLAT,
    LARGE,
    NOW,
    PARENTS,
    PEAK_VALLEY,
    STATION,
    TIERED,
    hide,
    known,
    talk,
)
from tests.unit.actions.service_fake import FakeService, Talk

TABLE = residential_prices(NOW.date())
DATED = "2012年7月1日起执行"


@pytest.fixture
def priced(service: FakeService) -> FakeService:
    """A price table is in force."""
    service.prices = jsonable(TABLE)
    return service


async def prices() -> Prices:
    async def fetch() -> dict[str, object]:
        return dict(jsonable(TABLE))

    found = await Prices.now(fetch)
    assert found
    return found


async def test_tiers_are_yearly_dated_and_only_the_part_above_costs_more(priced: FakeService) -> None:
    said = await Talk.single(AskTier(), "阶梯怎么算", "ask_tier")
    for part in ("2760", "4800", "0.5283", "0.5783", "0.8283", DATED, "以供电公司公布为准", "超出的那部分"):
        assert part in said


@pytest.mark.parametrize("action", [AskTier(), AskTou(), AskLargeHousehold()])
async def test_without_a_price_table_no_amount_is_told(service: FakeService, action: AskTier) -> None:
    said = await Talk.single(action, "多少钱一度", "ask_tier")
    assert "过期" in said and "0." not in said


async def test_hours_prices_and_break_even_of_peak_and_valley(priced: FakeService) -> None:
    said = await Talk.single(AskTou(), "峰谷划不划算", "ask_tou")
    for part in ("早8点到晚9点", "0.5583", "0.3583", "15%", DATED):
        assert part in said


async def test_more_people_mean_an_application_not_an_approval(priced: FakeService) -> None:
    said = await Talk.single(AskLargeHousehold(), "家里六口人", "ask_large_household")
    assert "多100度" in said and "申请" in said and DATED in said


async def test_a_known_account_hears_where_it_stands(priced: FakeService) -> None:
    await known(priced, PEAK_VALLEY)
    said = await Talk.single(AskTier(), "我到第几档了", "ask_tier")
    bill = priced.bills[PEAK_VALLEY][0]["breakdown"]
    assert f"还差{bill['left_in_tier']}度到第三档" in said


async def test_who_asks_where_he_stands_hears_the_number_and_no_price_table(priced: FakeService) -> None:
    await known(priced, PEAK_VALLEY)
    said = await Talk.single(AskTier(), "还差多少到下一档", "ask_tier")
    assert "还差" in said.partition("：")[2][:3] and "一度" not in said and len(said) < 80


async def test_nobody_known_is_asked_for_the_account_and_the_wish_is_kept(priced: FakeService) -> None:
    await hide(priced, PEAK_VALLEY)
    customer = talk()
    await customer.hear(AskTier(), "我到第几档了", "ask_tier")
    assert customer.followed == "account_form"
    await customer.say("我到第几档了", "ask_tier")
    assert customer.asked == "account_no"
    await customer.say(PEAK_VALLEY, account_no=PEAK_VALLEY)
    assert "还差" in await customer.say("1002", last4="1002")


async def test_a_general_question_offers_the_own_account_by_a_button(priced: FakeService) -> None:
    await known(priced, PEAK_VALLEY)
    customer = Talk.before(AskTier())
    assert "累计" not in await customer.answer("阶梯怎么算", "ask_tier")
    assert [button["title"] for button in customer.buttons] == ["看我家到第几档"]
    assert "还差" in await talk().say("/query_bill", "query_bill", account_wish="tier_mine")


@pytest.mark.parametrize(
    ("action", "words"), [(AskTier(), "我家还差多少到二档"), (AskTou(), "我家办峰谷划算吗")]
)
async def test_while_the_utility_is_down_the_wish_is_recorded(
    priced: FakeService, action: AskTier, words: str
) -> None:
    priced.down = True
    said = await Talk.single(action, words, "ask_tier")
    assert "已经记录" in said and priced.made[0]["details"]["客户原话"] == words


@pytest.mark.parametrize(
    ("action", "intent", "words", "part"),
    [
        (AskTou(), "ask_tou", "峰谷怎么开通", "户主申请"),
        (AskTou(), "ask_tou", "峰谷要带什么材料", "以营业厅答复为准"),
        (AskTou(), "ask_tou", "想取消峰谷", "改回来"),
        (AskLargeHousehold(), "ask_large_household", "人多怎么申请加度数", "户主申请"),
    ],
)
async def test_how_to_apply_comes_from_the_guides_and_names_no_price(
    priced: FakeService, action: AskTou, intent: str, words: str, part: str
) -> None:
    said = await Talk.single(action, words, intent)
    assert part in said and "0." not in said


async def test_inside_another_dialogue_there_is_no_question_of_ours(priced: FakeService) -> None:
    customer = talk()
    await customer.say("查电费", "query_bill")
    customer.buttons.clear()
    await customer.run(AskTier())
    assert customer.buttons == []


async def test_whether_peak_and_valley_paid_is_told_from_measured_use(priced: FakeService) -> None:
    await known(priced, PEAK_VALLEY)
    said = await Talk.single(AskTou(), "我家峰谷划不划算", "ask_tou")
    bills = priced.bills[PEAK_VALLEY][:12]
    valley = sum(bill["valley_kwh"] for bill in bills)
    assert f"谷时用了{valley}度" in said and "估算" in said and "省" in said


async def test_without_measured_valley_use_only_how_to_judge(priced: FakeService) -> None:
    await known(priced, TIERED)
    said = await Talk.single(AskTou(), "我家峰谷划不划算", "ask_tou")
    assert "算不准" in said and "约省" not in said


async def test_an_account_without_tiers_is_told_so(priced: FakeService) -> None:
    await known(priced, FLAT)
    assert "不分档" in await Talk.single(AskTier(), "我到第几档了", "ask_tier")


async def test_two_known_accounts_are_not_mixed_up(priced: FakeService) -> None:
    await known(priced, PEAK_VALLEY)
    await known(priced, PARENTS)
    said = await Talk.single(AskTier(), "我到第几档了", "ask_tier")
    assert "累计" not in said


async def test_a_year_that_the_customer_names_is_an_estimate(priced: FakeService) -> None:
    said = await Talk.single(AskTier(), "一年用5000度要多少钱", "ask_tier", energy="5000")
    assert "一年用5000度（不开峰谷）约2803.50元，这是估算" in said and DATED in said


async def test_a_named_year_needs_no_account_even_when_it_sounds_like_a_bill(priced: FakeService) -> None:
    customer = talk()
    assert "约2803.50元" in await customer.say("一年用5000度要交多少钱", "query_bill", energy="5000")
    assert customer.asked is None


@given(st.integers(0, 4000), st.integers(0, 4000))
def test_what_peak_and_valley_saved_is_the_difference_of_two_bills(peak: int, valley: int) -> None:
    view = Prices(
        since=TABLE.effective_from,
        needs_confirmation=True,
        base=TABLE.base,
        adders=TABLE.adders,
        monthly_cuts=TABLE.monthly_cuts,
        large_household_monthly=TABLE.large_household_monthly,
        peak_adder=TABLE.peak_adder,
        valley_adder=TABLE.valley_adder,
        peak_hours=TABLE.peak_hours,
        flat=TABLE.flat,
    )
    cuts = yearly_cuts(TABLE)
    without = tiered_bill(TABLE, cuts, 0, peak + valley).exact
    assert (
        view.saved_by_peak_valley(peak, valley)
        == without - peak_valley_bill(TABLE, cuts, 0, peak, valley).exact
    )
    saves = view.saved_by_peak_valley(peak, valley) > 0
    assert saves == (Decimal(valley) > view.valley_pays_from * (peak + valley))


async def test_words_hold_nothing_that_the_table_does_not_say() -> None:
    view = await prices()
    assert tier_words(view).count("元") == 3
    assert tou_words(view).count("元") == 2


async def test_how_far_it_is_to_the_next_tier_is_told_of_the_own_account(priced: FakeService) -> None:
    await known(priced, TIERED)
    assert "今年累计" in await Talk.single(AskTier(), "那到第三档还有多少度", "ask_tier")


@pytest.mark.parametrize(
    ("action", "words", "part"),
    [
        (AskTou(), "便宜多少", "谷时一度便宜0.17元"),
        (AskTou(), "那晚上便宜几毛", "谷时一度便宜0.17元"),
        (AskTou(), "峰电比平时贵多少", "峰时一度贵0.03元"),
        (AskTou(), "谷电几点开始", "晚9点到第二天早8点是谷"),
        (AskTou(), "周末一样吗", "节假日也一样"),
        (AskTou(), "谷电占多少才划算", "15%"),
        (AskTou(), "我家装了热水器 半夜烧水", "夜里用的占到15%"),
        (AskTou(), "那要换表吗", "表由供电公司装"),
        (AskTou(), "想把峰谷电关了 不划算", "改回来"),
        (AskTou(), "峰谷不想要了", "改回来"),
        (AskTou(), "关了还能再开吗", "重新申请"),
        (AskTier(), "我家用了3000度 超了240度要多交多少", "一共多交12.00元"),
        (AskTier(), "一年用了5000度多交多少", "一共多交162.00元"),
        (AskTier(), "240度多花多少", "第二档里多交12.00元，在第三档里多交72.00元"),
        (AskTier(), "那我超了30度", "第二档里多交1.50元"),
        (AskTier(), "为什么全按八毛二算", "不是全部"),
        (AskTier(), "超过4800度以后全按八毛多算吗", "不是全部"),
        (AskTier(), "什么时候能回到五毛二", "1月1日清零"),
        (AskTier(), "几月份清零", "1月1日清零"),
        (AskTier(), "过了年重新算是吧", "1月1日清零"),
        (AskTier(), "二档贵几分", "第二档比第一档贵0.05元"),
        (AskTier(), "听说阶梯取消了", "还分三档"),
        (AskTier(), "合表比居民贵还是便宜", "比居民第一档贵0.02元，比第二档便宜0.03元"),
        (AskLargeHousehold(), "每月多一百度是多少钱", "用到第二档的一个月省5.00元，用到第三档的省30.00元"),
        (AskLargeHousehold(), "能省多少", "省5.00元"),
        (AskLargeHousehold(), "加在哪了 账单上看不出来", "第一档到3960度、第二档到6000度"),
        (AskLargeHousehold(), "孩子户口不在一起能算不", "以登记的户口"),
    ],
)
async def test_one_thing_asked_is_one_sentence_and_no_price_table(
    priced: FakeService, action: AskTier, words: str, part: str
) -> None:
    said = await Talk.single(action, words, action.name().replace("action", "ask"))
    assert part in said and len(said) < 110
    assert "三档，1月1日重新算" not in said and "周末节假日一样，到二三档" not in said


@pytest.mark.parametrize(
    ("number", "action", "words", "part"),
    [
        (PEAK_VALLEY, AskTou(), "我家有没有开峰谷", "已经开了峰谷"),
        (TIERED, AskTou(), "我家是峰谷表吗", "没有开峰谷"),
        (TIERED, AskTou(), "我开了峰谷没", "没有开峰谷"),
        (TIERED, AskTou(), "我家要是办峰谷能省钱吗", "算不准"),
        (FLAT, AskTou(), "我家开了峰谷没有", "峰谷不适用"),
        (PEAK_VALLEY, AskTou(), "我家谷电占多少", "谷时用了"),
        (
            LARGE,
            AskLargeHousehold(),
            "那一百度加了没有",
            "加上了：今年第二档到6000度，比一般的4800度多1200度",
        ),
        (LARGE, AskLargeHousehold(), "一户多人口给我加上了吗", "加上了"),
        (PARENTS, AskLargeHousehold(), "有没有给我加", "还没有加：今年第一档到2760度"),
        (FLAT, AskLargeHousehold(), "加上了没", "不分档"),
        (TIERED, AskTier(), "今年因为阶梯多交了多少", "因为超过第一档多交"),
        (PARENTS, AskTier(), "阶梯让我多花了多少钱", "没有用过第一档"),
        (TIERED, AskTier(), "那我家现在几档", "已经在第三档"),
        (TIERED, AskTier(), "那我家呢", "0.8283元一度"),
        (PEAK_VALLEY, AskTou(), "那我家呢", "开了峰谷"),
        (FLAT, AskTier(), "一度电多少钱", "执行合表电价，统一0.5483元一度"),
        (TIERED, AskTier(), "一度电多少钱", "现在在第三档，0.8283元一度"),
        (PEAK_VALLEY, AskTier(), "每度几毛钱", "峰时0.6083元一度，谷时0.4083元"),
        (STATION, AskTier(), "一度电多少钱", "工商业电价"),
        (TIERED, AskTier(), "为什么全按八毛二算", "今年累计5720度，已过4800度"),
    ],
)
async def test_an_account_that_is_known_answers_for_itself(
    priced: FakeService, number: str, action: AskTier, words: str, part: str
) -> None:
    await known(priced, number)
    said = await Talk.single(action, words, action.name().replace("action", "ask"))
    assert part in said and f"户号320*******{number[-3:]}" in said and "当月公布为准" not in said


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (AskTou(), "我家有没有开峰谷"),
        (AskLargeHousehold(), "那一百度加了没有"),
        (AskTier(), "今年因为阶梯多花了多少"),
    ],
)
async def test_who_asks_for_his_own_account_is_asked_for_it_and_answered(
    priced: FakeService, action: AskTier, words: str
) -> None:
    await hide(priced, PEAK_VALLEY)
    customer = talk()
    await customer.hear(action, words, action.name().replace("action", "ask"))
    assert customer.followed == "account_form"
    await customer.say(words, action.name().replace("action", "ask"))
    assert customer.asked == "account_no"
    said = await customer.say(f"{PEAK_VALLEY} 1002", account_no=PEAK_VALLEY, last4="1002")
    assert "户号320*******002" in said and "早8点" not in said


async def test_the_own_price_is_not_asked_for_by_who_asks_in_general(priced: FakeService) -> None:
    assert "2760" in await Talk.single(AskTier(), "一度电多少钱", "ask_tier")


@pytest.mark.parametrize("action", [AskTier(), AskTou(), AskLargeHousehold()])
async def test_the_same_text_is_never_said_twice_in_a_row(priced: FakeService, action: AskTier) -> None:
    intent = action.name().replace("action", "ask")
    customer = Talk.before(action)
    first = await customer.answer("电价咋回事", intent)
    second = await customer.answer("我还是不懂", intent)
    assert DATED in first and second != first
    assert "看不到" in second and "转人工" in [button["title"] for button in customer.buttons]


async def test_a_family_hears_the_rule_and_then_its_own_case(priced: FakeService) -> None:
    customer = Talk.before(AskLargeHousehold())
    await customer.answer("人多有优惠吗", "ask_large_household")
    assert "5口人的话，户口登记满5人就能申请" in await customer.answer("算上一共五个", "ask_large_household")
    assert "4口人还不够" in await customer.hear(Inform(), "那四口人呢", "inform")


async def test_words_without_a_topic_are_about_the_one_in_hand(priced: FakeService) -> None:
    customer = Talk.before(AskLargeHousehold())
    await customer.answer("人多有优惠吗", "ask_large_household")
    assert "一个月省5.00元" in await customer.hear(AskTou(), "能省多少", "ask_tou")
    assert "谷时一度便宜" in await customer.hear(AskTou(), "那峰谷能省多少", "ask_tou")


async def test_another_kind_of_price_is_asked_for_in_two_words(priced: FakeService) -> None:
    customer = Talk.before(AskTier())
    await customer.answer("一度电多少钱", "ask_tier")
    assert "工商业电价" in await customer.hear(Inform(), "商业的呢", "inform")


@pytest.mark.parametrize(
    ("number", "last4", "action", "words", "part"),
    [
        (PEAK_VALLEY, "1002", AskTou(), "我家峰谷开没开", "已经开了峰谷"),
        (TIERED, "1001", AskTou(), "我家开了峰谷没有啊", "没有开峰谷"),
        (TIERED, "1001", AskTou(), "我想看看开峰谷划不划算", "算不准"),
        (TIERED, "1001", AskTier(), "我家第几档", "已经在第三档"),
    ],
)
async def test_an_account_in_the_same_line_is_the_one_that_is_asked_about(
    priced: FakeService, number: str, last4: str, action: AskTier, words: str, part: str
) -> None:
    """The general text came, and the number was lost."""
    await hide(priced, number)
    customer = talk()
    intent = action.name().replace("action", "ask")
    line = f"{words} {number} {last4}"
    await customer.hear(action, line, intent, account_no=number)
    assert customer.followed == "account_form"
    assert part in await customer.carry_on()


@pytest.mark.parametrize(
    ("words", "intent", "sure"),
    [
        ("那我家开了没有", "report_outage_home", 0.61),
        ("那我家办过没有", "inform", 0.4),
        ("我家开了吗", "report_outage_partial", 0.7),
        ("不想要了能退吗", "pay_problem", 0.74),
        ("怎么取消", "pay_problem", 0.5),
    ],
)
async def test_words_that_only_go_on_open_no_other_dialogue(
    priced: FakeService, words: str, intent: str, sure: float
) -> None:
    """“我来帮您报修。没电的地方在哪里？” came after a question about peak and valley."""
    tou = Talk.before(AskTou())
    await tou.answer("峰谷几点到几点", "ask_tou")
    for form, done in ((OutageForm(), OutageDone()), (PaymentForm(), PaymentDone())):
        customer = tou.over_to(form, done)
        assert await customer.say(words, intent, sure=sure) == ""
        assert customer.followed == "action_tou" and not customer.is_open


@pytest.mark.parametrize("words", ["我家没电了", "家里停电了没有来", "我家断电了吗"])
async def test_an_outage_after_prices_is_an_outage(priced: FakeService, words: str) -> None:
    tou = Talk.before(AskTou())
    await tou.answer("峰谷几点到几点", "ask_tou")
    customer = tou.over_to(OutageForm(), OutageDone(), AskOutageAddress())
    await customer.say(words, "report_outage_home", sure=0.7)
    assert customer.is_open and customer.followed is None


@pytest.mark.parametrize(
    "words", ["我家那个一户多人口办上了吧", "我家一户多人口算进去了没有", "那每个月多给了多少度"]
)
async def test_what_was_applied_for_is_told_of_the_account(priced: FakeService, words: str) -> None:
    await known(priced, LARGE)
    said = await Talk.single(AskLargeHousehold(), words, "ask_large_household")
    assert "加上了" in said and "每月100度" in said


async def test_a_month_is_no_person(priced: FakeService) -> None:
    """“一个月多给多少度” came back as “1口人还不够”."""
    customer = Talk.before(AskLargeHousehold())
    await customer.answer("人多有优惠吗", "ask_large_household")
    said = await customer.answer("一个月多给多少度", "ask_large_household")
    assert "每月各档多100度" in said and "口人" not in said


@pytest.mark.parametrize(
    "words",
    [
        "加价是从几月开始的",
        "阶梯加了多少钱",
        "那为啥10月就按二档了",
        "是不是因为阶梯加价了",
        "我家阶梯是不是算错了",
    ],
)
async def test_when_the_tiers_were_used_up_is_told_of_the_account(priced: FakeService, words: str) -> None:
    """“电价上我知道的就是刚才那些” came, though the account was proved."""
    await known(priced, TIERED)
    said = await Talk.single(AskTier(), words, "ask_tier")
    assert "累计到" in said and "进了第二档" in said and "进了第三档" in said and "一共" not in said
    assert "因为超过第一档多交" in said


@pytest.mark.parametrize(
    "words", ["你们那个电费多少钱一度啊", "不是 我就想问问你们居民电多少钱一度", "那清零以后多少钱一度"]
)
async def test_the_price_of_one_kwh_is_no_year(priced: FakeService, words: str) -> None:
    """“居民一年用1度约0.53元” came instead."""
    said = await Talk.single(AskTier(), words, "ask_tier", energy="1")
    assert "0.5283元" in said and "一年用1度" not in said


@pytest.mark.parametrize("action", [AskTier(), Fallback()])
async def test_the_price_of_sold_solar_power_is_not_invented(
    priced: FakeService, action: TopicAction
) -> None:
    said = await Talk.single(action, "卖的电多少钱一度", "ask_tier", energy="1")
    assert "没有准数" in said and "元" not in said


@pytest.mark.parametrize(
    "words",
    [
        "一般家庭一个月多少度算正常",
        "一家一个月用多少度算多",
        "那我家一个月五百度算高吗",
        "普通人家一月多少度",
    ],
)
async def test_how_much_is_usual_needs_no_account(priced: FakeService, words: str) -> None:
    customer = talk()
    said = await customer.say(words, "query_bill")
    assert "没有统一标准" in said and "230度" in said and customer.asked is None
    assert ("会用到第三档" in said) == ("五百" in words)


async def test_the_own_month_is_no_general_question(priced: FakeService) -> None:
    assert "核对" in await talk().say("我家上个月427度算高吗", "bill_high")


async def test_an_answer_that_other_words_led_to_ends_there(priced: FakeService) -> None:
    """Rasa found no rule that went on, fell back, and the answer came twice."""
    tou = Talk.before(AskTou())
    await tou.answer("峰谷几点到几点", "ask_tou")
    assert "改回来" in await tou.answer("不想要了能退吗", "pay_problem")
    assert tou.followed == "action_listen"


@pytest.mark.parametrize(
    ("first", "asked", "words", "intent"),
    [
        (AskTou(), "峰谷怎么办理", "那登记", "privacy_rights"),
        (AskLargeHousehold(), "人多有优惠吗", "登记吧", "affirm"),
        (AskTou(), "峰谷几点到几点", "那给我办上吧", "ask_tou"),
    ],
)
async def test_what_was_explained_can_be_registered(
    priced: FakeService, first: TopicAction, asked: str, words: str, intent: str
) -> None:
    customer = Talk(BusinessForm(), BusinessDone(), AskBusinessConfirm())
    await customer.hear(first, asked, first.name().replace("action", "ask"))
    await customer.hear(first, words, intent)
    assert customer.followed == "business_form"
    await customer.carry_on()
    assert customer.asked == "business_address"
    await customer.say(PARENTS, account_no=PARENTS)
    assert "办理" in await customer.say("13812341234", phone="13812341234")


async def test_the_whole_family_counts_not_who_was_added(priced: FakeService) -> None:
    customer = Talk.before(AskLargeHousehold())
    await customer.answer("人多有优惠吗", "ask_large_household")
    said = await customer.answer("家里又添了一个 七口了 能办不", "ask_large_household")
    assert "7口人的话" in said and "合表电价0.5483元" in said


@pytest.mark.asyncio
async def test_so_much_a_month_is_no_year(priced: FakeService) -> None:
    for words, energy in (("一个月200度大概多少钱", {"energy": "200"}), ("帮我算算一个月200度多少钱", {})):
        said = await Talk.single(AskTier(), words, "ask_tier", **energy)
        assert "每月都用200度" in said and "233.63元" in said and "一年用200度" not in said


@pytest.mark.parametrize(
    ("words", "intent"),
    [("一个月200度大概多少钱", "query_bill"), ("帮我算算一个月300度多少钱", "out_of_scope")],
)
@pytest.mark.asyncio
async def test_a_price_for_so_much_needs_no_account(words: str, intent: str, service: FakeService) -> None:
    customer = Talk.before(OutOfScope())
    await customer.answer(words, intent)
    assert customer.followed == "action_tier"
    customer = Talk(AccountForm(), AccountDone())
    await customer.say(words, "query_bill")
    assert customer.followed == "action_tier" and not customer.is_open


@pytest.mark.parametrize(
    ("action", "words"),
    [(AskTou(), "我们学校能办峰谷不"), (AskLargeHousehold(), "学校三百人能办一户多人口吗")],
)
async def test_what_is_for_homes_is_not_offered_to_a_school(
    action: TopicAction, words: str, priced: FakeService
) -> None:
    said = await Talk.single(action, words, action.name().replace("action", "ask"))
    assert "住户家庭" in said and "0.5" not in said


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("合表500度多少钱", "274.15元"),
        ("峰谷500度一半一半多少钱", "峰250度、谷250度"),
        ("峰300度谷200度多少钱", "峰300度、谷200度"),
        ("三档多100度多多少钱", "在第三档里多交30.00元"),
        ("七口人 一年5000度 选哪个合算", "选合表约2741.50元"),
    ],
)
async def test_sums_are_computed_for_the_price_that_is_named(
    words: str, part: str, priced: FakeService
) -> None:
    assert part in await Talk.single(AskTier(), words, "ask_tier")


async def test_a_family_that_was_counted_before_is_not_asked_again(priced: FakeService) -> None:
    customer = Talk.before(AskLargeHousehold())
    await customer.answer("我家7口人有优惠吗", "ask_large_household")
    said = await customer.answer("选哪个合算 一年5000度", "ask_large_household")
    assert "选合表约2741.50元" in said and "省" in said


async def test_another_number_is_the_same_question(priced: FakeService) -> None:
    customer = Talk.before(AskTier())
    await customer.answer("合表500度多少钱", "ask_tier")
    assert "600度约328.98元" in await customer.answer("那600呢", "ask_tier")
    fallback = Talk.before(Inform())
    fallback._events = [*customer._events]
    await fallback.answer("那一千度呢", "inform")
    assert fallback.followed == "action_tier"


async def test_whether_the_next_tier_is_reached_is_told_of_the_own_account(priced: FakeService) -> None:
    await known(priced, PARENTS)
    said = await Talk.single(AskTier(), "到月底会进第三档不", "ask_tier")
    assert "累计" in said and "还差" in said
