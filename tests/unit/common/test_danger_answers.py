"""Beside every kind of danger the usual questions are answered rightly for that kind, and nothing is called safe."""

import pytest

from common.danger import KINDS
from common.danger_answers import ANSWERS, answer, first_words, further_words, turned


@pytest.mark.parametrize(
    ("kind", "asked", "told", "never"),
    [
        ("gas_station", "要不要把总闸拉了", "什么开关都别碰", "总闸关了"),
        ("gas_station", "电灯能关吗", "什么开关都别碰", "关了"),
        ("gas_station", "能开窗吗", "推得开", "排风扇打开"),
        ("flood", "能下去拉电闸不", "站在水里", "总闸关了"),
        ("fallen_wire", "拉闸了吗 我不敢碰", "8米以上", "总闸关了"),
        ("smell", "我要不要把总闸关了", "手是干的", "8米"),
        ("fire", "要不要关总闸", "人先走", "木棍"),
        ("line_hit", "能下车吗", "先别下来", "离开屋子"),
        ("pole", "我要不要下车", "先别下来", "马上下车"),
        ("charging_fire", "我还在车里 要下车吗", "马上下车", "先别下来"),
        ("fire", "能不能坐电梯下去", "别坐电梯", "可以坐"),
        ("fire", "出不去", "湿毛巾", "人先撤离"),
        ("charging_fire", "我在三楼下不去", "湿毛巾", "人先走"),
        ("fire", "电话打不通119怎么办", "110", "撤离"),
        ("object_on_line", "孩子拉着线呢", "松手", "木棍"),
        ("fallen_wire", "要不要让他松手", "松手", "木棍"),
        ("fallen_wire", "旁边有小孩在玩", "退到8米", "拔"),
        ("fallen_wire", "有车要过去", "退到8米", "拔"),
        ("low_wire", "学生放学都从那过", "退到8米", "拔"),
        ("shock", "人还粘在上面", "用手拉", "按"),
        ("shock", "我能去拉他吗", "千万别用手拉", "可以"),
        ("shock", "用木头棍子行不行", "干燥的木棍", "可以"),
        ("shock", "没呼吸了怎么办", "100到120", "拔插头"),
        ("shock", "我不会按", "100到120", "拔插头"),
        ("shock", "120打了 我该怎么做", "100到120", "可以"),
        ("shock", "我把插头拔了", "有没有呼吸", "拔插头"),
        ("fallen_wire", "他没呼吸了", "谁都别过去", "拔插头"),
        ("shock", "他说胸口疼", "马上打120", "总闸"),
        ("shock", "不是很要紧吧", "心电图", "总闸"),
        ("object_on_line", "就问要不要去医院", "心电图", "竿子挑"),
        ("gas_station", "我头晕想吐", "通风", "心电图"),
        ("numb", "现在还能用不", "先别用", "可以"),
        ("numb", "那我今晚怎么洗澡", "别在那儿洗澡", "可以"),
        ("numb", "那我能碰插头不", "别碰", "可以"),
        ("tree_on_line", "我能自己砍了不", "别自己动手", "可以"),
        ("smell", "要不要我去看看那个开关", "别自己动手", "可以"),
        ("sparks", "那我家用不用换插座", "别自己换", "可以"),
        ("sparks", "谁给换 要钱吗", "师傅看过", "免费"),
        ("charging_fire", "能用灭火器吗", "别去扑", "灭火器"),
        ("smell", "我一个老太婆在家害怕", "别慌", "没关系"),
        ("trapped", "现在怎么办", "别扒门", "当它有电"),
        ("charging_fire", "现在能不能再充", "不能再充", "可以"),
        ("shock", "会不会电着人", "离8米以上", "可以"),
        ("fallen_wire", "有没有危险", "离8米以上", "没有危险"),
        ("shock", "要去医院不", "心电图", "可以"),
        ("smell", "我已经拔了", "别再插", "可以"),
        ("shock", "他没气了", "100到120", "可以"),
        ("life_support", "喊不醒", "100到120", "可以"),
        ("collapse", "摇他不醒", "100到120", "可以"),
        ("life_support", "嘴唇发紫", "氧气瓶", "总闸"),
        ("smell", "头流血了", "马上打120", "总闸"),
        ("shock", "孩子高烧抽了", "马上打120", "拔插头"),
        ("life_support", "羊水破了", "马上打120", "电池"),
        ("shock", "要不要打120", "现在就打120", "拔插头"),
        ("fire", "用不用打119", "现在就打119", "可以"),
    ],
)  # fmt: skip
def test_each_kind_has_its_own_answer(kind: str, asked: str, told: str, never: str) -> None:
    said = answer(asked, kind)
    assert said is not None and said.startswith("⚠️") and told in said and never not in said


@pytest.mark.parametrize(
    "text",
    [
        "望海名都3号楼地下车库B12",
        "能帮拿下来不",
        "徐福村小学旁边",
        "青口镇人民路汽车站旁边",
        "堵住路了",
        "几点来",
    ],
)
def test_places_and_other_words_have_no_answer(text: str) -> None:
    assert not any(answer(text, kind) for kind in ("object_on_line", "fallen_wire", "pole"))


def test_answers_are_for_kinds_that_there_are_and_call_nothing_safe() -> None:
    for answers in ANSWERS.values():
        assert set(answers) <= set(KINDS) - {"self_harm"}
        assert not any(
            word in text for text in answers.values() for word in ("没电了", "不带电", "是安全的", "放心")
        )


@pytest.mark.parametrize(
    ("kind", "new", "became"),
    [
        ("fallen_wire", "shock", "shock"), ("fallen_wire", "numb", "shock"), ("line_hit", "collapse", "shock"), ("shock", "smoke", "shock"), ("unspecified", "low_wire", "low_wire"),
        ("line_hit", "smoke", "line_hit"), ("gas_station", "fire", "gas_station"), ("smell", "fire", "fire"),
    ],
)  # fmt: skip
def test_an_alarm_keeps_its_gravest_kind(kind: str, new: str, became: str) -> None:
    assert turned(kind, new) == became


def test_a_tyre_that_smokes_under_a_line_sends_nobody_out_of_a_house() -> None:
    assert "双脚并拢" in further_words("轮胎冒烟了", "line_hit", "smoke")[0]


def test_who_raises_the_alarm_from_behind_the_fire_is_not_told_to_leave() -> None:
    assert "湿毛巾" in first_words("楼下着火了 楼道全是烟 我们被困在六楼", "fire")[0]


@pytest.mark.parametrize(
    ("text", "is_animal"),
    [
        ("我家狗在电线杆底下被电死了", True),
        ("电死了两头牛", True),
        ("牛被电倒了 我爸去拉也倒了", False),
        ("人触电了", False),
    ],
)
def test_nobody_is_to_pull_at_an_animal(text: str, is_animal: bool) -> None:
    said = "".join(first_words(text, "shock"))
    assert ("人和牲口" in said) is is_animal and ("触电的人" in said) is not is_animal


def test_who_felt_a_line_hears_of_the_hospital_beside_the_safety_text() -> None:
    first, second = first_words("我钓鱼竿碰到高压线了 手麻了一下", "shock")
    assert "8米" in first and "心电图" in second
