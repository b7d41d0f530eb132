"""Rating: result and manner apart, a reason when it was not good, no pressing."""

from __future__ import annotations

import pytest

from actions.rating import RatingDone, RatingForm
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
NUMBER = "GD202611240001"


async def begun() -> Talk:
    customer = Talk(RatingForm(), RatingDone())
    await customer.say("/ticket_solved", "ticket_solved", ticket_no=NUMBER)
    return customer


async def test_a_content_customer_is_asked_two_things(service: FakeService) -> None:
    customer = await begun()
    await customer.tap("非常满意")
    assert customer.asked == "rating_manner"
    assert "谢谢您的评价" in await customer.say("4分")
    kept = service.ratings[0]
    assert (kept["number"], kept["score"], kept["manner"], kept["reason"]) == (NUMBER, 5, 4, "")


async def test_a_bad_score_is_asked_why_and_offered_a_person_and_12398(service: FakeService) -> None:
    customer = await begun()
    await customer.say("不满意")
    await customer.say("3")
    assert customer.asked == "rating_reason"
    said = await customer.say("修好了又坏")
    assert "12398" in said and "转人工" in [button["title"] for button in customer.buttons]
    assert service.ratings[0]["score"] == 2 and service.ratings[0]["reason"] == "修好了又坏"


async def test_nobody_is_pressed(service: FakeService) -> None:
    customer = await begun()
    assert "不评也没关系" in await customer.say("不评")
    assert service.ratings == []


async def test_a_nod_is_no_score(service: FakeService) -> None:
    customer = await begun()
    await customer.say("知道了")
    assert customer.asked == "rating_result"


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("非常不满意", 1),
        ("不太满意", 2),
        ("还行吧", 3),
        ("满意", 4),
        ("特别满意", 5),
        ("五星好评", 5),
        ("很不满意", 1),
    ],
)
async def test_scores_in_words(service: FakeService, text: str, score: int) -> None:
    customer = await begun()
    await customer.say(text)
    assert customer.slots["rating_result"] == str(score)
