"""Reports on others: anonymous if wished, the place, what is seen; nothing promised."""

from __future__ import annotations

import pytest

from actions.fallback import OutOfScope
from actions.outage import OutageForm
from actions.outage_done import OutageDone
from actions.outage_questions import AskOutageAddress
from actions.theft import AskTheftConfirm, AskTheftPlace, TheftDone, TheftForm, topic_of
from common.jsonable import jsonable
from service.utility.prices import residential_prices
from tests.unit.actions.demo_accounts import NOW
from tests.unit.actions.service_fake import FakeService, Talk
from tests.unit.actions.test_ticket import ticket

PHONE = "13812341234"
PLACE = "青口镇黄海路12号"


def talk() -> Talk:
    return Talk(TheftForm(), TheftDone(), AskTheftConfirm())


@pytest.mark.asyncio
async def test_an_anonymous_report_carries_nobody(service: FakeService) -> None:
    service.add_account("3200001888001", "青口镇金榆小区3号楼2单元502室")
    service.tickets = [{"number": "GD1", "phone": PHONE}]
    customer = talk()
    said = await customer.say("隔壁饭店从路灯杆上偷接电", "report_theft")
    assert "不会给被举报的一方看" in said and customer.asked == "theft_place"
    await customer.say(PLACE, address=PLACE)
    await customer.say("匿名")
    await customer.tap("对，登记")
    made = service.made[0]
    assert made["topic"] == "theft" and made["address"] == PLACE
    assert made["phone"] is None and made["account_no"] is None
    assert made["details"]["保密要求"] == "匿名"


@pytest.mark.asyncio
async def test_a_phone_can_be_left_and_kept_secret(service: FakeService) -> None:
    customer = talk()
    await customer.say("举报", "report_theft")
    assert customer.asked == "theft_words"
    await customer.say("房东收我们一块五一度")
    await customer.say(PLACE, address=PLACE)
    await customer.tap("留电话但保密")
    await customer.say(PHONE, phone=PHONE)
    said = await customer.tap("对，登记")
    made = service.made[0]
    assert made["topic"] == "breach" and made["phone"] == PHONE
    assert made["details"]["保密要求"] == "留电话但保密"
    assert "不能预先说" in said


@pytest.mark.asyncio
async def test_no_reward_is_promised(service: FakeService) -> None:
    said = await talk().say("举报偷电有奖吗", "report_theft")
    assert "没有准信" in said


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("邻居接我家线用电", "theft"),
        ("有人割电缆", "sabotage"),
        ("大棚盖在高压线底下", "sabotage"),
        ("转供电加价", "breach"),
        ("抄表电工跟我要钱", "conduct"),
    ],
)
def test_the_kind_follows_the_words(text: str, topic: str) -> None:
    assert topic_of(text) == topic


@pytest.mark.asyncio
async def test_a_landmark_behind_the_town_is_kept(service: FakeService) -> None:
    customer = talk()
    await customer.say("青口镇望海名都后面有人偷接电", "report_theft", address="青口镇")
    assert customer.slots["theft_place"] == "青口镇望海名都后面"


@pytest.mark.asyncio
async def test_the_place_keeps_its_words_when_it_was_asked_for(service: FakeService) -> None:
    customer = talk()
    await customer.say("隔壁饭店从路灯杆上偷接电", "report_theft")
    await customer.say("青口镇望海名都后面的工地", address="青口镇")
    assert customer.slots["theft_place"] == "青口镇望海名都后面的工地"


@pytest.mark.asyncio
async def test_a_place_with_its_landmark_is_no_account_of_the_matter(service: FakeService) -> None:
    customer = talk()
    await customer.say("举报", "report_theft")
    await customer.say("青口镇望海名都后面的工地", address="青口镇望海名都")
    assert customer.asked == "theft_words"
    assert customer.slots["theft_place"].endswith("望海名都后面的工地")


@pytest.fixture
def priced(service: FakeService) -> FakeService:
    """A price table is in force."""
    service.prices = jsonable(residential_prices(NOW.date()))
    return service


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "words",
    [
        "我们房东收我一块二一度电 合理吗",
        "房东一块五一度",
        "二房东电费收一块三 可以吗",
        "物业收一块钱一度合理吗",
        "出租房一度电一块钱正常吗",
        "我收他们八毛一度违法不",
        "我们村会计一度收1块2",
        "菜市场摊位电费 管理处收一块三",
        "园区加收线损合理吗",
    ],
)
async def test_somebody_elses_price_is_a_question_first(priced: FakeService, words: str) -> None:
    customer = talk()
    said = await customer.say(words, "report_theft")
    assert "0.5283" in said and "0.5483" in said and "不好下结论" in said
    assert "匿名" not in said and customer.asked is None and not priced.made
    assert "要，登记举报" in [button["title"] for button in customer.buttons]


@pytest.mark.asyncio
async def test_a_shop_hears_no_household_price(priced: FakeService) -> None:
    said = await talk().say("商场里的铺子 物业一度收一块六", "report_theft")
    assert "工商业电价" in said and "0.5283" not in said


@pytest.mark.asyncio
async def test_without_a_price_table_the_question_hears_no_amount(service: FakeService) -> None:
    said = await talk().say("房东收一块五一度 合理吗", "report_theft")
    assert "国家定的电价" in said and "0." not in said


@pytest.mark.asyncio
async def test_who_then_wants_to_report_need_not_tell_it_again(priced: FakeService) -> None:
    customer = talk()
    await customer.say("房东收我一块二一度电 合理吗", "report_theft")
    said = await customer.tap("要，登记举报")
    assert "匿名" in said and customer.asked == "theft_place"
    assert customer.slots["theft_words"] == "房东收我一块二一度电 合理吗"


@pytest.mark.asyncio
async def test_who_says_that_he_reports_is_not_asked_twice(priced: FakeService) -> None:
    customer = talk()
    assert "匿名" in await customer.say("我要举报房东一度电收一块五", "report_theft")
    assert customer.asked == "theft_place"


@pytest.mark.asyncio
@pytest.mark.parametrize("words", ["不用了我就问问", "我就问问", "我不是举报 我就想问问标准", "只是了解一下"])
async def test_who_only_asked_is_out_of_the_report_at_once(service: FakeService, words: str) -> None:
    customer = talk()
    await customer.say("隔壁饭店从路灯杆上偷接电", "report_theft")
    await customer.say(words, "deny")
    assert customer.rejected and customer.followed == "action_cancel"


@pytest.mark.asyncio
async def test_who_asks_when_in_a_report_stays_in_it(service: FakeService) -> None:
    customer = talk()
    await customer.say("隔壁饭店从路灯杆上偷接电", "report_theft")
    await customer.say("我就问问什么时候来查", "inform")
    assert customer.followed is None


@pytest.mark.asyncio
@pytest.mark.parametrize(("words", "part"), [("国家规定是多少", "0.5283"), ("那我该找谁", "12398")])
async def test_the_talk_about_that_price_goes_on(priced: FakeService, words: str, part: str) -> None:
    customer = talk()
    await customer.say("房东收我一块二一度电 合理吗", "report_theft")
    said = await customer.hear(OutOfScope(), words, "out_of_scope")
    assert part in said


@pytest.mark.asyncio
async def test_who_denies_a_report_hears_the_standard(priced: FakeService) -> None:
    customer = talk()
    await customer.say("房东收一块五一度电 贵不贵", "report_theft")
    said = await customer.say("我不是举报 我就想问问标准", "report_theft")
    assert said.startswith("好，不登记。") and "0.5283" in said and customer.asked is None


@pytest.mark.parametrize(
    "words",
    [
        "是不是有人偷我家电",
        "怎么看有没有人偷",
        "不是举报 我是怀疑我家被人偷电",
        "会不会有人接我家的线",
        "我家好像被人偷电了",
    ],
)
async def test_who_fears_for_his_own_supply_is_no_informer(words: str, service: FakeService) -> None:
    customer = Talk(TheftForm(), TheftDone(), AskTheftConfirm(), AskTheftPlace())
    said = await customer.say(words, "report_theft")
    assert "匿名" not in said and "您家在哪里" in said
    await customer.say("不知道是谁", "bot_challenge", sure=0.65)
    assert not customer.rejected
    await customer.say("海头镇海前村三组", address="海头镇海前村3组")
    card = await customer.say("13812341234", phone="13812341234")
    assert "身份" not in card
    await customer.tap("对，登记")
    assert service.made[0]["topic"] == "theft" and service.made[0]["address"] == "海头镇海前村三组"
    assert "保密要求" not in service.made[0]["details"]


async def test_the_house_of_a_victim_is_known_with_his_account(service: FakeService) -> None:
    service.add_account("3200001888001", "青口镇望海名都3号楼2单元501室")
    customer = Talk(TheftForm(), TheftDone(), AskTheftConfirm(), AskTheftPlace())
    await customer.say("是不是有人偷我家电", "report_theft")
    assert customer.asked == "theft_phone"


@pytest.mark.parametrize("words", ["平房电费", "搭棚子", "房东不给我电费单", "昨天有人把我家表换了"])
async def test_what_only_resembles_a_report_is_asked_first(words: str, service: FakeService) -> None:
    customer = Talk(TheftForm(), TheftDone(), AskTheftConfirm(), AskTheftPlace())
    said = await customer.say(words, "report_theft", sure=0.95)
    assert "您是要举报" in said and not customer.is_open
    await customer.say("是的", "affirm")
    assert customer.slots["theft_words"] == words and customer.asked == "theft_place"


@pytest.mark.parametrize("words", ["从我家表上接行不 多大线", "我想给邻居接个电 行不行"])
async def test_who_asks_what_he_may_do_reports_nobody(words: str, service: FakeService) -> None:
    customer = talk()
    assert "临时用电" in await customer.say(words, "report_theft", sure=0.9)
    assert customer.asked is None and not service.made


@pytest.mark.parametrize("words", ["邻居举报我了", "我家被人举报了"])
async def test_who_is_reported_reports_nobody(words: str, service: FakeService) -> None:
    customer = talk()
    assert "现场核实" in await customer.say(words, "report_theft", sure=0.9)
    assert customer.asked is None


@pytest.mark.parametrize(
    "words",
    [
        "隔壁饭店从路灯杆上偷接电",
        "他家表几乎不走",
        "有人拿钩子往线上搭",
        "对门从楼道灯上拉根线",
        "高压线底下有人盖房子",
        "jubao",
    ],
)
async def test_what_others_do_is_reported_at_once(words: str, service: FakeService) -> None:
    assert "可以匿名" in await talk().say(words, "report_theft", sure=0.5)


async def test_the_card_names_the_report_and_the_own_house_is_doubted(service: FakeService) -> None:
    home = "宋庄镇小兴庄村2组18号"
    service.add_account("3200001888001", home)
    customer = talk()
    await customer.say("隔壁饭店偷电", "report_theft")
    assert "您自己家的地址" in await customer.say(home, address=home)
    assert customer.asked == "theft_place"
    await customer.say(home, address=home)
    assert "窃电举报" in await customer.say("匿名")


async def test_cable_thieves_are_for_the_police(service: FakeService) -> None:
    said = await talk().say("有人偷电缆 正剪呢", "report_theft")
    assert "110" in said and "8米" in said


@pytest.mark.asyncio
async def test_a_scrap_of_a_question_keeps_the_report(service: FakeService) -> None:
    customer = talk()
    await customer.say("有人偷电 在我们村", "report_theft")
    await customer.say("咋查", "query_bill", sure=0.64)
    assert not customer.rejected and customer.asked == "theft_place"


@pytest.mark.asyncio
async def test_the_name_of_the_accused_is_not_the_reporters(service: FakeService) -> None:
    customer = talk()
    await customer.say("隔壁饭店偷电", "report_theft")
    await customer.say(PLACE, address=PLACE)
    await customer.say("姓王的老板", person="王")
    assert customer.slots["theft_name"] is None and "姓王" in customer.slots["theft_words"]
    await customer.say(f"我姓李 电话{PHONE} 要保密", phone=PHONE)
    assert customer.slots["theft_name"] == "李" and customer.slots["theft_secret"] == "留电话但保密"


@pytest.mark.asyncio
async def test_who_must_not_know_and_a_phone_are_an_answer(service: FakeService) -> None:
    customer = talk()
    await customer.say("隔壁饭店偷电", "report_theft")
    await customer.say(PLACE, address=PLACE)
    await customer.say(f"不想让他知道是我说的 {PHONE}", phone=PHONE)
    assert customer.asked == "theft_confirm" and customer.slots["theft_secret"] == "留电话但保密"


@pytest.mark.asyncio
async def test_a_word_of_the_story_is_no_wish_of_its_own(service: FakeService) -> None:
    customer = talk()
    await customer.say("我要举报", "report_theft")
    await customer.say("加工厂表后面接线 不走字", wish=["report_theft", "report_meter_fault"])
    assert "report_meter_fault" in customer.slots["settled_wishes"]["wishes"]


@pytest.mark.asyncio
async def test_the_accused_complains_and_reports_nobody(service: FakeService) -> None:
    customer = talk()
    customer.heard("你们说我偷电罚我三千 凭啥", "bill_high")
    await customer.say("是以前房东接的", "report_theft")
    assert customer.followed == "complain_form" and "罚我三千" in customer.slots["complain_words"]


@pytest.mark.asyncio
async def test_place_and_phone_of_a_report_are_not_the_customers_home(service: FakeService) -> None:
    service.tickets = [ticket(topic="theft", phone=PHONE, biz_type="举报")]
    customer = talk()
    await customer.say("石子厂从变压器上直接拉线偷电", "report_theft", address=PLACE)
    await customer.say("匿名")
    await customer.tap("对，登记")
    home = customer.over_to(OutageForm(), OutageDone(), AskOutageAddress())
    await home.say("我家没电", "report_outage_home")
    assert home.slots["outage_address"] is None and home.slots["outage_phone"] is None
