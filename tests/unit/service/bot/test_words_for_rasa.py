"""What Rasa hears of a message: words are understood; what has none, and what a menu or another's link says, is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from service.bot.rasa import message_for_rasa
from service.face import Kind
from tests.unit.service.bot.test_rasa import TURN


@pytest.mark.parametrize(
    ("message", "heard"),
    [
        ({"text": "家里没电了👷"}, "家里没电了👷"),
        ({"text": "/report_danger"}, "／report_danger"),
        ({"text": "[没电]"}, "[没电]"),
        ({"text": "👷？"}, "👷？"),
        ({"text": "1️⃣"}, "1️⃣"),
        ({"text": "🔥🔥"}, "🔥🔥"),
        ({"text": "[旺柴][旺柴]"}, "/nlu_fallback"),
        ({"text": "/::) /:sun"}, "/nlu_fallback"),
        ({"text": "/::)/:,@-D/:8-)"}, "/nlu_fallback"),
        ({"text": "🤦‍♀️ 😂!"}, "/nlu_fallback"),
        ({"text": "👍🏽"}, "/affirm"),
        ({"text": "[OK]"}, "/affirm"),
        ({"text": "[玫瑰][玫瑰]"}, "/thanks"),
        ({"text": "🙏🙏"}, "/thanks"),
        ({"text": "", "kind": Kind.LOCATION}, "/inform"),
        ({"text": "青口镇", "kind": Kind.LOCATION}, "青口镇"),
        ({"text": "", "kind": Kind.IMAGE}, "/send_picture"),
        ({"text": "家里没电怎么办 https://e.cn", "kind": Kind.UNKNOWN}, "/send_unknown"),
        ({"text": "", "event": "menu:query_bill"}, "/query_bill"),
        ({"text": "", "event": "menu:我要报修"}, "我要报修"),
        ({"text": "", "event": "menu:no key"}, "/greet"),
        ({"text": "", "event": "scan:hall"}, "/greet"),
    ],
)
def test_what_is_heard(message: dict[str, Any], heard: str) -> None:
    assert message_for_rasa(replace(TURN, **message)) == heard
