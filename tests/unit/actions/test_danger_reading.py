"""What takes an alarm back, and what must not: only the harm that it was about is denied, and nothing is doubted."""

from __future__ import annotations

import pytest

from actions.danger_reading import taken_back
from common.danger import UNSPECIFIED
from common.danger_advice import ADVICE
from common.danger_answers import answer
from common.normalise import normalise


def read(text: str, kind: str, tells: bool = False) -> bool | None:
    """Whether it is over, None when nothing is taken back."""
    back = taken_back(normalise(text).text, kind, tells)
    return back.is_over if back else None


@pytest.mark.parametrize(
    "text",
    [
        "没有危险", "没事了", "哦那没事了", "搞错了", "不好意思 搞错了", "误会了", "你理解错了 我是问电费", "我没说有危险", "不用上报了", "别上报 没事",
        "撤销吧 没有危险", "没着火", "没触电", "没糊味 没冒烟", "就是停电", "没什么危险 就想问问电费", "没人触电！！", "不是的 没有危险", "现在没有着火",
        "没断 没掉下来", "不危险 就是跳闸了", "没有人触电，我是说家里停电了", "没那么严重 就是没电", "不是电的事对吧",
    ],
)  # fmt: skip
def test_there_was_none(text: str) -> None:
    assert read(text, UNSPECIFIED) is False


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("trapped", "人救出来了"), ("trapped", "119来了 人出来了"), ("sparks", "没火花了 好好的"), ("sparks", "好 现在火花没有了 风小了"),
        ("smell", "关了 不烫了"), ("fire", "火已经扑灭了"), ("smoke", "烟散了"), ("smoke", "已经不冒烟了"), ("numb", "不麻了"),
        ("fallen_wire", "好像是电信的线"), ("low_wire", "是移动的光缆掉下来了"), ("fire", "消防来了 说不用你们管了"), ("transformer", "已经修好了"),
    ],
)  # fmt: skip
def test_it_is_over_or_not_ours(kind: str, text: str) -> None:
    assert read(text, kind) is True


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("smoke", "没着火"), ("fallen_wire", "没人触电"), ("fallen_wire", "没人受伤"), ("fire", "人没事"), ("fallen_wire", "孩子没事"), ("fire", "人都跑出来了"),
        ("fire", "没着火 但是一股糊味"), ("fire", "没着火 就是电线断了"), ("fire", "不知道有没有着火"), ("fire", "现在没事了吧"), ("fire", "不会着火吧"),
        ("shock", "人没反应了"), ("shock", "没呼吸了"), ("shock", "人还没救出来"), ("fire", "火没灭"), ("fire", "没法靠近"), ("fire", "一直不断响"),
        ("fallen_wire", "家里也停电了"), ("fallen_wire", "就是停电了"), ("fallen_wire", "没断 就是垂下来了"), ("fallen_wire", "不是网线 是电线"), ("fire", "没电了"),
        ("fallen_wire", "线没断 树枝碰着了"), ("pole", "没倒 就是歪了"), ("fire", "没事 火又起来了"), ("shock", "没人触电 就是墙上麻手"), ("sparks", "还没修好"),
        ("life_support", "就是停电了"), ("life_support", "人现在没事"), ("self_harm", "没事 别管我"), ("smoke", "烟没散"), ("fire", "没问题"), ("fire", "没有"), ("fire", "不留"),
    ],
)  # fmt: skip
def test_the_alarm_stands(kind: str, text: str) -> None:
    assert read(text, kind) is None


def test_a_mistake_in_the_place_is_no_false_alarm() -> None:
    assert read("说错了 是后河村", "fire", tells=True) is None
    assert read("地址写错了", "fire") is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("没人触电 就是欠费停电", "就是欠费停电"), ("没人困 就是电梯没电", "就是电梯没电"), ("没有触电 欠多少啊 我现在交", "欠多少啊 我现在交"),
        ("没有危险 谢谢", ""), ("现在没事 活蹦乱跳", ""), ("应该是网线 不是电线", ""), ("搞错了 不好意思", ""),
    ],
)  # fmt: skip
def test_what_else_is_wanted(text: str, rest: str) -> None:
    back = taken_back(text, UNSPECIFIED)
    assert back and back.rest == rest


@pytest.mark.parametrize("text", ["能查电费吗", "关我什么事", "几号出账单", "停了多久了", "能开发票吗"])
def test_other_questions_are_not_about_what_to_do(text: str) -> None:
    assert not any(answer(text, kind) for kind in ADVICE)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("pole", "没断呢"), ("pole", "没倒"), ("low_wire", "没断"), ("low_wire", "没掉地上"), ("tree_on_line", "没断"), ("object_on_line", "没掉下来"),
        ("line_hit", "线没断"), ("cut_cable", "没断"),
        ("object_on_line", "现在没事了 就问要不要去医院"), ("numb", "没事了 那还能用吗"),
    ],
)  # fmt: skip
def test_what_is_still_there_or_asked_about_takes_nothing_back(kind: str, text: str) -> None:
    assert read(text, kind) is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("smoke", "就是水汽"), ("shock", "是静电"), ("shock", "不是真的 是作业"), ("shock", "不是我们村"), ("flood", "哦不是进水 是外面有水珠"),
        ("transformer", "就是想知道为啥炸"), ("fire", "已经灭了"), ("sparks", "现在不冒了"), ("smoke", "不用报了"), ("fire", "开玩笑的"),
    ],
)  # fmt: skip
def test_a_false_alarm_goes_away(kind: str, text: str) -> None:
    assert read(text, kind) is not None


def test_an_alarm_of_death_wishes_is_never_taken_back() -> None:
    assert read("开玩笑的 就是热", "self_harm") is None


@pytest.mark.parametrize("kind", ["collapse", "shock", "fallen_wire"])
@pytest.mark.parametrize("words", ["还有呼吸", "有一点呼吸", "还喘气", "有心跳"])
def test_who_still_breathes_is_laid_on_his_side(kind: str, words: str) -> None:
    told = answer(normalise(words).text, kind)
    assert told and "侧躺" in told and "30" not in told and "下压" not in told


def test_no_breath_is_no_breath() -> None:
    assert "下压" in str(answer("没有呼吸了", "collapse"))
