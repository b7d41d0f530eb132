"""A dark house and its account: looked at for arrears with the usual proof, reported without it, nothing told to strangers."""

from __future__ import annotations

import pytest
from rasa_sdk import Action, Tracker

from actions.account import AccountDone, AccountForm
from actions.handoff import HandOver
from actions.outage import OutageForm
from actions.outage_account import AskOutageLast4
from actions.outage_done import OutageDone
from actions.outage_questions import AskOutageAddress, AskOutageConfirm
from actions.payment_arrears import names_arrears
from actions.smalltalk import Cancel
from actions.turn import Turn
from tests.unit.actions.demo_accounts import CUT, OVERDUE, TIERED, hide, known
from tests.unit.actions.demo_accounts import talk as account_talk
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
PHONE = "13812341234"


def talk() -> Talk:
    return Talk(OutageForm(), OutageDone(), AskOutageAddress(), AskOutageLast4(), AskOutageConfirm())


async def begin(words: str = "没电了") -> tuple[Talk, str]:
    customer = talk()
    return customer, await customer.say(words, "report_outage_home")


@pytest.mark.parametrize(
    "words",
    [
        "家里断电了 收到短信说欠费 我想查查欠多少",
        "我家停电了 物业说是欠费停的",
        "家里停电了 是不是欠费给停的",
        "我家停电了 是不是余额用完了",
        "刚充了电费 家里还是没电 智能交费的",
        "家里没电，是不是没交电费",
        "没电了，电费我昨天刚交过",
    ],
)
async def test_who_names_money_is_asked_for_his_account_and_told_of_the_cut(
    service: FakeService, words: str
) -> None:
    await hide(service, CUT)
    customer, said = await begin(words)
    assert "欠费" in said and "户号" in said
    said = await customer.say(CUT, account_no=CUT)
    assert "后四位" in said and "没对上" not in said
    said = await customer.say("1006")
    assert "欠费停了电" in said or "复电已登记" in said
    assert "邻居" not in said and customer.asked is None


async def test_who_has_paid_gets_the_supply_back_registered(service: FakeService) -> None:
    await hide(service, CUT)
    customer, _ = await begin("刚充了电费 家里还是没电")
    await customer.say(CUT, account_no=CUT)
    assert "复电已登记" in await customer.say("1006")
    assert service.made[0]["topic"] == "reconnect" and "刚充了电费" in service.made[0]["details"]["客户原话"]


async def test_an_account_that_is_not_cut_is_told_so_and_reported_from(service: FakeService) -> None:
    account = await hide(service, TIERED)
    customer, _ = await begin("我家停电了 是不是欠费停的")
    await customer.say(TIERED, account_no=TIERED)
    said = await customer.say("1001")
    assert "没有因为欠费停电" in said and "望海名都" in said
    assert customer.asked == "outage_breaker", "nobody who named arrears is asked about the neighbours"
    await customer.say("没跳")
    await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记报修")
    assert (service.made[0]["account_no"], service.made[0]["address"]) == (TIERED, account.address.text)
    assert service.made[0]["details"]["欠费"] == "已查，不是欠费停电"


@pytest.mark.parametrize(("words", "number"), [(CUT, CUT), (f"户号：{CUT}", CUT), (CUT[3:], CUT[3:])])
async def test_a_number_at_the_place_question_is_never_refused(
    service: FakeService, words: str, number: str
) -> None:
    await hide(service, CUT)
    customer, _ = await begin()
    said = await customer.say(words, account_no=number)
    assert "没对上" not in said and customer.asked == "outage_last4"
    assert "欠费停了电" in await customer.say("1006")


async def test_number_and_digits_in_one_breath_need_no_question(service: FakeService) -> None:
    await hide(service, TIERED)
    customer, _ = await begin()
    said = await customer.say(f"{TIERED} 1001", address="1001室")
    assert "没有因为欠费停电" in said and customer.asked == "outage_breaker"


@pytest.mark.parametrize("words", ["不知道", "不用查 直接报修", "记不清了", "没有"])
async def test_without_proof_the_report_goes_on_and_nothing_is_told(service: FakeService, words: str) -> None:
    account = await hide(service, CUT)
    customer, said = await begin()
    said += await customer.say(CUT, account_no=CUT)
    said += await customer.say(words)
    assert customer.asked == "outage_neighbours"
    for answer in ("有电", "没跳"):
        said += await customer.say(answer)
    said += await customer.say(PHONE, phone=PHONE)
    said += await customer.tap("对，登记报修")
    assert "户号320*******006登记的地址" in said and "工单号" in said
    place = account.address
    assert not any(secret in said for secret in (CUT, place.text, place.town, "因为欠费"))
    made = service.made[0]
    assert made["account_no"] == CUT and place.town not in made["address"]


async def test_a_wrong_proof_tells_nothing_and_may_be_tried_again(service: FakeService) -> None:
    await hide(service, CUT)
    customer, _ = await begin()
    await customer.say(CUT, account_no=CUT)
    said = await customer.say("9999")
    assert "对不上" in said and customer.asked == "outage_last4"
    assert "欠费停了电" in await customer.say("1006")


async def test_a_locked_proof_costs_no_report(service: FakeService) -> None:
    await hide(service, CUT)
    service.trial = {"result": "locked", "locked_until": "2026-11-24T11:00:00+08:00"}
    customer, _ = await begin()
    await customer.say(CUT, account_no=CUT)
    said = await customer.say("1006")
    assert "报修不受影响" in said and customer.asked == "outage_neighbours"


async def test_the_utility_away_at_the_proof_costs_no_report(service: FakeService) -> None:
    service.down = True
    customer, _ = await begin()
    await customer.say(CUT, account_no=CUT)
    assert "不耽误报修" in await customer.say("1006") and customer.asked == "outage_neighbours"


async def test_a_place_instead_of_the_account_is_a_report(service: FakeService) -> None:
    customer, _ = await begin("家里停电了 是不是欠费给停的")
    await customer.say("青口镇海韵花园6号楼", address="青口镇海韵花园6号楼")
    assert customer.slots["outage_address"] == "青口镇海韵花园6号楼"
    assert customer.asked == "outage_breaker"


async def test_a_number_told_beside_the_place_goes_to_the_ticket(service: FakeService) -> None:
    customer = talk()
    await customer.say(
        f"青口镇海韵花园6号楼没电，户号{CUT}",
        "report_outage_home",
        address="青口镇海韵花园6号楼",
        account_no=CUT,
    )
    assert customer.asked == "outage_neighbours" and customer.slots["outage_account"] == CUT


async def test_a_breathing_machine_is_not_asked_for_proofs(service: FakeService) -> None:
    await hide(service, CUT)
    customer, said = await begin("没电了，老人用着制氧机，是不是欠费了")
    assert "镇、小区或村" in said
    await customer.say(CUT, account_no=CUT)
    assert customer.asked == "outage_phone"


async def test_a_number_of_wrong_length_is_told_how_long_one_is(service: FakeService) -> None:
    customer, _ = await begin()
    assert "10位或13位" in await customer.say("1888006") and customer.asked == "outage_address"


async def test_the_known_account_hears_at_once_that_it_is_not_cut(service: FakeService) -> None:
    await known(service, OVERDUE)
    customer, said = await begin("家里没电了 是不是欠费停的")
    assert "没有因为欠费停电，不过有" in said and customer.asked == "outage_breaker"


async def test_after_a_told_cut_the_report_that_waited_is_not_gone_on_with(service: FakeService) -> None:
    await known(service, CUT)
    customer = Talk(AccountForm(), AccountDone())
    customer.slots.update(paused_form="outage_form", outage_scope="home")
    await customer.say("是不是欠费停的电", "arrears_reconnect")
    assert customer.slots["paused_form"] is None and customer.slots["outage_scope"] is None
    assert "report_outage_home" in customer.slots["settled_wishes"]["wishes"]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("停电了 卡里没钱了", True),
        ("短信提醒我余额不足，家里没电了", True),
        ("电表上显示欠费 家里没电", True),
        ("我充了50还是没电", True),
        ("看看欠不欠费，家里没电", True),
        ("没欠费 家里停电了", False),
        ("不是欠费，给我报修", False),
        ("余额还有，家里没电", False),
        ("手机刚充电，家里就没电了", False),
        ("家里没电了，灯都不亮", False),
        ("电压低，欠压，灯不亮", False),
    ],
)
async def test_money_is_named_or_denied(words: str, meant: bool) -> None:
    tracker = Tracker("c1.1", {}, {"text": words}, [], False, None, {}, None)
    assert names_arrears(Turn(tracker)) is meant


async def test_an_account_just_looked_at_is_not_asked_about_the_neighbours(service: FakeService) -> None:
    await known(service, TIERED)
    customer = talk()
    look = Talk(AccountForm(), AccountDone())
    await look.say("是不是欠费停电了", "arrears_reconnect")
    assert look.slots["outage_cut"] == "clear"
    customer.slots, customer._events = look.slots, look._events
    await customer.say("还没电", "report_outage_home")
    assert customer.asked == "outage_breaker"


async def test_an_account_looked_at_long_ago_says_nothing_of_this_outage(service: FakeService) -> None:
    await known(service, TIERED)
    customer = talk()
    customer.slots["outage_cut"] = "clear"
    await customer.say("家里没电", "report_outage_home")
    assert customer.asked == "outage_neighbours"


@pytest.mark.parametrize("words", ["会不会是没交电费", "我好像欠费了"])
async def test_money_named_at_the_place_question_asks_for_the_account(
    service: FakeService, words: str
) -> None:
    customer, _ = await begin()
    said = await customer.say(words, "pay_how", sure=0.4)
    assert "请发户号" in said and "没对上" not in said
    said = await customer.say("先报修吧", "report_trip")
    assert "请发户号" not in said and customer.asked == "outage_address"


@pytest.mark.parametrize(
    "words",
    ["没电 是不是卡里没钱了", "停电了是不是欠费 我忘了交没交", "停电 是不是钱用完了", "会不会是没交电费 没电了", "家里没电 卡里还有钱"],
)  # fmt: skip
async def test_who_wonders_in_the_dark_whether_he_has_paid_comes_to_the_report(
    service: FakeService, words: str
) -> None:
    await hide(service, TIERED)
    customer = account_talk()
    await customer.say(words, "arrears_reconnect")
    assert customer.followed == "outage_form"


@pytest.mark.parametrize(
    "words",
    ["欠费停电了怎么交", "欠费会不会停电", "欠费停电了 我交了 怎么还不来电", "欠费停电能先送电吗", "是不是欠费了"],
)  # fmt: skip
async def test_who_knows_of_his_arrears_is_asked_for_the_account(service: FakeService, words: str) -> None:
    await hide(service, TIERED)
    customer = account_talk()
    await customer.say(words, "arrears_reconnect")
    assert customer.followed != "outage_form"


@pytest.mark.parametrize("action", [HandOver(), Cancel()])
async def test_who_wants_no_person_but_a_report_gets_it(service: FakeService, action: Action) -> None:
    customer = Talk.before(action)
    await customer.answer("转人工算了 先报修", "ask_human")
    assert customer.followed == "outage_form"


@pytest.mark.parametrize("words", ["卡里还有钱", "余额还够呢", "我没欠费"])
async def test_that_there_is_money_left_ends_no_report(service: FakeService, words: str) -> None:
    await hide(service, TIERED)
    customer, _ = await begin()
    await customer.say("城西镇梨园头村", address="城西镇梨园头村")
    await customer.say(words, "query_bill", sure=0.98)
    assert not customer.rejected and customer.is_open
