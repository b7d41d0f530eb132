"""Voltage: what, when, for whom; glaring lamps are advised on before anything else is asked."""

from __future__ import annotations

import pytest

from actions.voltage import SURGES, URGENT, AskVoltageConfirm, VoltageDone, VoltageForm
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
PHONE = "13812341234"


def talk() -> Talk:
    return Talk(VoltageForm(), VoltageDone(), AskVoltageConfirm())


async def test_low_voltage_is_asked_about_in_order_and_registered(service: FakeService) -> None:
    customer = talk()
    await customer.say("空调带不动，灯也暗", "report_voltage")
    await customer.say("海头镇海前村三组", address="海头镇海前村3组")
    await customer.say("一到饭点就不行")
    assert customer.asked == "voltage_scope"
    await customer.say("邻居也这样")
    await customer.say(PHONE, phone=PHONE)
    said = await customer.tap("对，登记")
    made = service.made[0]
    assert made["topic"] == "voltage" and made["danger"] == []
    assert made["details"]["出现时间"] == "一到饭点就不行"
    assert made["details"]["影响范围"] == "邻居也这样"
    assert "一般会在某时左右" in said
    assert customer.handed == []


async def test_what_was_said_at_first_is_not_asked_again(service: FakeService) -> None:
    customer = talk()
    said = "海头镇海前村三组，最近一到晚上灯忽明忽暗，邻居也都这样"
    await customer.say(said, "report_voltage", address="海头镇海前村3组")
    assert customer.asked == "voltage_phone"


async def test_a_town_alone_is_no_place_to_drive_to(service: FakeService) -> None:
    customer = talk()
    await customer.say("海头镇电压低", "report_voltage", address="海头镇")
    assert customer.asked == "voltage_address"
    await customer.say("海前村三组", address="海前村3组")
    assert customer.slots["voltage_address"] == "海头镇海前村3组" and customer.asked == "voltage_when"


@pytest.mark.parametrize(
    "words", ["灯特别亮，电视都烧了", "客厅灯亮得晃眼，厨房灯却暗", "家里一半亮一半暗", "电压忽高忽低"]
)
async def test_glaring_lamps_mean_the_main_switch_first_and_an_urgent_ticket(
    service: FakeService, words: str
) -> None:
    customer = talk()
    said = await customer.say(words, "report_voltage")
    assert said.index("关掉家里自己的总开关") < said.index("请说镇")
    assert customer.slots["voltage_what"] in URGENT
    await customer.say("海头镇海前村三组", address="海头镇海前村3组")
    assert customer.asked == "voltage_phone"
    await customer.say(PHONE, phone=PHONE)
    said = await customer.tap("对，登记")
    assert service.made[0]["danger"]
    assert customer.handed[0]["urgent"] and customer.handed[0]["keep_bot"]
    assert "零线" not in said


async def test_words_of_his_own_are_enough(service: FakeService) -> None:
    customer = talk()
    await customer.say("电有毛病", "report_voltage")
    assert customer.asked == "voltage_what"
    await customer.say("电磁炉自己报警")
    assert customer.slots["voltage_what"] == "电磁炉自己报警"


async def test_a_second_and_a_third_miss_explain_and_offer_a_way_out(service: FakeService) -> None:
    customer = talk()
    await customer.say("灯一闪一闪", "report_voltage")
    assert customer.asked == "voltage_address"
    await customer.say("嗯", "nlu_fallback", sure=0.2)
    assert "有了地址" in await customer.say("啊", "nlu_fallback", sure=0.2)
    await customer.say("哦", "nlu_fallback", sure=0.2)
    assert "转人工" in [button["title"] for button in customer.buttons]


async def test_a_plain_no_to_a_question_that_takes_none_is_offered_the_way_out(service: FakeService) -> None:
    customer = talk()
    await customer.say("灯一闪一闪", "report_voltage")
    await customer.say("不用了", "deny")
    assert "先不办了" in [button["title"] for button in customer.buttons]
    assert customer.asked == "voltage_address"


async def test_a_wish_without_what_and_when_takes_five_questions(service: FakeService) -> None:
    customer = talk()
    await customer.say("电压有问题", "report_voltage")
    asked = [customer.asked]
    for words, entities in (
        ("灯一闪一闪", {}),
        ("海头镇海前村三组", {"address": "海头镇海前村3组"}),
        ("这几天", {}),
        (PHONE, {"phone": PHONE}),
    ):
        await customer.say(words, **entities)
        asked.append(customer.asked)
    assert asked == ["voltage_what", "voltage_address", "voltage_when", "voltage_phone", "voltage_confirm"]


@pytest.mark.parametrize(
    ("words", "urgent"),
    [("量了有240伏", True), ("万用表一量245V", True), ("只有180伏", False), ("动力电380的不稳", False)],
)
async def test_measured_volts_above_the_limit_are_urgent(
    service: FakeService, words: str, urgent: bool
) -> None:
    customer = talk()
    await customer.say(words, "report_voltage")
    assert (customer.slots["voltage_what"] in URGENT) == urgent


async def test_the_utility_away_costs_no_report(service: FakeService) -> None:
    service.down = True
    customer = talk()
    await customer.say("灯泡亮得刺眼", "report_voltage")
    await customer.say("海头镇海前村三组", address="海头镇海前村3组")
    await customer.say(PHONE, phone=PHONE)
    assert "工单号" in await customer.tap("对，登记")


async def test_a_time_does_not_tell_what_runs_badly(service: FakeService) -> None:
    customer = talk()
    await customer.say("电压有问题", "report_voltage", address="城西镇小店村")
    await customer.say("天天傍晚")
    assert customer.slots["voltage_what"] is None and customer.slots["voltage_when"] == "天天傍晚"
    assert customer.asked == "voltage_what"


async def test_the_time_of_another_wish_is_not_the_time_of_the_fault(service: FakeService) -> None:
    customer = talk()
    await customer.say("灯暗，空调带不起来", "report_voltage", address="城西镇小店村")
    await customer.say("最近一个月电费多少", "query_bill")
    assert customer.slots["voltage_when"] is None and customer.rejected


async def test_the_card_says_what_was_said(service: FakeService) -> None:
    customer = talk()
    await customer.say("家里电压忽高忽低灯一闪一闪的", "report_voltage")
    assert customer.slots["voltage_what"] == SURGES


async def test_which_rooms_flicker_is_told_and_no_time_nor_outage(service: FakeService) -> None:
    customer = talk()
    await customer.say("灯一闪一闪的", "report_voltage", address="海头镇海前村3组")
    await customer.say("厨房和卧室都闪", "report_outage_partial", sure=0.91)
    assert not customer.rejected and customer.asked == "voltage_when"
    assert "厨房和卧室都闪" in customer.slots["voltage_words"]
    await customer.say("一到晚上")
    assert customer.slots["voltage_when"] == "一到晚上"


async def test_a_look_up_asked_for_beside_an_account_answers_no_question_and_is_kept(
    service: FakeService,
) -> None:
    words = "户号3200001888001 尾号1001 顺便查下电费"
    customer = talk()
    await customer.say("灯一闪一闪的", "report_voltage", address="海头镇海前村3组")
    await customer.say(words, "query_bill", sure=0.95, account_no="3200001888001", last4="1001")
    assert customer.asked == "voltage_when" and customer.slots["voltage_account"] == "3200001888001"
    assert customer.slots["own_wish"]["text"] == words


@pytest.mark.parametrize("words", ["家里电压二百五 太高了", "一会180一会240", "量了268", "电压都到三百八了"])
async def test_volts_without_the_unit_are_urgent_too(service: FakeService, words: str) -> None:
    customer = talk()
    said = await customer.say(words, "report_voltage")
    assert customer.slots["voltage_what"] == SURGES and "总开关" in said


async def test_volts_measured_later_make_it_urgent(service: FakeService) -> None:
    customer = talk()
    await customer.say("灯一闪一闪的", "report_voltage", address="城西镇小店村")
    said = await customer.say("测了260")
    assert customer.slots["voltage_what"] == SURGES and "总开关" in said
