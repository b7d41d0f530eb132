"""Of several bound accounts only what the words let go is let go; the rest is asked, or said to be not bound."""

from __future__ import annotations

import pytest

from tests.unit.actions.demo_accounts import LARGE, OVERDUE, PARENTS, PEAK_VALLEY, TIERED, known, talk
from tests.unit.actions.service_fake import FakeService


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("望海的解绑", [PARENTS, LARGE]),
        ("把小兴庄和赣马的都解了", [TIERED]),
        ("除了小兴庄 别的都解绑", [PARENTS]),
        ("除了望海都解绑", [TIERED]),
        ("只留赣马那个 其它的解绑", [LARGE]),
        ("赣马的留着 别的解绑", [LARGE]),
        ("尾号888003的解绑", [TIERED, LARGE]),
        ("房子卖了 都解绑吧", []),
    ],
)
async def test_only_what_the_words_let_go_is_let_go(
    words: str, left: list[str], service: FakeService
) -> None:
    for number in (TIERED, PARENTS, LARGE):
        await known(service, number)
    assert "已解绑" in await talk().say(words, "bind_account")
    assert [account["account_no"] for account in service.accounts] == left


@pytest.mark.parametrize(
    "words",
    [
        "望海的别解绑",
        "除了老房子都解绑",
        "店里那个解绑",
        "把城里和店里的都解了",
        "租客那个解绑",
        "两个都解绑",
    ],
)
async def test_what_is_not_plain_is_asked_before_anything_goes(words: str, service: FakeService) -> None:
    for number in (TIERED, PARENTS, LARGE):
        await known(service, number)
    assert "要解绑哪一个" in await talk().say(words, "bind_account")
    assert len(service.accounts) == 3


@pytest.mark.parametrize(
    ("words", "entities"),
    [("解绑梨园头那个", {}), ("把它解了", {}), ("把石桥镇大沙村的解了", {"address": "石桥镇大沙村"})],
)
async def test_what_is_not_bound_is_said_to_be_not_bound(
    words: str, entities: dict[str, str], service: FakeService
) -> None:
    await known(service, TIERED)
    await known(service, OVERDUE, bound=False)
    customer = talk()
    await customer.say("查下欠不欠", "query_bill", account_no=OVERDUE)
    said = await customer.say(words, "bind_account", **entities)
    assert "没有绑在这里" in said and len(service.accounts) == 2


async def test_the_only_one_is_not_taken_for_a_house_of_another_name(service: FakeService) -> None:
    await known(service, PEAK_VALLEY)
    assert "确定解绑" in await talk().say("解绑老家那个", "bind_account")
    assert len(service.accounts) == 1
