"""A small chart of an account's months: a picture on WeChat, inline on the web. Runs in the action server.

Only digits are drawn, so that no Chinese font has to be on the machine; what they mean is said in the text beside the picture.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from actions.bill_view import Bill, a_year_before
from actions.client import Service
from actions.turn import Say

MONTHS = 13
_WIDTH, _HEIGHT, _MARGIN = 720, 360, 28
_BAR_SHARE = 0.62
_PAPER, _INK, _LINE = "#ffffff", "#33413c", "#d9e2df"
_BAR, _MEANT, _COMPARED = "#a9d5cb", "#00796b", "#f2a93b"


async def show(service: Service, say: Say, bills: Sequence[Bill], meant: str) -> None:
    """Says the picture of the months up to the newest bill; nothing where there is only one month.

    Args:
        bills: newest first.
        meant: the month in question (`2026-10`), dark; the same month of the year before is orange.
    """
    shown = list(reversed(bills[:MONTHS]))
    if len(shown) > 1:
        say.picture(await service.keep_picture(draw([(bill.period, bill.kwh) for bill in shown], meant)))


def draw(months: Sequence[tuple[str, int]], meant: str) -> bytes:
    """PNG, 720 × 360 pixels: a bar a month with its kWh above and its month below, the year under each January.

    Args:
        months: (`2026-10`, kWh), oldest first.
    """
    image = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    small, usual = ImageFont.load_default(16), ImageFont.load_default(18)
    floor, ceiling = _HEIGHT - 66, 44
    step = (_WIDTH - 2 * _MARGIN) / len(months)
    most = max(kwh for _, kwh in months) or 1
    pen.line((_MARGIN, floor, _WIDTH - _MARGIN, floor), fill=_LINE, width=2)
    pen.text((_MARGIN, 6), "kWh", font=small, fill=_INK)
    for index, (period, kwh) in enumerate(months):
        middle = _MARGIN + step * (index + 0.5)
        top = floor - (floor - ceiling) * kwh / most
        half = step * _BAR_SHARE / 2
        colour = _MEANT if period == meant else _COMPARED if period == a_year_before(meant) else _BAR
        if kwh:
            pen.rectangle((middle - half, top, middle + half, floor - 1), fill=colour)
        pen.text((middle, top - 4), str(kwh), font=small, fill=_INK, anchor="mb")
        pen.text((middle, floor + 8), str(int(period[5:])), font=usual, fill=_INK, anchor="mt")
        if index == 0 or period.endswith("-01"):
            pen.text((middle, floor + 34), period[:4], font=small, fill=_INK, anchor="mt")
    output = io.BytesIO()
    image.save(output, "PNG", optimize=True)
    return output.getvalue()
