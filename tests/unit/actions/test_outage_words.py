"""What a customer tells of an outage bit by bit, puts right or adds: the card shows it, or the crew reads it in his words."""

from __future__ import annotations

import pytest

from actions.damage import AskDamageConfirm, DamageDone, DamageForm
from actions.outage import OutageForm
from actions.outage_back import PowerBack
from actions.outage_done import OutageDone
from actions.outage_questions import AskOutageAddress, AskOutageAgain, AskOutageConfirm
from actions.outage_special import sensitive_in
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
PHONE = "13812341234"


async def begin(words: str = "家里没电了", intent: str = "report_outage_home", **entities: str) -> Talk:
    customer = Talk(OutageForm(), OutageDone(), AskOutageAddress(), AskOutageAgain(), AskOutageConfirm())
    await customer.say(words, intent, **entities)
    return customer


async def card(customer: Talk) -> str:
    """Answers what is left to ask."""
    for words in ("邻居有电", "没跳"):
        if customer.asked in ("outage_neighbours", "outage_breaker"):
            await customer.say(words)
    return await customer.say(PHONE, phone=PHONE)


async def test_an_address_told_bit_by_bit_is_one(service: FakeService) -> None:
    customer = await begin(address="青口镇")
    for piece in ("青河雅苑", "8号楼", "2单元"):
        await customer.say(piece, address=piece)
    await customer.say("1104", last4="1104")
    assert customer.slots["outage_address"] == "青口镇青河雅苑8号楼2单元1104室"


async def test_a_room_alone_waits_with_its_building_for_the_name(service: FakeService) -> None:
    customer = await begin()
    for piece in ("8号楼", "2单元"):
        await customer.say(piece, address=piece)
    await customer.say("1104", last4="1104")
    assert customer.asked == "outage_address"
    await customer.say("青河雅苑", address="青河雅苑")
    assert customer.slots["outage_address"] == "青河雅苑8号楼2单元1104室"


@pytest.mark.parametrize("words", ["1104", "6638"])
async def test_a_number_is_no_room_where_a_phone_is_asked_for(words: str, service: FakeService) -> None:
    customer = await begin("小区都停了", "report_outage_area", address="青河雅苑8号楼")
    await customer.say(words, last4=words)
    assert customer.asked == "outage_phone" and customer.slots["outage_address"] == "青河雅苑8号楼"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("不是金山 我说错了 是厉庄镇的徐福", ("金山镇", "厉庄镇", "徐福")),
        ("厉庄镇徐福村！不是金山镇", ("厉庄镇徐福村", "金山镇")),
        ("地址不对 我说了是厉庄镇不是金山", ("厉庄镇", "金山镇")),
        ("是厉庄镇，不在金山镇", ("厉庄镇", "金山镇")),
        ("镇写错了，应该是厉庄镇", ("厉庄镇",)),
    ],
)
async def test_a_town_put_right_is_on_the_card(
    words: str, found: tuple[str, ...], service: FakeService
) -> None:
    customer = await begin("全村没电", "report_outage_area", address="金山镇徐福村")
    await customer.say_all(words, "correct_slot", found)
    assert customer.slots["outage_address"] == "厉庄镇徐福村"
    assert "厉庄镇徐福村" in await card(customer)


async def test_a_village_put_right_replaces_the_one_it_contains(service: FakeService) -> None:
    customer = await begin("全村没电", "report_outage_area", address="墩尚镇圩村")
    await customer.say_all("就是罗家圩村不是圩村", "correct_slot", ("罗家圩村", "圩村"))
    assert customer.slots["outage_address"] == "墩尚镇罗家圩村"


@pytest.mark.parametrize("words", ["没跳 我是说知道了", "开关没跳，刚才说错了"])
async def test_a_switch_put_right_without_a_no_is_put_right(words: str, service: FakeService) -> None:
    customer = await begin(address="海头镇东河村3组")
    await customer.say("邻居有电")
    await customer.say("嗯嗯")
    await customer.say(words, sure=0.56)
    assert customer.slots["outage_breaker"] == "fine"


@pytest.mark.parametrize(
    "words", ["靠小卖部 姓孙的", "前头那排", "不是没电 是老跳", "不是全家 是鱼塘边的泵", "有个大铁门"]
)
async def test_what_answers_nothing_is_on_the_card_and_the_ticket(words: str, service: FakeService) -> None:
    customer = await begin(address="海头镇东河村3组")
    said = await customer.say(words)
    assert "没对上" not in said and customer.asked in ("outage_neighbours", "outage_phone")
    assert words in await card(customer)
    await customer.tap("对，登记报修")
    assert words in service.made[0]["details"]["客户补充"]


@pytest.mark.parametrize("words", ["多久能来啊", "稍等我看下", "不知道"])
async def test_a_question_or_a_moment_please_is_no_addition(words: str, service: FakeService) -> None:
    customer = await begin(address="海头镇东河村3组")
    await customer.say(words)
    assert customer.slots["outage_words"] is None


@pytest.mark.parametrize("words", ["多少钱损失你们负责不", "冰柜里的东西化了谁赔", "没坏 就是怕化了"])
async def test_losses_do_not_swap_the_report_for_a_claim(words: str, service: FakeService) -> None:
    customer = await begin("网吧停电", address="青口镇黄海东路极速网咖")
    said = await customer.say(words, "appliance_damage")
    assert not customer.rejected and "我这里不能答应您" in said and customer.asked == "outage_neighbours"
    await card(customer)
    said = await customer.tap("对，登记报修")
    assert service.made[0]["topic"] == "outage_home" and "登记损失" in [b["title"] for b in customer.buttons]


@pytest.mark.parametrize("words", ["我要登记损坏", "给我办理赔"])
async def test_a_claim_plainly_wanted_is_one(words: str, service: FakeService) -> None:
    customer = await begin(address="海头镇东河村3组")
    await customer.say(words, "appliance_damage")
    assert customer.rejected


@pytest.mark.parametrize(
    "words",
    [
        "停电停到现在 冰箱里的肉都臭了 你们天天停",
        "没电了 冰箱里的东西都化了",
        "停了三个小时了鱼都死了",
        "还没来电，肉都臭了",
    ],
)
async def test_who_sits_in_the_dark_has_the_outage_reported_first(words: str, service: FakeService) -> None:
    customer = Talk(DamageForm(), DamageDone(), AskDamageConfirm())
    await customer.say(words, "appliance_damage")
    assert customer.followed == "outage_form"


@pytest.mark.parametrize("words", ["昨天来电后电视烧了", "你们停电把我冰箱烧坏了", "上次停电鱼都死了"])
async def test_a_damage_of_an_outage_that_is_over_is_a_claim(words: str, service: FakeService) -> None:
    customer = Talk(DamageForm(), DamageDone(), AskDamageConfirm())
    await customer.say(words, "appliance_damage")
    assert not customer.followed


@pytest.mark.parametrize("words", ["都没电 全村", "我就报停电", "先派人来修", "就是想知道几点来电"])
async def test_an_outage_told_within_a_claim_goes_first(words: str, service: FakeService) -> None:
    customer = Talk(DamageForm(), DamageDone(), AskDamageConfirm())
    await customer.say("肉都臭了", "appliance_damage")
    await customer.say(words, "report_outage_area")
    assert customer.followed == "outage_form"
    assert customer.slots["damage_things"] is None


@pytest.mark.parametrize("words", ["旁边厂有电", "隔壁来电了", "对面亮着呢"])
async def test_somebody_elses_supply_is_a_neighbours(words: str, service: FakeService) -> None:
    customer = await begin(address="经济开发区黄海路")
    await customer.say(words, "report_power_back", sure=0.7)
    assert customer.slots["outage_neighbours"] == "lit" and not customer.rejected
    assert "来电就好" not in await customer.hear(PowerBack(), words, "report_power_back")


@pytest.mark.parametrize("words", ["来电了通知我一下 我睡觉了", "来电了告诉我", "恢复了给我发个消息"])
async def test_a_wish_to_be_told_is_no_supply(words: str, service: FakeService) -> None:
    customer = Talk.before(PowerBack())
    assert "来电就好" not in await customer.answer(words, "report_power_back")
    assert customer.followed == "area_form"


@pytest.mark.parametrize("words", ["来电了", "不报了，来电了", "有电了谢谢"])
async def test_supply_is_supply(words: str, service: FakeService) -> None:
    assert "来电就好" in await Talk.single(PowerBack(), words, "report_power_back")


@pytest.mark.parametrize("words", ["又停了", "停电了", "怎么没电"])
async def test_nobody_said_that_all_are_dark(words: str, service: FakeService) -> None:
    customer = await begin(words, "report_outage_area", address="海头镇东河村3组")
    assert customer.asked == "outage_neighbours"
    assert "这一片" not in await card(customer)


@pytest.mark.parametrize(
    "words", ["村里面就我们这一排没电", "我们村停电了", "我们这个单元没电", "整条线都停了"]
)
async def test_several_houses_are_more_than_one(words: str, service: FakeService) -> None:
    customer = await begin(words, "report_outage_partial", address="海头镇东河村")
    assert customer.slots["outage_scope"] == "area" and "这一片没电" in await card(customer)


@pytest.mark.parametrize(
    ("words", "case"),
    [
        ("我妈有心脏病的 一个人在家", "elderly_alone"),
        ("她80多了", "elderly_alone"),
        ("家里只有老人", "elderly_alone"),
        ("一个人在家带个小孩", "infant"),
    ],
)
async def test_who_must_not_wait_is_heard_and_not_asked_about(
    words: str, case: str, service: FakeService
) -> None:
    assert sensitive_in(words) == [case]
    customer = await begin(address="海头镇东河村")
    await customer.say(words)
    assert customer.asked == "outage_phone" and "特殊情况" in await card(customer)


@pytest.mark.parametrize("words", ["停了80多户", "交了80多块"])
async def test_eighty_of_anything_is_no_age(words: str) -> None:
    assert sensitive_in(words) == []


@pytest.mark.parametrize("words", ["她有高血压", "我爸有心脏病", "家里有个小孩"])
async def test_what_somebody_has_is_no_supply_next_door(words: str, service: FakeService) -> None:
    customer = await begin(address="青口镇望海名都3号楼2单元502室")
    assert customer.asked == "outage_neighbours"
    await customer.say(words)
    assert customer.asked == "outage_neighbours" and words in customer.slots["outage_words"]


@pytest.mark.parametrize("words", ["有", "有的", "有电", "他们有", "有电啊", "有光"])
async def test_that_there_is_supply_next_door_is_told_in_short(words: str, service: FakeService) -> None:
    customer = await begin(address="青口镇望海名都3号楼2单元502室")
    await customer.say(words)
    assert customer.slots["outage_neighbours"] == "lit"
