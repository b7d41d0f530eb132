"""A plain yes or no is known by its words, however unsure the intent is; a place is one, a number among words none."""

import pytest
from rasa_sdk import Tracker

from actions.numbers import retailed
from actions.phone_reading import phone
from actions.reading import address, confirmed, registers, yes_or_no
from actions.several_places import meant
from actions.turn import Turn


def turn(text: str, intent: str = "inform", confidence: float = 0.4, **slots: str) -> Turn:
    message = {"text": text, "intent": {"name": intent, "confidence": confidence}, "entities": []}
    return Turn(Tracker("c1.1", slots, message, [], False, None, {}, None))


@pytest.mark.parametrize(
    "text", ["嗯", "好的。", "申请吧", "那还是申请吧", "那就登记一下吧", "来一个吧", "你报吧", "办吧!"]
)
def test_yes(text: str) -> None:
    assert yes_or_no(turn(text)) is True


@pytest.mark.parametrize("text", ["不用了", "没有", "不是。"])
def test_no(text: str) -> None:
    assert yes_or_no(turn(text)) is False


@pytest.mark.parametrize("text", ["吧", "申请过了", "登记什么", "那还是算了吧", "报的哪里", "换吧我家5号楼"])
def test_neither(text: str) -> None:
    assert yes_or_no(turn(text)) is None


def test_a_sure_intent_is_an_answer_too() -> None:
    assert yes_or_no(turn("这必须的", "affirm", 0.7)) is True
    assert yes_or_no(turn("这必须的", "affirm", 0.5)) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("3号楼2单元501", "3号楼2单元501室"),
        ("我家住12号楼502", "12号楼502室"),
        ("就在3组那里", "3组"),
        ("家里房间是502", "502室"),
        ("四十来户，可能多个把两户", None),
        ("139那个，中间0518，尾巴六六三八", None),
        ("小学后面王家", "小学后面"),
        # A number of something else is no room.
        ("测了有260", None),
        ("量了268", None),
        ("3200001888013 1013", None),
    ],
)
def test_an_answer_without_a_known_place(text: str, place: str | None) -> None:
    read = address("outage_address")(turn(text), True)
    assert read == place if place is None else str(read).startswith(place)


@pytest.mark.parametrize(
    ("text", "place"),
    [("地址错了，是海洋路", "青口镇海洋路18号"), ("不是海城路，是海洋路66号", "青口镇海洋路66号")],
)
def test_a_road_that_is_put_right_keeps_its_number(text: str, place: str) -> None:
    said = turn(text, "correct_slot", business_address="青口镇海城路18号")
    assert address("business_address")(said, False) == place


@pytest.mark.parametrize(
    ("text", "places", "meant_ones"),
    [
        ("我妈一个人在老家 说家里没电 我在上海", ["上海"], []),
        ("我妈家没电 我人在青口", ["青口镇"], []),
        ("家里没电 我在青口", ["青口镇"], ["青口镇"]),
        ("我在海州区 停电了", ["海州区"], ["海州区"]),
        ("老人在家没电 我在大树底村", ["大树底村"], ["大树底村"]),
        ("车位在金榆小区12号楼 B区034", ["金榆小区12号楼", "B区34室"], ["金榆小区12号楼"]),
        ("3200001888013 1013", ["1013室"], []),
    ],
)
def test_where_only_the_speaker_is_or_his_car_is_no_place_without_supply(
    text: str, places: list[str], meant_ones: list[str]
) -> None:
    assert meant(places, text) == meant_ones


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("金山镇金山花园3-2-201 13477778888 胡", "13477778888"),
        ("302 13477778888", "13477778888"),
        ("3200001888001", None),
        ("134777788889", None),
    ],
)
def test_a_phone_beside_a_door_is_seen(text: str, number: str | None) -> None:
    assert phone(turn(text), False) == number


@pytest.mark.parametrize(
    "words",
    ["门卫晚上要登记", "进小区要登记", "税号已登记", "先不登记", "你那边不要给我登记了", "登记过了吗"],
)
def test_what_others_register_is_no_yes(words: str) -> None:
    assert not registers(words)


@pytest.mark.parametrize(
    ("words", "phone"),
    [
        ("号码错了 尾号是5006", "13955555006"),
        ("电话最后一位是5", "13955550005"),
        ("电话尾号不是0000 是0008", "13955550008"),
        ("尾号是0008 不是0000", "13955550008"),
        ("尾号1001", None),
        ("电话改成13811112222", None),
        ("5号楼不是3号楼", None),
        # The number of a house is none of a phone, and no part of one.
        ("刚才楼号报错了 是11号楼", None),
        ("门牌号报错了 是22", None),
        ("房号错了 应该是502", None),
        ("户号错了 是8013", None),
        ("号错了 是22号", None),
        ("身份证号错了 是22", None),
        ("号错了 最后是22", "13955550022"),
        ("我的号错了 是5006", "13955555006"),
    ],
)
def test_a_phone_is_put_right_by_its_end(words: str, phone: str | None) -> None:
    assert retailed("13955550000", words) == phone


@pytest.mark.parametrize("words", ["好 谢谢", "行 谢谢 麻烦了", "好的谢谢，再见！", "对 辛苦了"])
def test_thanks_behind_a_yes_do_not_hide_it_at_the_card(words: str) -> None:
    assert confirmed("x_confirm")(turn(words, "thanks", 0.95), True) == "yes"


@pytest.mark.parametrize("words", ["谢谢", "拜拜", "不对 谢谢"])
def test_thanks_alone_register_nothing(words: str) -> None:
    assert confirmed("x_confirm")(turn(words, "thanks", 0.95), True) is None


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("86231234", "051886231234"),
        ("我没有手机 是座机 86231234", "051886231234"),
        ("座机7823456", None),
        ("13812345", None),
    ],
)
def test_a_land_line_has_the_county_s_area_code(words: str, number: str | None) -> None:
    assert phone(turn(words), True) == number


@pytest.mark.parametrize(
    "words",
    ["不留了", "电话就不留了吧", "不留行吗", "匿名 不留电话", "就用我这个微信", "那算了", "不用打电话了"],
)
def test_who_leaves_no_phone_is_heard(words: str) -> None:
    assert phone(turn(words), True) == "-"


@pytest.mark.parametrize(
    "words",
    [
        "她说我没带身份证不给办",
        "他也不给看工作证",
        "他还不给我回电话",
        "他们没电话通知我",
        "算了 你先说要多少钱",
    ],
)
def test_what_others_do_not_do_declines_no_phone(words: str) -> None:
    assert phone(turn(words), True) is None


def test_a_no_of_the_matter_declines_no_phone() -> None:
    assert phone(turn("还没交", "deny", 0.9), True) is None


def test_a_land_line_is_seen_only_when_a_phone_is_asked_for() -> None:
    assert phone(turn("表号86231234"), False) is None


def test_a_slot_that_a_topic_lacks_costs_no_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        assert turn("对").slot("complain_account") is None
    assert not caplog.records


@pytest.mark.parametrize("words", ["没信号 只有这个微信", "就这个微信"])
def test_who_has_nothing_but_this_chat_leaves_no_phone(words: str) -> None:
    assert phone(turn(words), True) == "-"
