"""Insults: messages that hold nothing else. Pure; used by the bot (rasa process)."""

from __future__ import annotations

import re

from common.normalise import normalise

_INSULT = re.compile(
    r"傻[逼比币叉瓜x*]|[沙煞杀][比逼币]|煞笔|脑残|智障|白痴|弱智|蠢[货猪驴蛋]|笨蛋|废物|垃圾|混蛋|王八蛋?|狗(?:屎|屁|东西|日的)|去死|滚(?:蛋|开|犊子|一边去)?"
    r"|操你妈|草泥马|[你他]妈[的逼]?|妈的|尼玛|特么|屁用|有病|神经病|贱[人货]|(?<![a-z])(?:sb|nmsl|nmd|tmd|cnm|shabi|fuck(?:you)?)(?![a-z])",
    re.IGNORECASE,
)
# Whom and how: what may stand around an insult without making it a wish.
_AROUND = re.compile(
    r"[\W_]|机器人?|人工智能|ai|客服|供电[局所]?|电力局|公司|国网|国家电网|你们?|这个?|什么|破|烂|死|臭|大|真是?|就是|都是?|是|的|个|一群|一帮|全都?|没|有"
    r"|东西|玩意儿?|货|全家|[啊呀吧呢了吗哦哈呵们给我去]",
    re.IGNORECASE,
)


def is_abuse(text: str) -> bool:
    """Whether a message is an insult and nothing more; “废物，转人工” carries a wish and is none."""
    plain = normalise(text).text
    rest = _INSULT.sub("", plain)
    return rest != plain and not _AROUND.sub("", rest)
