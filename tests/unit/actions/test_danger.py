"""Danger: advice first, an urgent ticket whatever the customer does, one question, then a person."""

from __future__ import annotations

import pytest

from actions.danger import AskDangerPlace, DangerDone, DangerForm, ReportDanger
from actions.outage import OutageForm
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
PHONE = "13961355012"


def talk() -> Talk:
    return Talk(DangerForm(), DangerDone(), AskDangerPlace(), first=ReportDanger())


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("河边高压线断了拖在地上", "8米"),
        ("有人触电躺着不动", "120"),
        ("表箱起火了", "119"),
        ("洗澡的水龙头麻手", "停用"),
        ("水漫到配电箱了", "别蹚水"),
        ("厨房没电，还有一股糊味", "离远"),
        ("线掉院子里了我先挪开行不", "别挪"),
    ],
)
async def test_advice_stands_first_and_the_ticket_exists_before_any_answer(
    service: FakeService, words: str, advice: str
) -> None:
    customer = talk()
    said = await customer.say(words, "report_danger")
    assert said.index(advice) < said.index("位置") and "户号" not in said
    assert service.made[0]["topic"] == "danger" and service.made[0]["danger"]
    assert customer.handed[0]["urgent"] and customer.handed[0]["keep_bot"]


async def test_the_place_goes_to_the_crew_in_his_words_and_a_person_goes_on(service: FakeService) -> None:
    customer = talk()
    await customer.say("电线杆要倒了", "report_danger")
    said = await customer.say("海头镇海前村小学后面大槐树旁", address="海头镇海前村")
    assert service.notes[0]["text"] == "海头镇海前村小学后面大槐树旁" and service.notes[0]["address"]
    assert "当它有电" in said and "马上" not in said and customer.asked == "danger_phone"
    await customer.say(PHONE, phone=PHONE)
    assert PHONE in service.notes[1]["text"] and not customer.handed[0]["keep_bot"]


async def test_a_place_told_at_once_is_not_asked(service: FakeService) -> None:
    customer = talk()
    await customer.say("海头镇海前村变压器冒火", "report_danger", address="海头镇海前村")
    assert customer.asked == "danger_phone" and service.made[0]["address"] == "海头镇海前村"


async def test_the_place_of_the_interrupted_report_is_asked_about(service: FakeService) -> None:
    customer = Talk(OutageForm(), ReportDanger())
    await customer.say("家里没电了", "report_outage_home", address="青口镇金榆小区3号楼")
    await customer.answer("插座冒火花了", "report_danger")
    assert service.made[0]["address"] == "青口镇金榆小区3号楼"
    assert "就在青口镇金榆小区3号楼吗" in await customer.run(AskDangerPlace())


@pytest.mark.parametrize("words", ["我也说不清楚", "不知道这是哪"])
async def test_who_cannot_say_where_is_asked_for_a_phone_and_gets_a_person(
    service: FakeService, words: str
) -> None:
    customer = talk()
    await customer.say("有人触电了", "report_danger")
    said = await customer.say(words, "nlu_fallback", sure=0.2)
    assert customer.asked == "danger_phone" and "没关系" in said
    assert service.notes[0]["text"] == words and "address" not in service.notes[0]
    await customer.say("不留")
    assert customer.asked is None and not customer.handed[0]["keep_bot"]


async def test_two_misses_are_enough_and_every_word_is_noted(service: FakeService) -> None:
    customer = talk()
    await customer.say("有人触电了", "report_danger")
    await customer.say("快来啊", "nlu_fallback", sure=0.2)
    assert customer.asked == "danger_place" and service.notes[0]["text"] == "快来啊"
    await customer.say("快快快", "nlu_fallback", sure=0.2)
    assert customer.asked == "danger_phone" and service.notes[1]["text"] == "快快快"


@pytest.mark.parametrize("words", ["那我能过去拿东西吗", "现在安全了吧", "灯都灭了没电了吧可以碰吗"])
async def test_nothing_is_ever_called_safe(service: FakeService, words: str) -> None:
    customer = talk()
    await customer.say("门口电线掉地上了", "report_danger")
    said = await customer.say(words, "nlu_fallback", sure=0.2)
    assert "8米以上" in said and "可以" not in said and customer.asked == "danger_place"


async def test_a_worse_danger_gets_its_own_advice(service: FakeService) -> None:
    customer = talk()
    await customer.say("门口电线掉地上了", "report_danger")
    said = await customer.say("有人触电了", "report_danger")
    assert "胸外按压" in said and customer.asked == "danger_place"


async def test_an_outage_told_meanwhile_opens_no_other_form(service: FakeService) -> None:
    customer = talk()
    await customer.say("门口电线掉地上了", "report_danger")
    await customer.say("家里也停电了", "report_outage_home")
    assert not customer.rejected and customer.asked == "danger_place"
    assert service.notes[0]["text"] == "家里也停电了"


async def test_nobody_is_told_to_keep_away_from_a_breathing_machine(service: FakeService) -> None:
    said = await talk().say("我妈躺床上用呼吸机呢", "report_danger")
    assert "120" in said and "别碰" not in said
    assert service.made[0]["danger"] == ["life_support"]


async def test_a_town_alone_is_no_place_and_is_kept(service: FakeService) -> None:
    customer = talk()
    await customer.say("有根电线掉地上了", "report_danger")
    said = await customer.say("青口的", address="青口镇")
    assert customer.asked == "danger_place" and "青口镇哪里" in said and "已报给抢修" not in said
    assert service.notes[0]["address"] == "青口镇"
    await customer.say("徐福村小学旁边", address="徐福村小学旁边")
    assert service.notes[1]["address"] == "青口镇徐福村小学旁边" and customer.asked == "danger_phone"


async def test_a_town_told_with_the_danger_is_no_place_either(service: FakeService) -> None:
    customer = talk()
    await customer.say("青口有根电线掉地上了", "report_danger", address="青口镇")
    assert customer.asked == "danger_place" and service.made[0]["address"] == "青口镇"
    await customer.say("说不清", "repeat", sure=0.5)
    assert customer.asked == "danger_phone"


@pytest.mark.parametrize(
    ("words", "intent", "sure"),
    [("你们多久到", "pay_problem", 0.57), ("大概离地三米多吧", "inform", 0.9), ("快点", "urge", 0.9)],
)
async def test_whatever_is_said_after_the_place_goes_to_the_ticket_and_is_acknowledged(
    service: FakeService, words: str, intent: str, sure: float
) -> None:
    customer = talk()
    await customer.say("电线杆要倒了", "report_danger", address="海头镇海前村")
    said = await customer.say(words, intent, sure=sure)
    assert (
        service.notes[-1]["text"] == words and "已补到紧急工单" in said and customer.asked == "danger_phone"
    )


async def test_a_phone_known_from_an_earlier_ticket_is_not_asked_for(service: FakeService) -> None:
    service.tickets = [{"phone": PHONE, "number": "GD1", "topic": "bill", "moves": [], "status": "归档"}]
    customer = talk()
    await customer.say("电线杆要倒了", "report_danger", address="海头镇海前村")
    assert customer.asked is None and not customer.handed[-1]["keep_bot"]
