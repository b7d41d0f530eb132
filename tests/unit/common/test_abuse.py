"""An insult is told from a wish that is put rudely."""

from __future__ import annotations

import pytest

from common.abuse import is_abuse


@pytest.mark.parametrize(
    "text", ["傻逼机器人", "你就是个废物！！", "SB", "滚", "什么垃圾玩意", "你们供电局全是智障", "妈的"]
)
def test_insults(text: str) -> None:
    assert is_abuse(text)


@pytest.mark.parametrize(
    "text",
    [
        "废物，转人工",
        "妈的又停电了",
        "垃圾没人收",
        "机器人",
        "滚筒洗衣机",
        "我妈的户号",
        "你好",
        "",
        "你有病人在家吗停电了",
    ],
)
def test_wishes_are_none(text: str) -> None:
    assert not is_abuse(text)
