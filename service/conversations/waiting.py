"""What a customer who waits for a person hears, and who serves him meanwhile (facts 0.3 rule 9). Service process.

Until a member of staff has taken the talk, the bot goes on with what it can do and the talk keeps its place; staff see all of it
when they take over. Only where the person is, is answered here.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from common.normalise import normalise
from service.conversations import rows
from service.face import Author, Kind, Owner
from service.staff import is_there
from service.store import Transaction
from service.store.tables import conversations, messages

_ASKS = re.compile(
    r"^(?:喂|在[吗不么].*|(?:请问|怎么|咋|还|到底|都|喂)*(?:没有?人|有(?:没有)?人)(?:[吗么没不呢啊理接管回在我应].*)?|(?:我要|快)?转?人工(?:客服|服务)?)[啊呀呢吧?？]*$"
    r"|(?:人|客服|人工)呢|(?:还|要|得|再)+等?多久|等多久|等到什么时候|多久(?:能|会)?接|排到|第几|前面(?:还|有)*[几多]|理我|没(?:反应|动静|回[应复我])|快点|^我?(?:就|先|在)?等着|等了.{0,4}(?:分钟|半天|小时|会儿?)|没有?人.{0,6}(?:开|要|叫|算)什么客服"
    r"|^(?:好吧?|行吧?|嗯|那|那么|我|就|先|再)*(?:等着?|慢慢等|等一?会儿?|等吧)[吧呗了]*$|^(?:慢慢来|不急|不着急|[,，\s])+[的啊]*$"
    r"|(?:怎么|咋)(?:还|都)?(?:没|不见)(?:有)?人来|轮到我|(?:^|人)回来了|还有?多久$|有人了[吗没么]"
    r"|你们?(?:人工|客服)?(?:几点|什么时候|啥时候)(?:上班|下班|有人|在线?)|(?:几点|什么时候|啥时候)(?:上班|有人(?:工|在)?)$"
)
_PLACE = re.compile(r"您(?:前面还有(?P<ahead>\d+)位|排在最前面)")
DANGER = "danger"
"""Reason of who is in danger of life, or sees one."""
_RANK = sa.case(
    (conversations.c.urgent & (conversations.c.reason == DANGER), 0), (conversations.c.urgent, 1), else_=2
)
ORDER = (_RANK, conversations.c.queued_at)
"""How a queue is sorted: danger, what else is urgent, the longest waiting."""
MEANWHILE = (
    "您的话都留着，同事上线就能看到，不用重说。等的时候，能查的、能登记的我接着帮您办；急事请打95598。"
)
"""Behind the news that nobody is there."""
STILL_AWAY = "还是没有工作人员在线，您的话都留着。要办什么直接说，我先帮您办；急事请打95598。"
"""The same news once more."""
_LONGEST = 12  # characters; who says more has something else to say
_OTHER = re.compile(r"电(?!话)|表|费|来人|修|单")


def asks_for_person(message: Any) -> bool:
    """Whether a message (a row) asks where the person is: “人呢”, “还要等多久”."""
    if message.kind not in (Kind.TEXT.value, Kind.VOICE.value):
        return False
    said = normalise(message.text).text
    text = said.strip(" ,，。.!！?？啊呀呢吧")
    return (
        len(text) <= _LONGEST and bool(_ASKS.search(said) or _ASKS.search(text)) and not _OTHER.search(said)
    )


def tell_standing(tx: Transaction, row: Any, message: Any, now: datetime, hours: str) -> None:
    """Says where a queued conversation (locked) stands; that nobody is there when nobody is.

    Args:
        hours: when staff are there, in the operator's words; empty: not told.
    """
    if not tx.execute(sa.select(is_there(now))).scalar_one():
        text = f"现在没有工作人员在线{f'，人工服务时间是{hours}' if hours else ''}。{MEANWHILE}"
        if _said(tx, row, text):
            text = STILL_AWAY
    else:
        ahead, told = tx.execute(sa.select(sa.func.count()).where(_before(row))).scalar_one(), _told(tx, row)
        place = f"您前面还有{ahead}位" if ahead else "您排在最前面"
        if told is not None and ahead > told:
            place = "您还在排队"  # urgent talks went first; a growing number would only look like a mistake
        text = f"{place}，同事空下来就接您，您的话都看得到。"
        if told is None:
            text += "等的时候，能查的、能登记的我接着帮您办。"
    rows.say(tx, row, now, Author.SYSTEM, text, in_reply_to=message.id)


def _said(tx: Transaction, row: Any, text: str) -> bool:
    """Whether the customer heard just this since he waits."""
    query = sa.select(messages.c.id).where(
        messages.c.conversation == row.id,
        messages.c.author == Author.SYSTEM.value,
        messages.c.at >= row.queued_at,
        messages.c.text == text,
    )
    return tx.execute(query.limit(1)).first() is not None


def _told(tx: Transaction, row: Any) -> int | None:
    """How many came before this one when the customer last heard a number since he waits; None when he has heard none."""
    query = (
        sa.select(messages.c.text)
        .where(
            messages.c.conversation == row.id,
            messages.c.author == Author.SYSTEM.value,
            messages.c.at >= row.queued_at,
        )
        .order_by(messages.c.seq.desc())
    )
    found = (_PLACE.match(text) for text in tx.execute(query).scalars())
    return next((int(place["ahead"] or 0) for place in found if place), None)


def _before(row: Any) -> Any:
    """SQL condition: conversations that wait and come before this one."""
    c = conversations.c
    rank = (0 if row.reason == DANGER else 1) if row.urgent else 2
    is_first = sa.or_(rank > _RANK, sa.and_(rank == _RANK, c.queued_at < row.queued_at))
    return sa.and_(c.id != row.id, c.owner != Owner.STAFF.value, c.queued_at.is_not(None), is_first)
