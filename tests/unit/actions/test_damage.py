"""Damaged appliances: keep them, seven days, no word on compensation."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from actions.damage import AskDamageConfirm, DamageDone, DamageForm, days_ago
from actions.outage import OutageForm
from actions.outage_done import OutageDone
from actions.outage_questions import AskOutageAddress
from tests.unit.actions.service_fake import AT, FakeService, Talk, domain

PHONE = "13812341234"


def talk() -> Talk:
    return Talk(DamageForm(), DamageDone(), AskDamageConfirm())


def test_no_text_of_this_dialogue_promises_money() -> None:
    texts = [r[0]["text"] for name, r in domain()["responses"].items() if "damage" in name]
    assert len(texts) >= 8
    assert not [text for text in texts if re.search("会赔|能赔|赔您", text.replace("能不能赔", ""))]


@pytest.mark.asyncio
async def test_what_to_keep_is_said_first_and_the_visit_is_the_services_promise(service: FakeService) -> None:
    customer = talk()
    said = await customer.say("昨天来电后电视烧了", "appliance_damage", appliance="电视")
    assert said.startswith("坏的东西先原样放着") and "7天" in said
    assert customer.asked == "damage_address"
    await customer.say("海头镇海前村三组", address="海头镇海前村3组")
    card = await customer.say(PHONE, phone=PHONE)
    assert "电视" in card and "2026年11月23日" in card
    said = await customer.tap("对，登记")
    assert service.made[0]["topic"] == "appliance_damage"
    assert "一般会在某时左右" in said and "别修、别扔" in said


@pytest.mark.asyncio
async def test_a_question_of_money_gets_an_honest_answer_and_the_next_question(service: FakeService) -> None:
    customer = talk()
    await customer.say("冰箱坏了", "appliance_damage", appliance="冰箱")
    said = await customer.say("能赔多少钱", "appliance_damage")
    assert "我这里不能答应您" in said
    assert customer.asked == "damage_when"


@pytest.mark.asyncio
async def test_later_than_seven_days_is_told_and_still_registered(service: FakeService) -> None:
    customer = talk()
    await customer.say("电视烧了", "appliance_damage", appliance="电视")
    said = await customer.say("10月31号")
    assert "已经超过了" in said and customer.asked == "damage_address"


@pytest.mark.parametrize(
    ("when", "days"), [("2026年11月17日", 7), ("2026年11月24日", 0), ("前几天", None), (None, None)]
)
def test_days_are_counted_by_the_calendar(when: str | None, days: int | None) -> None:
    assert days_ago(when, datetime.fromisoformat(AT)) == days


@pytest.mark.asyncio
async def test_dead_stock_is_taken_down_too(service: FakeService) -> None:
    customer = talk()
    await customer.say("停电停的，一塘虾全死了，谁负责", "appliance_damage")
    assert "虾全死" in customer.slots["damage_things"]


@pytest.mark.asyncio
async def test_an_address_is_no_time(service: FakeService) -> None:
    customer = talk()
    await customer.say("电视烧了", "appliance_damage", appliance="电视")
    assert customer.asked == "damage_when"
    await customer.say("赣马镇大高巅村3组", address="赣马镇大高巅村3组")
    assert customer.asked == "damage_when" and customer.slots["damage_address"] == "赣马镇大高巅村3组"


@pytest.mark.asyncio
async def test_a_question_about_a_reported_damage_opens_no_second_report(service: FakeService) -> None:
    service.tickets = [
        {"number": "GD7", "topic": "appliance_damage", "status": "派单", "address": "", "phone": None}
    ]
    customer = talk()
    said = await customer.say("到底赔多少钱", "appliance_damage")
    assert customer.asked is None and service.made == []
    assert "不能答应" in said and "GD7" in said


@pytest.mark.asyncio
async def test_another_broken_thing_is_added_and_is_no_time(service: FakeService) -> None:
    customer = talk()
    await customer.say("电视烧了", "appliance_damage", appliance="电视")
    await customer.say("冰箱也不制冷了", appliance="冰箱")
    assert customer.slots["damage_things"] == "电视、冰箱" and customer.asked == "damage_when"
    await customer.say("昨天晚上")
    assert customer.asked == "damage_address"


async def test_what_is_at_the_repairers_is_registered_with_its_papers(service: FakeService) -> None:
    customer = talk()
    await customer.say("昨晚电视打坏了", "appliance_damage", appliance="电视")
    assert "维修单" in await customer.say("电视我已经拿去修了")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "text", ["他要是知道了找我麻烦怎么办", "有没有专门的客户经理", "给我个说法", "我不想留名字"]
)
async def test_a_sentence_that_names_nothing_broken_is_no_thing_and_no_time(
    service: FakeService, text: str
) -> None:
    customer = talk()
    await customer.say("停了损失大", "appliance_damage")
    assert customer.asked == "damage_things"
    await customer.say(text)
    assert customer.slots["damage_things"] is None
    await customer.say("电视", appliance="电视")
    await customer.say(text)
    assert customer.slots["damage_when"] is None


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["机顶盒", "水泵不转了", "家里的净水器烧了", "一车海鲜都臭了"])
async def test_things_without_a_known_name_are_taken(service: FakeService, text: str) -> None:
    customer = talk()
    await customer.say("来电后东西坏了", "appliance_damage")
    await customer.say(text)
    assert customer.slots["damage_things"]


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["没有", "没坏东西", "不是东西坏了"])
async def test_nothing_broken_ends_the_report(service: FakeService, text: str) -> None:
    customer = talk()
    await customer.say("停了损失大", "appliance_damage")
    await customer.say(text, "deny")
    assert not customer.is_open and service.made == []


@pytest.mark.parametrize("words", ["没有 就电表坏了", "没坏东西", "不是要赔 就是问问"])
async def test_without_damage_the_report_in_hand_goes_on(words: str, service: FakeService) -> None:
    customer = talk()
    customer.slots["paused_form"] = "meter_form"
    await customer.say("要我赔钱吗", "appliance_damage")
    said = await customer.say(words, "inform")
    assert "不登记损坏" in said and "没有登记" not in said
    assert customer.followed == "meter_form" and customer.slots["returning_form"] == "meter_form"


@pytest.mark.asyncio
async def test_a_denied_claim_opens_no_report_of_damage(service: FakeService) -> None:
    outage = Talk(OutageForm(), OutageDone(), AskOutageAddress())
    await outage.say("停电了", "report_outage_home")
    damage = talk()
    damage.slots.update(outage.slots)
    damage._events = [*outage._events]  # the outage report is open
    said = await damage.say("不是要赔 就是问问", "appliance_damage")
    assert "不登记损坏" in said and damage.followed == "outage_form"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("words", "intent", "sure"),
    [
        ("我们小区今天还停不停", "ask_planned_outage", 0.66),
        ("能改天停不", "ask_planned_outage", 1.0),
        ("我们小区现在是不是又停电了", "report_outage_home", 0.59),
    ],
)
async def test_a_question_of_supply_tells_no_day(
    words: str, intent: str, sure: float, service: FakeService
) -> None:
    customer = talk()
    await customer.say("电视烧坏了", "appliance_damage", appliance="电视")
    await customer.say(words, intent, sure=sure)
    assert customer.slots["damage_when"] is None


async def test_the_hour_of_the_damage_is_kept(service: FakeService) -> None:
    customer = talk()
    await customer.say("电视坏了", "appliance_damage", appliance="电视")
    await customer.say("昨晚八点多打雷")
    assert customer.slots["damage_when"] == "2026年11月23日20点左右"


async def test_spoilt_food_is_a_damage_though_the_fridge_is_whole(service: FakeService) -> None:
    customer = talk()
    await customer.say("停电损失大", "appliance_damage")
    await customer.say("冰箱没坏 就是肉化了", "deny")
    assert customer.is_open and "肉化" in customer.slots["damage_things"]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("班庄镇夹谷村2组15号", "班庄镇夹谷村2组15号"),
        ("青口镇海州路12号饭店", "青口镇海州路"),
        ("赣马镇赣马街8号", "赣马镇赣马街8号"),
    ],
)
async def test_the_number_of_a_house_is_no_day(service: FakeService, words: str, place: str) -> None:
    customer = talk()
    await customer.say("冰箱烧了", "appliance_damage", appliance="冰箱")
    said = await customer.say(words, address=place)
    assert "超过" not in said and customer.slots["damage_when"] is None
    assert customer.asked == "damage_when" and customer.slots["damage_address"]


@pytest.mark.asyncio
async def test_a_house_and_the_day_in_one_message(service: FakeService) -> None:
    customer = talk()
    await customer.say(
        "洗衣机昨天打坏了 赣马镇赣马街8号", "appliance_damage", appliance="洗衣机", address="赣马镇赣马街8号"
    )
    assert customer.slots["damage_when"].startswith("2026年11月23日")


@pytest.mark.asyncio
@pytest.mark.parametrize("words", ["昨天夜里", "时间不对 是昨天", "是昨天的事"])
async def test_the_day_told_later_puts_it_right(service: FakeService, words: str) -> None:
    customer = talk()
    await customer.say("11月8号冰箱烧了", "appliance_damage", appliance="冰箱", address="海头镇海前村3组")
    assert customer.asked == "damage_phone"
    await customer.say(words)
    assert customer.slots["damage_when"].startswith("2026年11月23日") and customer.asked == "damage_phone"


@pytest.mark.asyncio
async def test_a_day_told_after_不清楚_counts_and_is_late_all_the_same(service: FakeService) -> None:
    customer = talk()
    await customer.say("空调烧了", "appliance_damage", appliance="空调", address="海头镇海前村3组")
    await customer.say("不清楚")
    assert customer.slots["damage_when"] == "不清楚"
    assert "已经超过了" in await customer.say("10月20号左右")


@pytest.mark.asyncio
@pytest.mark.parametrize("words", ["明天下午我在家", "我先拿去修行吗 明天要交", "昨天拿去修了"])
async def test_no_other_day_takes_the_place_of_the_day_of_the_damage(
    service: FakeService, words: str
) -> None:
    customer = talk()
    await customer.say("11月22号冰箱烧了", "appliance_damage", appliance="冰箱", address="海头镇海前村3组")
    await customer.say(words)
    assert customer.slots["damage_when"].startswith("2026年11月22日")


@pytest.mark.asyncio
@pytest.mark.parametrize("words", ["今天早上八点", "时间不对 是昨天"])
async def test_a_time_is_no_damaged_thing(service: FakeService, words: str) -> None:
    customer = talk()
    await customer.say("电器坏了", "appliance_damage")
    assert customer.asked == "damage_things"
    await customer.say(words)
    assert customer.slots["damage_things"] is None and customer.slots["damage_when"].startswith("2026年11月2")


@pytest.mark.asyncio
async def test_a_thing_said_wrongly_gives_way(service: FakeService) -> None:
    customer = talk()
    await customer.say("热水器坏了", "appliance_damage", appliance="热水器")
    customer._hear("不是热水器 是洗衣机", "correct_slot", None, 0.9, {})
    customer._message["entities"] = [
        {"entity": "appliance", "value": value} for value in ("热水器", "洗衣机")
    ]
    await customer._form_answers()
    assert customer.slots["damage_things"] == "洗衣机"


@pytest.mark.asyncio
async def test_what_was_broken_is_known_from_the_message_before(service: FakeService) -> None:
    customer = talk()
    customer.heard("空调坏了 宋庄镇小兴庄村2组18号", "new_or_capacity", appliance="空调")
    await customer.say("昨天坏的", "appliance_damage")
    assert customer.slots["damage_things"] == "空调" and customer.asked != "damage_things"
