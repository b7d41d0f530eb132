"""Personal data: what is kept and how long, a copy or deletion on request, messages no longer wanted (facts 5.1, 5.2, 5.4).

What is kept of this very conversation is told at once, masked and in numbers; the full copy and a deletion are work orders with
the law's time limit, because a person has to make sure who asks.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from rasa_sdk.events import FollowupAction

from actions.aside import tells_how_to_call
from actions.client import Service
from actions.flow import Events
from actions.general import answered
from actions.payment_safety import warn
from actions.reading import yes_or_no
from actions.story import fears
from actions.ticket_detail import add_detail, current_ticket
from actions.topic import TopicAction
from actions.turn import Say, Turn, open_form, payload
from actions.withdraw import COMPLAINT, PRIVACY, REPORT, drop, withdrawable
from common.settings import ZONE

WANTS = {
    "delete": "要求删除个人信息",
    "export": "要求提供个人信息副本",
    "stop": "不再接收短信、电话或推送",
}
SEE = "see"
_SHOWN_TICKETS = 5
# What there is of a customer here; a mistyped address, a payment or an app is deleted or taken back in other ways.
_DATA = r"信息|数据|资料|隐私|聊天|对话|记录|说的话|照片|身份证|卡号|账号|手机号|电话(?!本|费)|号码"
_DELETES = r"删|清[除空掉理]|抹掉|注销|撤回|忘掉"
_WORDS = {
    "delete": rf"(?:{_DELETES}).{{0,8}}(?:{_DATA})|(?:{_DATA}).{{0,8}}(?:{_DELETES})|(?:别|不要)(?:再)?(?:记|留|存)(?:我|着|下|$)"
    rf"|(?:别|不要)(?:再)?(?:记|留|存).{{0,4}}(?:{_DATA})|(?:删|清|忘)[除空掉了]?[我俺]|把[我俺].{{0,4}}(?:删|注销)",
    "export": r"导出|拷贝|复制|副本|完整|(?:给我|发我|要)一份",
    SEE: r"(?:看|查|知道|想|要|你们).{0,8}(?:记了|记录|记着|存了|存着|保存|信息|数据|资料)|我的(?:数据|信息|资料|记录)",
    "stop": r"(?:不要|不许|(?<![让叫][他她])别(?![人的家处]))(?:再|老|总)?.{0,4}(?:发|打|推)|退订|骚扰|拒收|拉黑"
    r"|(?:不要|不收|(?:不|别)(?:想|愿意?)?(?:再|要)?[收接看]).{0,8}(?:短信|电话|消息|推送|通知)",
}
# “别删了”, “不是退订”: what is denied is not wanted, and is withdrawn when it was.
_NOT = r"(?<!为什么)(?<!为啥)(?<!怎么)(?<!还)(?:别|甭|不(?:是|用|想|要|必|打算)?|没(?:有)?(?:想|要|说|让|叫)?)(?:再|要|你们?|我|给我|帮我|说|想)*"
_DENIED = {
    "delete": re.compile(
        rf"{_NOT}(?:删|注销)(?:除|掉)?(?:了|我的?信息|数据)*|删除?[^,，。]{{0,8}}(?:撤|不要了|算了|取消|作废)"
    ),
    "stop": re.compile(rf"{_NOT}退订(?:了)?"),
}
# A yes to the offer.
_DELETE_IT = re.compile("(?:就|那|都|全部?|给我|好的?|嗯|[,， ])*(?:删|清)(?:除|掉|了|吧|空)*")
# Spoken of at all, even where it is not said what is wanted of it.
_CONCERNS = re.compile(rf"{_DATA}|短信|电话|消息|推送|通知|骚扰|名字")
# What was offered last, by the end of the question.
_OFFERED = {"stop": "登记不再接收吗？", "delete": "登记删除吗？"}
# How it is done, or whether it can be, is a question first.
_ASKS_STOP = re.compile(
    r"(?:怎么|咋|如何|能不能|可不可以|能|可以|想问).{0,6}退订|退订.{0,6}(?:[吗么?？]|不$|怎么|方式|办法)"
)
_LEAST = 4  # characters that tell something besides the denial
_ANSWERS = {
    "utter_privacy_why_phone": r"(?:为[什啥]么?|干[嘛啥]|凭[什啥]么?).{0,8}(?:要|问|填|报|输|核对|留|提供).{0,6}(?:手机|电话|号码|尾号|后四位|户号|身份)",
    "utter_privacy_recording": r"录音|录像|监听|偷听|声纹",
    "utter_privacy_others": r"(?:别人|邻居|前妻|前夫|老婆|老公|他人|房客|租客|人家).{0,6}(?:家|电费|户号|信息|查|欠费)|谁(?:能|可以)(?:看|查)",
    "utter_privacy_source": r"(?:哪|怎么).{0,6}(?:知道|拿到|来的|有我)|谁(?:给|泄)|泄露|卖|推销|诈骗|骗子",
    "utter_privacy_how_long": r"多久|多长|几年|几个月|什么时候(?:删|清)",
}


def lines(kept: dict[str, Any]) -> list[str]:
    """The record (service/customers/record.py) in a customer's words."""
    since = datetime.fromisoformat(kept["since"]).astimezone(ZONE) if kept["since"] else None
    told = ["这个对话里，我们存着："]
    if since:
        extra = "、".join(
            f"{kept[what]}{unit}"
            for what, unit in (("pictures", "张照片"), ("places", "个位置"))
            if kept[what]
        )
        his = f"您发的{kept['customer']}条" + (f"（有{extra}）" if extra else "")
        told.append(f"消息：{since.month}月{since.day}日起，{his}，我们回的{kept['others']}条")
    shown = "、".join(
        f"{number}（{kind}，{status}）" for number, kind, status in kept["tickets"][:_SHOWN_TICKETS]
    )
    told.append(f"工单：{len(kept['tickets'])}个" + (f"，{shown}" if shown else ""))
    told.append(f"绑定的户号：{'、'.join(kept['accounts']) or '没有'}")
    told.append(f"核对身份：近30天试过{kept['tries']}次，尾号和验证码都没有留")
    if kept["notices"]:
        told.append(f"等着通知您的事：{kept['notices']}件")
    return told


class PrivacyRights(TopicAction):
    """Answers honestly; a request becomes a ticket, and nothing is called deleted before it is (facts 4.4)."""

    def name(self) -> str:
        """For `privacy_rights`."""
        return "action_privacy_rights"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """A plain question first: “你们录音吗，别录” is a question about recording."""
        if (events := await answered(turn, say, in_hand=False)) is not None:
            return events
        if warn(turn, say):
            return []
        if fears(turn) and (kept := await self._keep_secret(turn, say)) is not None:
            return kept
        if tells_how_to_call(turn.text):
            return await self._keep_hours(turn, say)
        text = turn.text
        denied = denied_in(text)
        if denied:
            await deny(turn, say, denied)
            text = _DENIED[denied].sub("", text)
        accepted = offered(turn) if yes_or_no(turn) or _DELETE_IT.fullmatch(text) else None
        want = (
            accepted
            or turn.entity("account_want")
            or next((w for w, words in _WORDS.items() if re.search(words, text)), None)
        )
        answer = next((name for name, words in _ANSWERS.items() if re.search(words, text)), None)
        if denied and not want and not answer:
            tells = len(text.strip(" ,，。.!！我是")) >= _LEAST and open_form(turn) in (None, "area_form")
            return [FollowupAction("complain_form")] if denied == "stop" and tells else []
        if not turn.is_payload and not accepted:
            if want == "stop" and _ASKS_STOP.search(text):
                say.utter("utter_privacy_stop_offer", buttons=[_button("对，不再接收", "stop")])
                return []
            if want == "delete" and not answer:  # what is gone does not come back
                say.utter("utter_privacy_delete_offer", buttons=[_button("对，删除我的数据", "delete")])
                return []
            if not want and not answer and not _CONCERNS.search(text):
                if not open_form(turn):
                    return [FollowupAction("action_fallback")]
                say.utter("utter_not_understood_here")
                return []
        if answer:
            say.utter(answer)
        if want in (SEE, "export") and not answer:
            await self._tell(turn, say, offers=want == SEE)
        if want in WANTS and answer != "utter_privacy_recording":
            return await self._record(turn, say, str(want))
        mine = [] if answer or want or turn.is_payload else await withdrawable(turn, PRIVACY)
        if mine and self.name() in turn.answered_by(2):  # “就是催费的电话”
            return await add_detail(turn, say, mine[0]["number"], turn.said)
        if not answer and want != SEE:
            say.utter("utter_privacy", buttons=self._buttons(turn))
        return []

    async def _keep_secret(self, turn: Turn, say: Say) -> Events | None:
        """“不要让他知道是我投诉的”: noted on the complaint or report that is open; None when there is none."""
        for kind, answer in ((REPORT, "utter_theft_feared"), (COMPLAINT, "utter_complain_feared")):
            for ticket in (await withdrawable(turn, kind))[:1]:
                say.utter(answer)
                return await add_detail(turn, say, ticket["number"], f"要求保密：{turn.said}")
        return None

    @staticmethod
    async def _keep_hours(turn: Turn, say: Say) -> Events:
        """“晚上别打” is for whoever handles his order; without one there is nobody who would call."""
        ticket = await current_ticket(turn)
        if ticket:
            return await add_detail(turn, say, ticket["number"], turn.said)
        say.text("好。现在没有要打给您的工单；登记事情的时候再说一声，我写进工单。")
        return []

    async def _tell(self, turn: Turn, say: Say, offers: bool) -> None:
        """What the service keeps of this conversation."""
        kept = await Service(turn.conversation).get("/record")
        shown = [_button("要完整副本", "export"), _button("删除我的数据", "delete")]
        buttons = [(button["title"], button["payload"]) for button in shown]
        say.text("\n".join(lines(kept)), buttons if offers and not turn.tracker.active_loop else [])

    async def _record(self, turn: Turn, say: Say, want: str) -> Events:
        """One order for one wish: said again, it is added to the one that is open."""
        mine = [t for t in await withdrawable(turn, PRIVACY) if t["summary"] == WANTS[want]]
        if mine:
            say.utter("utter_privacy_known")
            return await add_detail(turn, say, mine[0]["number"], turn.text or WANTS[want])
        made = await Service(turn.conversation).post(
            "/tickets",
            topic="privacy",
            key=turn.key("privacy"),
            summary=WANTS[want],
            details={"要求": WANTS[want], **({"客户原话": turn.text[:500]} if turn.text else {})},
        )
        say.utter(f"utter_privacy_{want}")
        say.text(f"工单号{made['ticket']['number']}。{made['promise']}")
        return []

    @staticmethod
    def _buttons(turn: Turn) -> list[dict[str, str]]:
        if open_form(turn):
            return []
        return [
            _button("看看存了什么", SEE),
            _button("不再收短信、电话", "stop"),
            _button("删除我的数据", "delete"),
        ]


def _button(title: str, want: str) -> dict[str, str]:
    return {"title": title, "payload": payload("privacy_rights", account_want=want)}


def offered(turn: Turn) -> str | None:
    """Which of `WANTS` was offered with the last answer."""
    last = "".join(turn.told(1)[-1:])
    return next((want for want, asked in _OFFERED.items() if last.endswith(asked)), None)


def denied_in(text: str) -> str | None:
    """Which of `WANTS` the words deny: “别删了”, “不是退订”."""
    return next((what for what, words in _DENIED.items() if words.search(text)), None)


async def deny(turn: Turn, say: Say, want: str) -> bool:
    """Withdraws what was registered of it; else it is only said that nothing happens. Gives whether there was something."""
    mine = [t for t in await withdrawable(turn, PRIVACY) if t["summary"] == WANTS[want]]
    if not mine:
        say.utter(f"utter_privacy_not_{want}")
    for ticket in mine:
        await drop(turn, say, ticket, WANTS[want])
    return bool(mine)
