"""What the bot has not heard, because staff had the talk or it waited for them; and what of it the bot gets at the hand-back.

Lines since the last word of staff are still unanswered: they become the bot's turns, in order, once. What staff have answered is
theirs, and so is what answers a question of theirs. After a danger only the danger counts: whose place nobody has written down,
there the bot goes on asking and hears what was said since; what was said before must not open another matter beside it. Nothing
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
# “是的 每天晚上七八点” behind a question of staff.
_BEGINS_ANSWER = re.compile(r"^(?:嗯+|对的?|是的?|有的?|没有?|不是的?)[啊呀啦]?[\s,，.。]")
# A sticker or a nod without a word: “[微笑]”.
_WORDLESS = re.compile(r"(?:\[[^\[\]]{1,6}\]|/:\S{1,8}|\W)+")


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
    answer = _last_of_staff(tx, row.id)
    answered_to = answer.seq if answer else 0
    danger = placeless_danger(tx, row.id)
    written = on_danger_tickets(tx, [line.id for line in lines])
    last_danger = max((line.seq for line in lines if line.id in written), default=0)
    asked_by_staff = answer is not None and is_question(answer.text, None)
    given = []
    for line in lines:
        starts_danger = danger is not None and danger.key == danger_key(line.id)
        of_danger = danger is not None and (starts_danger or line.at >= danger.created_at)
        if line.seq < max(answered_to, last_danger) and not of_danger:
            continue
        if line.id in written and not starts_danger:
            continue  # the crew has it, the customer his advice
        if _is_for_nobody(line) or (answer is not None and _answers_staff(line, asked_by_staff)):
            continue
        asked_by_staff = False
        given.append(line.id)
    return given


def _last_of_staff(tx: Transaction, conversation: str) -> Any:
    query = sa.select(messages).where(
        messages.c.conversation == conversation, messages.c.author == Author.STAFF.value
    )
    return tx.execute(query.order_by(messages.c.seq.desc()).limit(1)).one_or_none()


def _is_for_nobody(line: Any) -> bool:
    """Asked where the person is, or says nothing; or the platform spoke."""
    if line.kind == Kind.EVENT.value:
        return not str(line.event).startswith("menu:")
    return waiting.asks_for_person(line) or bool(_WORDLESS.fullmatch(line.text))


def _answers_staff(line: Any, was_asked: bool) -> bool:
    """A yes, a no or thanks; with more behind it when staff asked something."""
    text = normalise(line.text).text
    return line.payload is None and bool(
        _ANSWER.fullmatch(text) or (was_asked and _BEGINS_ANSWER.match(text))
    )
