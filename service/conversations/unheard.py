"""What the bot has not heard, because staff had the talk or it waited for them; and what of it the bot gets at the hand-back.

Lines since the last word of staff are still unanswered: they become the bot's turns, in order, once. What staff have answered is
theirs, but for a danger whose place nobody has written down: there the bot goes on asking, and hears what was said since. Nothing
left to hear: the question that its open form waits for is put again.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from common.normalise import normalise
from service.conversations import rows, waiting
from service.face import Author, Kind, State
from service.store import Transaction
from service.store.tables import UNHEARD, conversations, messages
from service.tickets.danger import danger_key, on_danger_tickets, placeless_danger

# A yes, a no or thanks answers the person it was said to; the bot would take it for an answer to its own question.
_ANSWER = re.compile(
    r"(?:(?:嗯+|对|是|好|行|可以|没问题|没有?|不是|不用|不要|不|有|谢谢?|多谢|感谢|辛苦|知道|明白|收到|再见|拜拜)[的了啦呀啊吧嘛您你们麻烦,，.。!！~ ]*){1,7}"
)


def is_question(text: str, buttons: Any) -> bool:
    """Whether a message of the bot asks for something; else a form only took note."""
    return bool(buttons) or bool(re.search(r"[?？]|请|留个|告诉我", text))


def give(tx: Transaction, row: Any) -> bool:
    """Gives a locked conversation's unanswered lines to the bot, as messages not yet processed.

    Returns:
        Whether there were any.
    """
    lines = _lines(tx, row)
    given = _unanswered(tx, row, lines)
    if lines:
        of_these = messages.c.conversation == row.id
        tx.execute(messages.update().where(UNHEARD, of_these).values(unheard=False))
    if given:
        again = messages.update().where(messages.c.id.in_(given))
        tx.execute(again.values(state=State.NEW.value, done_at=None))
        tx.ring(row.id, "message")
    return bool(given)


def ask_again(tx: Transaction, row: Any, now: datetime) -> None:
    """Puts the open form's question again."""
    if not (row.asked_form and row.question):
        return
    query = sa.select(messages).where(messages.c.id == row.question, messages.c.session == row.session)
    asked = tx.execute(query).one_or_none()
    if asked is None:
        return
    said = rows.say(tx, row, now, Author.BOT, f"接着刚才的：{asked.text}", buttons=asked.buttons)
    values = {"asked_at": now, "question": said}
    tx.execute(conversations.update().where(conversations.c.id == row.id).values(values))


def _lines(tx: Transaction, row: Any) -> list[Any]:
    query = (
        sa.select(messages)
        .where(UNHEARD, messages.c.conversation == row.id, messages.c.session == row.session)
        .order_by(messages.c.seq)
    )
    return list(tx.execute(query).all())


def _unanswered(tx: Transaction, row: Any, lines: list[Any]) -> list[int]:
    """Ids of the lines that the bot is to hear."""
    if not lines:
        return []
    answered_to = tx.execute(
        sa.select(sa.func.max(messages.c.seq)).where(
            messages.c.conversation == row.id, messages.c.author == Author.STAFF.value
        )
    ).scalar_one()
    staff_spoke = answered_to is not None and answered_to > lines[0].seq
    danger = placeless_danger(tx, row.id)
    written = on_danger_tickets(tx, [line.id for line in lines])
    given = []
    for line in lines:
        starts_danger = danger is not None and danger.key == danger_key(line.id)
        of_danger = danger is not None and (starts_danger or line.at >= danger.created_at)
        if line.seq < (answered_to or 0) and not of_danger:
            continue
        if line.id in written and not starts_danger:
            continue  # the crew has it, the customer his advice
        if _is_for_nobody(line, staff_spoke):
            continue
        given.append(line.id)
    return given


def _is_for_nobody(line: Any, staff_spoke: bool) -> bool:
    """Asked where the person is, or answered him; or the platform spoke."""
    if line.kind == Kind.EVENT.value:
        return not str(line.event).startswith("menu:")
    if waiting.asks_for_person(line):
        return True
    return staff_spoke and line.payload is None and bool(_ANSWER.fullmatch(normalise(line.text).text))
