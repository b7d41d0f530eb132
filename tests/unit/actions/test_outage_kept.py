"""An outage report keeps what it is told: its place, its supply, its matter; and nothing is put on its card that nobody said."""

from __future__ import annotations

from typing import Any

import pytest

from actions.damage import AskDamageConfirm, DamageDone, DamageForm
from actions.key_customer import KeyCustomer
from actions.outage import OutageForm
from actions.outage_account import AskOutageLast4
from actions.outage_back import PowerBack
from actions.outage_done import OutageDone
from actions.outage_info import AreaForm, AskOutageInfo
from actions.outage_questions import AskOutageAddress, AskOutageAgain, AskOutageConfirm
from actions.smalltalk import Cancel, Deny, TakeTime
from actions.ticket_detail import Inform
from actions.urge import Urge
from actions.voltage import AskVoltageConfirm, VoltageDone, VoltageForm
from tests.unit.actions.demo_accounts import CUT, TIERED, hide
from tests.unit.actions.service_fake import FakeService, Talk
from tests.unit.actions.test_outage import AREA, FAULT, ticket

pytestmark = pytest.mark.asyncio
PHONE = "13812341234"
VILLAGE = "金山镇徐福村"


def talk() -> Talk:
    asks = (AskOutageAddress(), AskOutageAgain(), AskOutageLast4(), AskOutageConfirm())
    return Talk(OutageForm(), OutageDone(), *asks)


async def begin(words: str = "家里没电了", intent: str = "report_outage_home", **entities: Any) -> Talk:
    customer = talk()
    await customer.say(words, intent, **entities)
    return customer


# A place said before.


@pytest.mark.parametrize("words", ["就是没电啊 邻居也没", "村里都没有", "怎么还没来电"])
async def test_a_place_said_before_is_carried_into_the_report(words: str, service: FakeService) -> None:
    customer = talk()
    customer.heard(f"请问{VILLAGE}今天停电吗", "ask_outage_info", address=VILLAGE)
    customer.heard("知道了", "affirm")
    said = await customer.say(words, "report_outage_home")
    assert f"就按您刚才说的：{VILLAGE}" in said and customer.slots["outage_address"] == VILLAGE


async def test_its_door_said_with_the_report_goes_with_it(service: FakeService) -> None:
    customer = talk()
    customer.heard("墩尚花园现在来电了吗", "ask_outage_info", address="墩尚镇墩尚花园")
    await customer.say("我家怎么还没来 2号楼", "report_outage_home", address="2号楼")
    assert customer.slots["outage_address"] == "墩尚镇墩尚花园2号楼"


async def test_a_place_said_now_goes_before_one_said_earlier(service: FakeService) -> None:
    customer = talk()
    customer.heard("黑林镇大树底村停电没有", "ask_outage_info", address="黑林镇大树底村")
    await customer.say(f"{VILLAGE}没电", "report_outage_home", address=VILLAGE)
    assert customer.slots["outage_address"] == VILLAGE


async def test_a_town_said_before_is_asked_on_about(service: FakeService) -> None:
    customer = talk()
    customer.heard("青口镇哪里停电", "ask_outage_info", address="青口镇")
    assert "青口镇的哪里" in await customer.say("我家没电", "report_outage_home")


@pytest.mark.parametrize("place", ["苏州", "2号楼"])
async def test_a_city_far_away_or_a_door_is_no_place_to_carry(place: str, service: FakeService) -> None:
    customer = talk()
    customer.heard(f"我在{place}上班", "inform", address=place)
    await customer.say("老家没电了", "report_outage_home")
    assert customer.asked == "outage_address"


async def test_half_an_hour_later_the_place_is_asked_for(service: FakeService) -> None:
    customer = talk()
    customer.heard(f"{VILLAGE}今天停电吗", "ask_outage_info", address=VILLAGE)
    await customer.at("2026-11-24T11:00:00+08:00").say("没电了", "report_outage_home")
    assert customer.asked == "outage_address"


async def test_other_reports_carry_it_too(service: FakeService) -> None:
    customer = Talk(VoltageForm(), VoltageDone(), AskVoltageConfirm())
    customer.heard(f"{VILLAGE}今天停电吗", "ask_outage_info", address=VILLAGE)
    await customer.say("电压太低，空调带不动", "report_voltage")
    assert customer.slots["voltage_address"] == VILLAGE


async def test_a_question_after_a_place_is_about_that_place(service: FakeService) -> None:
    service.area = AREA
    customer = Talk(AreaForm(), AskOutageInfo())
    customer.heard("停电了 望海名都", "inform", address="青口镇望海名都")
    said = await customer.say("我就想知道为什么停", "ask_outage_info")
    assert "您问的是哪里" not in said and "没有已公布的停电" in said


# A report in one line, and one begun again.


async def test_a_whole_report_in_one_line_needs_only_a_yes(service: FakeService) -> None:
    words, place = "没电 青口镇华山路12号 邻居有 没跳 13861340164", "青口镇华山路12号"
    customer = Talk.before(Inform())
    await customer.answer(words, "inform", address=place)
    assert customer.followed == "outage_form"
    customer = talk()
    said = await customer.say(words, "inform", address=place, phone="13861340164")
    assert customer.asked == "outage_confirm" and "没电，邻居有电，开关没跳" in said


@pytest.mark.parametrize(
    "words", ["给我妈报个修 她在赣马新城5号楼", "全村停电 派人来", "帮俺爹报修，他家没电"]
)
async def test_who_reports_for_others_or_in_pieces_reports(words: str, service: FakeService) -> None:
    customer = Talk.before(Inform())
    await customer.answer(words, "inform", address="赣马镇赣马新城5号楼")
    assert customer.followed == "outage_form"


@pytest.mark.parametrize("words", ["不行 还是得报", "那重新报一个吧", "还是报修吧", "算了还是报吧"])
async def test_the_report_just_dropped_is_begun_again_with_its_place(
    words: str, service: FakeService
) -> None:
    customer = await begin(address=VILLAGE)
    await customer.say("邻居有电", phone=PHONE)
    asked = customer.asked
    await customer.hear(Cancel(), "先不报了", "cancel")
    assert customer.slots["outage_neighbours"] is None
    await customer.hear(Deny(), words, "deny")
    assert customer.followed == "outage_form"
    await customer.carry_on()
    assert customer.slots["outage_address"] == VILLAGE and customer.slots["outage_phone"] == PHONE
    assert customer.slots["outage_neighbours"] == "lit" and customer.asked == asked


async def test_a_bare_wish_understood_as_a_report_goes_on_as_well(service: FakeService) -> None:
    customer = await begin(address=VILLAGE)
    await customer.say("邻居有电", phone=PHONE)
    asked = customer.asked
    await customer.hear(Cancel(), "先不报了", "cancel")
    customer._open = False
    await customer.say("还是报吧", "report_outage_home")
    assert customer.slots["outage_neighbours"] == "lit" and customer.asked == asked


async def test_another_report_that_was_dropped_is_the_one_meant(service: FakeService) -> None:
    customer = Talk(VoltageForm(), VoltageDone(), AskVoltageConfirm())
    await customer.say("电压太低", "report_voltage")
    await customer.hear(Cancel(), "算了", "cancel")
    await customer.hear(Deny(), "不行 还是得报", "deny")
    assert customer.followed == "voltage_form"


# Its own matter.


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("关了总闸了", "meter_too_fast"),
        ("我已经下楼了", "transfer_rename"),
        ("学生都放学了", "key_customer"),
        ("消防来了 正在看", "report_power_back"),
        ("师傅说一会来电", "report_power_back"),
    ],
)
async def test_what_is_told_in_a_report_is_no_other_matter(
    words: str, intent: str, service: FakeService
) -> None:
    customer = await begin(address=VILLAGE)
    await customer.say(words, intent, sure=0.95)
    assert not customer.rejected and customer.slots["outage_address"] == VILLAGE


@pytest.mark.parametrize(
    ("words", "intent"),
    [("电表走得太快了", "meter_too_fast"), ("这个月电费多少", "query_bill"), ("来电了", "report_power_back")],
)
async def test_another_matter_that_is_named_still_interrupts(
    words: str, intent: str, service: FakeService
) -> None:
    customer = await begin(address=VILLAGE)
    await customer.say(words, intent, sure=0.95)
    assert customer.rejected


@pytest.mark.parametrize("words", ["不是要赔 就是问问", "不用赔", "没想要你们赔"])
async def test_who_wants_no_money_stays_in_his_report(words: str, service: FakeService) -> None:
    customer = await begin(address=VILLAGE)
    await customer.say(words, "appliance_damage", sure=0.95)
    assert not customer.rejected


# Facts.


@pytest.mark.parametrize(
    "words", ["不知道邻居有没有", "邻居有没有电我问问她", "邻居有电没电我看看啊", "我没触电 就是没电"]
)
async def test_what_is_not_known_of_neighbours_is_not_on_the_card(words: str, service: FakeService) -> None:
    customer = await begin(address=VILLAGE)
    await customer.say(words)
    assert customer.slots["outage_neighbours"] in (None, "unknown")


@pytest.mark.parametrize("words", ["都么有", "俺家跟俺弟家 都么有", "邻居也没", "他们家也没有"])
async def test_neighbours_without_supply_are_dark(words: str, service: FakeService) -> None:
    customer = await begin(address=VILLAGE)
    await customer.say(words)
    assert customer.slots["outage_neighbours"] == "dark"


@pytest.mark.parametrize("words", ["她80了 哪会看这个", "俺不敢碰", "看不懂开关", "不会"])
async def test_a_switch_nobody_looked_at_is_not_said_to_be_fine(words: str, service: FakeService) -> None:
    customer = await begin(address=VILLAGE)
    await customer.say("邻居有电")
    await customer.say(words)
    assert customer.slots["outage_breaker"] == "unknown"


@pytest.mark.parametrize("words", ["她没手机 打我的", "余额没了", "没人在家"])
async def test_a_no_to_something_else_is_no_switch(words: str, service: FakeService) -> None:
    customer = await begin(address=VILLAGE)
    await customer.say("邻居有电")
    await customer.say(words, **({"phone": PHONE} if "手机" in words else {}))
    assert customer.slots["outage_breaker"] is None


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("家里其他都有电，就客厅那一排插座没电", "partial"),
        ("别人家都有就我家没有", "home"),
        ("不是一片 就我一家没电 别人家都有", "home"),
        ("我们这一排都没电", "area"),
    ],
)
async def test_how_much_is_out_is_what_was_said(words: str, scope: str, service: FakeService) -> None:
    customer = await begin(words, "report_outage_area", address=VILLAGE)
    assert customer.slots["outage_scope"] == scope
    assert scope != "partial" or words in customer.slots["outage_words"]


async def test_no_part_of_the_house_is_made_up(service: FakeService) -> None:
    customer = await begin("一会有电一会没电", "report_outage_partial", address=VILLAGE)
    assert customer.asked == "outage_scope"


async def test_half_a_shower_is_no_lost_phase(service: FakeService) -> None:
    customer = await begin("热水器洗到一半没电了", address=VILLAGE)
    assert not customer.slots["outage_half"]


# Places.


@pytest.mark.parametrize(
    ("words", "entities", "place"),
    [
        ("金山镇 金山村3组", ["金山镇", "金山村3组"], "金山镇金山村3组"),
        ("沙河镇 沙河子村4组", ["沙河镇", "沙河子村4组"], "沙河镇沙河子村4组"),
        ("厉庄镇蔬菜大棚基地", ["厉庄镇"], "厉庄镇蔬菜大棚基地"),
        ("班庄镇范口村东", ["班庄镇范口村东"], "班庄镇范口村东"),
    ],
)
async def test_no_piece_of_a_place_is_cut(
    words: str, entities: list[str], place: str, service: FakeService
) -> None:
    customer = await begin()
    await customer.say_all(words, "inform", entities)
    assert customer.slots["outage_address"] == place


async def test_words_behind_a_town_that_are_no_name_are_none(service: FakeService) -> None:
    customer = await begin()
    await customer.say("青口镇 邻居也没电", address="青口镇")
    assert customer.slots["outage_address"] is None and customer.slots["outage_part"] == "青口镇"


async def test_a_place_asked_for_twice_is_taken_as_told(service: FakeService) -> None:
    customer = await begin()
    for words in ("老地方", "还是老地方", "老王鱼塘那块"):
        await customer.say(words, "nlu_fallback", sure=0.4)
    assert customer.slots["outage_address"] is not None


@pytest.mark.parametrize("words", ["3组28号 门口有棵大槐树", "3组 王成家"])
async def test_what_the_card_lacks_of_the_place_is_added_and_read_back(
    words: str, service: FakeService
) -> None:
    customer = await begin("全村没电", "report_outage_area", address=VILLAGE)
    await customer.say(PHONE, phone=PHONE)
    said = await customer.say(words, address=words.split()[0])
    assert f"地址：{VILLAGE}3组" in said and words.split()[1] in said


# An account.


async def test_an_account_told_in_mid_report_is_looked_up_at_once(service: FakeService) -> None:
    await hide(service, CUT)
    customer = await begin(address=VILLAGE)
    said = await customer.say("你先帮我看看是不是欠费了", "query_bill", sure=0.55)
    assert "户号" in said
    said = await customer.say(f"户号{CUT}", account_no=CUT)
    assert customer.asked == "outage_last4" and "后四位" in said
    said = await customer.say("1006", last4="1006")
    assert "欠费停了电" in said and not customer.is_open


async def test_an_account_that_is_not_cut_gives_its_door_to_the_place(service: FakeService) -> None:
    account = await hide(service, TIERED)
    customer = await begin(address="青口镇望海名都")
    said = await customer.say(f"余额没了？那我查查 {TIERED}", "query_bill", sure=0.97, account_no=TIERED)
    assert customer.slots["account_no"] == TIERED, "for a question about it meanwhile"
    said = await customer.say("1001", last4="1001")
    assert "没有因为欠费停电" in said and customer.slots["outage_address"] == account.address.text


async def test_who_does_not_prove_it_goes_on_reporting(service: FakeService) -> None:
    await hide(service, CUT)
    customer = await begin(address=VILLAGE)
    await customer.say(CUT, account_no=CUT)
    await customer.say("不知道")
    assert customer.asked == "outage_neighbours" and customer.slots["outage_address"] == VILLAGE


# A known outage.


async def told_of(service: FakeService) -> Talk:
    service.area, service.outages = AREA, [FAULT]
    customer = Talk(AreaForm(), AskOutageInfo())
    await customer.say("海韵花园什么时候来电", "ask_outage_info", address="青口镇海韵花园")
    return customer


@pytest.mark.parametrize("words", ["一样", "我家也是", "一样的，我等"])
async def test_who_says_that_he_is_in_it_waits(words: str, service: FakeService) -> None:
    customer = await told_of(service)
    assert "不用再报" in await customer.hear(Inform(), words, "inform")


async def test_who_says_that_he_is_not_reports(service: FakeService) -> None:
    customer = await told_of(service)
    await customer.hear(Inform(), "不一样", "inform")
    assert customer.followed == "outage_form"


@pytest.mark.parametrize("words", ["能不能快点 孩子要写作业", "到八点还不来呢"])
async def test_who_urges_a_known_outage_hears_of_it(words: str, service: FakeService) -> None:
    customer = await told_of(service)
    assert await customer.hear(Urge(), words, "urge") == "" and customer.followed == "area_form"
    said = await customer.carry_on()
    assert "预计12:00恢复" in said and "单独报修" in said and "没有还在办的工单" not in said


async def test_who_wants_to_hear_of_its_end_hears_of_no_other_notices(service: FakeService) -> None:
    customer = await told_of(service)
    await customer.hear(PowerBack(), "来电了通知我", "report_power_back")
    said = await customer.carry_on()
    assert "恢复送电后我会告诉您" in said and "不能自动提醒" not in said


@pytest.mark.parametrize("words", ["老赵 13861340024 登记一下", "经常跳 一天两三次"])
async def test_who_is_no_part_of_a_known_outage_gets_his_own_ticket(words: str, service: FakeService) -> None:
    service.area, service.outages = AREA, [FAULT]
    customer = await begin(address="青口镇海韵花园6号楼")
    assert customer.asked == "outage_same"
    await customer.say(words, **({"phone": "13861340024"} if "138" in words else {}))
    assert customer.slots["outage_same"] == "other"


async def test_a_question_answered_with_other_things_is_not_put_six_times(service: FakeService) -> None:
    service.area, service.outages = AREA, [FAULT]
    customer = await begin(address="青口镇海韵花园6号楼")
    for words in ("冷库里两百吨货", "货主催得紧"):
        await customer.say(words)
    assert customer.asked != "outage_same"


# Losses and generators while a crew is on its way.


@pytest.mark.parametrize("words", ["能不能派发电车", "发电机坏了", "发电机能借一台不"])
async def test_a_generator_is_noted_and_staff_hear_of_it(words: str, service: FakeService) -> None:
    service.tickets = [ticket()]
    customer = Talk.before(KeyCustomer())
    said = await customer.answer(words, "key_customer")
    assert "已经补到工单GD1" in said and "抢修指挥" in said and customer.handed


@pytest.mark.parametrize("words", ["多久能来啊 一会鸡全闷死", "死了你们赔", "再不来鱼就死光了"])
async def test_fear_for_animals_is_no_claim(words: str, service: FakeService) -> None:
    service.tickets = [ticket()]
    customer = Talk(DamageForm(), DamageDone(), AskDamageConfirm())
    said = await customer.say(words, "appliance_damage")
    assert not customer.is_open and "哪天坏的" not in said
    assert customer.followed == "action_urge" or "我这里不能答应您" in said


async def test_a_thing_that_broke_is_a_claim_all_the_same(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer = Talk(DamageForm(), DamageDone(), AskDamageConfirm())
    await customer.say("电视机烧坏了，谁赔", "appliance_damage", appliance="电视机")
    assert customer.is_open


# Found while the above was tried.


@pytest.mark.parametrize("words", ["余额没了", "没事", "没注意", "手机没电了"])
async def test_another_no_is_no_dark_neighbour(words: str, service: FakeService) -> None:
    customer = await begin(address=VILLAGE)
    await customer.say(words)
    assert customer.slots["outage_neighbours"] != "dark"


async def test_a_cut_found_by_a_question_in_between_ends_the_report(service: FakeService) -> None:
    account = await hide(service, CUT)
    customer = await begin(address=account.address.text)
    await customer.hear(Inform(), "你先帮我看看是不是欠费了", "query_bill")
    service.accounts.append(service.hidden[0])
    customer._open, customer.slots["returning_form"] = False, "outage_form"
    assert "欠费停了电" in await customer.carry_on()


async def test_words_that_begin_a_report_again_are_no_place(service: FakeService) -> None:
    customer = talk()
    customer.heard("停电了 海头镇海前村", "report_outage_area", address="海头镇海前村")
    await customer.say("不行 还是得报，整个村都停了", "report_outage_home")
    await customer.say(PHONE, phone=PHONE)
    assert customer.asked == "outage_confirm" and customer.slots["outage_place_words"] is None


async def test_whose_house_it_is_goes_with_a_voltage_report(service: FakeService) -> None:
    customer = Talk(VoltageForm(), VoltageDone(), AskVoltageConfirm())
    await customer.say("电压太低，空调带不动，晚上这样，整条街都这样", "report_voltage")
    await customer.say("柘汪镇西棘荡村2组 王成家", address="柘汪镇西棘荡村2组")
    assert "王成家" in customer.slots["voltage_words"]


async def test_what_is_not_known_is_not_on_the_voltage_card(service: FakeService) -> None:
    customer = Talk(VoltageForm(), VoltageDone(), AskVoltageConfirm())
    await customer.say("灯忽亮忽暗", "report_voltage", address=VILLAGE)
    assert customer.slots["voltage_what"] == "灯忽明忽暗"
    for words in ("邻居我不认识", "不清楚"):
        await customer.say(words)
    said = await customer.say(PHONE, phone=PHONE)
    assert "情况：灯忽明忽暗\n" in said


async def test_neighbours_without_the_trouble_leave_his_house(service: FakeService) -> None:
    customer = Talk(VoltageForm(), VoltageDone(), AskVoltageConfirm())
    await customer.say("灯忽亮忽暗", "report_voltage", address=VILLAGE)
    await customer.say("晚上")
    await customer.say("邻居家没有")
    assert customer.slots["voltage_scope"] == "就我家"


# A report is called off by nothing but words that do.


@pytest.mark.parametrize(
    "words",
    ["算紧急吗", "算加急不", "算我运气差 又停", "算了先修电", "算了不推了 你们来修吧", "算了 先给我修"],
)
async def test_a_report_goes_on_through_words_that_sound_like_giving_up(
    words: str, service: FakeService
) -> None:
    customer = await begin(address=VILLAGE)
    await customer.say("邻居有电")
    await customer.say(words, "cancel", sure=0.97)
    assert not customer.rejected and customer.is_open and customer.slots["outage_address"] == VILLAGE


@pytest.mark.parametrize("words", ["算了", "算了不报了", "别来了 我自己弄", "当我没说", "算啦"])
async def test_who_gives_up_is_out(words: str, service: FakeService) -> None:
    customer = await begin(address=VILLAGE)
    await customer.say(words, "cancel", sure=0.97)
    assert customer.rejected


@pytest.mark.parametrize("words", ["等下 接个电话", "等会 孩子哭了"])
async def test_who_had_asked_for_time_is_back_and_so_is_no_supply(words: str, service: FakeService) -> None:
    customer = await begin()
    await customer.say(words)
    assert customer.followed == "action_take_time"
    await customer.hear(TakeTime(), words, "inform")
    await customer.say("好了", "report_power_back", sure=0.95)
    assert not customer.rejected and customer.is_open and customer.asked == "outage_address"


async def test_what_was_tried_meanwhile_may_have_brought_it_back(service: FakeService) -> None:
    customer = await begin()
    await customer.hear(TakeTime(), "等我去推一下闸", "inform")
    await customer.say("好了", "report_power_back", sure=0.95)
    assert customer.rejected


@pytest.mark.parametrize("words", ["没掉闸", "没有掉闸啊", "空开没掉闸", "说了没跳闸"])
async def test_a_switch_that_did_not_fall_is_fine(words: str, service: FakeService) -> None:
    customer = await begin(address=VILLAGE)
    await customer.say("邻居有电")
    said = await customer.say(words, "report_trip")
    assert customer.slots["outage_breaker"] == "fine" and "别反复推" not in said


async def test_who_cannot_read_switches_has_none_that_fell(service: FakeService) -> None:
    service.area, service.outages = AREA, [FAULT]
    customer = await begin(address="青口镇海韵花园6号楼")
    said = await customer.say("俺不会看那个闸", "report_trip")
    assert customer.slots["outage_breaker"] == "unknown" and "别反复推" not in said


@pytest.mark.parametrize(
    ("words", "neighbours"),
    [
        ("全楼都没", "dark"),
        ("全小区", "dark"),
        ("整栋", "dark"),
        ("没有邻居", "unknown"),
        ("周围没人家", "unknown"),
    ],
)
async def test_neighbours_are_asked_for_once(words: str, neighbours: str, service: FakeService) -> None:
    customer = await begin(address=VILLAGE)
    assert customer.asked == "outage_neighbours"
    await customer.say(words)
    assert customer.slots["outage_neighbours"] == neighbours and customer.asked != "outage_neighbours"


async def test_a_bill_asked_for_before_the_place_is_told_waits(service: FakeService) -> None:
    customer = await begin()
    said = await customer.say("顺便问下这个月电费多少", "query_bill", sure=0.95)
    assert "报好再查" in said and customer.asked == "outage_address" and not customer.rejected
    assert customer.slots["own_wish"]["text"] == "顺便问下这个月电费多少"
