"""Photos reach the work order: sent in the middle of the report and after it, on both channels."""

from __future__ import annotations

import io
import re
from collections.abc import Awaitable, Callable

import pytest
from PIL import Image

from tests.journeys.stack import Stack

NUMBER = re.compile(r"GD\d{12}")


def photo(colour: str) -> bytes:
    """A small picture; each colour is another file."""
    content = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(content, "JPEG")
    return content.getvalue()


@pytest.mark.parametrize("channel", ["web", "wechat"])
async def test_photos_of_a_report_are_with_its_work_order(channel: str, stack: Stack) -> None:
    if channel == "web":
        async with stack.web() as visitor:
            number = await report(visitor.ask, visitor.show)
    else:
        async with stack.wechat("oJourneyPhoto000000000000001") as customer:
            number = await report(
                customer.ask, lambda shot: customer.after(lambda: customer.phone.send_picture(shot))
            )
    rows = stack.rows(
        "SELECT m.content FROM ticket_events e JOIN media m ON m.id = e.media WHERE e.ticket = :number ORDER BY e.id",
        number=number,
    )
    colours = [Image.open(io.BytesIO(row.content)).convert("RGB").getpixel((5, 5)) for row in rows]
    assert [max(range(3), key=lambda band: colour[band]) for colour in colours] == [0, 1]


async def report(ask: Callable[[str], Awaitable[str]], show: Callable[[bytes], Awaitable[str]]) -> str:
    """A report with a red photo, and a green one afterwards; the ticket's number."""
    await ask("柘汪镇响石村二组18号家里没电了，隔壁灯亮着，闸没跳")
    said = await show(photo("red"))
    assert "照片收到了" in said and "手机号" in said and "没对上" not in said
    assert "照片：1张" in await ask("13688889999")
    number = NUMBER.search(await ask("对"))
    assert number
    assert number[0] in await show(photo("green"))
    return number[0]
