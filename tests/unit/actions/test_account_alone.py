"""A number and its proof given around a question are kept and used; the question before them is answered."""

from __future__ import annotations

from typing import Any

import pytest

from actions.account import SLOTS
from actions.account_bind import AccountUnknown
from actions.fallback import Fallback
from actions.tariff import AskTou
from actions.ticket_detail import Inform
from tests.unit.actions.demo_accounts import LAST4, OVERDUE, PARENTS, PEAK_VALLEY, TIERED, hide, known, talk
from tests.unit.actions.service_fake import FakeService, Talk

LAST4[OVERDUE] = "1007"


async def go_on(customer: Talk, words: str, **entities: Any) -> str:
    """A message that the rules give to `inform`, and the form that it leads to."""
    said = await customer.hear(Inform(), words, "inform", **entities)
    if customer.followed != "account_form":
        return said
    return said + await customer.carry_on()


async def test_the_question_before_the_number_is_answered(service: FakeService) -> None:
    """The number came back as “要办什么？”, the digits after it were lost."""
    await hide(service, OVERDUE)
    customer = talk()
    assert "千分之" in await customer.say("为啥要我交违约金", "arrears_reconnect")
    asked = await go_on(customer, OVERDUE, account_no=OVERDUE)
    assert "007，登记的手机号后四位" in asked and "要办什么" not in asked
    said = await customer.say("1007")
    assert "到今天的违约金" in said
    assert all(customer.slots[slot] is None for slot in SLOTS)


@pytest.mark.parametrize(
    ("words", "entities"),
    [
        (f"{PEAK_VALLEY} 手机尾号1002", {"account_no": PEAK_VALLEY, "last4": "1002"}),
        (f"户号{PEAK_VALLEY} 手机13812341002", {"account_no": PEAK_VALLEY, "phone": "13812341002"}),
        (f"{PEAK_VALLEY}，1002", {"account_no": PEAK_VALLEY}),
    ],
)
async def test_number_and_digits_after_a_tariff_question(
    service: FakeService, words: str, entities: dict[str, str]
) -> None:
    await hide(service, PEAK_VALLEY)
    customer = talk()
    customer.heard("我家有没有开峰谷", "ask_tou")
    assert "已经开了峰谷" in await go_on(customer, words, **entities)


@pytest.mark.parametrize(
    ("words", "entities"),
    [
        ("1001", {}),
        ("一零零一", {}),
        ("后四位 幺零零幺", {"last4": "1001"}),
        ("手机13812341001", {"phone": "13812341001"}),
    ],
)
async def test_digits_after_a_number_that_came_alone_prove_it(
    service: FakeService, words: str, entities: dict[str, str]
) -> None:
    await hide(service, TIERED)
    customer = talk()
    assert "收到了。要办什么" in await go_on(customer, TIERED, account_no=TIERED)
    assert "核对好了。要办什么" in await go_on(customer, words, **entities)
    assert "10月用电" in await customer.say("查电费", "query_bill")


async def test_four_digits_out_of_nowhere_prove_nothing(service: FakeService) -> None:
    customer = talk()
    assert "查电费" in await go_on(customer, "1001")
    assert customer.slots["account_last4"] is None


async def test_a_number_is_not_forgotten_over_a_general_question(service: FakeService) -> None:
    await hide(service, OVERDUE)
    customer = talk()
    await go_on(customer, OVERDUE, account_no=OVERDUE)
    await customer.say("为啥要我交违约金", "arrears_reconnect")
    await customer.say("那我欠多少", "query_bill")
    assert customer.asked == "account_last4"


async def test_a_question_about_others_is_not_taken_up_again(service: FakeService) -> None:
    customer = talk()
    await customer.say("我想知道邻居家用了多少电", "query_bill")
    assert "要办什么" in await go_on(customer, TIERED, account_no=TIERED)


async def test_a_phone_beside_the_number_is_its_proof(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill")
    words = f"户号{TIERED} 手机13812341001"
    assert "用电" in await customer.say(words, account_no=TIERED, phone="13812341001")


@pytest.mark.parametrize(
    ("words", "hint"), [("户号1888001 手机13812341001", "有7位"), ("13812341001", "手机号")]
)
async def test_a_phone_beside_half_a_number_is_kept(service: FakeService, words: str, hint: str) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill")
    assert hint in await customer.say(words, phone="13812341001")
    assert customer.asked == "account_no"
    assert "用电" in await customer.say(TIERED, account_no=TIERED)


async def test_nothing_is_bound_that_nobody_asked_for(service: FakeService) -> None:
    await hide(service, TIERED)
    service.hidden[0]["bound"] = False
    customer = talk()
    words = f"户号我有 {TIERED} 尾号1001"
    said = await customer.say(words, "bind_account", account_no=TIERED, last4="1001")
    assert "核对好了" in said and not service.accounts[0]["bound"]


async def test_a_second_account_after_a_bill_is_the_same_wish(service: FakeService) -> None:
    await known(service, TIERED)
    await hide(service, PARENTS)
    customer = talk()
    await customer.say("查电费", "query_bill")
    asked = await go_on(customer, PARENTS, account_no=PARENTS)
    assert "003，登记的手机号后四位" in asked
    assert "003（" in await customer.say("1002")


async def test_digits_after_all_is_proved_are_not_misunderstood(service: FakeService) -> None:
    await known(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill")
    assert "已经核对过了" in await go_on(customer, "尾号1001", last4="1001")


async def test_the_right_number_is_tried_with_the_digits_already_given(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill", account_no="3200001888008")
    await customer.say("1001")
    said = await customer.say(f"是{TIERED} 打错了", "correct_slot", account_no=TIERED)
    assert "10月用电" in said and "对不上" not in said


async def test_another_account_after_a_bill_is_looked_up_and_not_bound(service: FakeService) -> None:
    await known(service, PARENTS)
    await hide(service, TIERED)
    service.hidden[0]["bound"] = False
    customer = talk()
    await customer.say("查电费", "query_bill")
    assert "请发户号" in await customer.say("另一个户号", "bind_account", sure=0.5)
    await customer.say(TIERED, account_no=TIERED)
    assert "10月用电" in await customer.say("尾号1001", last4="1001")
    assert not service.accounts[0]["bound"]


async def test_who_gives_the_digits_does_not_give_up(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费，发验证码", "query_bill", account_no=TIERED)
    assert "10月用电" in await customer.say("算了 尾号1001", "cancel", last4="1001")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("上个月电费", "10月用电"),
        ("我家欠多少", "没有欠费"),
        ("看看8月的电费", "8月用电"),
        ("余额还有没有", "没有欠费"),
    ],
)
async def test_the_question_in_the_line_of_the_number_is_answered(
    service: FakeService, words: str, part: str
) -> None:
    """“核对好了。要办什么？” came back."""
    await hide(service, TIERED)
    customer = talk()
    assert part in await go_on(customer, f"{words} {TIERED} 1001", account_no=TIERED)


async def test_the_question_about_the_prices_in_hand_is_answered_with_the_number(
    service: FakeService,
) -> None:
    await hide(service, PEAK_VALLEY)
    customer = talk()
    await customer.hear(AskTou(), "峰谷几点到几点", "ask_tou")
    said = await go_on(customer, f"那我家办过没有 {PEAK_VALLEY} 1002", account_no=PEAK_VALLEY)
    assert "已经开了峰谷" in said


@pytest.mark.parametrize("words", ["我叫王芳 住望海名都3号楼", "手机号13800001001", "我是王芳"])
async def test_by_name_place_or_phone_no_number_is_told(service: FakeService, words: str) -> None:
    """“您是想报修、查电费，还是问停电？” came twice."""
    customer = talk()
    await customer.hear(AccountUnknown(), "户号不知道", "account_unknown")
    found: dict[str, dict[str, str]] = {
        "手机": {"phone": "13800001001"},
        "我叫": {"person": "王芳", "address": "望海名都3号楼"},
    }
    assert "营业厅可以查" in await go_on(customer, words, **found.get(words[:2], {"person": "王芳"}))


async def test_a_code_needs_a_number_first(service: FakeService) -> None:
    customer = talk()
    assert "也要先有户号" in await customer.say("发验证码吧", "bind_account", sure=0.58)


async def test_who_wants_to_hear_it_before_the_proof_is_told_why_not(service: FakeService) -> None:
    """The question for the code came again, and nothing else."""
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill", account_no=TIERED)
    said = await customer.say("能不能先把欠多少告诉我", "query_bill")
    assert "要先核对好才能说" in said and "知道户号就能交" in said


@pytest.mark.parametrize("words", ["收不到啊 那个手机号早不用了", "手机丢了 收不到验证码", "那张卡注销了"])
async def test_no_code_goes_to_a_phone_that_is_gone(service: FakeService, words: str) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费，发验证码", "query_bill", account_no=TIERED)
    sent = len(service.codes)
    said = await customer.hear(AccountUnknown(), words, "account_unknown")
    await customer.say(words, "account_unknown", sure=0.72)
    assert customer.rejected and len(service.codes) == sent
    assert "户主本人来改" in said


async def test_how_the_phone_is_changed_is_answered_while_the_code_is_awaited(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费，发验证码", "query_bill", account_no=TIERED)
    await customer.say("怎么改号码", "account_unknown", sure=0.45)
    assert customer.rejected


@pytest.mark.parametrize("words", ["我老家那个户号电费多少", "店里电费多少", "给我妈查下电费"])
async def test_a_house_by_a_name_that_is_not_known_is_asked_for(service: FakeService, words: str) -> None:
    """The town flat's bill was told for the old home."""
    await known(service, PEAK_VALLEY)
    customer = talk()
    said = await customer.say(words, "query_bill")
    assert "您说的是这一户吗" in said and "用电：" not in said
    assert "用电：" in await customer.say("002")


async def test_this_one_is_the_one_proved_last(service: FakeService) -> None:
    await known(service, TIERED)
    await known(service, PARENTS)
    service.accounts.reverse()
    assert "003（" in await talk().say("那这户电费呢", "query_bill")


@pytest.mark.parametrize(
    ("words", "sure"), [("那我家办过没有 {} 1002", 0.41), ("我家是{} 1002 能给我算算吗", 0.56)]
)
async def test_words_beside_a_number_that_sound_like_a_bill_go_on_about_prices(
    service: FakeService, words: str, sure: float
) -> None:
    await hide(service, PEAK_VALLEY)
    customer = talk()
    await customer.hear(AskTou(), "峰谷几点到几点", "ask_tou")
    line = words.format(PEAK_VALLEY)
    said = await customer.say(line, "query_bill", sure=sure, account_no=PEAK_VALLEY)
    assert customer.followed == "account_form" or "开了峰谷" in said or "已开峰谷" in said
    assert customer.slots["account_wish"] is None or customer.slots["account_wish"]["name"] == "tou_mine"


async def test_a_number_that_was_not_understood_goes_on_with_the_question_before(
    service: FakeService,
) -> None:
    """“这句我没听明白” came."""
    await hide(service, PARENTS)
    customer = talk()
    await customer.hear(Fallback(), "可我收到催费短信了", "nlu_fallback")
    customer.heard("不是诈骗 是95598发的", "correct_slot")
    await customer.hear(Fallback(), f"那估计是我老家那户 {PARENTS}", "nlu_fallback", account_no=PARENTS)
    assert customer.followed == "account_form"
    await customer.carry_on()
    assert "10月用电" in await customer.say("1002")


@pytest.mark.parametrize("words", ["我不知道尾号 房东的手机", "验证码也是发到他那", "那是前房主的号"])
async def test_no_code_goes_to_anothers_phone(service: FakeService, words: str) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill", account_no=TIERED)
    assert "知道户号就能交" in await customer.hear(AccountUnknown(), words, "account_unknown")
    await customer.say(words, "account_unknown")
    assert customer.rejected and not service.codes


async def test_two_accounts_sent_bare_are_looked_up_one_after_the_other(service: FakeService) -> None:
    await hide(service, PEAK_VALLEY)
    await hide(service, PARENTS)
    customer = talk()
    said = await go_on(customer, f"{PEAK_VALLEY} {PARENTS}", account_no=[PEAK_VALLEY, PARENTS])
    assert "002、320*******003收到了" in said
    await customer.tap("查电费")
    said = await customer.say("1002", last4="1002")
    assert "002（" in said and "003，登记的手机号后四位" in said
    assert "003（" in await customer.say("1002", last4="1002")


async def test_digits_said_to_be_of_both_accounts_prove_both(service: FakeService) -> None:
    await hide(service, PEAK_VALLEY)
    await hide(service, PARENTS)
    numbers = [PEAK_VALLEY, PARENTS]
    words = f"一个{PEAK_VALLEY} 一个{PARENTS} 电费各多少 尾号都是1002"
    said = await talk().say(words, "query_bill", account_no=numbers, last4="1002")
    assert "002（" in said and "003（" in said
