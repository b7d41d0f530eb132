"""What rules and lists tell the field."""

from __future__ import annotations

import pytest

from bot.nlu.entity_hints import hints


def claimed(text: str, name: str) -> list[str]:
    """The stretches of text that a rule claims."""
    told = [next((hint[0] for hint in here if hint[2:] == name), "") for here in hints(text)]
    starts = [place for place, letter in enumerate(told) if letter == "B"]
    stretches = []
    for start in starts:
        end = start + 1
        while end < len(told) and told[end] == "I":
            end += 1
        stretches.append(text[start:end])
    return stretches


@pytest.mark.parametrize("name", ["张师傅", "刘姐", "宋经理", "王大爷"])
def test_a_surname_with_a_title_is_a_person(name: str) -> None:
    assert claimed(f"上回是{name}来的", "person") == [name]


@pytest.mark.parametrize("text", ["电费老高了", "一个小时了", "欠费总共多少", "后院老孙家有电", "谢谢师傅"])
def test_words_that_only_look_like_names(text: str) -> None:
    assert claimed(text, "person") == []


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        ("昨晚八点停的", "time", "昨晚八点"),
        ("晚上停的电", "vague", "晚上"),
        ("去年装的表", "period", "去年"),
        ("过年那几天停不停", "timeword", "过年"),
        ("青口镇黄海路12号没电", "address", "青口镇黄海路12号"),
        ("加油站对面", "placeword", "加油站"),
        ("冰箱坏了", "appliance", "冰箱"),
        ("新买的电冰箱坏了", "appliance", "电冰箱"),
        ("一来电冰箱坏了", "appliance", "冰箱"),
        ("空凋不制冷", "misheard", "空凋"),
        ("拌料机不转了", "machine", "拌料机"),
        ("锦绣江南9栋没电", "named", "锦绣江南"),
        ("欢墩没电", "known", "欢墩"),
        ("我在上海打工", "far", "上海"),
    ],
)
def test_a_rule_claims_its_words(text: str, rule: str, said: str) -> None:
    assert said in claimed(text, rule)


def test_the_longer_machine_counts() -> None:
    assert claimed("备用发电机", "other_machine") == ["发电机"]
    assert claimed("备用发电机", "appliance") == []


def test_a_machine_spelled_right_is_not_misheard() -> None:
    assert claimed("空调不制冷", "misheard") == []


def test_every_character_has_its_hints() -> None:
    assert hints("") == []
    assert len(hints("你好呀")) == 3
