"""Where it is dark, since when and for whom: two places, who else is dark, a phone put right, the outage that is known there."""

from __future__ import annotations

import pytest

from actions.outage import OutageForm
from actions.outage_done import OutageDone
from actions.outage_questions import AskOutageAddress, AskOutageAgain, AskOutageConfirm
from tests.unit.actions.service_fake import FakeService, Talk
from tests.unit.actions.test_outage import AREA, FAULT, PLACE

pytestmark = pytest.mark.asyncio
PHONE = "13955550005"


def talk() -> Talk:
    return Talk(OutageForm(), OutageDone(), AskOutageAddress(), AskOutageAgain(), AskOutageConfirm())


async def begin(words: str = "家里没电了", intent: str = "report_outage_home", **entities: str) -> Talk:
    customer = talk()
    await customer.say(words, intent, **entities)
    return customer


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("我家榆城新村3号楼101 我妈家黑林镇石头墩村没电", ("榆城新村3号楼101室", "黑林镇石头墩村")),
        # A town that no list has.
        ("我家在青口镇黄海花园停电了 我爸家罗阳镇徐朱孟村也没电", ("青口镇黄海花园", "罗阳镇徐朱孟村")),
        ("金山镇夏沟村和班庄镇尤庄村都没电", ("金山镇夏沟村", "班庄镇尤庄村")),
        ("夏沟村没电 尤庄村也没电", ("夏沟村", "尤庄村")),
        ("我家大树底村没电 我姐家海韵花园也没电", ("大树底村", "海韵花园")),
        ("青口海韵花园6号楼和老家小兴庄都没电", ("青口镇海韵花园6号楼", "小兴庄")),
    ],
)
async def test_two_places_are_two_reports(words: str, places: tuple[str, str], service: FakeService) -> None:
    customer = talk()
    said = await customer.say_all(words, "report_outage_home", [place.removesuffix("室") for place in places])
    assert customer.slots["outage_address"] == places[0]
    assert customer.slots["own_wish"]["text"] == f"{places[1]}没电" and "另一处" in said


@pytest.mark.parametrize(
    ("words", "pieces", "place"),
    [
        ("黑林镇石头墩村 就是石头墩村", ("黑林镇石头墩村", "石头墩村"), "黑林镇石头墩村"),
        ("金榆小区 青口镇的 3号楼", ("金榆小区", "青口镇", "3号楼"), "青口镇金榆小区3号楼"),
        ("青口镇宋口社区 就是海韵花园", ("青口镇宋口社区", "海韵花园"), "青口镇宋口社区海韵花园"),
        ("梨园头村 在梨园头小区", ("梨园头村", "梨园头小区"), "梨园头村梨园头小区"),
    ],
)
async def test_one_place_told_in_pieces_is_one(
    words: str, pieces: tuple[str, ...], place: str, service: FakeService
) -> None:
    customer = talk()
    await customer.say_all(words, "report_outage_home", pieces)
    assert customer.slots["outage_address"] == place and customer.slots["own_wish"] is None


async def test_a_further_place_told_later_is_kept(service: FakeService) -> None:
    customer = await begin("我爸那边停电了 在大树底村", address="大树底村")
    await customer.say("我姨家也没电 她在龙王台村", "report_outage_home", address="龙王台村")
    assert customer.slots["outage_address"] == "大树底村"
    assert customer.slots["own_wish"]["text"] == "龙王台村没电"


@pytest.mark.parametrize("words", ["村里都这样", "厂里就我们这一家", "村里好几家都这样", "我们村都没电"])
async def test_who_else_is_dark_is_no_place(words: str, service: FakeService) -> None:
    customer = await begin()
    await customer.say(words)
    assert customer.asked == "outage_address"


@pytest.mark.parametrize("words", ["打110吗", "我打119了"])
async def test_an_emergency_number_is_no_room(words: str, service: FakeService) -> None:
    customer = await begin()
    await customer.say(words)
    assert customer.slots["outage_part"] is None and customer.slots["outage_address"] is None


async def test_a_place_behind_its_town_is_taken_as_told_at_the_second_time(service: FakeService) -> None:
    customer = await begin("城头镇没电了", address="城头镇")
    await customer.say("大集那旮旯")
    await customer.say("就大集那旮旯")
    assert str(customer.slots["outage_address"]).startswith("城头镇") and customer.asked != "outage_address"


@pytest.mark.parametrize(
    ("words", "phone"),
    [
        ("号码错了 尾号是5006", "13955555006"),
        ("电话最后一位是6", "13955550006"),
        ("电话尾号不是0005 是0008", "13955550008"),
        ("后四位应该是1234", "13955551234"),
    ],
)
async def test_a_phone_is_put_right_by_its_tail(words: str, phone: str, service: FakeService) -> None:
    customer = await begin("都停了", "report_outage_area", address=PLACE)
    await customer.say(PHONE, phone=PHONE)
    card = await customer.say(words, "correct_slot")
    assert customer.slots["outage_phone"] == phone and phone[-4:] in card


@pytest.mark.parametrize(
    ("words", "since"),
    [
        ("没电了 中午要营业", None),
        ("没电了 下午要做生意呢", None),
        ("没电 晚上八点孩子要上网课", None),
        ("家里没电 顺便查下9月份电费", None),
        ("昨晚八点停的 到现在没来", "2026-11-23T20:00"),
        ("没电了 从早上八点开始", "2026-11-23T20:00"),
    ],
)
async def test_only_a_time_that_is_told_of_the_outage_is_its_beginning(
    words: str, since: str | None, service: FakeService
) -> None:
    customer = await begin(words, time="2026-11-23T20:00")
    assert customer.slots["outage_since"] == since


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("我家也是", "same"),
        ("对就是龙王台村", "same"),
        ("那来电了能告诉我一声不", "same"),
        ("邻居也没电", "same"),
        ("跟这个不是一回事", "other"),
    ],
)
async def test_plain_words_answer_whether_it_is_the_known_outage(
    words: str, answer: str, service: FakeService
) -> None:
    service.area, service.outages = AREA, [FAULT]
    customer = await begin(address=PLACE)
    await customer.say(words, "nlu_fallback")
    assert bool(service.watched) == (answer == "same") and customer.asked != "outage_same"


async def test_neither_a_phone_nor_a_door_tells_whether_it_is_the_known_outage(service: FakeService) -> None:
    service.area, service.outages = AREA, [FAULT]
    customer = await begin(address="青口镇海韵花园")
    await customer.say(PHONE, phone=PHONE)
    assert customer.asked == "outage_same" and customer.slots["outage_phone"] == PHONE
    await customer.say("不一样 给我报修")
    await customer.say("6号楼2单元201", address="6号楼2单元201")
    assert customer.slots["outage_same"] == "other"


async def test_the_end_of_a_known_outage_is_told_and_no_crew_promised(service: FakeService) -> None:
    service.area, service.outages = AREA, [FAULT]
    customer = await begin(address=PLACE)
    said = await customer.say("到底几点来电", "ask_outage_info", sure=0.5)
    assert "预计12:00" in said and "派人" not in said and not customer.slots["outage_words"]
    assert customer.asked == "outage_same"


async def test_whether_it_is_back_is_asked_in_the_middle_of_a_report(service: FakeService) -> None:
    customer = await begin(address=PLACE)
    await customer.say("来电了是吧", "report_power_back", sure=0.9)
    assert customer.rejected and customer.slots["outage_words"] is None


async def test_a_television_by_cable_is_no_supply_next_door(service: FakeService) -> None:
    customer = await begin(address=PLACE)
    await customer.say("有线电视没信号")
    assert customer.slots["outage_neighbours"] is None
