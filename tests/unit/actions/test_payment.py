"""Official ways only; what went wrong is recorded; supply after arrears without a promise that is not ours."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from actions.fallback import OutOfScope
from actions.outage import OutageForm
from actions.outage_done import OutageDone
from actions.payment import PayHow, PaymentDone, PaymentForm
from actions.payment_view import AskPaymentAccount, AskPaymentConfirm, AskPaymentFacts
from actions.ticket_detail import Inform
from tests.unit.actions.demo_accounts import AHEAD, CUT, OVERDUE, TIERED, hide, known, talk
from tests.unit.actions.service_fake import FakeService, Talk

PHONE = "13812341234"


def trouble() -> Talk:
    return Talk(PaymentForm(), PaymentDone(), AskPaymentAccount(), AskPaymentFacts(), AskPaymentConfirm())


@pytest.mark.parametrize(
    "words", ["怎么交电费", "营业厅能交现金吗", "自动扣费怎么取消", "对公账户给一个", "预存行不行"]
)
async def test_every_way_to_pay_comes_with_the_warning(service: FakeService, words: str) -> None:
    said = await Talk.single(PayHow(), words, "pay_how")
    assert "96110" in said and "http" not in said


async def test_money_that_did_not_arrive_becomes_a_ticket_with_the_facts(service: FakeService) -> None:
    customer = trouble()
    await customer.say("我在微信上交了三百，两天了没到账", "pay_problem", amount="300.00")
    assert customer.asked == "payment_account"
    await customer.say(TIERED, account_no=TIERED)
    assert customer.asked == "payment_phone"
    card = await customer.say("13812341234", phone="13812341234")
    assert "320*******001" in card and TIERED not in card and "138****1234" in card
    said = await customer.tap("对，登记")
    made = service.made[0]
    assert (made["topic"], made["account_no"]) == ("payment_error", TIERED)
    assert "微信" in made["details"]["交费经过"]
    assert "GD202611240001" in said
    assert "退" not in said


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("交错户了", "wrong"),
        ("重复扣款", "twice"),
        ("钱退给我", "refund"),
        ("付款失败", "failed"),
        ("充值没显示", "missing"),
        ("同一笔电费从我卡里划了两遍", "twice"),
        ("输户号的时候按错了一位，钱充到别人家", "wrong"),
        ("交完还显示欠费", "missing"),
    ],
)
async def test_the_kind_is_read_from_the_first_words(service: FakeService, words: str, kind: str) -> None:
    customer = trouble()
    await customer.say(words, "pay_problem")
    assert customer.slots["payment_kind"] == kind


async def test_a_payment_that_failed_may_be_tried_again_first(service: FakeService) -> None:
    customer = trouble()
    said = await customer.say("付款失败", "pay_problem")
    assert "别重复付" in said and customer.asked == "payment_still"
    assert "需要时再找我" in await customer.say("我再试试", "thanks")
    assert service.made == [] and not customer.is_open


@pytest.mark.parametrize(
    "words",
    ["交电费交不上 老是提示户号不存在", "一直付款失败", "充不上钱 试了好几次", "支付宝缴不了费 好几天了"],
)
async def test_a_payment_that_fails_again_and_again_is_registered(words: str, service: FakeService) -> None:
    customer = trouble()
    await customer.say(words, "pay_problem", sure=0.8)
    assert customer.asked == "payment_account"
    await customer.say(f"就是{TIERED}", account_no=TIERED)
    if customer.asked == "payment_facts":
        await customer.say("网上国网")
    card = await customer.say(PHONE, phone=PHONE)
    assert "付款不成功" in card and words in card
    await customer.tap("对，登记")
    assert service.made[0]["account_no"] == TIERED


async def test_whoever_goes_on_telling_of_a_failed_payment_is_not_dropped(service: FakeService) -> None:
    customer = trouble()
    await customer.say("付款不成功", "pay_problem")
    await customer.say("刚才 网上国网 353块", amount="353.00")
    assert customer.asked == "payment_account"
    await customer.say(TIERED, account_no=TIERED)
    assert "353块" in await customer.say(PHONE, phone=PHONE)


async def test_money_taken_by_a_payment_that_failed_has_not_arrived(service: FakeService) -> None:
    customer = trouble()
    await customer.say("付款不成功", "pay_problem")
    await customer.tap("扣了钱没到账")
    assert customer.slots["payment_kind"] == "missing" and customer.asked == "payment_account"


async def test_the_menu_is_put_twice_and_then_the_words_count(service: FakeService) -> None:
    customer = trouble()
    await customer.say("交电费出问题了", "pay_problem")
    assert customer.asked == "payment_kind"
    await customer.say("网上国网那个页面不认我")
    assert customer.asked == "payment_kind"
    await customer.say("都不是 就是页面上一片白", "nlu_fallback", sure=0.5)
    assert customer.asked == "payment_account"
    await customer.say("不知道")
    card = await customer.say(PHONE, phone=PHONE)
    assert "交费有疑问" in card and "一片白" in card
    await customer.tap("对，登记")
    assert "一片白" in service.made[0]["details"]["交费经过"]


async def test_another_wish_leaves_the_menu(service: FakeService) -> None:
    customer = trouble()
    await customer.say("交电费出问题了", "pay_problem")
    await customer.say("页面不认我")
    await customer.say("家里没电了", "report_outage_home")
    assert customer.rejected


@pytest.mark.parametrize(
    "words", ["自动扣款怎么没扣", "这个月电费咋还没扣", "代扣没成功", "绑了支付宝代扣 怎么没扣上"]
)
async def test_a_deduction_that_did_not_come_is_looked_up(words: str, service: FakeService) -> None:
    customer = trouble()
    said = await customer.say(words, "pay_problem", sure=0.8)
    assert "这期交了没有" in said and customer.followed == "account_form"
    assert customer.slots["account_wish"]["name"] == "query_bill"


@pytest.mark.parametrize("words", ["我先把钱交了", "那我先去把电费交上", "这就交"])
async def test_who_wants_to_pay_hears_how(words: str, service: FakeService) -> None:
    customer = trouble()
    said = await customer.say(words, "pay_problem", sure=0.7)
    assert "生活缴费" in said and not customer.is_open


async def test_reminders_that_go_on_after_a_payment_mean_that_it_has_not_arrived(
    service: FakeService,
) -> None:
    customer = trouble()
    await customer.say("我交了电费 但是欠费短信还在发", "pay_problem", sure=0.7)
    assert customer.slots["payment_kind"] == "missing"


async def test_the_card_tells_the_facts_and_no_scraps(service: FakeService) -> None:
    customer = trouble()
    await customer.say("我在支付宝交了两百块钱 怎么还显示欠费", "pay_problem")
    await customer.say(f"{TIERED} 1001", account_no=TIERED, last4="1001")
    await customer.say("昨天早上交的", time="2026-11-23T08:00:00+08:00")
    await customer.say("退到哪 银行卡吗", "pay_problem")
    card = await customer.say(PHONE, phone=PHONE)
    told = re.search("经过：(.*)", card)[1]  # type: ignore[index]
    assert told == "我在支付宝交了两百块钱 怎么还显示欠费；昨天早上交的"
    card = await customer.say("不是昨天 是前天", "correct_slot")
    assert "前天早上交的" in card and "昨天" not in card


async def test_nobody_needs_to_know_the_number_to_be_heard(service: FakeService) -> None:
    customer = trouble()
    await customer.say("重复扣款了", "pay_problem")
    await customer.say("不知道")
    await customer.say("昨天微信扣了两次，各一百")
    await customer.say("不方便留")
    await customer.tap("对，登记")
    assert service.made[0]["account_no"] is None
    assert service.made[0]["phone"] is None


async def test_facts_told_one_question_later_are_kept(service: FakeService) -> None:
    customer = trouble()
    await customer.say("微信交了两百没到账", "pay_problem")
    await customer.say("不知道")
    await customer.say("昨天下午交的", time="2026-11-23T13:00:00+08:00")
    assert customer.asked == "payment_phone"
    assert "昨天下午" in await customer.say("13812341234", phone="13812341234")


async def test_a_known_account_shows_whether_the_money_is_there_by_now(service: FakeService) -> None:
    await known(service, TIERED)
    said = await trouble().say("交了没到账", "pay_problem")
    assert "10月的电费：已在11月16日交清" in said


async def test_a_strangers_account_number_shows_nothing(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = trouble()
    await customer.say("交了没到账", "pay_problem")
    said = await customer.say(TIERED, account_no=TIERED)
    assert "交清" not in said and "元" not in said


async def test_a_cut_account_hears_what_it_owes_and_how_to_go_on(service: FakeService) -> None:
    await known(service, CUT)
    customer = talk()
    said = await customer.say("欠费停了", "arrears_reconnect")
    assert service.balances[CUT]["amount"].removeprefix("-") in said
    assert service.made == []
    said = await customer.tap("已经交清，登记复电")
    assert service.made[0]["topic"] == "reconnect"
    assert "一般会在某时左右办" in said
    assert "按一下表上的按钮" in said


async def test_paid_and_still_dark_is_registered_at_once_and_only_once(service: FakeService) -> None:
    await known(service, CUT)
    said = await talk().say("交完钱怎么还没电", "arrears_reconnect")
    assert service.made[0]["join"] and "可能还没到账" in said
    service.joins = True
    assert "不用再登" in await talk().say("交完钱怎么还没电", "arrears_reconnect")


@pytest.mark.parametrize("number", [CUT, OVERDUE, AHEAD, TIERED])
async def test_no_answer_says_that_a_cut_will_not_happen(service: FakeService, number: str) -> None:
    await known(service, number)
    said = await talk().say("能不能宽限两天别停电", "arrears_reconnect")
    assert "做不了主" in said
    assert not any(promise in said for promise in ("不会停", "先不停", "不停电", "保证", "给您缓"))


async def test_a_late_fee_is_explained_without_asking_who_it_is(service: FakeService) -> None:
    customer = talk()
    said = await customer.say("违约金怎么来的", "arrears_reconnect")
    assert "千分之一" in said and "30" not in said
    assert customer.asked is None


async def test_no_arrears_leads_to_a_fault_report(service: FakeService) -> None:
    await known(service, TIERED)
    customer = talk()
    await customer.say("是不是没交费停的", "arrears_reconnect")
    assert any(button["payload"].startswith("/report_outage_home") for button in customer.buttons)


async def test_a_breathing_machine_without_supply_alerts_a_person(service: FakeService) -> None:
    await known(service, CUT)
    customer = talk()
    said = await customer.say("家里有老人吸氧，欠费也不能说停就停吧", "arrears_reconnect")
    assert "120" in said
    assert customer.handed[0]["urgent"] and customer.handed[0]["keep_bot"]


@pytest.mark.parametrize("words", ["欠费停了 我爸用呼吸机", "欠费停的电 家里有病人做雾化"])
async def test_a_breathing_machine_is_cared_for_before_the_account_is_known(
    words: str, service: FakeService
) -> None:
    await hide(service, CUT)
    customer = talk()
    said = await customer.say(words, "arrears_reconnect")
    assert "120" in said and customer.handed[0]["urgent"]
    await customer.say(CUT, account_no=CUT)
    assert "120" not in await customer.say("1006", last4="1006")


async def test_a_breathing_machine_told_of_among_payments_is_cared_for(service: FakeService) -> None:
    customer = trouble()
    await customer.say("充值没显示", "pay_problem")
    assert "120" in await customer.say("老人八十三 离不开制氧机 钱昨天交的", "pay_problem")


@pytest.mark.parametrize(
    "words",
    [
        "欠费停电 交了怎么多久",
        "我明天交清 先给送上",
        "交清了多久来电",
        "要是交了钱几天送",
        "我交清 房子现在没人 送不送都行",
    ],
)
async def test_a_question_or_an_intention_makes_no_order(words: str, service: FakeService) -> None:
    await known(service, CUT)
    await talk().say(words, "arrears_reconnect")
    assert service.made == []


async def test_when_the_utility_is_down_the_wish_is_recorded_all_the_same(service: FakeService) -> None:
    service.down = True
    said = await talk().say("欠费的钱交了，给我送电", "arrears_reconnect", account_no=CUT)
    assert service.made[0]["topic"] == "reconnect"
    assert service.made[0]["details"]["核验"] == "未核验"
    assert "GD202611240001" in said


@pytest.mark.parametrize("words", ["欠费几天会停电", "不交的话会停吗"])
async def test_when_a_cut_may_come_is_a_rule_without_a_day(service: FakeService, words: str) -> None:
    customer = talk()
    said = await customer.say(words, "arrears_reconnect")
    assert "可能按规定停电" in said and "24小时" in said and customer.asked is None


async def test_a_payment_told_after_the_cut_brings_the_supply_back(service: FakeService) -> None:
    """The cut was told in a report: no bill was shown."""
    await known(service, CUT)
    customer = Talk(OutageForm(), OutageDone())
    customer.heard("家里是不是被停电了", "report_outage_home")
    customer._events.append({"event": "action", "name": OutageDone().name()})
    await customer.hear(Inform(), "刚用网上国网交了797块32", "inform")
    assert customer.slots["account_wish"]["name"] == "arrears_reconnect"


async def test_several_known_accounts_are_offered_masked(service: FakeService) -> None:
    await known(service, CUT)
    await known(service, OVERDUE)
    customer = trouble()
    await customer.say("交错户了", "pay_problem")
    assert customer.asked == "payment_account" and len(customer.buttons) == 2
    assert all(number not in button["title"] for button in customer.buttons for number in (CUT, OVERDUE))
    await customer.tap(customer.buttons[0]["title"])
    assert customer.slots["payment_account"] in (CUT, OVERDUE) and customer.asked == "payment_wrong"


async def test_a_forgotten_number_is_no_dead_end(service: FakeService) -> None:
    customer = trouble()
    await customer.say("扣了两次", "pay_problem")
    await customer.say("户号记不得了", "account_unknown")
    assert customer.asked == "payment_facts" and customer.slots["payment_account"] == "-"


@pytest.mark.parametrize("words", ["交完多久来电", "我把钱交了几个小时能恢复", "缴清马上送电不"])
async def test_who_asks_before_paying_gets_the_rule_and_no_ticket(service: FakeService, words: str) -> None:
    await known(service, CUT)
    said = await talk().say(words, "arrears_reconnect")
    assert "24小时" in said and service.made == []


async def test_an_open_bill_alone_is_no_outage(service: FakeService) -> None:
    await known(service, OVERDUE)
    said = await talk().say("能晚几天交不", "arrears_reconnect")
    assert "没交" in said and "家里没电" not in said


@pytest.mark.parametrize("words", ["会不会给我停电啊，忘交了", "要给我们停电吗"])
async def test_whether_it_will_be_cut_is_the_rule(service: FakeService, words: str) -> None:
    assert "可能按规定停电" in await talk().say(words, "arrears_reconnect")


async def test_the_warning_is_not_said_at_every_answer(service: FakeService) -> None:
    customer = Talk.before(PayHow())
    assert "96110" in await customer.answer("微信能交不", "pay_how")
    said = await customer.answer("营业厅几点关门", "pay_how")
    assert "营业厅" in said and "96110" not in said


async def test_a_corrected_sum_is_kept(service: FakeService) -> None:
    customer = trouble()
    await customer.say("钱充到隔壁老李家去了", "pay_problem")
    assert customer.slots["payment_kind"] == "wrong"
    for _ in range(2):
        await customer.say("不知道")
    await customer.say("昨天支付宝 300", time="2026-11-23")
    await customer.say("不是300，是500", "correct_slot")
    assert "500" in customer.slots["payment_facts"] and customer.asked == "payment_phone"


async def test_not_leaving_a_phone_gives_up_nothing_else(service: FakeService) -> None:
    customer = trouble()
    await customer.say("扣了两回，今早银行代扣，98块6", "pay_problem", amount="98.60")
    await customer.say("记不得户号了")
    await customer.say("不留了", "cancel")
    assert not customer.rejected and customer.asked == "payment_confirm"
    await customer.say("算了", "cancel")
    assert customer.rejected


async def test_paid_already_after_a_cut_asks_for_the_supply_back(service: FakeService) -> None:
    await known(service, CUT)
    customer = trouble()
    said = await customer.say("已经交了", "pay_problem")
    assert "复电已登记" in said and customer.asked is None
    assert (service.made[0]["topic"], service.made[0]["account_no"]) == ("reconnect", CUT)


async def test_paid_already_without_a_cut_asks_what_went_wrong(service: FakeService) -> None:
    await known(service, TIERED)
    customer = trouble()
    await customer.say("已经交了", "pay_problem")
    assert customer.asked == "payment_kind" and service.made == []


MINE, THEIRS = "3200013888003", "3200012888007"
WRONG_TALKS = [
    [
        ("你好我交错电费了 交到别人户号上了 300块", {"amount": "300.00"}),
        (f"我的户号{MINE} 错交到{THEIRS}了", {"account_no": [MINE, THEIRS]}),
        ("今天上午支付宝交的", {"time": "x"}),
        (PHONE, {"phone": PHONE}),
    ],
    [
        (f"300块电费交错了 交到隔壁{THEIRS}上了", {"account_no": THEIRS, "amount": "300.00"}),
        (f"我家{MINE}", {"account_no": MINE}),
        ("昨天微信", {"time": "x"}),
        (PHONE, {"phone": PHONE}),
    ],
    [
        ("微信给别人家交了电费300块 交错了", {"amount": "300.00"}),
        (f"我家户号{MINE}", {"account_no": MINE}),
        (f"别人家的是{THEIRS}", {"account_no": THEIRS}),
        (PHONE, {"phone": PHONE}),
    ],
    [
        ("充错户了", {}),
        (f"本来要交{MINE}，结果填成{THEIRS}了，昨天微信300", {"account_no": [MINE, THEIRS], "time": "x"}),
        (PHONE, {"phone": PHONE}),
    ],
    [
        (f"{THEIRS}是邻居的，我把300块交到他家了", {"account_no": THEIRS, "amount": "300.00"}),
        (MINE, {"account_no": MINE}),
        ("昨天支付宝", {"time": "x"}),
        (PHONE, {"phone": PHONE}),
    ],
]


@pytest.mark.parametrize("talk", WRONG_TALKS)
async def test_a_wrong_payment_keeps_both_accounts_and_the_sum(
    service: FakeService, talk: list[tuple[str, dict[str, object]]]
) -> None:
    customer, intent = trouble(), "pay_problem"
    for words, entities in talk:
        card = await customer.say(words, intent, **entities)
        intent = "inform"
    assert customer.asked == "payment_confirm"
    assert "本来要交：320*******003" in card and "错交到：320*******007" in card and "300" in card
    assert MINE not in card and THEIRS not in card
    await customer.tap("对，登记")
    assert service.made[0]["account_no"] == MINE and service.made[0]["details"]["错交到"] == THEIRS
    assert "300" in service.made[0]["details"]["交费经过"]


async def wrong_payment(**slots: str) -> Talk:
    customer = trouble()
    await customer.say("昨天微信300块交错户号了", "pay_problem", amount="300.00", time="x")
    customer.slots.update(payment_phone=PHONE, requested_slot="payment_confirm", **slots)
    return customer


@pytest.mark.parametrize(
    ("words", "entities"),
    [
        (f"你写漏了吧 我交到了{THEIRS}", {"account_no": THEIRS}),
        (f"不对 我的户号是{MINE} 错交到{THEIRS}", {"account_no": [MINE, THEIRS]}),
        ("不对吧 应该退到003那个", {"address": "3室"}),
    ],
)
async def test_a_correction_never_swaps_the_accounts(
    service: FakeService, words: str, entities: dict[str, object]
) -> None:
    customer = await wrong_payment(payment_account=MINE, payment_wrong=THEIRS)
    card = await customer.say(words, "correct_slot", **entities)
    assert "交到了别的户号" in card
    assert "本来要交：320*******003" in card and "错交到：320*******007" in card


@pytest.mark.parametrize("words", ["弄反了，应该退到003那个", f"我家是{MINE}", f"交到了{THEIRS}"])
async def test_accounts_that_were_mixed_up_are_put_right(service: FakeService, words: str) -> None:
    customer = await wrong_payment(payment_account=THEIRS, payment_wrong=MINE)
    number = next((number for number in (MINE, THEIRS) if number in words), None)
    card = await customer.say(words, "correct_slot", **({"account_no": number} if number else {}))
    assert "本来要交：320*******003" in card and "错交到：320*******007" in card


async def test_not_knowing_the_others_number_is_said_once(service: FakeService) -> None:
    customer = trouble()
    await customer.say("我交错户号了 交到别人家去了", "pay_problem")
    await customer.say("不知道对方户号", "account_unknown")
    assert customer.slots["payment_wrong"] == "-" and customer.asked == "payment_account"
    said = await customer.say(f"我自己的是{MINE}", account_no=MINE)
    assert customer.asked == "payment_facts" and "多少钱" in said
    said = await customer.say("300块", amount="300.00")
    assert customer.asked == "payment_phone"


async def test_only_what_is_missing_of_a_payment_is_asked(service: FakeService) -> None:
    customer = trouble()
    await customer.say("交错户号了，300块", "pay_problem", amount="300.00")
    await customer.say("不知道")
    said = await customer.say("不知道")
    assert "什么时候、在哪里交的" in said and "多少钱" not in said


@pytest.mark.parametrize(
    "words", ["我充了50还是没电", "微信刚缴了200，家里还是黑的没电", "钱交了没到账 家里停电了"]
)
async def test_paid_and_dark_is_no_lost_money_but_a_cut(service: FakeService, words: str) -> None:
    customer = trouble()
    await customer.say(words, "pay_problem")
    assert customer.asked is None and customer.followed == "account_form"
    assert customer.slots["account_wish"] == {"name": "arrears_reconnect", "text": words.replace("，", ",")}


@pytest.mark.parametrize("words", ["我帮她交了行不", "替我妈交电费可以吗", "能不能帮租客交一下，行吗"])
async def test_paying_for_somebody_else_is_a_question(service: FakeService, words: str) -> None:
    customer = trouble()
    assert "知道户号就能" in await customer.say(words, "pay_problem")
    assert customer.asked is None and service.made == []
    assert "知道户号就能" in await Talk.single(PayHow(), words, "pay_how")


@pytest.mark.parametrize(
    "words",
    [
        "收到短信说我欠费三百多 点个链接交 是真的吗",
        "短信里有个链接让我交电费能点吗",
        "有人给我发了个二维码让我交电费",
        "有个自称供电所的加我微信让我扫码交电费",
        "收到欠费停电短信 带个网址 是不是骗子",
    ],
)
async def test_who_was_sent_a_link_hears_not_to_touch_it(service: FakeService, words: str) -> None:
    said = await Talk.single(PayHow(), words, "pay_how")
    assert said.startswith("别点链接") and "网上国网" in said and "110" in said
    customer = talk()
    assert "别点链接" in await customer.say(words, "arrears_reconnect") and customer.asked is None


@pytest.mark.parametrize("words", ["微信扫码能交吗", "在哪个网站交电费", "交电费收不收现金"])
async def test_an_ordinary_way_to_pay_is_no_fraud(service: FakeService, words: str) -> None:
    assert "别点链接" not in await Talk.single(PayHow(), words, "pay_how")


async def test_a_number_that_came_before_is_the_one_to_be_paid(service: FakeService) -> None:
    customer = trouble()
    customer.slots["account_no"] = MINE
    await customer.say(f"昨天支付宝150 填成{THEIRS}了", "inform", account_no=THEIRS, time="x")
    assert customer.slots["payment_account"] == MINE and customer.slots["payment_wrong"] == THEIRS
    assert customer.asked == "payment_phone"


async def test_a_number_with_words_of_a_wrong_payment_starts_that_matter(service: FakeService) -> None:
    customer = Talk.before(Inform())
    said = await customer.answer(f"昨天支付宝150 填成{THEIRS}了", "inform", account_no=THEIRS)
    assert said == "" and customer.followed == "payment_form"


@pytest.mark.parametrize(
    "words", ["充100能用多久", "一百块钱能用几天", "充100能撑多长时间", "存100块钱够用几个月"]
)
async def test_how_long_a_sum_lasts_is_an_estimate(service: FakeService, words: str) -> None:
    await known(service, AHEAD)
    said = await talk().say(words, "query_bill")
    assert re.search(r"100元大约够用\d+天", said) and "估算" in said
    customer = trouble()
    await customer.say(words, "pay_problem")
    assert customer.followed == "account_form" and customer.slots["account_wish"]["name"] == "query_bill"


async def test_money_on_others_accounts_is_a_wrong_payment(service: FakeService) -> None:
    customer = trouble()
    await customer.say("电费打到别人账上了", "pay_problem")
    assert customer.slots["payment_kind"] == "wrong"
    customer = trouble()
    await customer.say("我要说交费的事", "pay_problem")
    await customer.say(f"{THEIRS}是对方的", account_no=THEIRS)
    assert customer.slots["payment_wrong"] == THEIRS and customer.asked == "payment_account"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("再不交啥时候停电", "先催交"),
        ("不交的话几号停", "先催交"),
        ("那我明天去交行不", "每天有违约金"),
        ("必须今天交吗", "每天有违约金"),
        ("发工资再交可以吗", "每天有违约金"),
        ("交了就不停了吧", "请尽早交"),
        ("晚了一天罚多少", "千分之一"),
        ("那我现在交，多久能来电", "24小时"),
    ],
)
@pytest.mark.parametrize("is_known", [True, False])
async def test_what_is_asked_about_paying_is_answered_first(
    service: FakeService, words: str, part: str, is_known: bool
) -> None:
    """“现在没有欠费停电的记录…家里没电的话可能是别的原因” came instead; or the account number was asked for."""
    if is_known:
        await known(service, OVERDUE)
    customer = talk()
    said = await customer.say(words, "arrears_reconnect")
    assert part in said and "家里没电" not in said and customer.asked is None


async def test_after_the_registration_nobody_is_told_to_pay_and_come_back(service: FakeService) -> None:
    """“交清后告诉我一声，我给您登记复电” came after the registration."""
    await known(service, CUT)
    service.tickets = [{"number": "GD202611240001", "topic": "reconnect", "status": "接单"}]
    service.joins = True
    said = await talk().say("几点能来", "arrears_reconnect")
    assert "已经登记过了" in said and "24小时" in said and "告诉我一声" not in said and not service.notes


async def test_what_is_told_of_the_payment_goes_to_the_registration(service: FakeService) -> None:
    """Three hundred of 797.32 were neither noticed nor noted."""
    await known(service, CUT)
    customer = talk()
    first = await customer.say("欠费停的，已经交了", "arrears_reconnect")
    assert "按一下表上的按钮" in first
    service.joins = True
    said = await customer.say("昨天晚上微信交的 一共交了三百", "arrears_reconnect")
    owed = -Decimal(service.balances[CUT]["amount"])
    assert f"还差{owed - 300}元" in said and "按一下表上的按钮" not in said
    assert "三百" in service.made[-1]["details"]["客户原话"] and "已补到工单" in said


async def test_a_sum_told_at_another_question_is_kept(service: FakeService) -> None:
    customer = trouble()
    await customer.say("微信交了没到账", "pay_problem")
    await customer.say(f"交了500 {TIERED}", account_no=TIERED)
    assert "交了500" in customer.slots["payment_told"]


@pytest.mark.parametrize("words", ["等等 又显示成功了", "交上了", "到账了，不用查了"])
async def test_a_trouble_that_is_over_is_not_registered(words: str, service: FakeService) -> None:
    customer = trouble()
    await customer.say("付款老失败", "pay_problem")
    said = await customer.say(words, "inform")
    assert "不登记了" in said and not customer.is_open and service.made == []


async def test_who_is_cut_and_says_that_he_paid_wants_his_supply_back(service: FakeService) -> None:
    """“收到。您是想报修、查电费，还是问停电？” came."""
    await known(service, CUT)
    customer = talk()
    await customer.say("欠了多少", "query_bill")
    await customer.hear(Inform(), "我已经交了500", "inform")
    assert customer.followed == "account_form"
    assert "复电已登记" in await customer.carry_on()


async def test_number_and_digits_in_the_first_words_open_the_account(service: FakeService) -> None:
    """Asked for the debt afterwards, the customer had to prove himself again."""
    await hide(service, TIERED)
    customer = trouble()
    said = await customer.say(f"我昨天交了电费没到账 {TIERED} 1001", "pay_problem")
    assert "核对好了" in said and "10月的电费" in said and service.accounts


async def test_digits_just_after_the_number_prove_it(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = trouble()
    await customer.say("我昨天交了电费没到账", "pay_problem")
    await customer.say(TIERED, account_no=TIERED)
    assert "核对好了" in await customer.say("1001", last4="1001")


async def test_a_sum_with_cents_is_kept_without_a_word_of_paying(service: FakeService) -> None:
    customer = trouble()
    await customer.say("支付宝扣了我两次电费", "pay_problem")
    await customer.say("两次都是88.6")
    assert "88.6" in customer.slots["payment_told"]


async def test_who_asks_on_after_the_registration_begins_no_second_form(service: FakeService) -> None:
    await known(service, CUT)
    customer = talk()
    await customer.say("我交了钱还没来电", "arrears_reconnect")
    service.tickets = [{"number": "GD202611240001", "topic": "reconnect", "status": "接单"}]
    service.joins = True
    later = customer.over_to(PaymentForm(), PaymentDone())
    said = await later.say("系统咋还说欠 我有截图", "pay_problem")
    assert "复电已经登记过了" in said and later.asked is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("银行代扣扣了一次我自己又交了一次", "twice"),
        ("9月我交了的 微信 有截图", "missing"),
        ("交了200块 支付宝 还有回执呢", "missing"),
    ],
)
async def test_what_went_wrong_is_seen_without_the_menu(words: str, kind: str, service: FakeService) -> None:
    customer = trouble()
    await customer.say(words, "pay_problem")
    assert customer.slots["payment_kind"] == kind


async def test_a_balance_to_be_given_back_has_no_day_and_no_sum(service: FakeService) -> None:
    customer = trouble()
    asked = await customer.say("把余额退我 退到微信", "pay_problem")
    assert customer.asked == "payment_account" and "本来" not in asked
    await customer.say(TIERED, account_no=TIERED)
    assert customer.asked == "payment_phone"
    assert "问题：要退余额" in await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记")
    assert service.made[0]["summary"].startswith("要退余额")


async def test_who_only_wants_it_registered_is_not_asked_on_for_the_number(service: FakeService) -> None:
    customer = trouble()
    await customer.say("要退余额", "pay_problem")
    assert "没有也能登记" in await customer.say("登记", "affirm")
    await customer.say("登记", "affirm")
    assert customer.asked == "payment_phone"


@pytest.mark.parametrize(
    ("words", "kept", "gone"), [("不对 是200", "200", "260"), ("时间也不对 是前天", "前天", "昨天")]
)
async def test_a_sum_or_a_day_at_the_card_takes_the_place_of_the_first(
    words: str, kept: str, gone: str, service: FakeService
) -> None:
    customer = trouble()
    await customer.say("给别人家交了 260 昨天微信交的", "pay_problem")
    await customer.say(TIERED, account_no=TIERED)
    await customer.say("不知道", "inform")
    await customer.say(PHONE, phone=PHONE)
    card = await customer.say(words, "correct_slot")
    assert kept in card and gone not in card


async def test_a_name_at_the_card_goes_on_the_order(service: FakeService) -> None:
    customer = trouble()
    await customer.say("充值没显示 昨天微信交了200", "pay_problem")
    await customer.say(TIERED, account_no=TIERED)
    await customer.say(PHONE, phone=PHONE)
    assert "没对上" not in await customer.say("我姓周", "inform")
    await customer.tap("对，登记")
    assert "周" in service.made[0]["details"]["客户原话"]


async def test_a_landlords_price_is_no_payment_that_went_wrong(service: FakeService) -> None:
    customer = trouble()
    customer.heard("房东收我一块二一度合理吗", "report_theft")
    customer._events.append({"event": "action", "name": "theft_form"})
    assert "12398" in await customer.say("多收的能退吗", "pay_problem") and customer.asked is None


async def test_where_to_say_that_it_is_paid(service: FakeService) -> None:
    customer = talk()
    await customer.say("欠费停电了咋办", "arrears_reconnect")
    said = await customer.say("那我交完了怎么告诉你", "arrears_reconnect", sure=0.68)
    assert "告诉我一声" in said and customer.asked is None


@pytest.mark.parametrize(
    ("words", "intent"), [("我有病人在家 做雾化", "out_of_scope"), ("他离不开制氧机", "inform")]
)
async def test_a_breathing_machine_named_between_questions_is_heard(
    words: str, intent: str, service: FakeService
) -> None:
    customer = Talk.before(OutOfScope() if intent == "out_of_scope" else Inform())
    assert "120" in await customer.answer(words, intent)
    assert customer.handed[0]["urgent"]


async def test_a_phone_told_for_an_outage_in_between_is_not_asked_again(service: FakeService) -> None:
    customer = trouble()
    await customer.say("重复交了两次", "pay_problem")
    await customer.say(TIERED, account_no=TIERED)
    await customer.say("昨天微信 两次都是156.2")
    assert customer.asked == "payment_phone"
    service.tickets = [{"number": "GD1", "phone": "13700001008", "topic": "outage_home"}]
    customer.slots["returning_form"] = "payment_form"
    customer._open = False  # the outage report was, and leads back here
    await customer.say("好", "affirm")
    assert customer.asked == "payment_confirm" and customer.slots["payment_phone"] == "13700001008"
