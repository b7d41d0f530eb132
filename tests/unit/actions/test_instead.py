"""Who gives one thing up for another gets the other: “算了不报停了 上个月电费多少”."""

from __future__ import annotations

import pytest

from actions.instead import wanted_instead
from actions.meter_check import MeterCheckDone, MeterCheckForm
from actions.outage import OutageForm
from actions.outage_done import OutageDone
from actions.outage_questions import AskOutageAddress
from actions.smalltalk import Cancel
from actions.theft import AskTheftConfirm, AskTheftPlace, TheftDone, TheftForm
from tests.unit.actions.service_fake import FakeService, Talk
from tests.unit.actions.test_reading import turn


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("算了不报停了 上个月电费多少", "上个月电费多少"),
        ("算了不办了 你先看我欠多少 3200012888007 1007", "你先看我欠多少 3200012888007 1007"),
        ("不停了 问下余额还有多少", "问下余额还有多少"),
        ("那还是不过了 能不能直接停他", "能不能直接停他"),
        ("算了不投诉 我就问交了钱多久来电", "我就问交了钱多久来电"),
        ("那算了 你查吧", "你查吧"),
        ("不是投诉 就问下几号抄表", "就问下几号抄表"),
        ("不是报修 我要增容", "我要增容"),
        ("算了不过户了 你先把电停了吧", "你先把电停了吧"),
        ("那我先不过户 电费谁交都行吧", "电费谁交都行吧"),
        ("那不查了 我就交钱 怎么交", "我就交钱 怎么交"),
    ],
)
def test_what_is_wanted_instead(words: str, instead: str) -> None:
    assert wanted_instead(turn(words), "outage_form") == instead


@pytest.mark.parametrize(
    "words",
    [
        "算了",
        "算了吧 不办了",
        "算了人家也不容易",
        "不办了 太麻烦了",
        "算了 先报修吧",
        "算了，尾号1001",
        "算了 你们明天来行吗",
        "算了 匿名行吗",
        "不问了 帮我登记",
        "算了 你先说要多少钱",
        "我不是投诉啊 别罚他",
        "不是报修 我要你们快点来修",
        "不装空调 用多少度",
        "不办了 我先问问家里人",
    ],
)
def test_nothing_else_is_wanted(words: str) -> None:
    assert wanted_instead(turn(words), "outage_form") == ""


@pytest.mark.parametrize("intent", ["query_bill", "inform", "cancel"])
async def test_the_form_ends_and_the_question_has_its_turn(intent: str, service: FakeService) -> None:
    customer = Talk(MeterCheckForm(), MeterCheckDone())
    await customer.say("我要校表", "request_meter_check")
    await customer.say("算了不校了 你先给我看看10月多少度", intent)
    assert customer.rejected
    await customer.run(Cancel())
    assert customer.slots["own_wish"]["text"] == "你先给我看看10月多少度"
    assert customer.slots["requested_slot"] is None and service.made == []


@pytest.mark.parametrize("words", ["不是报修 我要增容", "不是要报修 是容量小", "不报修 申请增容"])
async def test_a_denied_report_gives_way_to_the_application(service: FakeService, words: str) -> None:
    customer = Talk(OutageForm(), OutageDone(), AskOutageAddress())
    await customer.say("开空调就跳闸", "report_trip")
    await customer.say(words, "new_or_capacity")
    assert customer.rejected and customer.followed == "action_cancel"
    await customer.run(Cancel())
    assert customer.slots["own_wish"]["text"] in words and service.made == []


@pytest.mark.parametrize("words", ["开玩笑的 我要改商业", "不是 我是想改商业用电"])
async def test_who_was_joking_or_wants_another_price_reports_nobody(service: FakeService, words: str) -> None:
    customer = Talk(TheftForm(), TheftDone(), AskTheftConfirm(), AskTheftPlace())
    await customer.say("隔壁开店用的是居民电", "report_theft")
    await customer.say(words, "new_or_capacity")
    assert customer.followed == "action_cancel"
