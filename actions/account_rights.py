"""Personal data: what is kept and how long, a copy or deletion on request, messages no longer wanted (facts 5.1, 5.2, 5.4)."""

from __future__ import annotations

import re

from actions.client import Service
from actions.topic import Events, TopicAction
from actions.turn import Say, Turn, payload

WANTS = {
    "delete": "要求删除个人信息",
    "export": "要求提供个人信息副本",
    "stop": "不再接收短信、电话或推送",
}
_WORDS = {
    "delete": r"删|清[除空]|抹掉|注销|别(?:记|留|存)|不要(?:记|留|存)|撤回|忘掉",
    "export": r"(?:我要|给我|导出|拷贝|复制|发我|看看?).{0,8}(?:记了|记录|信息|数据|资料|存了)|我的数据|导出",
    "stop": r"(?:不要|别)(?:再)?.{0,4}(?:发|打|推)|退订|骚扰|拒收|别打",
}
_ANSWERS = {
    "utter_privacy_recording": r"录音|录像|监听|偷听|声纹",
    "utter_privacy_others": r"(?:别人|邻居|前妻|前夫|老婆|老公|他人|房客|租客|人家).{0,6}(?:家|电费|户号|信息|查)|谁(?:能|可以)(?:看|查)",
    "utter_privacy_source": r"(?:哪|怎么).{0,6}(?:知道|拿到|来的|有我)|谁(?:给|泄)|泄露|卖",
    "utter_privacy_how_long": r"多久|多长|几年|几个月|什么时候(?:删|清)",
}


class PrivacyRights(TopicAction):
    """Answers honestly; a request becomes a ticket, and nothing is called deleted before it is (facts 4.4)."""

    def name(self) -> str:
        """For `privacy_rights`."""
        return "action_privacy_rights"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """A plain question first: “你们录音吗，别录” is a question about recording."""
        want = turn.entity("account_want") or next(
            (w for w, words in _WORDS.items() if re.search(words, turn.text)), None
        )
        answer = next((name for name, words in _ANSWERS.items() if re.search(words, turn.text)), None)
        if answer:
            say.utter(answer)
        if want in WANTS and answer != "utter_privacy_recording":
            await self._record(turn, say, str(want))
        elif not answer:
            say.utter("utter_privacy", buttons=self._buttons(turn))
        return []

    async def _record(self, turn: Turn, say: Say, want: str) -> None:
        made = await Service(turn.conversation).post(
            "/tickets",
            topic="privacy",
            key=turn.key("privacy"),
            summary=WANTS[want],
            details={"要求": WANTS[want], **({"客户原话": turn.text[:500]} if turn.text else {})},
        )
        say.utter(f"utter_privacy_{want}")
        say.text(f"工单号{made['ticket']['number']}。{made['promise']}")

    @staticmethod
    def _buttons(turn: Turn) -> list[dict[str, str]]:
        if (turn.tracker.active_loop or {}).get("name"):
            return []
        return [
            {"title": "要一份我的数据", "payload": payload("privacy_rights", account_want="export")},
            {"title": "删除我的数据", "payload": payload("privacy_rights", account_want="delete")},
        ]
