"""An account is proved once and for its wish only; strangers learn nothing; bound accounts, personal data."""

from __future__ import annotations

import json

import pytest

from actions.account import SLOTS
from actions.account_bind import AccountUnknown
from actions.account_rights import PrivacyRights
from actions.outage import OutageForm
from actions.outage_done import OutageDone
from actions.outage_questions import AskOutageAddress
from actions.smalltalk import Affirm, Cancel
from actions.ticket_detail import Inform
from tests.unit.actions.demo_accounts import PARENTS, PEAK_VALLEY, TIERED, hide, known, talk
from tests.unit.actions.service_fake import FakeService, Talk

MASKED = "320*******001"
AMOUNT = "353.68"


async def test_the_wish_goes_on_by_itself_once_the_account_is_proved(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    assert "户号" in await customer.say("怎么这么贵", "bill_high")
    asked = await customer.say("320 0001 888 001", account_no=TIERED)
    assert MASKED in asked and TIERED not in asked
    said = await customer.say("1001", last4="1001")
    assert "比去年同月" in said
    assert all(customer.slots[slot] is None for slot in SLOTS)


async def test_all_in_one_message_needs_no_question(service: FakeService) -> None:
    await hide(service, TIERED)
    said = await talk().say(
        "查电费，0001888001，尾号1001", "query_bill", account_no=TIERED[-10:], last4="1001"
    )
    assert AMOUNT in said


@pytest.mark.parametrize(
    ("words", "entities"),
    [
        ("1001", {}),
        ("后四位是1001吧", {}),
        ("15400011001", {"phone": "15400011001"}),
        ("/x", {"last4": "1001"}),
    ],
)
async def test_the_digits_are_understood_however_they_are_said(
    service: FakeService, words: str, entities: dict[str, str]
) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill", account_no=TIERED)
    assert AMOUNT in await customer.say(words, **entities)


async def test_a_stranger_with_the_right_number_learns_nothing(service: FakeService) -> None:
    account = await hide(service, TIERED)
    customer = talk()
    said = [await customer.say("查电费", "query_bill", account_no=TIERED)]
    said += [await customer.say(digits, last4=digits) for digits in ("0000", "1234")]
    everything = "\n".join(said)
    for secret in (AMOUNT, account.holder_name, account.phone, account.address.estate, TIERED):
        assert secret not in everything
    assert "还能试3次" in said[-1]
    assert customer.asked == "account_last4"


async def test_an_unknown_account_and_wrong_digits_sound_the_same(service: FakeService) -> None:
    await hide(service, TIERED)
    answers = []
    for number in (TIERED, "3209999999001"):
        service.tries_left = 5
        customer = talk()
        asked = await customer.say("查电费", "query_bill", account_no=number)
        answers.append((asked, await customer.say("0000", last4="0000")))
    assert answers[0] == answers[1]


async def test_digits_are_never_kept_after_the_try(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill", account_no=TIERED)
    await customer.say("4321", last4="4321")
    assert "4321" not in json.dumps(customer.slots)


async def test_a_lock_says_until_when_and_ends_the_questions(service: FakeService) -> None:
    await hide(service, TIERED)
    service.trial = {"result": "locked", "tries_left": 0, "locked_until": "2026-11-24T11:00:00+08:00"}
    customer = talk()
    await customer.say("查电费", "query_bill", account_no=TIERED)
    said = await customer.say("0000", last4="0000")
    assert "11:00" in said and "报修不受影响" in said
    assert customer.asked is None
    assert customer.slots["account_wish"] is None


async def test_too_many_accounts_end_with_a_way_out(service: FakeService) -> None:
    await hide(service, TIERED)
    service.trial = {"result": "too_many_accounts", "tries_left": 0}
    customer = talk()
    await customer.say("查电费", "query_bill", account_no=TIERED)
    said = await customer.say("1001", last4="1001")
    assert "营业厅" in said and customer.asked is None
    assert [button["payload"] for button in customer.buttons] == ["/ask_human"]


async def test_slots_of_an_earlier_session_open_nothing(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    customer.slots.update(
        account_no=TIERED, account_use=TIERED, account_wish={"name": "query_bill", "text": "查电费"}
    )
    said = await customer.say("查电费", "query_bill")
    assert AMOUNT not in said
    assert customer.asked == "account_last4"


async def test_the_last_step_asks_the_service_again(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill")
    customer.slots.update(account_use=TIERED, account_wish={"name": "query_bill", "text": "查电费"})
    said = await customer.run(customer._done)
    assert AMOUNT not in said and "过期" in said


async def test_a_new_number_replaces_the_first_without_a_word(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill", account_no="3200001888009")
    asked = await customer.say(TIERED, account_no=TIERED)
    assert MASKED in asked
    assert AMOUNT in await customer.say("1001", last4="1001")


async def test_of_several_accounts_the_customer_chooses_by_place_end_or_button(service: FakeService) -> None:
    for choose in ("宋庄那个", "尾号003的"):
        service.accounts.clear()
        await known(service, PEAK_VALLEY)
        await known(service, PARENTS)
        customer = talk()
        asked = await customer.say("查电费", "query_bill")
        assert "2个户号" in asked
        titles = [button["title"] for button in customer.buttons]
        assert "320*******002 青口镇金榆小区" in titles
        assert not any(PARENTS in title for title in titles)
        assert "宋庄镇" in await customer.say(choose)
    await customer.say("查电费", "query_bill")
    assert "青口镇" in await customer.tap("320*******002 青口镇金榆小区")


@pytest.mark.parametrize(
    "words", [f"{TIERED}尾号1001 和{PEAK_VALLEY}尾号1002 都欠不欠", f"{TIERED}和{PEAK_VALLEY} 尾号1001、1002"]
)
async def test_of_two_accounts_each_is_proved_by_its_own_digits(words: str, service: FakeService) -> None:
    """The digits of the first were tried on the second, and burnt a try."""
    await hide(service, TIERED)
    await hide(service, PEAK_VALLEY)
    customer = talk()
    customer.heard(words, "query_bill", account_no=[TIERED, PEAK_VALLEY], last4="1001")
    said = await customer.carry_on()
    assert "001（" in said and "002（" in said and "对不上" not in said


async def test_who_turns_back_to_the_first_of_two_accounts_is_answered(service: FakeService) -> None:
    await hide(service, TIERED)
    await hide(service, PEAK_VALLEY)
    customer = talk()
    customer.heard(f"{TIERED} {PEAK_VALLEY} 查电费", "query_bill", account_no=[TIERED, PEAK_VALLEY])
    await customer.carry_on()
    await customer.say("1001", last4="1001")
    assert customer.asked == "account_last4"
    assert "没有欠费" in await customer.say("那先查第一个 欠不欠", "query_bill")


async def test_another_account_than_the_known_one_can_be_asked_for(service: FakeService) -> None:
    await known(service, PEAK_VALLEY)
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查另一个户号的电费", "query_bill")
    assert customer.asked == "account_no"
    await customer.say(TIERED, account_no=TIERED)
    assert AMOUNT in await customer.say("1001", last4="1001")


@pytest.mark.parametrize(
    ("words", "entities", "hint"),
    [
        ("13812341234", {"phone": "13812341234"}, "手机号"),
        ("表号323000018880", {"meter_no": "323000018880"}, "资产编号"),
        ("0312345678901234", {}, "南方电网"),
        ("320000188800", {}, "有12位"),
    ],
)
async def test_a_number_that_is_no_account_number_is_named(
    service: FakeService, words: str, entities: dict[str, str], hint: str
) -> None:
    customer = talk()
    await customer.say("查电费", "query_bill")
    assert hint in await customer.say(words, **entities)
    assert customer.asked == "account_no"


async def test_a_bare_number_that_looks_like_another_wish_keeps_the_first(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("怎么这么贵", "bill_high")
    await customer.say("查一下3200001888001", "query_bill", account_no=TIERED)
    assert "比去年同月" in await customer.say("1001", last4="1001")


async def test_a_question_in_between_leaves_the_form_to_the_rules(service: FakeService) -> None:
    customer = talk()
    await customer.say("查电费", "query_bill")
    await customer.say("阶梯怎么算", "ask_tier")
    assert customer.rejected


async def test_when_the_utility_is_down_it_is_said_and_nothing_is_asked(service: FakeService) -> None:
    service.down = True
    customer = talk()
    assert "连不上" in await customer.say("查电费", "query_bill")
    assert customer.asked is None


async def test_when_the_utility_is_down_nothing_is_unbound_in_silence(service: FakeService) -> None:
    service.down = True
    assert "连不上" in await talk().say("解绑", "bind_account")


async def test_a_proved_account_is_bound_listed_and_let_go(service: FakeService) -> None:
    await hide(service, TIERED)
    service.hidden[0]["bound"] = False
    customer = talk()
    await customer.say("我要绑定户号", "bind_account", account_no=TIERED)
    assert "绑定好了" in await customer.say("1001", last4="1001")
    assert service.accounts[0]["bound"]
    assert MASKED in await customer.say("我绑定了哪些户号", "bind_account")
    await customer.say("解绑", "bind_account")
    assert "已解绑" in await customer.tap(f"对，解绑{MASKED} 青口镇望海名都")
    assert service.accounts == []


async def test_what_was_only_looked_at_is_bound_after_a_question(service: FakeService) -> None:
    """“那把他绑的手机改成我的” bound another's account for good."""
    await known(service, TIERED, bound=False)
    customer = talk()
    asked = await customer.say("那绑一下吧", "bind_account")
    assert "绑在这里吗" in asked and not service.accounts[0]["bound"]
    await customer.hear(Affirm(), "好的", "affirm")
    assert "绑定好了" in await customer.carry_on() and service.accounts[0]["bound"]


async def test_a_button_binds_what_was_only_looked_at(service: FakeService) -> None:
    await known(service, TIERED, bound=False)
    customer = talk()
    await customer.say("那绑一下吧", "bind_account")
    assert "绑定好了" in await customer.tap("绑定")


async def test_who_protests_that_nothing_is_bound_is_shown_so(service: FakeService) -> None:
    await known(service, TIERED, bound=False)
    said = await talk().say("我哪有绑", "bind_account")
    assert "还没有绑定户号" in said and not service.accounts[0]["bound"]


@pytest.mark.parametrize("words", ["那把他绑的手机改成我的", "把手机号改成我的 以后发我"])
async def test_the_registered_phone_is_its_holders_to_change(words: str, service: FakeService) -> None:
    await known(service, TIERED, bound=False)
    said = await talk().say(words, "bind_account")
    assert "要户主本人来改" in said and not service.accounts[0]["bound"]


async def test_binding_a_second_account_does_not_take_the_bound_one(service: FakeService) -> None:
    await known(service, PEAK_VALLEY)
    customer = talk()
    await customer.say("再绑定一个户号", "bind_account")
    assert customer.asked == "account_no"


async def test_of_several_bound_accounts_only_the_named_one_goes(service: FakeService) -> None:
    await known(service, PEAK_VALLEY)
    await known(service, PARENTS)
    customer = talk()
    assert "哪一个" in await customer.say("解绑", "bind_account")
    assert len(service.accounts) == 2
    await customer.tap("解绑320*******003 宋庄镇小兴庄村")
    assert [account["account_no"] for account in service.accounts] == [PEAK_VALLEY]


async def test_the_account_that_is_named_goes_and_no_other(service: FakeService) -> None:
    await known(service, PEAK_VALLEY)
    customer = talk()
    said = await customer.say(f"老的{TIERED} 解绑", "bind_account", account_no=TIERED)
    assert "没有绑在这里" in said and customer.buttons == [] and len(service.accounts) == 1
    assert "已解绑" in await customer.say("把金榆小区的解绑了", "bind_account", address="金榆小区")
    assert service.accounts == []


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("把宋庄那个解了", "bind_account"),
        ("爸妈家的解掉吧", "bind_account"),
        ("爸妈家那个不要了", "cancel"),
        ("爸妈家的也删了", "privacy_rights"),
    ],
)
async def test_a_bound_account_is_let_go_in_natural_words(
    words: str, intent: str, service: FakeService
) -> None:
    await known(service, PEAK_VALLEY)
    await known(service, PARENTS)
    service.accounts[1]["label"] = "父母家"
    customer = talk()
    await customer.say("我绑了哪些", "bind_account")
    assert "已解绑" in await customer.say(words, intent)
    assert [account["account_no"] for account in service.accounts] == [PEAK_VALLEY]


@pytest.mark.parametrize("words", ["都解了", "两个都不想绑了", "全部解掉"])
async def test_all_of_them_are_let_go_at_once(words: str, service: FakeService) -> None:
    await known(service, PEAK_VALLEY)
    await known(service, PARENTS)
    assert "已解绑" in await talk().say(words, "bind_account")
    assert service.accounts == []


@pytest.mark.parametrize("words", ["把它解了", "那解了吧", "这个不想绑了"])
async def test_the_only_one_is_let_go_without_a_question(words: str, service: FakeService) -> None:
    await known(service, TIERED)
    assert "已解绑" in await talk().say(words, "bind_account")
    assert service.accounts == []


async def test_a_yes_to_letting_go_is_enough(service: FakeService) -> None:
    await known(service, TIERED)
    customer = talk()
    await customer.say("解绑", "bind_account")
    await customer.hear(Affirm(), "对", "affirm")
    assert "已解绑" in await customer.carry_on() and service.accounts == []


async def test_who_asks_about_letting_go_loses_nothing(service: FakeService) -> None:
    await known(service, TIERED)
    assert "确定解绑" in await talk().say("解了还会收到短信吗", "bind_account")
    assert len(service.accounts) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("哪个绑了", "还没有绑定"),
        ("绑户号有啥用", "utter_bind_what_for"),
        ("绑了我妈能看到吗", "utter_bind_what_for"),
        ("我没让绑 我就问问", "还没有绑定"),
    ],
)
async def test_a_question_about_binding_binds_nothing(words: str, told: str, service: FakeService) -> None:
    await known(service, TIERED, bound=False)
    customer = talk()
    said = await customer.say(words, "bind_account")
    expected = "别人看不到" if told == "utter_bind_what_for" else told
    assert expected in said and customer.asked is None
    assert not service.accounts[0]["bound"]


async def test_where_the_number_is_and_that_the_meter_shows_another_one(service: FakeService) -> None:
    said = await Talk.single(AccountUnknown(), "表上那串数字行吗", "account_unknown")
    assert "资产编号" in said and "网上国网" in said


async def test_nobody_gets_a_number_by_an_address(service: FakeService) -> None:
    said = await Talk.single(AccountUnknown(), "只知道地址，帮我查下户号", "account_unknown")
    assert "不能告诉" in said


async def test_questions_about_recording_are_answered_without_a_ticket(service: FakeService) -> None:
    said = await Talk.single(PrivacyRights(), "你们录音了吗", "privacy_rights")
    assert "没有通话录音" in said
    assert service.made == []


@pytest.mark.parametrize(
    ("words", "part"),
    [("能查别人家吗", "不能"), ("我的资料存多久", "期限"), ("谁给你我号码的", "96110")],
)
async def test_privacy_questions_get_their_own_answer(service: FakeService, words: str, part: str) -> None:
    assert part in await Talk.single(PrivacyRights(), words, "privacy_rights")
    assert service.made == []


@pytest.mark.parametrize(
    ("words", "want"),
    [("给我一份我的数据的副本", "副本"), ("不要给我发短信", "不再接收")],
)
async def test_requests_become_tickets_with_what_is_wanted(
    service: FakeService, words: str, want: str
) -> None:
    await Talk.single(PrivacyRights(), words, "privacy_rights")
    assert want in service.made[0]["summary"]


async def test_who_does_not_know_the_digits_gets_a_code(service: FakeService) -> None:
    account = await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill", account_no=TIERED)
    asked = await customer.say("记不清留的哪个号了", "nlu_fallback")
    assert service.codes == [TIERED] and customer.asked == "account_code"
    assert MASKED in asked and account.phone[-4:] not in asked
    assert AMOUNT in await customer.say("246810")
    assert all(customer.slots[slot] is None for slot in SLOTS)


async def test_a_code_may_be_asked_for_by_button_and_given_up_for_the_digits(service: FakeService) -> None:
    await hide(service, TIERED)
    service.hidden[0]["bound"] = False
    customer = talk()
    await customer.say("绑定户号", "bind_account", account_no=TIERED)
    await customer.tap("不知道，发验证码")
    await customer.tap("改用手机尾号")
    assert customer.asked == "account_last4"
    assert "绑定好了" in await customer.say("1001", last4="1001")


async def test_a_wrong_code_counts_and_a_new_one_may_be_asked_for(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费，发验证码", "query_bill", account_no=TIERED)
    said = await customer.say("111111")
    assert "还能试4次" in said and customer.asked == "account_code"
    assert "111111" not in json.dumps(customer.slots)
    await customer.say("没收到，再发一次", "nlu_fallback")
    assert service.codes == [TIERED, TIERED]


async def test_a_code_that_ran_out_is_said_to_have(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费，发验证码", "query_bill", account_no=TIERED)
    service.trial = {"result": "expired", "tries_left": 0}
    assert "再发一次" in await customer.say("246810")
    assert customer.asked == "account_code"


async def test_a_code_for_another_account_is_sent_anew(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费，发验证码", "query_bill", account_no="3200001888009")
    await customer.say(TIERED, account_no=TIERED)
    assert service.codes == ["3200001888009", TIERED]


async def test_codes_are_not_sent_without_end(service: FakeService) -> None:
    await hide(service, TIERED)
    service.sending = {"result": "too_often"}
    said = await talk().say("查电费，发验证码", "query_bill", account_no=TIERED)
    assert "太频繁" in said and "已经发过去" not in said


async def test_an_account_is_kept_under_the_customers_name_for_it(service: FakeService) -> None:
    await known(service, PEAK_VALLEY)
    await hide(service, PARENTS)
    service.hidden[0]["bound"] = False
    customer = talk()
    await customer.say("给我爸妈家的户号也绑上", "bind_account", account_no=PARENTS)
    assert "父母家" in await customer.say("1002", last4="1002")
    assert "宋庄镇" in await customer.say("我妈家这个月电费多少", "query_bill")
    assert "父母家·宋庄镇" in await customer.say("都绑了哪些", "bind_account")
    assert "已解绑" in await customer.say("爸妈家那个解绑吧", "bind_account")
    assert [account["account_no"] for account in service.accounts] == [PEAK_VALLEY]


async def test_what_is_kept_is_told_at_once_and_masked(service: FakeService) -> None:
    customer = Talk.before(PrivacyRights())
    said = await customer.answer("我要看你们记了啥", "privacy_rights")
    assert "GD202611240007" in said and MASKED in said and "11月24日" in said
    assert service.made == []
    assert [button["title"] for button in customer.buttons] == ["要完整副本", "删除我的数据"]


async def test_a_number_that_comes_alone_is_kept_for_its_wish(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    said = await customer.hear(Inform(), TIERED, "inform", account_no=TIERED)
    assert "320*******001" in said and TIERED not in said
    assert customer.buttons[0]["title"] == "查电费"
    await customer.say("查电费", "query_bill")
    assert customer.asked == "account_last4"


async def test_number_and_proof_in_one_message_are_both_read(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill")
    said = await customer.say(f"{TIERED}，1001", account_no=TIERED)
    assert "用电" in said and customer.asked is None


async def test_a_number_in_groups_of_four_proves_nothing_by_itself(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill")
    await customer.say("3200 001 888 001", account_no=TIERED)
    assert customer.asked == "account_last4" and service.tries_left == 5


async def test_four_digits_instead_of_the_code_are_the_digits(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill", account_no=TIERED)
    await customer.say("不记得了")
    said = await customer.say("1234", last4="1234")
    assert "还能试" in said and "验证码是" not in said and customer.asked == "account_last4"


@pytest.mark.parametrize("words", ["重发一下", "没收到短信，验证码再发一个"])
async def test_a_new_code_is_sent_even_when_the_words_sound_like_say_it_again(
    service: FakeService, words: str
) -> None:
    """The bot said once more that a code was sent, and sent none."""
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费，发验证码", "query_bill", account_no=TIERED)
    await customer.say(words, "repeat")
    assert service.codes == [TIERED, TIERED]
    await customer.say("你刚才说什么", "repeat")
    assert customer.rejected


async def test_which_numbers_are_kept_is_no_question_where_to_find_one(service: FakeService) -> None:
    await known(service, TIERED)
    assert MASKED in await Talk.single(AccountUnknown(), "我的户号都有哪些", "account_unknown")


async def test_an_account_told_for_something_else_is_not_asked_again(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    customer.heard(f"户号{TIERED} 尾号1001 表老响", "report_meter_fault", account_no=TIERED, last4="1001")
    customer.heard("13812341234", "inform", phone="13812341234")
    assert AMOUNT in await customer.say("上个月多少钱", "query_bill")


async def test_of_an_account_told_before_only_the_digits_are_asked(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    customer.heard(f"户号{TIERED} 表老响", "report_meter_fault", account_no=TIERED)
    await customer.say("上个月多少钱", "query_bill")
    assert customer.asked == "account_last4"


@pytest.mark.parametrize(
    ("words", "entities"),
    [
        ("打我这个15312345678", {"phone": "15312345678"}),
        ("联系电话15312345678", {"phone": "15312345678"}),
        ("望海名都 15312345678", {"phone": "15312345678", "address": "望海名都"}),
    ],
)
async def test_a_phone_to_be_called_uses_up_no_try(
    words: str, entities: dict[str, str], service: FakeService
) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill", account_no=TIERED)
    await customer.say(words, **entities)
    assert service.tries_left == 5


async def test_who_doubts_between_two_ends_is_sent_no_code(service: FakeService) -> None:
    await hide(service, TIERED)
    customer = talk()
    await customer.say("查电费", "query_bill", account_no=TIERED)
    assert AMOUNT in await customer.say("尾号我记不清 1001还是1010", last4="1001")
    assert service.codes == []


@pytest.mark.parametrize(("misses", "paused"), [(0, "account_form"), (1, None)])
async def test_only_a_question_that_was_not_missed_waits_behind_a_report(
    misses: int, paused: str | None, service: FakeService
) -> None:
    customer = talk()
    await customer.say("查电费", "query_bill")
    for _ in range(misses):
        await customer.say("嗯哼这样啊", "inform")
    report = Talk(OutageForm(), OutageDone(), AskOutageAddress())
    report._events = [*customer._events]
    report.slots.update(customer.slots)
    await report.say("我家停电了", "report_outage_home")
    assert report.slots["paused_form"] == paused


async def test_giving_up_ends_the_look_up_behind_it(service: FakeService) -> None:
    customer = Talk(OutageForm(), OutageDone(), AskOutageAddress())
    customer.slots["paused_form"] = "account_form"
    await customer.say("我家停电了", "report_outage_home")
    customer.slots["paused_form"] = "account_form"
    await customer.hear(Cancel(), "算了", "cancel")
    assert customer.slots["paused_form"] is None and customer.followed is None
