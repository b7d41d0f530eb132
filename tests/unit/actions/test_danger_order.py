"""An alarm's one order: made before anything is looked up, with the place in pieces, and everything said of that danger on it."""

from __future__ import annotations

import asyncio

import pytest

from actions import danger_places
from actions.danger import ReportDanger
from actions.danger_after import DangerAnswer, DangerOver
from actions.fallback import OutOfScope
from actions.ticket_detail import Inform
from tests.unit.actions.service_fake import FakeService
from tests.unit.actions.test_danger import NEAR, PHONE, talk

pytestmark = pytest.mark.asyncio


async def test_a_utility_that_does_not_answer_delays_no_alarm(
    service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(danger_places, "_SECONDS", 0.05)
    service.silent = True
    customer = talk()
    said = await asyncio.wait_for(customer.say("有人触电了", "report_danger"), 1)
    assert "120" in said and len(service.made) == 1 and customer.asked == "danger_place"


async def test_the_order_is_made_before_any_place_is_looked_for(
    service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_before = []

    async def known_place(*_: object) -> str:
        made_before.append(bool(service.made))
        return NEAR

    monkeypatch.setattr("actions.danger.known_place", known_place)
    await talk().say("有人触电了", "report_danger")
    assert made_before == [True] and service.made[0]["address"] == ""
    assert service.notes[0]["address"] == NEAR and "待确认" in service.notes[0]["text"]


@pytest.mark.parametrize(
    ("first", "further", "whole"),
    [
        ("赣马镇东关村", "就是村委会对面那个桥头", "赣马镇东关村村委会对面那个桥头"),
        ("青口镇时代路", "时代路和华中路口", "青口镇时代路和华中路口"),
        ("赣马镇东关村", "不对 是赣马镇西关村", "赣马镇西关村"),
        ("青口镇金榆小区", "12号楼1单元301", "青口镇金榆小区12号楼1单元301"),
    ],
)
async def test_a_landmark_or_a_door_is_added_to_the_place(
    service: FakeService, first: str, further: str, whole: str
) -> None:
    customer = talk()
    await customer.say("电线掉地上了", "report_danger")
    await customer.say(first, address=first)
    await customer.say(further, address=further.removeprefix("就是").removeprefix("不对 是"))
    assert service.notes[-1]["address"].endswith(whole)


async def test_a_landmark_is_added_to_the_place_that_was_known(service: FakeService) -> None:
    customer = talk()
    customer.slots["outage_place_before"] = "沙河镇东河北村"
    await customer.say("变压器那边砰的一声", "report_danger")
    await customer.say("具体在村委会东边200米", address="村委会东边")
    assert service.notes[-1]["address"] == "沙河镇东河北村村委会东边200米"


async def test_a_door_beside_the_phone_goes_on_the_order(service: FakeService) -> None:
    customer = talk()
    await customer.say("插座冒火花", "report_danger", address="青口镇金榆小区")
    await customer.say(f"12号楼1单元301 {PHONE}", address="12号楼1单元301")
    assert service.notes[-1]["address"] == "青口镇金榆小区12号楼1单元301" and customer.asked is None


async def test_a_floor_told_first_stands_behind_the_estate(service: FakeService) -> None:
    customer = talk()
    await customer.say("楼道里电动车充电着火了", "report_danger")
    assert "湿毛巾" in await customer.say("我在三楼下不去", address="三楼")
    await customer.say("赣马新城5号楼3单元", address="赣马新城5号楼3单元")
    assert service.notes[-1]["address"] == "赣马新城5号楼3单元3楼"


@pytest.mark.parametrize(
    ("alarm", "words", "intent", "told"),
    [
        ("救命有人触电了", "他没呼吸了", "report_danger", "100到120"),
        ("路上电线断了", "刚才有个人踩到线了 腿麻", "report_danger", "先别用手碰"),
        ("电线杆歪了快倒了", "学生放学都从那过", "report_danger", "退到8米"),
        ("路上电线断了", "知道了 我拦着", "report_danger", "已补到"),
        ("闻到一股糊味", "要不要我去看看那个开关", "report_trip", "别自己动手"),
        ("闻到一股糊味", "需要我干啥", "repeat", "总闸"),
        ("路上电线断了", "好的我离远点", "report_facility", "已补到"),
    ],
)
async def test_more_of_the_danger_belongs_to_the_order_that_there_is(
    service: FakeService, alarm: str, words: str, intent: str, told: str
) -> None:
    customer = talk()
    await customer.say(alarm, "report_danger", address=NEAR)
    await customer.say(PHONE, phone=PHONE)
    number = customer.slots["danger_ticket"]
    service.tickets = [{"number": number, "topic": "danger", "moves": [], "status": "派单", "address": NEAR}]
    first = ReportDanger() if intent == "report_danger" else Inform()
    assert await customer.hear(first, words, intent) == ""
    assert customer.followed == "action_danger_answer"
    assert told in await customer.run(DangerAnswer())
    assert len(service.made) == 1 and service.notes[-1]["text"] == words and not customer.is_open


@pytest.mark.parametrize(
    ("alarm", "words", "intent", "sure", "told"),
    [
        ("有人触电倒地了", "别人能过去扶吗", "transfer_rename", 0.49, "千万别用手拉"),
        ("家里呼吸机停电了", "能撑到你们来吗", "query_bill", 0.52, "备用电池"),
        ("电表冒烟了", "能不能先推上", "arrears_reconnect", 0.6, "别用"),
        ("充电桩漏电", "拔枪行不行", "ev_solar", 0.64, "别再碰"),
        ("充电桩漏电", "要不要检查车", "key_customer", 0.95, "别再碰"),
        ("路上电线断了", "黑的 粗的", "new_or_capacity", 0.66, "已补到"),
        ("墙里电线露铜了", "我自己用胶带缠一下行吗", "report_facility", 0.52, "别碰"),
        ("插座发烫有糊味", "就一个插座热", "report_outage_partial", 0.83, "已补到"),
        ("电表冒烟了", "电还有", "out_of_scope", 0.39, "已补到"),
        ("电表冒烟了", "楼上的老太太吓坏了", "out_of_scope", 0.95, "别慌"),
        ("电表冒烟了", PHONE, "account_unknown", 0.9, "已补到"),
    ],
)
async def test_what_resembles_another_wish_belongs_to_the_alarm_just_raised(
    service: FakeService, alarm: str, words: str, intent: str, sure: float, told: str
) -> None:
    customer = talk()
    await customer.say(alarm, "report_danger", address=NEAR)
    await customer.say("不留", "deny")
    customer.unsure([{"name": intent, "confidence": sure}])
    entities = {"phone": words} if words == PHONE else {}
    assert await customer.hear(OutOfScope(), words, intent, **entities) == ""
    assert customer.followed == "action_danger_answer"
    assert told in await customer.run(DangerAnswer()) and service.notes[-1]["text"] == words


@pytest.mark.parametrize(
    ("words", "intent", "sure"),
    [
        ("我要查电费", "query_bill", 0.7),
        ("能不能办过户", "transfer_rename", 0.8),
        ("家里停电了要报修", "report_outage_home", 0.8),
        ("阶梯是怎么分的", "ask_tier", 0.98),
        ("谢谢", "thanks", 0.8),
    ],
)
async def test_a_wish_plainly_named_leaves_the_alarm(
    service: FakeService, words: str, intent: str, sure: float
) -> None:
    customer = talk()
    await customer.say("电表冒烟了", "report_danger", address=NEAR)
    await customer.say(PHONE, phone=PHONE)
    customer.unsure([{"name": intent, "confidence": sure}])
    await customer.hear(OutOfScope(), words, intent)
    assert customer.followed != "action_danger_answer"


async def test_an_alarm_of_a_while_ago_takes_no_other_words(service: FakeService) -> None:
    customer = talk()
    await customer.say("电表冒烟了", "report_danger", address=NEAR)
    await customer.say(PHONE, phone=PHONE)
    customer.at("2026-11-24T10:20:00+08:00").unsure([{"name": "pay_how", "confidence": 0.7}])
    await customer.hear(OutOfScope(), "扫码怎么弄", "pay_how")
    assert customer.followed is None


@pytest.mark.parametrize(
    ("words", "intent", "sure"),
    [
        ("电还是有的", "report_outage_partial", 0.41),
        ("能不能先推上", "arrears_reconnect", 0.6),
        (PHONE, "inform", 0.9),
    ],
)
async def test_what_is_told_after_the_smoke_is_gone_goes_on_its_order(
    service: FakeService, words: str, intent: str, sure: float
) -> None:
    customer = talk()
    await customer.say("电表冒烟了", "report_danger", address=NEAR)
    await customer.say("烟没了 现在不冒", "deny")
    await customer.run(DangerOver())
    customer._events.append({"event": "action", "name": "action_danger_over"})
    customer.unsure([{"name": intent, "confidence": sure}])
    entities = {"phone": words} if words == PHONE else {}
    await customer.hear(OutOfScope(), words, intent, **entities)
    assert customer.followed == "action_danger_answer"


async def test_a_danger_elsewhere_is_another_alarm(service: FakeService) -> None:
    customer = talk()
    await customer.say("路上电线断了", "report_danger", address=NEAR)
    await customer.say(PHONE, phone=PHONE)
    number = customer.slots["danger_ticket"]
    service.tickets = [{"number": number, "topic": "danger", "moves": [], "status": "派单", "address": NEAR}]
    await customer.say("海头镇海前村变压器冒火", "report_danger", address="海头镇海前村")
    assert len(service.made) == 2


async def test_a_place_after_the_alarm_was_taken_back_goes_on_its_order(service: FakeService) -> None:
    customer = talk()
    await customer.say("门口电线断了", "report_danger")
    await customer.say("没断", "deny")
    await customer.run(DangerOver())
    customer._events.append({"event": "action", "name": "action_danger_over"})
    place = "黑林镇石头墩村村口"
    assert await customer.hear(Inform(), place, "inform", address=place) == ""
    assert customer.followed == "action_danger_answer"
    await customer.run(DangerAnswer())
    assert service.notes[-1]["address"] == place


@pytest.mark.parametrize(
    ("alarm", "words", "intent", "sure"),
    [
        ("家里有股糊味", "我一个老太婆在家害怕", "complain", 0.39),
        ("电线断了", "车压过去会咋样", "nlu_fallback", 0.2),
        ("有人触电了", "心肺复苏怎么按", "out_of_scope", 0.97),
        ("有人触电了", "怎么办", "repeat", 0.9),
    ],
)
async def test_nobody_who_asks_is_told_that_an_unknown_place_is_no_matter(
    service: FakeService, alarm: str, words: str, intent: str, sure: float
) -> None:
    customer = talk()
    await customer.say(alarm, "report_danger")
    await customer.say("快来啊", "nlu_fallback", sure=0.2)
    said = await customer.say(words, intent, sure=sure)
    assert said.startswith("⚠️") and "没关系" not in said and "GD" in said and not customer.rejected


async def test_who_is_answered_is_still_asked_for_the_phone(service: FakeService) -> None:
    customer = talk()
    await customer.say("电线掉地上了", "report_danger", address=NEAR)
    for words in ("有几个孩子在旁边看", "车压过去会咋样"):
        await customer.say(words, "report_danger")
    assert customer.asked == "danger_phone"


async def test_a_question_is_no_place(service: FakeService) -> None:
    customer = talk()
    await customer.say("我钓鱼竿碰到高压线了 手麻了一下", "report_danger")
    assert "心电图" in await customer.say("现在没事了 就问要不要去医院", "nlu_fallback", sure=0.2)
    assert customer.asked == "danger_place" and "address" not in service.notes[-1]


async def test_who_pays_is_no_claim_in_an_alarm(service: FakeService) -> None:
    customer = talk()
    await customer.say("电表烧了冒烟", "report_danger", address=NEAR)
    said = await customer.say("要我赔吗", "appliance_damage", sure=0.92)
    assert not customer.rejected and customer.asked == "danger_phone" and "⚠️" not in said


async def test_no_repair_crew_is_sent_to_somebody_who_wants_to_die(service: FakeService) -> None:
    customer = talk()
    customer.slots["outage_place_before"] = NEAR
    await customer.say("我都想跳楼了", "report_danger")
    said = await customer.say("开玩笑的 就是热", "inform")
    assert NEAR in said and "抢修" not in said.partition("\n")[0] and "靠近" not in said
