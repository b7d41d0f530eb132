"""How a customer can be reached who cannot hear, speak or see, or wants no calls: told anywhere, it goes to whoever comes. Pure."""

from __future__ import annotations

import re

_NO_CALLS = (
    r"(?:别|不要|甭|(?<!能)不能|(?<!会)不会|(?<!方便)不方便|没法|无法|没办法)[^,，。]{0,3}(?:打|接|听|来)[^,，。]{0,2}电话|(?:打|接)不了电话|听不[见到清][^,，。]{0,3}电话"
    r"|(?:只|光)(?:能|可以|会|要|用)[^,，。]{0,3}(?:短信|信息|文字|微信|打字)|只发(?:短信|信息|微信)(?![了过])"
    r"|(?:用|打|发)(?:个|条)?(?:短信|信息|微信|文字|字)(?:联系|沟通|跟我|和我|给我|告诉我|就行|就可以|可以吗|行吗|行不行)"
    r"|别打(?:电话)?[,， ]*(?:发|用)(?:短信|信息|微信)"
)
_CANNOT = r"聋|哑巴|哑人|听障|手语|耳朵[^,，。]{0,3}(?:听不|不好|背)|耳背|[我俺]?是个?盲人|双目失明|视障|眼睛?[^,，。]{0,3}(?:看不见|瞎|失明)"
_OF_CREW = re.compile(
    r"(?:师傅|抢修|来的人|他们)[^,，。]{0,6}(?:先|提前)[^,，。]{0,3}(?:打|发|敲|喊|叫|说)[^,，。]{0,8}(?:再|[吗不么]|行)"
)
_REACH = re.compile(f"{_NO_CALLS}|{_CANNOT}")
# Of notices, dunning or swindlers, not of the crew.
_NOT_REACH = re.compile(r"停电(?:通知|短信|信息)|验证码|没收到|收不到|转人工|催[费缴交]|推销|骚扰|骗")


def tells_reach(text: str) -> bool:
    """Whether the words tell how their writer can be reached: “我是聋人”, “别打电话 发短信”."""
    return bool(_REACH.search(text)) and not _NOT_REACH.search(text)


def wants_of_crew(text: str) -> bool:
    """The same of what the crew is to do before it comes, however politely it is asked: “来的师傅能先打电话再敲门吗”."""
    return tells_reach(text) or bool(_OF_CREW.search(text))
