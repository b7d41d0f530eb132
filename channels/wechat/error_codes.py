"""What the platform's error codes mean for a message (protocol 8). Pure; service process."""

from __future__ import annotations

from service.face import Outcome

# The token is wrong, malformed or over: renew it once, repeat the call once.
TOKEN_CODES = frozenset({40001, 40014, 42001})
MEDIA_GONE = 40007
# Nothing that a later message could mend: somebody has to change a setting in the console.
OPERATOR_CODES = frozenset({40013, 40125, 40164, 40243, 45009, 48001, 50002, 61004, 89503})

_MEANINGS: dict[int, tuple[Outcome, str]] = {
    -1: (Outcome.RETRY, "微信系统繁忙"),
    45011: (Outcome.RETRY, "发送太频繁，稍后再试"),
    **dict.fromkeys(TOKEN_CODES, (Outcome.RETRY, "微信接口凭证失效，正在恢复")),
    40003: (Outcome.REFUSED, "这位客户不属于本公众号"),
    MEDIA_GONE: (Outcome.REFUSED, "图片在微信上已失效"),
    43004: (Outcome.REFUSED, "客户没有关注公众号"),
    45002: (Outcome.REFUSED, "内容超过微信的长度限制"),
    45009: (Outcome.REFUSED, "公众号今天的调用次数已用完"),
    45015: (Outcome.REFUSED, "客户超过时限没有来信，或已取消关注"),
    45047: (Outcome.REFUSED, "平台的条数额度已用完，等客户再来信"),
    48001: (Outcome.REFUSED, "公众号没有发送客服消息的权限"),
    50002: (Outcome.REFUSED, "公众号的权限受到限制"),
    61004: (Outcome.REFUSED, "本机 IP 不在公众号的白名单里"),
}


def meaning(code: int) -> tuple[Outcome, str]:
    """What to do with a message that got this code, and the reason that staff see; unknown ones are refusals."""
    return _MEANINGS.get(code, (Outcome.REFUSED, f"微信拒绝发送（错误码 {code}）"))
