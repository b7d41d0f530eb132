"""The crew left without having mended it, or does not come after all: that is urged at once, and staff hear of it (facts 1.6)."""

from __future__ import annotations

import re

from actions.client import Service, ServiceError
from actions.packet import packet
from actions.turn import Say, Turn

_CREW = "(?:师傅|电工|抢修|他们?|你们|人家|来的?人)"
_WONT_COME = "(?:不(?:能|会|肯)?来了|[来过]不了|过不来|来不成|不肯[修来]|(?:明天|改天)(?:再|才)来)"
_NOT_MENDED = "(?:没有?(?:给|能)?(?:修|弄|搞|整|处理)(?:好|成|上|完)|(?:修|弄|搞)不[好了]|(?:修|弄|搞)[得的](?:也|又|真|很|太|可)?(?:不(?:怎么|咋)?[好行样]|差))"
_FAILED = re.compile(
    rf"{_CREW}[^?？]{{0,10}}(?:{_NOT_MENDED}|(?<!还){_WONT_COME}|[修弄看]了?(?:一半|半天)[^,，。]{{0,3}}走)"
    rf"|{_NOT_MENDED}[^,，。?？]{{0,3}}走了|走了[\s,，。]*(?:也|还是?|可|都)?{_NOT_MENDED}|白[来修跑]了?一?[趟次]"
)
_SUPPOSED = re.compile("要是|万一|如果|会不会|[吗么?？]$")


def crew_failed(text: str) -> bool:
    """Whether words tell that those who came mended nothing, or that they will not come."""
    return bool(_FAILED.search(text)) and not _SUPPOSED.search(text)


async def escalate(turn: Turn, say: Say, number: str) -> None:
    """Counts as an urge, though one came a moment ago; nobody is told to wait for what was given up."""
    try:
        await Service(turn.conversation).post(f"/tickets/{number}/urge", key=turn.key("crew-failed"))
    except ServiceError as error:
        if error.code != "refused":
            raise
    say.text(f"这样不算完，工单{number}我已经催办，也提醒了工作人员，请他们另外安排、给您回话。")
    say.hand_over("urged", await packet(turn, turn.said[:200], [number]), urgent=True, keep_bot=True)
