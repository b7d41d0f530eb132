"""A talk about bills in half sentences: the first sentence answers what was asked, with the month that was asked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from actions.bill_talk import asks_amount, asks_most, asks_paid, asks_why, compares
from actions.fallback import Fallback, OutOfScope
from actions.outage_info import AreaForm, AskOutageInfo
from actions.payment import PaymentDone, PaymentForm
from actions.smalltalk import Deny
from actions.tariff import AskTou
from actions.ticket_detail import Inform
from actions.topic import TopicAction
from tests.unit.actions.demo_accounts import AHEAD, OVERDUE, PARENTS, PEAK_VALLEY, TIERED, hide, known, talk
from tests.unit.actions.service_fake import FakeService, Talk


async def after(service: FakeService, words: str = "查电费", number: str = TIERED) -> Talk:
    """A customer who has just been told a bill."""
    if not service.accounts:
        await known(service, number)
    customer = talk()
    await customer.say(words, "query_bill")
    return customer


def bill(service: FakeService, month: str, number: str = TIERED) -> dict[str, Any]:
    return next(bill for bill in service.bills[number] if bill["period"] == month)


@pytest.mark.parametrize(
    ("words", "month", "name"),
    [
        ("2025年8月电费多少", "2025-08", "2025年8月"),
        ("想看看2025年9月电费多少钱", "2025-09", "2025年9月"),
        ("25年9月", "2025-09", "2025年9月"),
        ("前年12月的电费", "2024-12", "2024年12月"),
        ("去年这时候多少", "2025-10", "2025年10月"),
    ],
)
async def test_the_year_that_was_asked_is_told_and_printed(
    service: FakeService, words: str, month: str, name: str
) -> None:
    """Asked for August 2025 the bot gave the figures of August 2026."""
    await known(service, TIERED)
    said = await talk().say(words, "query_bill")
    told = bill(service, month)
    assert f"{name}用电：{told['kwh']}度，电费{told['amount']}元" in said
    paid = told["paid_at"][:10].split("-")
    if paid[0] != "2026":
        assert f"{paid[0]}年{int(paid[1])}月" in said


@pytest.mark.parametrize(
    "words", ["2024年8月", "2024年8月电费多少", "大前年8月", "2027年8月", "24年8月的账单"]
)
@pytest.mark.parametrize("wish", ["query_bill", "bill_high"])
async def test_a_year_that_cannot_be_told_is_not_replaced(
    service: FakeService, words: str, wish: str
) -> None:
    await known(service, TIERED)
    said = await talk().say(words, wish)
    assert "8月" in said and "元" not in said
    assert "查不到" in said or "还没出来" in said


async def test_rows_and_disputes_of_another_month_are_not_those_of_the_latest(service: FakeService) -> None:
    await known(service, TIERED)
    assert "×" not in await talk().say("2023年8月电费怎么算的", "query_bill")
    await talk().say("我要核查2023年8月的电费", "bill_high")
    assert service.made == []


async def test_a_year_that_is_there_in_part_is_told_in_part(service: FakeService) -> None:
    await known(service, TIERED)
    said = await talk().say("前年的电费能看不", "query_bill")
    assert "2024年（已出账2个月）" in said and "最早能查到2024年11月" in said
    assert "查不到" in await talk().say("大前年全年", "query_bill")


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [("上半年一共多少", "1月", "6月"), ("今年一月到现在", "1月", "10月"), ("7到9月的", "7月", "9月")],
)
async def test_several_months_by_name(service: FakeService, words: str, first: str, last: str) -> None:
    await known(service, TIERED)
    months = [
        line.split()[0] for line in (await talk().say(words, "query_bill")).splitlines() if "度 " in line
    ]
    assert {months[0], months[-1]} == {first, last}


async def test_months_that_are_still_to_come_are_said_to_be(service: FakeService) -> None:
    await known(service, TIERED)
    assert "11月的账单还没出来" in await talk().say("10月和11月的电费", "query_bill")
    assert "还没出来。最近一期是10月" in await talk().say("今年冬天电费", "query_bill")


@pytest.mark.parametrize("words", ["那上个月呢", "再上个月呢", "前一个月呢", "再往前一个月", "9月的呢"])
async def test_the_month_before_the_one_just_told(service: FakeService, words: str) -> None:
    """October was told once more."""
    customer = await after(service)
    said = await customer.say(words, "query_bill")
    assert f"）9月用电：{bill(service, '2026-09')['kwh']}度" in said


async def test_months_are_walked_back_and_years_kept(service: FakeService) -> None:
    customer = await after(service)
    for words, name in [
        ("那上个月呢", "9月"),
        ("那上个月呢", "8月"),
        ("那去年呢", "2025年8月"),
        ("那9月呢", "2025年9月"),
        ("今年9月呢", "9月"),
        ("前年12月", "2024年12月"),
        ("再下个月不用", ""),
    ]:
        said = await customer.say(words, "query_bill", sure=0.5)
        assert f"）{name}用电：" in said or not name


async def test_a_bare_year_after_a_list_is_that_year(service: FakeService) -> None:
    customer = await after(service, "去年全年")
    assert "2024年（" in await customer.say("那前年呢", "query_bill")


@pytest.mark.parametrize(
    ("words", "intent"), [("比去年呢", "bill_high"), ("跟去年比呢", "query_bill"), ("同比呢", "query_bill")]
)
async def test_beside_last_year(service: FakeService, words: str, intent: str) -> None:
    customer = await after(service)
    said = await customer.say(words, intent)
    more = bill(service, "2026-10")["kwh"] - bill(service, "2025-10")["kwh"]
    assert said.startswith(f"10月比2025年10月多{more}度")


@pytest.mark.parametrize(
    "words",
    ["比上个月多还是少", "那比前一个月呢", "是涨了还是降了", "这个月比上个月多多少", "比9月呢", "环比呢"],
)
async def test_beside_the_month_before(service: FakeService, words: str) -> None:
    customer = await after(service)
    said = await customer.say(words, "query_bill")
    october, september = bill(service, "2026-10"), bill(service, "2026-09")
    less = Decimal(september["amount"]) - Decimal(october["amount"])
    fewer = september["kwh"] - october["kwh"]
    assert f"10月比9月少{fewer}度（25%），电费少{less}元。" in said.splitlines()[0]
    assert "还差" not in said and "户号" not in said


async def test_two_months_by_name_are_set_side_by_side(service: FakeService) -> None:
    customer = await after(service)
    assert (await customer.say("8月和7月比呢", "query_bill")).startswith("8月比7月")
    assert "查不到" in await customer.say("比2023年8月呢", "query_bill")


async def test_a_season_beside_last_years(service: FakeService) -> None:
    customer = await after(service)
    said = await customer.say("夏天三个月比去年多多少", "query_bill")
    now, before = (sum(bill(service, f"{year}-{m:02}")["kwh"] for m in (6, 7, 8)) for year in (2026, 2025))
    assert said.startswith(
        f"6月到8月比去年同期少{before - now}度" if now < before else f"6月到8月比去年同期多{now - before}度"
    )
    assert "查不到" in await customer.say("2025年夏天和去年比呢", "query_bill")


async def test_how_long_a_sum_lasts(service: FakeService) -> None:
    customer = await after(service, "余额还有多少", AHEAD)
    assert "100元大约够用" in await customer.say("那充100能用多久", "query_bill")


@pytest.mark.parametrize("words", ["哪个月最高", "最多的是哪个月", "哪月最贵", "最高的是几月"])
async def test_the_highest_month(service: FakeService, words: str) -> None:
    customer = await after(service)
    said = await customer.say(words, "query_bill")
    assert said.startswith("最近12个月电费最高的是2025年12月，627度、519.34元；用电最多的是8月，873度")
    assert (await customer.say("哪个月用电最多", "query_bill")).startswith("最近12个月用电最多的是8月，873度")
    assert (await customer.say("今年哪个月最贵", "query_bill")).startswith("2026年电费最高的是8月")


async def test_the_highest_of_the_list_just_told(service: FakeService) -> None:
    customer = await after(service, "去年夏天一共多少")
    assert (await customer.say("最高是哪个月", "query_bill")).startswith("这3个月里电费最高的是2025年8月")


async def test_doubts_after_the_reasons_go_on_about_them(service: FakeService) -> None:
    """“我家” was taken for a house that is not known, and the account number asked for."""
    customer = await after(service)
    await customer.say("咋这么多", "bill_high")
    ranking = [{"name": "inform", "confidence": 0.49}, {"name": "bill_high", "confidence": 0.19}]
    customer.unsure(ranking)
    await customer.hear(Inform(), "我家就两个人 白天都上班", "inform")
    assert customer.slots["account_wish"]["name"] == "bill_high" and customer.slots["account_no"] is None


async def test_the_sum_of_a_list_comes_first(service: FakeService) -> None:
    await known(service, TIERED)
    said = await talk().say("今年总共交了多少钱了", "query_bill")
    assert "2026年（已出账10个月）合计5720度、" in said.splitlines()[0]


async def test_a_figure_of_a_card_that_is_still_to_be_seen_is_one_line(service: FakeService) -> None:
    customer = await after(service)
    assert (await customer.say("上个月用了多少度", "query_bill")).startswith("10月用了427度")
    assert "）8月用电：" in await customer.say("8月用了多少度", "query_bill")


async def test_the_price_rising_is_no_bill_rising(service: FakeService) -> None:
    customer = await after(service)
    assert "没涨" not in await customer.say("电价是不是涨了", "bill_high")


async def test_a_figure_names_its_bill(service: FakeService) -> None:
    customer = await after(service)
    await customer.say("8月呢", "query_bill")
    assert "10月用电427度" in await customer.say("白天都上班 怎么可能用427度", "bill_high")


async def test_a_whole_question_after_other_months_names_the_calendars(service: FakeService) -> None:
    customer = await after(service)
    await customer.say("8月呢", "query_bill")
    assert "10月的电费" in await customer.say("我上个月电费交了没有啊", "arrears_reconnect")


async def test_late_fees_of_the_bill_just_told_are_no_general_rule(service: FakeService) -> None:
    customer = await after(service, number=OVERDUE)
    assert "到今天的违约金" in await customer.say("为啥有违约金", "arrears_reconnect")


async def test_the_bare_sum_is_one_line(service: FakeService) -> None:
    customer = await after(service)
    assert (await customer.say("多少钱", "query_bill")).startswith(
        f"10月电费{bill(service, '2026-10')['amount']}元"
    )
    assert (await customer.say("多少度", "query_bill")).startswith("10月用了427度")


@pytest.mark.parametrize("words", ["咋涨这么多", "怎么又涨了", "为什么比上个月高"])
async def test_what_fell_did_not_rise(service: FakeService, words: str) -> None:
    customer = await after(service)
    assert (await customer.say(words, "bill_high")).startswith("没涨，比9月少145度（25%）")


async def test_what_rose_is_not_denied(service: FakeService) -> None:
    customer = await after(service, "7月电费")
    assert "没涨" not in await customer.say("咋涨这么多", "bill_high")


async def test_reasons_are_those_of_the_month_just_told_and_not_told_twice(service: FakeService) -> None:
    customer = await after(service)
    await customer.say("那上个月呢", "query_bill")
    first = await customer.say("为什么这么多", "bill_high")
    assert "9月用电572度" in first
    again = await customer.say("我家就两个人 怎么可能用这么多", "bill_high")
    assert "9月平均每天" in again and again not in first and "比去年同月" not in again


async def test_the_button_under_a_month_explains_that_month(service: FakeService) -> None:
    customer = await after(service, "8月电费")
    assert "8月用电" in await customer.tap("为什么这么多")


@pytest.mark.parametrize("words", ["什么时候交的", "哪天交的", "几号扣的钱"])
async def test_when_it_was_paid(service: FakeService, words: str) -> None:
    customer = await after(service)
    said = await customer.say(words, "query_bill")
    assert said == f"10月的电费{bill(service, '2026-10')['amount']}元已在11月16日交清。"


@pytest.mark.parametrize("words", ["我上个月电费交了没有啊", "10月的交清了吗", "上个月是不是交过了"])
async def test_whether_it_is_paid_is_no_cut_of_supply(service: FakeService, words: str) -> None:
    await known(service, TIERED)
    said = await talk().say(words, "arrears_reconnect")
    assert said.startswith("交了，10月的电费") and "灯" not in said


async def test_a_month_said_to_be_paid_that_is_not_is_looked_into(service: FakeService) -> None:
    customer = await after(service, number=OVERDUE)
    unpaid = next(b for b in service.bills[OVERDUE] if not b["paid_at"])
    said = await customer.say(f"{int(unpaid['period'][5:])}月那个不是交过了吗", "query_bill")
    assert "还没交" in said and "登记" in said
    assert "我已经交了" in [button["title"] for button in customer.buttons]


async def test_late_fees_are_told_month_by_month(service: FakeService) -> None:
    customer = await after(service, number=OVERDUE)
    said = await customer.say("违约金是哪个月的", "query_bill")
    late = [b for b in service.bills[OVERDUE] if not b["paid_at"] and Decimal(b["late_fee"])]
    assert late and all(f"违约金{b['late_fee']}元" in said for b in late)


@pytest.mark.parametrize(
    ("action", "words", "intent", "sure"),
    [
        (Inform(), "2024年8月", "inform", 0.96),
        (Fallback(), "那比前一个月呢", "nlu_fallback", 0.7),
        (OutOfScope(), "为啥8月最高", "out_of_scope", 0.7),
        (Deny(), "9月那个不是交过了吗", "deny", 0.5),
        (Fallback(), "再往前一个月呢", "urge", 0.95),
        (Fallback(), "最低呢", "pay_how", 0.7),
    ],
)
async def test_whatever_the_intent_a_follow_up_goes_to_the_bill(
    service: FakeService, action: TopicAction, words: str, intent: str, sure: float
) -> None:
    customer = await after(service)
    assert await customer.hear(action, words, intent) == "" and customer.followed == "account_form"
    assert customer.slots["account_wish"]["text"] == words


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("8月要停电吗", "ask_planned_outage"),
        ("去年的发票怎么开", "invoice_bill"),
        ("转人工", "ask_human"),
        ("算了", "cancel"),
    ],
)
async def test_other_wishes_are_left_alone(service: FakeService, words: str, intent: str) -> None:
    customer = await after(service)
    await customer.hear(Fallback(), words, intent)
    assert customer.followed != "account_form"


async def test_when_it_was_paid_opens_no_menu_of_payment_troubles(service: FakeService) -> None:
    customer = Talk(PaymentForm(), PaymentDone())
    assert await customer.say("什么时候交的", "pay_problem") == ""
    assert customer.asked is None and customer.followed == "account_form"
    assert customer.slots["account_wish"] == {"name": "query_bill", "text": "什么时候交的"}
    assert customer.slots["payment_kind"] is None


@pytest.mark.parametrize("words", ["两个都查", "002和003", "全部都看看", "俩都要"])
async def test_two_accounts_at_once(service: FakeService, words: str) -> None:
    await known(service, PEAK_VALLEY)
    await known(service, PARENTS)
    customer = talk()
    await customer.say("查电费", "query_bill")
    assert customer.asked == "account_no"
    said = await customer.say(words)
    assert "002（" in said and "003（" in said
    added = sum(Decimal(service.bills[n][0]["amount"]) for n in (PEAK_VALLEY, PARENTS))
    assert f"加起来{added}元" in await customer.say("两个加起来多少钱", "query_bill")
    assert "用得多" in await customer.say("哪个用的多", "bill_high", sure=0.4)


async def test_two_numbers_in_one_question_are_proved_one_after_the_other(service: FakeService) -> None:
    await hide(service, PEAK_VALLEY)
    await hide(service, PARENTS)
    customer = talk()
    said = await customer.say(
        f"查户号{PEAK_VALLEY}和{PARENTS}", "query_bill", account_no=[PEAK_VALLEY, PARENTS]
    )
    assert "002，登记的手机号" in said
    said = await customer.say("1002")
    assert "002（" in said and "003，登记的手机号" in said
    assert "003（" in await customer.say("一样的 都是1002")


async def test_the_only_village_is_the_old_home(service: FakeService) -> None:
    await known(service, PEAK_VALLEY)
    await known(service, PARENTS)
    assert "003（" in await talk().say("查一下老家的", "query_bill")


async def test_a_follow_up_stays_with_the_account_just_told(service: FakeService) -> None:
    await known(service, PEAK_VALLEY)
    await known(service, PARENTS)
    customer = talk()
    await customer.say("查电费", "query_bill")
    await customer.say("宋庄那个")
    said = await customer.say("那上个月呢", "query_bill")
    assert "003（" in said and "9月用电" in said
    await customer.hear(Inform(), "另外那个呢", "inform")
    assert customer.slots["account_no"] == PEAK_VALLEY


@pytest.mark.parametrize(
    "words",
    [
        "交了没到账",
        "最晚几号交",
        "要交吗",
        "什么时候交",
        "怎么交",
        "交完钱了还没电",
        "交错了没关系吧",
        "发票交了没有",
    ],
)
def test_no_question_whether_it_is_paid(words: str) -> None:
    assert not asks_paid(words)


def test_words_are_told_apart() -> None:
    assert asks_why("为啥8月最高") and not asks_most("为啥8月最高")
    assert asks_why("怎么比上个月多这么多") and not compares("怎么比上个月多这么多")
    assert not asks_amount("一度多少钱") and not compares("9月和10月")


@pytest.mark.parametrize(
    "words",
    ["那是为啥", "什么原因呢", "为什么呢", "这是咋回事", "到底怎么回事啊", "那为啥啊", "什么情况"],
)
async def test_a_bare_why_after_a_bill_is_no_outage(service: FakeService, words: str) -> None:
    """“青口镇望海名都目前没有已公布的停电” came instead."""
    customer = await after(service)
    area = customer.over_to(AreaForm(), AskOutageInfo())
    assert await area.say(words, "ask_outage_info", sure=0.94) == "" and area.followed == "account_form"
    assert area.slots["account_wish"] == {"name": "bill_high", "text": words} and not area.is_open


async def test_a_bare_why_is_about_the_answer_just_given(service: FakeService) -> None:
    customer = await after(service)
    await customer.hear(AskTou(), "峰谷几点开始", "ask_tou")
    await customer.hear(Inform(), "那是为啥", "inform")
    assert customer.followed != "account_form"


async def test_this_year_after_last_year_is_this_year(service: FakeService) -> None:
    """October 2025 and October 2026 were added up as “this year”."""
    customer = await after(service)
    await customer.say("去年10月呢", "query_bill")
    assert "2026年（已出账10个月）合计5720度" in await customer.say("那今年一共用了多少", "query_bill")
    assert "）8月用电：" in await customer.say("那8月呢", "query_bill")


@pytest.mark.parametrize("words", ["不是问的去年 前年", "不是去年，是前年", "没问去年 问的前年"])
async def test_a_year_that_is_denied_is_not_told(service: FakeService, words: str) -> None:
    customer = await after(service)
    assert "2025" not in await customer.say(words, "query_bill")


@pytest.mark.parametrize(
    "words", ["平均一个月多少", "平均下来呢", "每个月平均多少度", "一个月大概多少钱", "平均每月多少"]
)
async def test_an_average_is_of_the_months_just_told(service: FakeService, words: str) -> None:
    """The latest month came as “最近1个月合计”."""
    customer = await after(service, "1月到现在一共多少")
    assert "10个月平均每月572度、" in await customer.say(words, "query_bill")


@pytest.mark.parametrize(
    ("words", "scope"),
    [("平均一个月多少", "12个月"), ("最近半年平均每个月多少", "6个月"), ("去年平均每月多少", "2025年")],
)
async def test_an_average_says_of_which_months(service: FakeService, words: str, scope: str) -> None:
    customer = await after(service)
    said = await customer.say(words, "query_bill")
    assert scope in said.splitlines()[0] and "平均每月" in said.splitlines()[0]


@pytest.mark.parametrize("words", ["多了多少钱", "少了多少", "那差多少钱"])
async def test_how_much_more_goes_on_with_the_comparison(service: FakeService, words: str) -> None:
    customer = await after(service)
    await customer.say("比去年呢", "query_bill")
    assert (await customer.say(words, "query_bill")).startswith("10月比2025年10月多17度")


async def test_whether_another_month_was_higher_is_a_comparison(service: FakeService) -> None:
    customer = await after(service)
    assert (await customer.say("8月是不是更高", "query_bill")).startswith("8月比10月多446度")


@pytest.mark.parametrize("words", ["哪个月没交的", "没交的是哪几个月", "是哪几个月的", "欠的是哪个月"])
async def test_which_months_are_not_paid(service: FakeService, words: str) -> None:
    customer = await after(service, number=OVERDUE)
    said = await customer.say(words, "query_bill")
    assert "没交的是9月" in said and "、10月" in said and "127度" not in said


@pytest.mark.parametrize("words", ["电费能晚几天交吗", "必须今天交吗", "能明天交不"])
def test_whether_it_may_be_paid_later_does_not_ask_whether_it_was(words: str) -> None:
    assert not asks_paid(words)


async def test_both_together_need_the_other_one(service: FakeService) -> None:
    """The first one's bill came again, as if it were the sum."""
    customer = await after(service)
    assert "只核对了" in await customer.say("两个一共多少", "query_bill")


async def test_the_end_of_the_year_is_not_the_end_of_the_month(service: FakeService) -> None:
    customer = await after(service)
    said = await customer.say("那我到年底大概要多少", "query_bill")
    assert "今年已出账10个月，共5720度" in said and "只能估到这个月底" in said


async def test_the_reasons_are_not_repeated_word_for_word(service: FakeService) -> None:
    customer = await after(service)
    said = [await customer.say("那是为啥", "bill_high") for _ in range(3)]
    assert len(set(said)) == 3


async def test_a_late_fee_is_explained_and_not_the_energy(service: FakeService) -> None:
    """“违约金怎么算的” got the rows of the bill, “一天多少” and “凭什么” something else altogether."""
    customer = await after(service, number=OVERDUE)
    said = await customer.say("违约金怎么算的", "query_bill")
    assert "到今天的违约金" in said and "千分之一" in said and "×" not in said
    assert "千分之一" in await customer.say("凭什么", "bill_high", sure=0.51)
    assert await customer.hear(OutOfScope(), "一天多少", "out_of_scope") == ""
    assert "千分之一" in await customer.carry_on()


async def test_what_is_to_be_paid_today_is_no_use_of_today(service: FakeService) -> None:
    customer = await after(service, number=OVERDUE)
    said = await customer.say("那我今天交要交多少", "query_bill")
    assert "还没交的电费共" in said and "明天才看得到" not in said


async def test_a_day_is_followed_by_another(service: FakeService) -> None:
    customer = await after(service, "昨天用了多少电")
    assert await customer.hear(Inform(), "前天呢", "inform") == ""
    assert "11月22日" in await customer.carry_on()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("昨天夜里用了多少", "只有整天的数"),
        ("哪天用电最多", "天里，用电最多的是"),
        ("9月怎么454", "比上个月"),
    ],
)
async def test_days_and_figures_are_what_was_asked(service: FakeService, words: str, told: str) -> None:
    customer = await after(service)
    assert told in await customer.say(words, "query_bill")


async def test_this_month_beside_the_last_is_the_one_just_told(service: FakeService) -> None:
    customer = await after(service)
    assert (await customer.say("上月的呢 跟这月比多多少", "query_bill")).startswith("9月比10月")
